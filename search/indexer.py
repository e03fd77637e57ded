"""The write path: documents are read, cleaned, searched for people and handed to the engine."""

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from time import perf_counter

from search.article import Article, BuildReport, Document, Seed, Skip
from search.clean import CLEANING_VERSION, cleaned
from search.engines import open_writer
from search.engines.contract import Writer
from search.engines.ledger import Ledger
from search.errors import BadSeeds
from search.people import PEOPLE_VERSION, mentioned
from search.readers import READERS, fault, fingerprint, read, walk

VERSIONS = {"cleaning": CLEANING_VERSION, "people": PEOPLE_VERSION}
BATCH = 16  # documents handed to a process at a time

Progress = Callable[[int, int, str], None]  # files done, files in all, the path just taken up


@dataclass
class _Survey:
    """What lies in the folders; what is unchanged is taken over, the rest is still to be read."""

    files: dict[str, str] = field(default_factory=dict)  # path -> sha256
    articles: dict[str, str] = field(default_factory=dict)  # id -> sha256
    skips: dict[str, str] = field(default_factory=dict)  # path -> reason
    stale: list[Seed] = field(default_factory=list)


def build(
    folders: Sequence[Path],
    index: Path,
    *,
    rebuild: bool = False,
    jobs: int = 1,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Bring the index up to date with the folders, and with those it was built from before.

    Without folders it is those of before alone. With `rebuild` every article is made anew, and
    only the folders named stay. Nothing is written where nothing has changed, nor in a `dry_run`.

    Raises: BadSeeds, LockedIndex, UnwritableIndex.
    """
    began = perf_counter()
    writer = open_writer(index, fresh=rebuild)
    try:
        homes = _homes(folders, {} if rebuild and folders else writer.folders)
        old = writer.ledger
        known = old if old.versions == VERSIONS else Ledger()  # else all is to be made anew
        survey = _surveyed(homes, known)
        made = _noted(_documents(survey, known, progress), survey)
        fresh = (
            [document.path for document in made]
            if dry_run
            else list(_added(made, writer, survey, jobs))
        )
        removed = old.articles.keys() - survey.articles.keys()
        ledger = Ledger(VERSIONS, homes, survey.files, survey.articles, survey.skips)
        if not dry_run and ledger != old:
            writer.remove(sorted(removed))
            writer.commit(ledger)
    finally:
        writer.close()
    changed = len(old.articles.keys() & set(fresh))
    return BuildReport(
        added=len(fresh) - changed,
        changed=changed,
        removed=len(removed),
        unchanged=len(survey.articles) - len(fresh),
        skipped=tuple(Skip(*skip) for skip in sorted(survey.skips.items())),
        seconds=perf_counter() - began,
    )


def _homes(folders: Iterable[Path], known: Mapping[str, str]) -> dict[str, str]:
    """Where each folder lies, by its name: those named now and those of before.

    Raises: BadSeeds.
    """
    homes: dict[str, str] = {}
    for folder in folders:
        home = folder.resolve()
        other = homes.setdefault(home.name, str(home))
        before = known.get(home.name, other)
        if other != str(home) or (before != other and Path(before).exists()):
            raise BadSeeds(
                f"two folders are called {home.name!r}",
                "rename one, or index the folder above both",
            )
    homes = dict(sorted({**known, **homes}.items()))
    if not homes:
        raise BadSeeds("no folder to index", "name one: 'search index FOLDER'")
    for place in homes.values():
        if not Path(place).exists():
            raise BadSeeds(
                f"no such folder {place!r}",
                "name an existing one; 'search index --rebuild FOLDER' forgets the others",
            )
    return homes


def _surveyed(homes: Mapping[str, str], known: Ledger) -> _Survey:
    """What lies in the folders beside what is known of it.

    Raises: BadSeeds.
    """
    survey = _Survey()
    before = _by_file(known)
    for home in homes.values():
        seeds = list(walk(Path(home)))
        for seed in seeds:
            match seed:
                case Skip(path, reason):
                    survey.skips[path] = reason
                case Seed():
                    _look(seed, survey, known, before)
        if not seeds:
            raise BadSeeds(
                f"no documents in {home!r}", f"it takes {', '.join(READERS)}, also with .gz"
            )
    return survey


def _look(seed: Seed, survey: _Survey, known: Ledger, before: Mapping[str, Iterable[str]]) -> None:
    """Note one file: unchanged, to be read, or not to be read at all."""
    try:
        survey.files[seed.path] = fingerprint(seed)
    except OSError as error:
        survey.skips[seed.path] = fault(error)
        return
    if survey.files[seed.path] != known.files.get(seed.path):
        survey.stale.append(seed)
        return
    for path in before.get(seed.path, ()):
        if path in known.skips:
            survey.skips[path] = known.skips[path]
        else:
            survey.articles[path] = known.articles[path]


def _by_file(known: Ledger) -> dict[str, list[str]]:
    """The articles and skips of each file."""
    found: dict[str, list[str]] = {}
    for path in chain(known.articles, known.skips):
        file = path if path in known.files else path.rpartition("#")[0]
        found.setdefault(file, []).append(path)
    return found


def _documents(
    survey: _Survey, known: Ledger, progress: Progress | None
) -> Iterator[Document | Skip]:
    """What is to be made anew; records that a changed file still has as before are noted."""
    for done, seed in enumerate(survey.stale, 1):
        for document in read(seed):
            if (
                isinstance(document, Document)
                and known.articles.get(document.path) == document.digest
            ):
                survey.articles[document.path] = document.digest
            else:
                yield document
            if progress:
                progress(done - 1, len(survey.stale), document.path)
        if progress:
            progress(done, len(survey.stale), seed.path)


def _noted(documents: Iterable[Document | Skip], survey: _Survey) -> Iterator[Document]:
    """The documents, each noted in the survey as it passes."""
    for document in documents:
        if isinstance(document, Skip):
            survey.skips[document.path] = document.reason
        else:
            survey.articles[document.path] = document.digest
            yield document


def _added(
    documents: Iterator[Document], writer: Writer, survey: _Survey, jobs: int
) -> Iterator[str]:
    """Hand the articles of the documents to the writer; their ids."""
    for article in _articles(documents, jobs):
        if isinstance(article, Skip):
            survey.skips[article.path] = article.reason
            del survey.articles[article.path]
        else:
            writer.add(article)
            yield article.id


def _articles(documents: Iterator[Document], jobs: int) -> Iterator[Article | Skip]:
    """The articles in the order of the documents, made by so many processes."""
    first = list(islice(documents, BATCH * jobs))
    if jobs < 2 or len(first) < BATCH * jobs:  # not worth starting processes for
        yield from map(_article, chain(first, documents))
        return
    rest = chain(first, documents)
    # Ctrl-C is for the parent alone, which then ends the others.
    quiet = (signal.SIGINT, signal.SIG_IGN)
    with ProcessPoolExecutor(jobs, initializer=signal.signal, initargs=quiet) as pool:
        waiting: deque[Future[list[Article | Skip]]] = deque()
        while batch := list(islice(rest, BATCH)):
            waiting.append(pool.submit(_batch, batch))
            if len(waiting) > 2 * jobs:  # a bound on what is held at once
                yield from waiting.popleft().result()
        for future in waiting:
            yield from future.result()


def _batch(documents: Sequence[Document]) -> list[Article | Skip]:
    return [_article(document) for document in documents]


def _article(document: Document) -> Article | Skip:
    try:
        article = cleaned(document)
        return replace(article, people=mentioned(article))
    except Exception as error:  # one document that trips the program must not cost all the others
        return Skip(document.path, f"could not be cleaned: {type(error).__name__}: {error}")
