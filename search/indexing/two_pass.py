"""Cleaning in two passes: each document alone, then against the whole collection.

The first pass reads the lines and facts of each new document and makes its fingerprint. The
statistics are those of all fingerprints, old and new. The second pass cleans every new document by
them, and every old one for which they have changed, so that the order of documents does not matter.
"""

import pickle
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import chain, islice
from typing import NamedTuple, TypeVar

from search.article import Article, Document, Skip
from search.cleaning import (
    CorpusStatistics,
    Draft,
    Fingerprint,
    LineStatistics,
    make_article,
    make_draft,
    make_fingerprint,
)
from search.cleaning.corpus_statistics import statistics_digest
from search.cleaning.fingerprints import pack, unpack
from search.indexing.spool import Spool
from search.people import article_people
from search.process_pools import Pool, Task
from search.stories.sketches import StorySketch, story_sketch

Item = TypeVar("Item")
Result = TypeVar("Result")

BATCH = 64  # items sent to a process at a time

Reread = Callable[[AbstractSet[str]], Iterable[Document]]


class _Draft(NamedTuple):
    """The result of the first pass for a document.

    Workers pickle and unpickle the draft: the main process, which all wait for, only passes bytes.
    """

    path: str
    fingerprint: Fingerprint
    draft: bytes


class _DraftInContext(NamedTuple):
    """The input of the second pass for a document."""

    path: str
    draft: bytes
    statistics: list[LineStatistics]
    source: str  # the name of its outlet in most documents, if it is another


class Cleaned(NamedTuple):
    """The result of the second pass for a document."""

    article: Article
    sketch: StorySketch  # to find its copies


class TwoPassCleaning:
    """The cleaning of one index; `kept` is the `record` of the last build."""

    def __init__(self, kept: bytes | None, decisions: Mapping[str, str], jobs: int) -> None:
        self._fingerprints, self._digests = unpack(kept) if kept else ({}, {})
        self._decisions = decisions
        self._jobs = jobs

    def articles(
        self, documents: Iterable[Document], present: Collection[str], reread: Reread
    ) -> Iterator[Cleaned | Skip]:
        """Yield the articles of the documents, and of the old ones that must be cleaned again.

        `present` has the ids of all documents after the first pass; `reread` gives old documents
        again.
        """
        with Spool() as spool:
            yield from self._run_first_pass(documents, spool)
            known = self._fingerprints
            self._fingerprints = {id: known[id] for id in present if id in known}
            self._digests = {
                id: self._digests[id] for id in self._fingerprints if id in self._digests
            }
            statistics = CorpusStatistics(self._fingerprints, self._decisions)
            yield from self._run_first_pass(reread(self._affected(statistics)), spool)
            drafts = self._in_context(statistics, spool)
            yield from parallel_map(_second_pass, drafts, self._jobs)

    def record(self) -> bytes:
        """Return what the next build needs to know of this one."""
        return pack(self._fingerprints, self._digests)

    def _run_first_pass(self, documents: Iterable[Document], spool: Spool) -> Iterator[Skip]:
        """Run the first pass: fingerprints are recorded, drafts are spooled."""
        for found in parallel_map(_first_pass, documents, self._jobs):
            if isinstance(found, Skip):
                yield found
            else:
                self._fingerprints[found.path] = found.fingerprint
                self._digests.pop(found.path, None)
                spool.append((found.path, found.draft))

    def _affected(self, statistics: CorpusStatistics) -> set[str]:
        """Return the old documents whose statistics have changed."""
        return {
            id
            for id, digest in self._digests.items()
            if statistics_digest(statistics.lines(id), self._outlet_name(statistics, id)) != digest
        }

    def _outlet_name(self, statistics: CorpusStatistics, id: str) -> str:
        """Return the name of the outlet of a document, if the document has another one."""
        name = statistics.outlet_name(id)
        return name if name != self._fingerprints[id].outlet.name else ""

    def _in_context(self, statistics: CorpusStatistics, spool: Spool) -> Iterator[_DraftInContext]:
        for path, draft in spool:
            lines, name = statistics.lines(path), self._outlet_name(statistics, path)
            self._digests[path] = statistics_digest(lines, name)
            yield _DraftInContext(path, draft, lines, name)


def _first_pass(document: Document) -> _Draft | Skip:
    try:
        draft = make_draft(document)
        return _Draft(draft.path, make_fingerprint(draft), pickle.dumps(draft))
    except Exception as error:  # one document must not end the whole build
        return Skip(document.path, _failure(error))


def _second_pass(given: _DraftInContext) -> Cleaned | Skip:
    try:
        draft: Draft = pickle.loads(given.draft)
        article = make_article(draft, given.statistics, given.source)
        if not (article.title or article.body or article.cuts):
            return Skip(given.path, "holds no text")
        return Cleaned(replace(article, people=article_people(article)), story_sketch(article.body))
    except Exception as error:  # as above
        return Skip(given.path, _failure(error))


def _failure(error: Exception) -> str:
    return f"could not be cleaned: {type(error).__name__}: {error}"


def parallel_map(
    work: Callable[[Item], Result], items: Iterable[Item], jobs: int
) -> Iterator[Result]:
    """Yield the result of each item, from that many processes; few items start none.

    Raises: KilledWorker, and what the work raises.
    """
    rest = iter(items)
    first = list(islice(rest, BATCH * jobs))
    rest = chain(first, rest)
    if jobs < 2 or len(first) < BATCH * jobs:
        yield from map(work, rest)
        return
    with Pool(jobs) as pool:
        batches: deque[Task[list[Result]]] = deque()
        while batch := list(islice(rest, BATCH)):
            batches.append(pool.submit(_batch, work, batch))
            if len(batches) > 2 * jobs:  # a bound on memory
                yield from batches.popleft().result()
        for task in batches:
            yield from task.result()


def _batch(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    return [work(item) for item in items]
