"""The write path: documents are read, cleaned, searched for people and handed to the engine."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from time import perf_counter

from search.article import BuildReport, Document, Skip
from search.cleaning import CLEANING_VERSION
from search.cleaning.line_decisions import rulings
from search.engines import open_writer
from search.engines.base import Writer
from search.engines.build_inputs import Ledger
from search.indexing.changes import Survey, named, surveyed, united
from search.indexing.name_store import SIGHTINGS, Names
from search.indexing.parallel_map import Aside
from search.indexing.story_store import SKETCHES, Sketches
from search.indexing.two_pass import Corpus, Finished
from search.people import PEOPLE_VERSION
from search.people.people_decisions import decisions
from search.readers import read
from search.stories import STORIES_VERSION

EVIDENCE = "evidence"  # the name under which the index keeps what its documents tell of each other
MANY = 2_000  # articles: what is told of all of them together is worked out beside the rest
VERSIONS = {"cleaning": CLEANING_VERSION, "people": PEOPLE_VERSION, "stories": STORIES_VERSION}

Progress = Callable[[int, int, str], None]  # files done, files in all, the path just taken up


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
    homes = named(folders)
    writer = open_writer(index, fresh=rebuild, dry=dry_run)
    try:
        every = united(homes, {} if rebuild and folders else writer.folders)
        old = writer.ledger
        known = old if old.versions == VERSIONS else Ledger()  # else all is to be made anew
        survey = surveyed(every, homes, known)
        ruled = {code: ruling.verdict for code, ruling in rulings(every.values()).items()}
        decided = decisions(every.values())
        names = Names(writer.read_store(SIGHTINGS) if known is old else None)
        sketches = Sketches(writer.read_store(SKETCHES) if known is old else None)
        documents = _noted(_documents(survey, known, progress), survey)
        if dry_run:
            for _ in documents:
                pass
        elif survey.stale or (old.articles.keys(), old.rulings) != (survey.articles.keys(), ruled):
            corpus = Corpus(writer.read_store(EVIDENCE) if known is old else None, ruled, jobs)
            for made in corpus.articles(documents, survey.articles.keys(), survey.again):
                _hand_over(made, writer, survey, names, sketches)
            writer.write_store(EVIDENCE, corpus.record)
        removed = old.articles.keys() - survey.articles.keys()
        parts = (survey.files, survey.articles, survey.skips, ruled, decided.digest)
        ledger = Ledger(VERSIONS, every, *parts)
        if not dry_run and ledger != old:
            writer.remove(sorted(removed))
            with Aside(jobs if len(survey.articles) >= MANY else 1) as aside:
                sketches.hand_over(survey.articles.keys(), writer, aside)
                names.hand_over(survey.articles.keys(), decided, writer, aside)
                writer.commit(ledger)
    finally:
        writer.close()
    fresh = survey.fresh & survey.articles.keys()
    changed = len(old.articles.keys() & fresh)
    return BuildReport(
        added=len(fresh) - changed,
        changed=changed,
        removed=len(removed),
        unchanged=len(survey.articles) - len(fresh),
        skipped=tuple(Skip(*skip) for skip in sorted(survey.skips.items())),
        seconds=perf_counter() - began,
    )


def _documents(
    survey: Survey, known: Ledger, progress: Progress | None
) -> Iterator[Document | Skip]:
    """What is to be made anew; records that a changed file still has as before are noted."""
    for done, seed in enumerate(survey.stale, 1):
        for found in read(seed):
            if isinstance(found, Document) and known.articles.get(found.path) == found.digest:
                survey.articles[found.path] = found.digest
            else:
                yield found
            if isinstance(found, Document) and found.path == seed.path:
                survey.files[seed.path] = found.digest  # it may have changed since the survey
            if progress:
                progress(done - 1, len(survey.stale), found.path)
        if progress:
            progress(done, len(survey.stale), seed.path)


def _noted(documents: Iterable[Document | Skip], survey: Survey) -> Iterator[Document]:
    """The documents, each noted in the survey as it passes."""
    for document in documents:
        if isinstance(document, Skip):
            survey.skips[document.path] = document.reason
        else:
            survey.articles[document.path] = document.digest
            survey.fresh.add(document.path)
            yield document


def _hand_over(
    made: Finished | Skip, writer: Writer, survey: Survey, names: Names, sketches: Sketches
) -> None:
    """Give an article to the writer, its names and sketch to the others', or note why not."""
    if isinstance(made, Skip):
        survey.skips[made.path] = made.reason
        survey.articles.pop(made.path, None)
    else:
        writer.add(made.article)
        names.note(made.article)
        sketches.note(*made)
