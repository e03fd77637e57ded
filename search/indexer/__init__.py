"""The write path: documents are read, cleaned, searched for people and handed to the engine."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from time import perf_counter

from search.article import BuildReport, Document, Skip
from search.clean import CLEANING_VERSION
from search.engines import open_writer
from search.engines.contract import Writer
from search.engines.ledger import Ledger
from search.indexer.pool import articles
from search.indexer.survey import Survey, named, surveyed, united
from search.people import PEOPLE_VERSION
from search.readers import read

VERSIONS = {"cleaning": CLEANING_VERSION, "people": PEOPLE_VERSION}

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
        documents = _noted(_documents(survey, known, progress), survey)
        if dry_run:
            fresh = [document.path for document in documents]
        else:
            fresh = list(_added(documents, writer, survey, jobs))
        removed = old.articles.keys() - survey.articles.keys()
        ledger = Ledger(VERSIONS, every, survey.files, survey.articles, survey.skips)
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
            yield document


def _added(
    documents: Iterator[Document], writer: Writer, survey: Survey, jobs: int
) -> Iterator[str]:
    """Hand the articles of the documents to the writer; their ids."""
    for article in articles(documents, jobs):
        if isinstance(article, Skip):
            survey.skips[article.path] = article.reason
            del survey.articles[article.path]
        else:
            writer.add(article)
            yield article.id
