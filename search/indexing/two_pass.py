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
from typing import Any, NamedTuple

from search.article import Article, Document, Skip, TemporarySkip
from search.cleaning import (
    CorpusStatistics,
    Draft,
    Fingerprint,
    LineStatistics,
    OverLimit,
    check_draft,
    make_article,
    make_draft,
    make_fingerprint,
)
from search.cleaning.corpus_statistics import statistics_digest
from search.cleaning.fingerprints import pack, unpack
from search.errors import is_temporary
from search.guarded_pool import GuardedPool, Job
from search.indexing.spool import Spool
from search.people import article_people
from search.stories.sketches import StorySketch, story_sketch

BATCH = 64  # documents sent to a process at a time
SIZE = 1 << 20  # characters or bytes of documents after which a batch is sent
WAITING = 64 << 20  # characters or bytes in the batches that are sent: a bound on memory

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
    is_long: bool  # it is far longer than its like
    superseded: bool  # by a higher version of the same item of a wire


class Cleaned(NamedTuple):
    """The result of the second pass for a document."""

    article: Article
    sketch: StorySketch  # to find its copies


class TwoPassCleaning:
    """The cleaning of one index; `kept` is the `record` of the last build."""

    def __init__(self, kept: bytes | None, decisions: Mapping[str, str], pool: GuardedPool) -> None:
        self._fingerprints, self._digests = unpack(kept) if kept else ({}, {})
        self._decisions = decisions
        self._pool = pool

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
            yield from _cleaned(_second_pass, drafts, self._pool)

    def record(self) -> bytes:
        """Return what the next build needs to know of this one."""
        return pack(self._fingerprints, self._digests)

    def _run_first_pass(self, documents: Iterable[Document], spool: Spool) -> Iterator[Skip]:
        """Run the first pass: fingerprints are recorded, drafts are spooled."""
        for found in _cleaned(_first_pass, documents, self._pool):
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
            if statistics_digest(*self._context(statistics, id)) != digest
        }

    def _context(
        self, statistics: CorpusStatistics, id: str
    ) -> tuple[list[LineStatistics], str, bool, bool]:
        """Return what other documents say about one."""
        name = self._outlet_name(statistics, id)
        is_long, superseded = statistics.is_long(id), statistics.is_superseded(id)
        return statistics.lines(id), name, is_long, superseded

    def _outlet_name(self, statistics: CorpusStatistics, id: str) -> str:
        """Return the name of the outlet of a document, if the document has another one."""
        name = statistics.outlet_name(id)
        return name if name != self._fingerprints[id].outlet.name else ""

    def _in_context(self, statistics: CorpusStatistics, spool: Spool) -> Iterator[_DraftInContext]:
        for path, draft in spool:
            context = self._context(statistics, path)
            self._digests[path] = statistics_digest(*context)
            yield _DraftInContext(path, draft, *context)


def _first_pass(document: Document) -> _Draft:
    draft = make_draft(document)
    pickled = pickle.dumps(draft)
    check_draft(len(pickled))
    return _Draft(draft.path, make_fingerprint(draft), pickled)


def _second_pass(given: _DraftInContext) -> Cleaned | Skip:
    draft: Draft = pickle.loads(given.draft)
    context = given.statistics, given.source, given.is_long, given.superseded
    article = make_article(draft, *context)
    if not (article.title or article.body or article.cuts):
        return Skip(given.path, "holds no text")
    return Cleaned(replace(article, people=article_people(article)), story_sketch(article.body))


_Given = Document | _DraftInContext


class _Batch(NamedTuple):
    """Documents to clean; those that were found to take too much are refused."""

    clean: Callable[[Any], Any]
    documents: Sequence[_Given]
    refused: tuple[tuple[int, str], ...] = ()  # numbers and reasons
    action: str = "clean"

    def steps(self) -> Iterator[Any]:
        """Yield the result of each document."""
        refused = dict(self.refused)
        for number, document in enumerate(self.documents):
            reason = refused.get(number)
            yield Skip(document.path, reason) if reason else self._cleaned(document)

    def without(self, step: int, reason: str) -> "_Batch":
        """Return the same batch, with this reason in place of the result of a document."""
        number = min(step, len(self.documents) - 1)
        return self._replace(refused=(*self.refused, (number, reason)))

    def _cleaned(self, document: _Given) -> Any:
        try:
            return self.clean(document)
        except OverLimit as error:
            return Skip(document.path, str(error))
        except MemoryError:  # its process will end
            raise
        except Exception as error:  # one document must not end the whole build
            reason = f"could not be cleaned: {type(error).__name__}: {error}"
            kind = TemporarySkip if is_temporary(error) else Skip
            return kind(document.path, reason)


def _cleaned(
    clean: Callable[[Any], Any], documents: Iterable[_Given], pool: GuardedPool
) -> Iterator[Any]:
    """Yield the result of each document, in order.

    Raises: KilledWorker.
    """
    started: deque[tuple[int, Job[Any]]] = deque()
    waiting = 0
    for size, batch in _batches(documents):
        started.append((size, pool.submit(_Batch(clean, batch))))
        waiting += size
        while len(started) > 2 * pool.processes or (waiting > WAITING and len(started) > 1):
            done, job = started.popleft()
            waiting -= done
            yield from job.result()
    for _, job in started:
        yield from job.result()


def _batches(documents: Iterable[_Given]) -> Iterator[tuple[int, list[_Given]]]:
    """Yield batches of many small documents, or of a large one, with their sizes."""
    batch: list[_Given] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.content if isinstance(document, Document) else document.draft)
        if len(batch) == BATCH or size > SIZE:
            yield size, batch
            batch, size = [], 0
    if batch:
        yield size, batch
