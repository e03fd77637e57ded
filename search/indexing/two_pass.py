"""Cleaning in two passes: each document alone, then against the whole collection.

The first pass reads the lines and facts of each new document and makes its fingerprint. The
statistics are those of all fingerprints, old and new. The second pass cleans every new document by
them, and every old one for which they have changed, so that the order of documents does not matter.
"""

import pickle
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any, NamedTuple

from search.article import Article, Document, Skip, TemporarySkip
from search.cleaning import (
    CorpusStatistics,
    Draft,
    Fingerprint,
    OverLimit,
    check_draft,
    make_article,
    make_draft,
    make_fingerprint,
)
from search.cleaning.corpus_statistics import Context, statistics_digest
from search.cleaning.evidence.evidence_store import EvidenceStore, NewRows
from search.cleaning.evidence.flat_file import Part
from search.errors import is_temporary
from search.guarded_pool import GuardedPool, Job
from search.indexing.spool import Spool
from search.people import article_people
from search.stories.sketches import StorySketch, story_sketch

BATCH = 64  # documents sent to a process at a time
SIZE = 1 << 20  # characters or bytes of documents after which a batch is sent
WAITING = 64 << 20  # characters or bytes in the batches that are sent: a bound on memory

Reread = Callable[[Set[str]], Iterable[Document]]


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
    context: Context


class Cleaned(NamedTuple):
    """The result of the second pass for a document."""

    article: Article
    sketch: StorySketch  # to find its copies


class TwoPassCleaning:
    """The cleaning of one index, given the evidence of the last build.

    `decisions` maps the codes of some lines to "keep" or "cut"; `decided` are the codes for which
    that has changed.
    """

    def __init__(
        self,
        evidence: EvidenceStore,
        decisions: Mapping[str, str],
        decided: Collection[str],
        pool: GuardedPool,
    ) -> None:
        self._evidence = evidence
        self._decisions, self._decided = decisions, decided
        self._pool = pool
        self._new = NewRows()
        self._present: Set[str] = frozenset()
        self._long: set[str] = set()  # documents that are far longer than their like
        self._digests: dict[str, str] = {}  # of the statistics by which documents were cleaned

    def articles(
        self, documents: Iterable[Document], present: Collection[str], reread: Reread
    ) -> Iterator[Cleaned | Skip]:
        """Yield the articles of the documents, and of the old ones that must be cleaned again.

        `present` has the ids of all documents after the first pass; `reread` gives old documents
        again.
        """
        with Spool() as spool:
            yield from self._run_first_pass(documents, spool, is_new=True)
            self._present = frozenset(present)
            judgement = self._evidence.judge(
                self._new.table(self._present), self._present, self._decisions, self._decided
            )
            old = reread(judgement.affected)
            yield from self._run_first_pass(old, spool, is_new=False)
            drafts = self._in_context(judgement.statistics, spool)
            yield from _cleaned(_second_pass, drafts, self._pool)

    def evidence(self) -> tuple[Part, int]:
        """Return the evidence of this build, and how many of the last parts it replaces."""
        new = self._new.table(self._present)
        return self._evidence.change(new, self._digests, self._long, self._present)

    def _run_first_pass(
        self, documents: Iterable[Document], spool: Spool, *, is_new: bool
    ) -> Iterator[Skip]:
        """Run the first pass: drafts are spooled, and the fingerprints of new ones recorded."""
        for found in _cleaned(_first_pass, documents, self._pool):
            if isinstance(found, Skip):
                yield found
            else:
                if is_new:
                    self._new.add(found.path, found.fingerprint)
                spool.append((found.path, found.draft))

    def _in_context(self, statistics: CorpusStatistics, spool: Spool) -> Iterator[_DraftInContext]:
        for path, draft in spool:
            context = statistics.context(path)
            self._digests[path] = statistics_digest(*context)
            if context.is_long:
                self._long.add(path)
            yield _DraftInContext(path, draft, context)


def _first_pass(document: Document) -> _Draft:
    draft = make_draft(document)
    pickled = pickle.dumps(draft)
    check_draft(len(pickled))
    return _Draft(draft.path, make_fingerprint(draft), pickled)


def _second_pass(given: _DraftInContext) -> Cleaned | Skip:
    draft: Draft = pickle.loads(given.draft)
    article = make_article(draft, *given.context)
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
