"""Documents become articles in two passes: each by itself, then in the light of all the others.

The first pass reads the lines and facts of each new document and makes its fingerprint. The
statistics are those of all fingerprints, old and new. The second pass cleans every new document by
them, and every old one for which they have changed, so that the order of documents does not matter.
"""

import pickle
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import NamedTuple

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
from search.indexing.parallel_map import mapped
from search.indexing.spool import Spool
from search.people import mentioned
from search.stories.sketches import Sketch as Copied
from search.stories.sketches import sketch as sketch_of

Reread = Callable[[AbstractSet[str]], Iterable[Document]]


class _Drafted(NamedTuple):
    """What the first pass makes of a document.

    The draft is packed where it is made and unpacked where it is judged, in the processes that do
    the work: the one in between, which all must wait for, only passes bytes on.
    """

    path: str
    fingerprint: Fingerprint
    draft: bytes


class _Judged(NamedTuple):
    """What the second pass is given of a document."""

    path: str
    draft: bytes
    statistics: list[LineStatistics]
    source: str  # what its outlet is called by most of its documents, if otherwise


class Finished(NamedTuple):
    """What the second pass makes of a document."""

    article: Article
    sketch: Copied  # by which its copies are known


class Corpus:
    """The documents of one index; `kept` is what `record` gave when it was last built."""

    def __init__(self, kept: bytes | None, rulings: Mapping[str, str], jobs: int) -> None:
        self._fingerprints, self._digests = unpack(kept) if kept else ({}, {})
        self._rulings = rulings
        self._jobs = jobs

    def articles(
        self, documents: Iterable[Document], present: Collection[str], reread: Reread
    ) -> Iterator[Finished | Skip]:
        """The articles of the documents, and of old ones that are to be judged anew.

        `present` has the ids of all documents once the first have been taken in; `reread` gives
        old documents again.
        """
        with Spool() as spool:
            yield from self._take_in(documents, spool)
            known = self._fingerprints
            self._fingerprints = {id: known[id] for id in present if id in known}
            self._digests = {
                id: self._digests[id] for id in self._fingerprints if id in self._digests
            }
            statistics = CorpusStatistics(self._fingerprints, self._rulings)
            yield from self._take_in(reread(self._changed(statistics)), spool)
            drafts = self._with_statistics(statistics, spool)
            yield from mapped(_article, drafts, self._jobs)

    def record(self) -> bytes:
        """What the next build needs to know of this one."""
        return pack(self._fingerprints, self._digests)

    def _take_in(self, documents: Iterable[Document], spool: Spool) -> Iterator[Skip]:
        """The first pass: fingerprints are noted, drafts are saved in the spool."""
        for found in mapped(_drafted, documents, self._jobs):
            if isinstance(found, Skip):
                yield found
            else:
                self._fingerprints[found.path] = found.fingerprint
                self._digests.pop(found.path, None)
                spool.put((found.path, found.draft))

    def _changed(self, statistics: CorpusStatistics) -> set[str]:
        """Return the old documents whose statistics have changed."""
        return {
            id
            for id, digest in self._digests.items()
            if statistics_digest(statistics.lines(id), self._renamed(statistics, id)) != digest
        }

    def _renamed(self, statistics: CorpusStatistics, id: str) -> str:
        """What the outlet of a document is called, if not as the document has it."""
        name = statistics.outlet_name(id)
        return name if name != self._fingerprints[id].outlet.name else ""

    def _with_statistics(self, statistics: CorpusStatistics, spool: Spool) -> Iterator[_Judged]:
        for path, draft in spool:
            lines, name = statistics.lines(path), self._renamed(statistics, path)
            self._digests[path] = statistics_digest(lines, name)
            yield _Judged(path, draft, lines, name)


def _drafted(document: Document) -> _Drafted | Skip:
    try:
        draft = make_draft(document)
        return _Drafted(draft.path, make_fingerprint(draft), pickle.dumps(draft))
    except Exception as error:  # one document that trips the program must not cost all the others
        return Skip(document.path, _tripped(error))


def _article(judged: _Judged) -> Finished | Skip:
    try:
        draft: Draft = pickle.loads(judged.draft)
        article = make_article(draft, judged.statistics, judged.source)
        if not (article.title or article.body or article.cuts):
            return Skip(judged.path, "holds no text")
        return Finished(replace(article, people=mentioned(article)), sketch_of(article.body))
    except Exception as error:  # as above
        return Skip(judged.path, _tripped(error))


def _tripped(error: Exception) -> str:
    return f"could not be cleaned: {type(error).__name__}: {error}"
