"""Documents become articles in two passes: each by itself, then in the light of all the others.

The first pass reads the lines and facts of each new document and makes its sketch. The evidence is
that of all sketches, old and new. The second pass judges every new document by it, and every old
one for which it has changed, so that the order in which documents came makes no difference.
"""

import pickle
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import NamedTuple

from search.article import Article, Document, Skip
from search.cleaning import Draft, Evidence, Seen, Sketch, drafted, finished, sketched
from search.cleaning.fingerprints import packed, unpacked, view
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
    sketch: Sketch
    draft: bytes


class _Judged(NamedTuple):
    """What the second pass is given of a document."""

    path: str
    draft: bytes
    seen: list[Seen]
    source: str  # what its outlet is called by most of its documents, if otherwise


class Finished(NamedTuple):
    """What the second pass makes of a document."""

    article: Article
    sketch: Copied  # by which its copies are known


class Corpus:
    """The documents of one index; `kept` is what `record` gave when it was last built."""

    def __init__(self, kept: bytes | None, rulings: Mapping[str, str], jobs: int) -> None:
        self._sketches, self._views = unpacked(kept) if kept else ({}, {})
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
            self._sketches = {id: self._sketches[id] for id in present if id in self._sketches}
            self._views = {id: self._views[id] for id in self._sketches if id in self._views}
            evidence = Evidence(self._sketches, self._rulings)
            yield from self._take_in(reread(self._changed(evidence)), spool)
            drafts = self._in_light_of(evidence, spool)
            yield from mapped(_article, drafts, self._jobs)

    def record(self) -> bytes:
        """What the next build needs to know of this one."""
        return packed(self._sketches, self._views)

    def _take_in(self, documents: Iterable[Document], spool: Spool) -> Iterator[Skip]:
        """The first pass: sketches are noted, drafts are put by."""
        for found in mapped(_drafted, documents, self._jobs):
            if isinstance(found, Skip):
                yield found
            else:
                self._sketches[found.path] = found.sketch
                self._views.pop(found.path, None)
                spool.put((found.path, found.draft))

    def _changed(self, evidence: Evidence) -> set[str]:
        """The old documents of which the others now say something else."""
        return {
            id
            for id, before in self._views.items()
            if view(evidence.seen(id), self._renamed(evidence, id)) != before
        }

    def _renamed(self, evidence: Evidence, id: str) -> str:
        """What the outlet of a document is called, if not as the document has it."""
        name = evidence.outlet(id)
        return name if name != self._sketches[id].outlet.name else ""

    def _in_light_of(self, evidence: Evidence, spool: Spool) -> Iterator[_Judged]:
        for path, draft in spool:
            seen, name = evidence.seen(path), self._renamed(evidence, path)
            self._views[path] = view(seen, name)
            yield _Judged(path, draft, seen, name)


def _drafted(document: Document) -> _Drafted | Skip:
    try:
        draft = drafted(document)
        return _Drafted(draft.path, sketched(draft), pickle.dumps(draft))
    except Exception as error:  # one document that trips the program must not cost all the others
        return Skip(document.path, _tripped(error))


def _article(judged: _Judged) -> Finished | Skip:
    try:
        draft: Draft = pickle.loads(judged.draft)
        article = finished(draft, judged.seen, judged.source)
        if not (article.title or article.body or article.cuts):
            return Skip(judged.path, "holds no text")
        return Finished(replace(article, people=mentioned(article)), sketch_of(article.body))
    except Exception as error:  # as above
        return Skip(judged.path, _tripped(error))


def _tripped(error: Exception) -> str:
    return f"could not be cleaned: {type(error).__name__}: {error}"
