"""Which documents come first: by score, by day, one for each story."""

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from search.engines.whoosh.searching.evaluator import Evaluator
from search.engines.whoosh.searching.index_reader import IndexReader
from search.engines.whoosh.searching.kernel import DocumentSet, Leaves, Searcher
from search.engines.whoosh.searching.matches import Matches, Place
from search.engines.whoosh.searching.recency import Recency
from search.engines.whoosh.searching.story_collapse import Found
from search.query import Node, Query

LAST = {True: "", False: "9999-99-99"}  # the day that puts what has no date last, newest or oldest

Best = Callable[[Searcher, DocumentSet, Leaves, int], list[tuple[float, int]]]

_score = itemgetter(0)


class Shown(NamedTuple):
    """One page of hits."""

    found: Found
    more: bool  # whether there are hits after it


class Ordering:
    """The order of the answers to one query; `node` is the tree that counts for the scores."""

    def __init__(
        self,
        generation: IndexReader,
        evaluator: Evaluator,
        node: Node,
        query: Query,
        recency: Recency | None,
    ) -> None:
        self._generation, self._evaluator = generation, evaluator
        self._node, self._query = node, query
        self._best: Best = recency.best if recency else _best

    def shown(self, documents: Matches) -> Shown:
        """The hits of the page asked for; one a story, unless every copy is wanted."""
        query, copies = self._query, self._generation.copies
        if not query.limit:
            return Shown([], False)
        wanted = query.offset + query.limit
        if query.copies or copies.none:
            found = self._first(documents, wanted)
            more = len(found) < len(documents)
        else:
            by_age = query.sort == "relevance"
            found, more = copies.shown(lambda most: self._first(documents, most), wanted, by_age)
        return Shown(found[query.offset :], more)

    def _first(self, documents: Matches, most: int) -> Found:
        """The first so many documents in the order asked for."""
        if self._query.sort == "relevance":
            return self._by_score(documents, most)
        return self._scored(self._by_day(documents, self._query.sort == "newest", most))

    def _by_score(self, documents: Matches, most: int) -> Found:
        """The first so many by score."""
        pairs = self._evaluator.by_segment(documents)
        leaves = self._evaluator.weighted_leaves(self._node)
        best = (self._best(*pair, own, most) for pair, own in zip(pairs, leaves, strict=True))
        found = [(s, (i, d)) for i, rows in enumerate(best) for s, d in rows]
        return self._sorted(found)[:most] if len(leaves) > 1 else found

    def _sorted(self, found: Found) -> Found:
        """The best first; equal ones by id, which takes longer to read than to compare scores."""
        ordered = sorted(found, key=_score, reverse=True)
        if len(set(map(_score, ordered))) == len(ordered):
            return ordered
        levels = (list(level) for _, level in groupby(ordered, _score))
        return [
            each
            for rows in levels
            for each in (rows if len(rows) == 1 else sorted(rows, key=self._id))
        ]

    def _id(self, each: tuple[float, Place]) -> str:
        return self._generation.id(each[1])

    def _by_day(self, documents: Matches, newest: bool, most: int) -> list[Place]:
        day, last = self._generation.day, LAST[newest]
        pairs = self._evaluator.by_segment(documents)
        latest = (searcher.latest(each, newest, most) for searcher, each in pairs)
        places = [(i, d) for i, rows in enumerate(latest) for d in rows]
        places.sort(key=self._generation.id)
        places.sort(key=lambda each: day(each) or last, reverse=newest)
        return places[:most]

    def _scored(self, places: Sequence[Place]) -> Found:
        """The places with their scores."""
        found: dict[Place, float] = {}
        leaves = self._evaluator.weighted_leaves(self._node)
        for i, searcher in enumerate(self._evaluator.searchers):
            mine = [document for number, document in places if number == i]
            told = searcher.scores(mine, leaves[i]) if mine else []
            found.update(zip(((i, document) for document in mine), told, strict=True))
        return [(found[place], place) for place in places]


def _best(
    searcher: Searcher, documents: DocumentSet, leaves: Leaves, most: int
) -> list[tuple[float, int]]:
    """The documents with the highest scores by words."""
    return searcher.best(documents, leaves, most)
