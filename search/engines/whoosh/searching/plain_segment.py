"""The searcher of one segment, on the standard library: sets of documents, dictionaries of counts.

Loops run in C where they can: `accumulate`, `zip`, `map` and set operations take 20 to 60 ns each.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import nlargest, nsmallest
from itertools import accumulate, compress, islice, pairwise
from operator import add, countOf
from typing import Literal

from search.engines import positions
from search.engines.scoring import DIGITS, leaf_scores, length_norm
from search.engines.whoosh.searching.kernel import SegmentSearcher, WeightedLeaf
from search.engines.whoosh.searching.plain_columns import (
    Documents,
    PeopleColumn,
    SeveralColumn,
    SingleColumn,
)
from search.engines.whoosh.storage.segment import Packed, Posting, Term
from search.schema import ZONES

Positions = dict[int, Sequence[int]]  # of one term, by document

_TYPES: dict[int, Literal["B", "H", "I"]] = {8: "B", 16: "H", 32: "I"}
_LOW = bytes(byte & 15 for byte in range(256))
_HIGH = bytes(byte >> 4 for byte in range(256))


class PlainCounts(dict[int, float]):
    """Weighted occurrences by document."""

    @property
    def documents(self) -> Documents:
        return self.keys()

    @property
    def matching(self) -> int:
        return len(self) - countOf(self.values(), 0)

    @property
    def occurrences(self) -> float:
        return sum(self.values())

    def of(self, document: int) -> float:
        return float(self.get(document, 0))

    def times(self, weight: int) -> "PlainCounts":
        if weight == 1:
            return self
        return PlainCounts((document, weight * count) for document, count in self.items())


class PlainSegment(SegmentSearcher[Documents, PlainCounts]):
    """The searcher of one segment."""

    def every(self) -> Documents:
        return set(range(self.segment.document_count)) - self.segment.deleted

    def only(self, documents: Iterable[int]) -> Documents:
        return set(documents)

    def single(self, name: str) -> SingleColumn:
        return SingleColumn(self.segment, name)

    def several(self, name: str, within: str = "") -> SeveralColumn:
        return SeveralColumn(self.segment, name, within)

    def people(self, mask: str) -> PeopleColumn:
        return PeopleColumn(self.segment, self.persons, mask)

    def constant(self, documents: Documents) -> PlainCounts:
        return PlainCounts(dict.fromkeys(documents, 1))

    def counts(self, zone: str, term: Term) -> PlainCounts:
        posting = self.segment.posting(zone, term.stem)
        if posting is None:
            return PlainCounts()
        counts: Iterable[int] = unpacked(posting.frequencies, 1)
        if term.forms is None:
            found = PlainCounts(zip(documents_of(posting), counts, strict=True))
        else:
            matches = list(map(term.forms.__contains__, unpacked(posting.forms, 0)))
            ends = list(accumulate(counts, initial=0))
            sums = (sum(matches[start:end]) for start, end in pairwise(ends))
            pairs = zip(documents_of(posting), sums, strict=True)
            found = PlainCounts(pair for pair in pairs if pair[1])
        for each in self.segment.deleted & found.keys():
            del found[each]
        return found

    def phrase_counts(self, zone: str, terms: Sequence[Term]) -> PlainCounts:
        common, places = self._common(zone, terms)
        counts = (len(positions.phrase([places[term][each] for term in terms])) for each in common)
        return PlainCounts((each, n) for each, n in zip(common, counts, strict=True) if n)

    def near_counts(
        self, zone: str, terms: Sequence[Term], distance: int, ordered: bool
    ) -> PlainCounts:
        common, places = self._common(zone, terms)
        found = PlainCounts()
        for each in common:
            at = {term: by_document[each] for term, by_document in places.items()}
            if count := positions.count_near(terms, at, distance, ordered):
                found[each] = count
        return found

    def places(self, zone: str, term: Term, documents: Sequence[int]) -> Positions:
        posting = self.segment.posting(zone, term.stem)
        return _positions(posting, term, set(documents)) if posting else {}

    def total(self, counts: Sequence[PlainCounts]) -> PlainCounts:
        found, *others = sorted(counts, key=len, reverse=True) or [PlainCounts()]
        get = found.get
        for each in others:
            found.update([(document, get(document, 0) + n) for document, n in each.items()])
        return found

    def reaching(self, weighted: Sequence[tuple[PlainCounts, float]], floor: float) -> Documents:
        sums: defaultdict[int, float] = defaultdict(float)
        for counts, weight in weighted:
            for document, count in counts.items():
                if count > 0:
                    sums[document] += weight
        return {document for document, total in sums.items() if total >= floor}

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
        lengths = [0] * len(documents)
        for zone in zones:
            if weight := ZONES[zone].weight:
                column = self.segment.file.numbers(f"{zone}.length")
                numbers = map(column.__getitem__, documents)
                lengths = list(map(add, lengths, map(weight.__mul__, numbers)))
        table = {length: length_norm(length, mean) for length in set(lengths)}
        return list(map(table.__getitem__, lengths))

    def _common(self, zone: str, terms: Sequence[Term]) -> tuple[Documents, dict[Term, Positions]]:
        """Return the documents that have all the terms, and the positions of each term."""
        postings = self.postings(zone, terms)
        if not postings:
            return set(), {}
        first, *others = postings.values()
        common = set(documents_of(first)) - self.segment.deleted
        for posting in others:
            common.intersection_update(documents_of(posting))
        places = {term: _positions(each, term, common) for term, each in postings.items()}
        common.intersection_update(*places.values())
        return common, places


def _positions(posting: Posting, term: Term, documents: Documents) -> Positions:
    """Return the positions of the term in each of the documents."""
    ends = list(accumulate(unpacked(posting.frequencies, 1), initial=0))
    positions = unpacked(posting.positions, 0)
    every = zip(documents_of(posting), pairwise(ends), strict=True)
    rows = ((document, start, end) for document, (start, end) in every if document in documents)
    if term.forms is None:
        return {document: positions[start:end] for document, start, end in rows}
    matches = bytes(map(term.forms.__contains__, unpacked(posting.forms, 0)))
    found = ((row, list(compress(positions[i:end], matches[i:end]))) for row, i, end in rows)
    return {document: places for document, places in found if places}


def documents_of(posting: Posting) -> Iterable[int]:
    """Return the documents of a posting, in rising order."""
    return islice(accumulate(unpacked(posting.gaps, 0), initial=-1), 1, None)


def unpacked(packed: Packed, constant: int) -> Sequence[int]:
    """Return the numbers of one run; a run without bytes repeats the constant."""
    stored, width, count = packed
    if width in _TYPES:
        return stored.cast(_TYPES[width])
    if width == 0:
        return (constant,) * count
    packed_bytes = bytes(stored)
    if width == 4:
        halves = bytearray(2 * len(packed_bytes))
        halves[0::2], halves[1::2] = packed_bytes.translate(_LOW), packed_bytes.translate(_HIGH)
        return memoryview(halves)[:count]
    middle = packed_bytes[1::3]  # the high half bytes of both numbers of a pair
    pairs = bytearray(4 * len(middle))
    pairs[0::4], pairs[1::4] = packed_bytes[0::3], middle.translate(_LOW)
    pairs[2::4], pairs[3::4] = packed_bytes[2::3], middle.translate(_HIGH)
    return memoryview(pairs).cast("H")[:count]
