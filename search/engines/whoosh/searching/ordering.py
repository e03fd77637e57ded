"""The order of the answers to one query: by score or by day, one article for each story."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest
from typing import NamedTuple

from search.engines.answer_order import Page, order_by_day, order_by_score, page_of_stories
from search.engines.query_reader import typed_leaves
from search.engines.scoring import DIGITS, Recency
from search.engines.whoosh.searching.evaluator import Evaluator
from search.engines.whoosh.searching.index_reader import IndexReader
from search.engines.whoosh.searching.kernel import DocumentSet, Leaves, Matches, Place, Searcher
from search.engines.whoosh.searching.signal_places import signals_of
from search.engines.word_signals import DEPTH
from search.query import ClauseScore, Copy, Leaf, Node, Query
from search.query.trees import scoring_leaves

Ranked = list[tuple[float, Place]]  # scores and places, in the order of the answers


class MatchedQuery(NamedTuple):
    """A query as it was read, and what it matches before days and filters."""

    query: Query
    evaluator: Evaluator
    tree: Node  # as the user typed it; of a similarity query, the words of the article
    node: Node  # as it was matched
    words: Node  # as it was matched, without the words of a similar article
    matches: Matches
    notices: tuple[str, ...]


class Ordering:
    """The `matches` of one query that its filters leave, in their order, and what they show."""

    def __init__(self, index: IndexReader, matched: MatchedQuery, matches: Matches) -> None:
        self.head, self.article = index.head, index.article
        self._index, self._matched, self._matches = index, matched, matches
        self._query, self._evaluator = matched.query, matched.evaluator
        self._signals: dict[
            Place, tuple[ClauseScore, ...]
        ] = {}  # what they add to the best articles
        self._recency: Recency | None = None
        if matched.query.recent and matched.query.sort == "relevance":
            newest = max(index.values("date"), default="")
            self._recency = Recency(matched.query.recent, newest)

    def page(self) -> Page[Place]:
        """Return the page that the query asks for, one article a story unless it asks for all."""
        query, stories = self._query, self._index.story_places
        if not query.limit:
            return Page([], False)
        count = query.offset + query.limit
        if query.copies or stories.is_empty:
            ranked = self._first(count)
            return Page(ranked[query.offset :], len(ranked) < len(self._matches))
        age = self._age if query.sort == "relevance" else lambda _: ("", "")
        page = page_of_stories(self._first, count, stories.story, age)
        return Page(page.ranked[query.offset :], page.more)

    def copies(self, place: Place) -> tuple[Copy, ...]:
        """Return the other copies of the story; none where each copy is a hit."""
        if self._query.copies:
            return ()
        return self._index.story_places.copies(place, self._matches)

    def leaves(self) -> list[Leaf]:
        """Return the leaves that snippets mark."""
        return scoring_leaves(self._matched.node)

    def clause_scores(self, place: Place) -> tuple[ClauseScore, ...]:
        """Return the parts of the score: one for each leaf, for recency, and for each signal."""
        node, typed = self._matched.node, typed_leaves(self._matched.tree)
        parts = list(self._evaluator.clause_scores(node, place, typed))
        if self._recency:
            score = sum(each.score for each in parts)
            parts += self._recency.clause_score(self._index.day(place), score)
        return (*parts, *self._signals.get(place, ()))

    def _first(self, most: int) -> Ranked:
        """Return the first matches in the order of the query, so many at most."""
        if self._query.sort == "relevance":
            return self._with_signals(self._by_score(max(most, DEPTH)))[:most]
        return self._with_scores(self._by_day(self._query.sort == "newest", most))

    def _by_score(self, most: int) -> Ranked:
        pairs = self._evaluator.by_segment(self._matches)
        leaves = self._evaluator.weighted_leaves(self._matched.node)
        best = (self._best(*pair, own, most) for pair, own in zip(pairs, leaves, strict=True))
        ranked = [(s, (i, d)) for i, rows in enumerate(best) for s, d in rows]
        return order_by_score(ranked, self._index.id)[:most] if len(leaves) > 1 else ranked

    def _with_signals(self, ranked: Ranked) -> Ranked:
        """Return the matches with the best of them in their final order."""
        best, rest = ranked[:DEPTH], ranked[DEPTH:]
        if self._query.like:
            return ranked
        if not self._signals:
            places = [place for _, place in best]
            self._signals = signals_of(places, self._matched.words, self._evaluator)
        new = [
            (round(score + sum(each.score for each in self._signals[place]), DIGITS), place)
            for score, place in best
        ]
        return order_by_score(new, self._index.id) + rest

    def _best(
        self, searcher: Searcher, documents: DocumentSet, leaves: Leaves, most: int
    ) -> list[tuple[float, int]]:
        """Return the highest scores of one segment, equal ones by id."""
        if not self._recency:
            return searcher.best(documents, leaves, most)
        segment = searcher.segment
        days, names = segment.file.numbers("date"), segment.strings("date.names")
        ranks = segment.file.numbers("ids.rank")
        factors = {day: self._recency.factor(names[day]) for day in {days[d] for d in documents}}
        every = searcher.best(documents, leaves, len(documents))
        rows = ((-round(s * factors[days[d]], DIGITS), ranks[d], d) for s, d in every)
        return [(-score, document) for score, _, document in nsmallest(most, rows)]

    def _by_day(self, newest: bool, most: int) -> list[Place]:
        pairs = self._evaluator.by_segment(self._matches)
        latest = (searcher.latest(each, newest, most) for searcher, each in pairs)
        places = ((i, d) for i, rows in enumerate(latest) for d in rows)
        return order_by_day(places, self._index.day, self._index.id, newest)[:most]

    def _with_scores(self, places: Sequence[Place]) -> Ranked:
        """Return the places with their scores."""
        scores: dict[Place, float] = {}
        leaves = self._evaluator.weighted_leaves(self._matched.node)
        pairs = self._evaluator.by_segment(self._evaluator.only(places))
        for i, (searcher, documents) in enumerate(pairs):
            best = searcher.best(documents, leaves[i], len(documents))
            scores.update({(i, document): score for score, document in best})
        return [(scores[place], place) for place in places]

    def _age(self, place: Place) -> tuple[str, str]:
        return self._index.day(place) or "9999", self._index.id(place)


def compact(ranked: Ranked) -> Iterable[tuple[float, Place]]:
    """Return the answers in arrays, which take an eighth of the memory."""
    scores = array("d", (score for score, _ in ranked))
    segments, documents = (array("I", (place[i] for _, place in ranked)) for i in (0, 1))
    places: Iterator[Place] = zip(segments, documents, strict=True)
    return zip(scores, places, strict=True)
