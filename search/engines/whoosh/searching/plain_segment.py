"""The kernel of the standard library: sets of documents, dictionaries of counts.

Loops run in C where they can: `accumulate`, `zip`, `map` and set operations take 20 to 60 ns each.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from heapq import nlargest, nsmallest
from itertools import accumulate, chain, compress, islice, pairwise
from operator import add, countOf, itemgetter
from typing import Literal

from search.engines import positions
from search.engines.scoring import DIGITS, leaf_scores, length_norm
from search.engines.whoosh.searching.kernel import (
    FilterCondition,
    NameColumn,
    SegmentSearcher,
    WeightedLeaf,
)
from search.engines.whoosh.searching.person_values import PEOPLE_FACETS, WHOLE_FACETS, PersonValues
from search.engines.whoosh.storage.facet_columns import PERSON_MASKS, person_mask
from search.engines.whoosh.storage.segment import MISSING, Packed, Posting, Segment, Term
from search.query import Leaf
from search.schema import ZONES

Documents = AbstractSet[int]
_TYPES: dict[int, Literal["B", "H", "I"]] = {8: "B", 16: "H", 32: "I"}
_LOW = bytes(sign & 15 for sign in range(256))
_HIGH = bytes(sign >> 4 for sign in range(256))


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
        weighted = (weight * count for count in self.values())
        return PlainCounts(zip(self, weighted, strict=True))


class PlainSegment(SegmentSearcher[Documents, PlainCounts]):
    """The searcher of one segment."""

    def __init__(self, segment: Segment, persons: PersonValues) -> None:
        self.segment = segment
        self.persons = persons

    # Documents

    def every(self) -> Documents:
        return set(range(self.segment.documents)) - self.segment.gone

    def only(self, documents: Iterable[int]) -> Documents:
        return set(documents)

    def dated(self, documents: Documents, first: int, last: int) -> Documents:
        days = self.segment.file.numbers("date")
        return {each for each in documents if first <= days[each] <= last}

    def select(self, documents: Documents, condition: FilterCondition) -> Documents:
        if condition.facet in PEOPLE_FACETS:
            return self._naming(documents, condition)
        numbers, column = condition.numbers, self.segment.file.numbers(condition.facet)
        if not self.segment.file.has(f"{condition.facet}.row"):
            numbers = numbers | {MISSING} if condition.missing else numbers
            return {each for each in documents if column[each] in numbers}
        at = self.segment.file.numbers(f"{condition.facet}.row")
        return {
            each
            for each in documents
            if not numbers.isdisjoint(column[at[each] : at[each + 1]])
            or (condition.missing and at[each] == at[each + 1])
        }

    def values(self, documents: Sequence[int], facet: str) -> Iterable[tuple[int, int]]:
        for document in documents:
            numbers, _ = self.tally({document}, facet).counts()
            yield from ((document, number) for number in numbers)

    def _naming(self, documents: Documents, condition: FilterCondition) -> Documents:
        """Those in which somebody is among those condition."""
        near, forms = self.persons.names_of(condition.numbers) | condition.names, condition.forms
        found = {
            each
            for each in documents
            if not near.isdisjoint(self._row("persons", each))
            or not forms.isdisjoint(self._forms(each))
        }
        found = {each for each in found if self._names(each, condition)}
        if condition.missing:
            found |= {each for each in documents if not self._values(each, condition.facet)}
        return found

    def _names(self, document: int, condition: FilterCondition) -> bool:
        """Whether somebody in the document is among those condition."""
        day = self.segment.file.numbers("date")[document]
        meant = set()
        for name, others in self._people(document):
            value = self.persons.value(name, day)
            by_name = value in condition.numbers or name in condition.names
            if by_name or not condition.forms.isdisjoint(others):
                meant.add(value)
        return not meant.isdisjoint(self._values(document, condition.facet))

    def _values(self, document: int, facet: str) -> set[int]:
        """The numbers of the values of the document's people, or of those quoted."""
        numbers = self.segment.file.numbers
        at, day = numbers("persons.row"), numbers("date")[document]
        names: Iterable[int] = numbers("persons")[at[document] : at[document + 1]]
        if facet in PERSON_MASKS:
            mask = numbers(person_mask(facet))
            names = compress(names, mask[at[document] : at[document + 1]])
        return {self.persons.value(name, day) for name in names} - {MISSING}

    def _people(self, document: int) -> Iterator[tuple[int, Sequence[int]]]:
        """The number of the name of each of the document's people, those of the other names."""
        numbers = self.segment.file.numbers
        at, people = numbers("persons.row"), numbers("persons")
        for place in range(at[document], at[document + 1]):
            yield people[place], self._row("forms", place)

    def _forms(self, document: int) -> Sequence[int]:
        """The numbers of the other names of all of the document's people."""
        numbers = self.segment.file.numbers
        at, starts = numbers("persons.row"), numbers("forms.row")
        return numbers("forms")[starts[at[document]] : starts[at[document + 1]]]

    def _row(self, facet: str, row: int) -> Sequence[int]:
        """The numbers of one row of a facet."""
        at = self.segment.file.numbers(f"{facet}.row")
        return self.segment.file.numbers(facet)[at[row] : at[row + 1]]

    def names_in(self, documents: Documents, column: NameColumn) -> Iterable[int]:
        row = self._forms if column == "forms" else partial(self._row, "persons")
        return set(chain.from_iterable(map(row, documents)))

    # Counts

    def cached(self, _: Leaf, count: Callable[[], PlainCounts], /) -> PlainCounts:
        return count()

    def constant(self, documents: Documents) -> PlainCounts:
        return PlainCounts(dict.fromkeys(documents, 1))

    def term_counts(self, zone: str, terms: Iterable[Term]) -> PlainCounts:
        return self.total([self._counts(zone, term) for term in terms])

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
            if count := positions.standing_near(terms, at, distance, ordered):
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
        held = list(documents)
        totals = self._totals(held, leaves)
        if len(held) > most:  # only those as good as the last of the best can be among them
            floor = nlargest(most, totals)[-1] - 10.0**-DIGITS
            fits = [total >= floor for total in totals]
            held, totals = list(compress(held, fits)), list(compress(totals, fits))
        rank = self.segment.file.numbers("ids.rank")
        keyed = (
            (-round(total, DIGITS), rank[each], each)
            for total, each in zip(totals, held, strict=True)
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
        """The sum of the leaves' shares, added in their order."""
        totals = [0.0] * len(documents)
        norms: dict[tuple[tuple[str, ...], float], list[float]] = {}
        for counts, zones, weight, mean in leaves:
            if (zones, mean) not in norms:
                norms[zones, mean] = self._norms(zones, mean, documents)
            found = leaf_scores(map(counts.get, documents), norms[zones, mean], weight)
            totals = list(map(add, totals, found))
        return totals

    def tally(self, documents: Documents, facet: str) -> "PlainTally":
        if self.persons.unresolved and facet in WHOLE_FACETS:
            facet = "persons"
        if facet in PEOPLE_FACETS:
            rows = [self._values(each, facet) for each in documents]
            return _told(Counter(chain.from_iterable(rows)), rows.count(set()))
        if not self.segment.file.has(f"{facet}.row"):
            column = self.segment.file.numbers(facet)
            return PlainTally(Counter(map(column.__getitem__, documents)))
        at, column = self.segment.file.numbers(f"{facet}.row"), self.segment.file.numbers(facet)
        starts = list(map(at.__getitem__, documents))
        ends = list(map(at[1:].__getitem__, documents))
        held = column.tolist() if len(documents) * 4 > self.segment.documents else column
        found = Counter(chain.from_iterable(map(held.__getitem__, map(slice, starts, ends))))
        return _told(found, sum(map(int.__eq__, starts, ends)))

    # Postings

    def _counts(self, zone: str, term: Term) -> PlainCounts:
        posting = self.segment.posting(zone, term.stem)
        if posting is None:
            return PlainCounts()
        counts: Iterable[int] = unpacked(posting.frequencies, 1)
        if term.forms is None:
            found = PlainCounts(zip(documents_of(posting), counts, strict=True))
        else:
            asked = list(map(term.forms.__contains__, unpacked(posting.forms, 0)))
            ends = list(accumulate(counts, initial=0))
            sums = (sum(asked[start:end]) for start, end in pairwise(ends))
            pairs = zip(documents_of(posting), sums, strict=True)
            found = PlainCounts(pair for pair in pairs if pair[1])
        for each in self.segment.gone & found.keys():
            del found[each]
        return found

    def _common(
        self, zone: str, terms: Sequence[Term]
    ) -> tuple[Documents, dict[Term, dict[int, Sequence[int]]]]:
        """The documents that have all the terms, and where each stands in them."""
        found: dict[Term, Posting] = {}
        for term in dict.fromkeys(terms):
            posting = self.segment.posting(zone, term.stem)
            if posting is None:
                return set(), {}
            found[term] = posting
        rising = sorted(found.values(), key=lambda each: each.documents)
        common = set(documents_of(rising[0])) - self.segment.gone
        for posting in rising[1:]:
            common.intersection_update(documents_of(posting))
        places = {term: self._standing(each, term, common) for term, each in found.items()}
        common.intersection_update(*places.values())
        return common, places

    def _standing(
        self, posting: Posting, term: Term, documents: Documents
    ) -> dict[int, Sequence[int]]:
        """The positions of the term in each of the documents."""
        ends = list(accumulate(unpacked(posting.frequencies, 1), initial=0))
        standing = unpacked(posting.positions, 0)
        wanted = list(map(documents.__contains__, documents_of(posting)))
        held = zip(documents_of(posting), ends, islice(ends, 1, None), strict=False)
        if term.forms is None:
            return {each: standing[start:end] for each, start, end in compress(held, wanted)}
        asked = bytes(map(term.forms.__contains__, unpacked(posting.forms, 0)))
        found = {
            each: list(compress(standing[start:end], asked[start:end]))
            for each, start, end in compress(held, wanted)
        }
        return {each: at for each, at in found.items() if at}

    # Scores

    def _norms(self, zones: tuple[str, ...], mean: float, documents: Sequence[int]) -> list[float]:
        """How much the length of each document tells against it, worked out once a length."""
        lengths = self._lengths(zones, documents)
        table = {length: length_norm(length, mean) for length in set(lengths)}
        return list(map(table.__getitem__, lengths))

    def _lengths(self, zones: tuple[str, ...], documents: Sequence[int]) -> list[int]:
        """The length of each document, pooled."""
        lengths = [0] * len(documents)
        for zone in zones:
            if weight := ZONES[zone].weight:
                column = self.segment.file.numbers(f"{zone}.length")
                found = _picked(column, documents)
                weighted = found if weight == 1 else map(weight.__mul__, found)
                lengths = list(map(add, lengths, weighted))
        return lengths


def _picked(column: memoryview, places: Sequence[int]) -> Sequence[int]:
    """The numbers at those places."""
    if len(places) < 2:  # of one place `itemgetter` gives no tuple
        return [column[each] for each in places]
    found: tuple[int, ...] = itemgetter(*places)(column)
    return found


class PlainTally:
    """Counts by number."""

    def __init__(self, counts: Mapping[int, int]) -> None:
        self._counts = counts

    def counts(self) -> tuple[Sequence[int], Sequence[int]]:
        return list(self._counts), list(self._counts.values())

    def largest(self, most: int) -> list[tuple[int, int]]:
        keyed = ((number == MISSING, -count, number) for number, count in self._counts.items())
        return [(number, -count) for _, count, number in nsmallest(most, keyed)]


def _told(counts: Counter[int], missing: int) -> PlainTally:
    return PlainTally(counts | Counter({MISSING: missing}) if missing else counts)


def documents_of(posting: Posting) -> Iterable[int]:
    """The documents of a posting, rising."""
    return islice(accumulate(unpacked(posting.gaps, 0), initial=-1), 1, None)


def unpacked(packed: Packed, same: int) -> Sequence[int]:
    """The numbers of one run; where they take no room, so many times the same."""
    held, width, count = packed
    if width in _TYPES:
        return held.cast(_TYPES[width])
    if width == 0:
        return (same,) * count
    if width == 4:
        signs = bytes(held)
        both = bytearray(2 * len(signs))
        both[0::2], both[1::2] = signs.translate(_LOW), signs.translate(_HIGH)
        return memoryview(both)[:count]
    signs = bytes(held)
    middle = signs[1::3]
    both = bytearray(4 * len(middle))
    both[0::4], both[1::4] = signs[0::3], middle.translate(_LOW)
    both[2::4], both[3::4] = signs[2::3], middle.translate(_HIGH)
    return memoryview(both).cast("H")[:count]
