"""The searcher of one segment, on the standard library."""

from collections.abc import Callable, Iterable, Sequence
from heapq import nlargest, nsmallest
from itertools import compress
from operator import add, itemgetter

from search.engines import positions
from search.engines.scoring import DIGITS, leaf_scores, length_norm
from search.engines.whoosh.searching.kernel import Column, SegmentSearcher, WeightedLeaf
from search.engines.whoosh.searching.person_values import PersonValues
from search.engines.whoosh.searching.plain.plain_columns import PlainColumns
from search.engines.whoosh.searching.plain.plain_counts import Documents, PlainCounts
from search.engines.whoosh.searching.plain.plain_postings import PlainPostings
from search.engines.whoosh.storage.segment import Segment, Term
from search.query import Leaf
from search.schema import ZONES


class PlainSegment(SegmentSearcher[Documents, PlainCounts]):
    """The searcher of one segment."""

    def __init__(self, segment: Segment, persons: PersonValues) -> None:
        self.segment = segment
        self.persons = persons
        self._columns = PlainColumns(segment, persons)
        self._postings = PlainPostings(segment)

    # Documents

    def every(self) -> Documents:
        return set(range(self.segment.document_count)) - self.segment.deleted

    def only(self, documents: Iterable[int]) -> Documents:
        return set(documents)

    def column(self, name: str) -> Column[Documents]:
        return self._columns[name]

    # Counts

    def cached(self, _: Leaf, count: Callable[[], PlainCounts], /) -> PlainCounts:
        return count()

    def constant(self, documents: Documents) -> PlainCounts:
        return PlainCounts(dict.fromkeys(documents, 1))

    def term_counts(self, zone: str, terms: Iterable[Term]) -> PlainCounts:
        return self.total([self._postings.counts(zone, term) for term in terms])

    def phrase_counts(self, zone: str, terms: Sequence[Term]) -> PlainCounts:
        common, places = self._postings.common(zone, terms)
        counts = (len(positions.phrase([places[term][each] for term in terms])) for each in common)
        return PlainCounts((each, n) for each, n in zip(common, counts, strict=True) if n)

    def near_counts(
        self, zone: str, terms: Sequence[Term], distance: int, ordered: bool
    ) -> PlainCounts:
        common, places = self._postings.common(zone, terms)
        found = PlainCounts()
        for each in common:
            at = {term: by_document[each] for term, by_document in places.items()}
            if count := positions.count_near(terms, at, distance, ordered):
                found[each] = count
        return found

    def total(self, counts: Sequence[PlainCounts]) -> PlainCounts:
        found, *others = sorted(counts, key=len, reverse=True) or [PlainCounts()]
        get = found.get
        for each in others:
            found.update([(document, get(document, 0) + n) for document, n in each.items()])
        return found

    def reaching(self, weighted: Sequence[tuple[PlainCounts, float]], floor: float) -> Documents:
        weights: dict[int, float] = {}
        for counts, weight in weighted:
            for document, count in counts.items():
                if count > 0:
                    weights[document] = weights.get(document, 0.0) + weight
        return {document for document, weight in weights.items() if weight >= floor}

    # Answers

    def best(
        self, documents: Documents, leaves: Sequence[WeightedLeaf[PlainCounts]], most: int
    ) -> list[tuple[float, int]]:
        if not most:
            return []
        numbers = list(documents)
        totals = self._totals(numbers, leaves)
        if len(numbers) > most:  # only those as good as the last of the best can be among them
            floor = nlargest(most, totals)[-1] - 10.0**-DIGITS
            fits = [total >= floor for total in totals]
            numbers, totals = list(compress(numbers, fits)), list(compress(totals, fits))
        rank = self.segment.file.numbers("ids.rank")
        keyed = (
            (-round(total, DIGITS), rank[each], each)
            for total, each in zip(totals, numbers, strict=True)
        )
        return [(-score, each) for score, _, each in nsmallest(most, keyed)]

    def latest(self, documents: Documents, newest: bool, most: int) -> list[int]:
        days, rank = self.segment.file.numbers("date"), self.segment.file.numbers("ids.rank")
        missing = len(self.segment.strings("date.names"))
        keyed = (
            (-days[each] if newest else days[each] or missing, rank[each], each)
            for each in documents
        )
        return [each for _, _, each in nsmallest(most, keyed)]

    def scores(
        self, documents: Sequence[int], leaves: Sequence[WeightedLeaf[PlainCounts]]
    ) -> list[float]:
        return [round(total, DIGITS) for total in self._totals(documents, leaves)]

    def _totals(
        self, documents: Sequence[int], leaves: Sequence[WeightedLeaf[PlainCounts]]
    ) -> list[float]:
        """Return the sums of the scores of all leaves, added in their order."""
        totals = [0.0] * len(documents)
        norms: dict[tuple[tuple[str, ...], float], list[float]] = {}
        for counts, zones, weight, mean in leaves:
            if (zones, mean) not in norms:
                norms[zones, mean] = self._norms(zones, mean, documents)
            scores = leaf_scores(map(counts.get, documents), norms[zones, mean], weight)
            totals = list(map(add, totals, scores))
        return totals

    def _norms(self, zones: tuple[str, ...], mean: float, documents: Sequence[int]) -> list[float]:
        """Return the length norm of each document, calculated once for each length."""
        lengths = self._lengths(zones, documents)
        table = {length: length_norm(length, mean) for length in set(lengths)}
        return list(map(table.__getitem__, lengths))

    def _lengths(self, zones: tuple[str, ...], documents: Sequence[int]) -> list[int]:
        """Return the pooled length of each document."""
        lengths = [0] * len(documents)
        for zone in zones:
            if weight := ZONES[zone].weight:
                column = self.segment.file.numbers(f"{zone}.length")
                numbers = _numbers_at(column, documents)
                weighted = numbers if weight == 1 else map(weight.__mul__, numbers)
                lengths = list(map(add, lengths, weighted))
        return lengths


def _numbers_at(column: memoryview, places: Sequence[int]) -> Sequence[int]:
    """Return the numbers at these places."""
    if len(places) < 2:  # for one place `itemgetter` returns no tuple
        return [column[each] for each in places]
    found: tuple[int, ...] = itemgetter(*places)(column)
    return found
