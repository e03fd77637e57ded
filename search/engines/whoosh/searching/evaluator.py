"""The evaluator: which documents match a query tree, and what each leaf adds to their scores.

Statistics are of all segments together, so that the answer does not depend on how they are cut.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial, reduce
from math import fsum
from operator import and_, or_

from search.engines.scoring import (
    DIGITS,
    MINIMUM_MATCH,
    leaf_score,
    leaf_weight,
    length_norm,
    pooled_length,
    rarity,
)
from search.engines.whoosh.searching.filtering import in_days, passing_filters
from search.engines.whoosh.searching.kernel import (
    Counts,
    DocumentSet,
    FilterCondition,
    Leaves,
    Matches,
    Place,
    Searcher,
    WeightedLeaf,
)
from search.engines.whoosh.searching.leaf_counts import leaf_counts
from search.engines.whoosh.storage.segment import MISSING
from search.query import (
    And,
    ClauseScore,
    DateRange,
    Filtered,
    Leaf,
    MatchAll,
    MinimumMatch,
    Missing,
    Node,
    Not,
    Or,
    SynonymGroup,
    Word,
)
from search.query.trees import optional_words, scoring_leaves
from search.query.unparse import unparse
from search.schema import ZONES
from search.values import replace


class Evaluator:
    """An evaluator of query trees over the segments of one index; it keeps what it has counted.

    `means` is the mean length in tokens of each zone over all articles.
    """

    def __init__(
        self, searchers: Sequence[Searcher], means: Mapping[str, float], articles: int
    ) -> None:
        self.searchers = searchers
        self._means = means
        self._articles = articles
        self._leaves: dict[Leaf, _LeafStatistics] = {}

    def forget(self) -> None:
        """Forget what was counted, before the segments are closed."""
        self._leaves = {}

    def matches(self, node: Node) -> Matches:
        """Return the documents that match the tree."""
        match node:
            case And(parts):
                return self._all_of(parts)
            case Or(parts):
                return self._any_of(parts)
            case Not(part):
                return self.every() - self.matches(part)
            case MinimumMatch(words):
                return self._enough_of(words)
            case MatchAll():
                return self.every()
            case DateRange(first, last):
                return in_days(self.searchers, self.every(), first, last)
            case Missing(facet):
                condition = FilterCondition({MISSING})
                return Matches(
                    each.column(facet).select(each.every(), condition) for each in self.searchers
                )
            case Filtered(filters):
                return passing_filters(self.searchers, self.every(), filters)
            case _:
                return self._statistics(node).documents

    def count(self, node: Node) -> int:
        """Return how many documents match the tree."""
        return len(self.matches(node))

    def only(self, places: Iterable[Place]) -> Matches:
        """Return the documents at these places."""
        by_segment: list[list[int]] = [[] for _ in self.searchers]
        for number, document in places:
            by_segment[number].append(document)
        pairs = zip(self.searchers, by_segment, strict=True)
        return Matches(searcher.only(documents) for searcher, documents in pairs)

    def every(self) -> Matches:
        """Return all documents."""
        return Matches(searcher.every() for searcher in self.searchers)

    def complete(self, node: Node, matches: Matches) -> Matches:
        """Return the matches that have every word, where some of them are enough."""
        words = dict.fromkeys(optional_words(node))
        return reduce(and_, (self._statistics(word).documents for word in words), matches)

    def by_segment(self, matches: Matches) -> Iterator[tuple[Searcher, DocumentSet]]:
        """Return each searcher with its documents among the matches."""
        return zip(self.searchers, matches.by_segment, strict=True)

    def weighted_leaves(self, node: Node) -> Sequence[Leaves]:
        """Return for each segment the leaves that count for the score."""
        by_segment: list[list[WeightedLeaf[Counts]]] = [[] for _ in self.searchers]
        for leaf in scoring_leaves(node):
            if _weighted(leaf):
                statistics, mean = self._statistics(leaf), pooled_length(self._means, leaf.zones)
                weight = leaf_weight(*statistics.sums, self._articles)
                for rows, counts in zip(by_segment, statistics.counts, strict=True):
                    rows.append(WeightedLeaf(counts, leaf.zones, weight, mean))
        return by_segment

    def clause_scores(
        self, node: Node, place: Place, typed: Mapping[Leaf, Leaf]
    ) -> Iterator[ClauseScore]:
        """Return what each leaf added to the score of the document at the place.

        `typed` maps the leaves to those that the user typed.
        """
        segment, document = place
        numbers = self.searchers[segment].segment.file.numbers
        for leaf in scoring_leaves(node):
            statistics = self._statistics(leaf)
            count = statistics.counts[segment].of(document)
            if not count:
                continue
            lengths = {zone: numbers(f"{zone}.length")[document] for zone in _weighted(leaf)}
            mean = pooled_length(self._means, leaf.zones)
            norm = length_norm(pooled_length(lengths, leaf.zones), mean)
            score = leaf_score(count, norm, leaf_weight(*statistics.sums, self._articles))
            matching, typed_leaf = statistics.sums[0], typed.get(leaf, leaf)
            synonyms = typed_leaf.forms[1:] if isinstance(typed_leaf, SynonymGroup) else ()
            yield ClauseScore(
                unparse(typed_leaf),
                count,
                matching,
                round(score, DIGITS),
                zones=tuple(self._counts_by_zone(leaf, place)),
                rarity=round(rarity(matching, self._articles), DIGITS),
                also=tuple(map(" ".join, synonyms)),
            )

    def rarities(self, leaves: Iterable[Leaf]) -> dict[Leaf, float]:
        """Return the rarity of each leaf that an article has."""
        counts = {leaf: self._statistics(leaf).sums[0] for leaf in leaves}
        return {leaf: rarity(count, self._articles) for leaf, count in counts.items() if count}

    def most(self, leaves: Iterable[Leaf]) -> float:
        """Return the most that the leaves together can add to a score."""
        sums = (self._statistics(leaf).sums for leaf in leaves)
        return fsum(leaf_weight(*each, self._articles) for each in sums)

    def _counts_by_zone(self, leaf: Leaf, place: Place) -> Iterator[tuple[str, float]]:
        """Return the zones of a document in which the leaf occurs, and how often."""
        for zone in leaf.zones:
            statistics = self._statistics(replace(leaf, zones=(zone,)))
            if count := statistics.counts[place[0]].of(place[1]):
                yield zone, count / ZONES[zone].weight

    def _all_of(self, parts: Sequence[Node]) -> Matches:
        """Return the documents that match every part; NOT and days only narrow the others."""
        first = [each for each in parts if not isinstance(each, Not | DateRange)]
        found = reduce(and_, map(self.matches, first)) if first else self.every()
        for narrowing in parts:
            match narrowing:
                case Not(part):
                    found -= self.matches(part)
                case DateRange(low, high):
                    found = in_days(self.searchers, found, low, high)
        return found

    def _any_of(self, parts: Sequence[Node]) -> Matches:
        """Return the documents that match one part or more."""
        if not parts:
            return Matches(searcher.only(()) for searcher in self.searchers)
        return reduce(or_, map(self.matches, parts))

    def _enough_of(self, words: Sequence[Word | SynonymGroup]) -> Matches:
        """Return the documents that reach MINIMUM_MATCH of the weight of all words."""
        known = [each for each in map(self._statistics, words) if each.sums[0]]
        weights = [rarity(each.sums[0], self._articles) for each in known]
        floor = MINIMUM_MATCH * sum(weights)
        pairs = list(zip(known, weights, strict=True))
        return Matches(
            searcher.reaching([(each.counts[i], weight) for each, weight in pairs], floor)
            for i, searcher in enumerate(self.searchers)
        )

    def _statistics(self, leaf: Leaf) -> "_LeafStatistics":
        found = self._leaves.get(leaf)
        if found is None:
            found = self._leaves[leaf] = _LeafStatistics(self.searchers, leaf)
        return found


class _LeafStatistics:
    """The counts of one leaf in each segment, and their sums."""

    def __init__(self, searchers: Sequence[Searcher], leaf: Leaf) -> None:
        self.counts = [each.cached(leaf, partial(leaf_counts, each, leaf)) for each in searchers]
        self.documents = Matches(counts.documents for counts in self.counts)

    @cached_property
    def sums(self) -> tuple[int, float]:
        """Return the number of articles that match the leaf, and its occurrences in them."""
        return sum(c.matching for c in self.counts), sum(c.occurrences for c in self.counts)


def _weighted(leaf: Leaf) -> list[str]:
    """Return the zones of the leaf that count for the score."""
    return [zone for zone in leaf.zones if ZONES[zone].weight]
