"""The kernel on numpy's arrays.

Numbers of documents are int64, which numpy gathers by without a conversion; counts are float64.
Where two arrays of documents are met, the smaller is looked up in the larger if it is far smaller,
else both are marked on a map of all documents.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engines import positions
from search.engines.whoosh.kernel import Having, Kind, Weighed
from search.engines.whoosh.persons import FACETS, Persons
from search.engines.whoosh.ranking import DIGITS, norm, share
from search.engines.whoosh.segment import MISSING, Packed, Posting, Segment, Term
from search.schema import ZONES

Numbers = NDArray[Any]
FAR = 24  # a lookup takes 23 ns, a mark and a question 3 ns on each side, measured at 40,000
HALF = 10.0**-DIGITS / 2
HELD = (32 << 20) - (1 << 13)  # bytes: just under the most that glibc's malloc learns from
_TYPES = {8: np.uint8, 16: np.uint16, 32: np.uint32}
_NONE = np.zeros(0, np.int64)


# Once an array of this size was freed, glibc keeps what is freed up to twice as much instead of
# giving it back to the system, which then would fill it with zeros again for the next array:
# decoding a posting of 40,000 documents takes 45 us then, beside 330.
np.empty(HELD, np.uint8)


class Counted(NamedTuple):
    """Weighted occurrences. Shapes: (documents,) both; the first rises."""

    documents: Numbers
    numbers: Numbers


class Places(NamedTuple):
    """Where a term stands. Shapes: (documents,), (documents,), (occurrences,)."""

    documents: Numbers
    counts: Numbers
    positions: Numbers


_NOWHERE = Counted(_NONE, np.zeros(0))


class ArrayPart:
    """One segment."""

    def __init__(self, segment: Segment, persons: Persons) -> None:
        self.segment = segment
        self.persons = persons
        self._columns: dict[str, Numbers] = {}
        self._norms: dict[tuple[tuple[str, ...], float], Numbers] = {}
        self._all = segment.documents

    # Documents

    def every(self) -> Numbers:
        return np.arange(self._all) if self._alive is None else np.flatnonzero(self._alive)

    def none(self) -> Numbers:
        return _NONE

    def size(self, documents: Numbers) -> int:
        return len(documents)

    def both(self, one: Numbers, other: Numbers) -> Numbers:
        small, large = (one, other) if len(one) < len(other) else (other, one)
        return small[self._among(small, large)]

    def either(self, one: Numbers, other: Numbers) -> Numbers:
        marks = self._marked(one)
        marks[other] = True
        return np.flatnonzero(marks)

    def without(self, one: Numbers, other: Numbers) -> Numbers:
        return one[~self._among(one, other)]

    def dated(self, documents: Numbers, first: int, last: int) -> Numbers:
        days = self._column("date")[documents]
        return documents[(days >= first) & (days <= last)]

    def having(self, documents: Numbers, wanted: Having) -> Numbers:
        facet = wanted.facet
        if facet not in FACETS and not self.segment.file.has(f"{facet}.row"):
            table = _chosen(self._size(facet), wanted.numbers)
            table[MISSING] = wanted.missing
            return documents[table[self._column(facet)[documents]]]
        marks = self._without_values(facet).copy() if wanted.missing else self._marked(_NONE)
        marks[self._naming(wanted) if facet in FACETS else self._valued(wanted)] = True
        return documents[marks[documents]]

    def _valued(self, wanted: Having) -> Numbers:
        """The documents with one of the values; one may be there twice."""
        table = _chosen(self._size(wanted.facet), wanted.numbers)
        return self._owners(wanted.facet)[table[self._column(wanted.facet)]]

    def _naming(self, wanted: Having) -> Numbers:
        """The documents in which somebody is among those wanted; one may be there twice."""
        hit = _chosen(self.persons.size, wanted.numbers)[self._values]
        hit |= _chosen(self._size("persons"), wanted.names)[self._column("persons")]
        forms = _chosen(self._size("forms"), wanted.forms)[self._column("forms")]
        hit[self._owners("forms")[forms]] = True
        found = self._keys[hit & (self._values != MISSING)]
        if wanted.facet == "quoted":
            found = found[np.isin(found, self._keys[self._column("persons.quoted") > 0])]
        return found // self.persons.size

    def names_in(self, documents: Numbers, kind: Kind) -> Iterable[int]:
        places = _in_rows(self._column("persons.row"), documents)
        if kind == "forms":
            places = _in_rows(self._column("forms.row"), places)
        return np.unique(self._column(kind)[places]).tolist()

    # Counts

    def each(self, documents: Numbers, count: float) -> Counted:
        return Counted(documents, np.full(len(documents), float(count)))

    def counts(self, zone: str, terms: Iterable[Term], weight: int) -> Counted:
        found = [self._counts(zone, term) for term in terms]
        return self._times(self.pooled(found), weight)

    def phrase(self, zone: str, terms: Sequence[Term], weight: int) -> Counted:
        places = self._common(zone, terms)
        if places is None:
            return _NOWHERE
        keys = [_keys(places[term]) - offset for offset, term in enumerate(terms)]
        keys.sort(key=len)
        starts = keys[0]
        for other in keys[1:]:
            starts = starts[_within(starts, other)]
        documents, counts = np.unique(starts >> 32, return_counts=True)
        return Counted(documents, counts * float(weight))

    def near(
        self,
        zone: str,
        words: Sequence[str],
        terms: Mapping[str, Term],
        distance: int,
        ordered: bool,
        weight: int,
    ) -> Counted:
        places = self._common(zone, [terms[word] for word in words])
        if places is None:
            return _NOWHERE
        lists = {word: _lists(places[terms[word]]) for word in dict.fromkeys(words)}
        documents = places[terms[words[0]]].documents
        counts = np.array(
            [
                positions.standing_near(
                    words, {w: at[i] for w, at in lists.items()}, distance, ordered
                )
                for i in range(len(documents))
            ],
            np.float64,
        )
        return Counted(documents[counts > 0], counts[counts > 0] * weight)

    def pooled(self, counts: Sequence[Counted]) -> Counted:
        met = [each for each in counts if len(each.documents)]
        if len(met) < 2:
            return met[0] if met else _NOWHERE
        if len(met) > 2:
            return self._total(met)
        small, large = sorted(met, key=lambda each: len(each.documents))
        return self._sum(large, small)

    def documents(self, counts: Counted) -> Numbers:
        return counts.documents

    def matching(self, counts: Counted) -> int:
        return int(np.count_nonzero(counts.numbers))

    def count(self, counts: Counted, document: int) -> float:
        place = int(np.searchsorted(counts.documents, document))
        there = place < len(counts.documents) and counts.documents[place] == document
        return float(counts.numbers[place]) if there else 0.0

    def length(self, document: int, zones: tuple[str, ...]) -> float:
        return float(self._lengths(zones)[document])

    # Answers

    def best(
        self, documents: Numbers, weighed: Sequence[Weighed], most: int
    ) -> list[tuple[float, int]]:
        if not len(documents) or not most:
            return []
        scores = self._scores(documents, weighed)
        if len(documents) > most:
            floor = np.partition(scores, len(scores) - most)[-most]
            near = np.flatnonzero(scores >= floor - 2 * HALF)
            documents, scores = documents[near], scores[near]
        scores = rounded(scores)
        order = np.lexsort((self._column("ids.rank")[documents], -scores))[:most]
        return list(zip(scores[order].tolist(), documents[order].tolist(), strict=True))

    def latest(self, documents: Numbers, newest: bool, most: int) -> list[int]:
        days = self._column("date")[documents].astype(np.int64)
        days = -days if newest else np.where(days == MISSING, np.iinfo(np.int64).max, days)
        order = np.lexsort((self._column("ids.rank")[documents], days))[:most]
        return [int(each) for each in documents[order]]

    def scores(self, documents: Sequence[int], weighed: Sequence[Weighed]) -> list[float]:
        rising = np.array(sorted(documents), np.int64)
        found = rounded(self._scores(rising, weighed)).tolist()
        by_document = dict(zip(rising.tolist(), found, strict=True))
        return [by_document[each] for each in documents]

    def tally(self, documents: Numbers, facet: str) -> "ArrayTally":
        names = self._size(facet)
        if facet not in FACETS and not self.segment.file.has(f"{facet}.row"):
            return ArrayTally(np.bincount(self._column(facet)[documents], minlength=names))
        starts, column = self._rows(facet)
        if len(documents) * 8 > self._all:  # marks cost 3 ns a value of all, ranges 15 of these
            marks = self._marked(documents)
            held = column[marks[self._owners(facet)]]
            missing = int(np.count_nonzero(self._without_values(facet)[documents]))
        else:
            held = column[_in_rows(starts, documents)]
            missing = int(np.count_nonzero(starts[1:][documents] == starts[documents]))
        found = np.bincount(held, minlength=names)
        found[MISSING] = missing
        return ArrayTally(found)

    # Columns

    def _column(self, name: str) -> Numbers:
        found = self._columns.get(name)
        if found is None:
            held = self.segment.file.numbers(name)
            found = self._columns[name] = np.frombuffer(held, held.format)
        return found

    def _size(self, facet: str) -> int:
        """How many numbers the names of the facet have."""
        return self.persons.size if facet in FACETS else len(self.segment.strings(f"{facet}.names"))

    def _rows(self, facet: str) -> tuple[Numbers, Numbers]:
        """Where the values of each document start, and the numbers of their names."""
        if facet == "people" and self.persons.plain:
            facet = "persons"
        if facet not in FACETS:
            return self._column(f"{facet}.row"), self._column(facet)
        starts, numbers = f"{facet} starts", f"{facet} numbers"
        if starts not in self._columns:
            shown = self._values != MISSING
            if facet == "quoted":
                shown &= self._column("persons.quoted") > 0
            owners, values = np.divmod(np.unique(self._keys[shown]), self.persons.size)
            self._columns[starts] = np.searchsorted(owners, np.arange(self._all + 1))
            self._columns[numbers] = values
        return self._columns[starts], self._columns[numbers]

    @cached_property
    def _values(self) -> Numbers:
        """The number of the value of each name of a person in a document."""
        names = self._column("persons")
        if self.persons.plain:
            return names
        found = np.array(self.persons.values, np.int64)[names]
        dated = np.flatnonzero(_chosen(len(self.persons.values), self.persons.dated)[names])
        days = self._column("date")[self._owners("persons")[dated]]
        triples = zip(dated.tolist(), names[dated].tolist(), days.tolist(), strict=True)
        for place, name, day in triples:
            found[place] = self.persons.value(name, day)
        return found

    @cached_property
    def _keys(self) -> Numbers:
        """Document and value of each name of a person as one number."""
        return self._owners("persons") * self.persons.size + self._values

    def _owners(self, facet: str) -> Numbers:
        """Whose value each value of the facet is."""
        name = f"{facet} owners"
        if name not in self._columns:
            counts = np.diff(self._rows(facet)[0])
            self._columns[name] = np.repeat(np.arange(len(counts)), counts)
        return self._columns[name]

    def _without_values(self, facet: str) -> Numbers:
        """Which documents have no value of the facet."""
        name = f"{facet} missing"
        if name not in self._columns:
            self._columns[name] = np.diff(self._rows(facet)[0]) == 0
        return self._columns[name]

    @cached_property
    def _alive(self) -> Numbers | None:
        """Which documents are not deleted; None where all are not."""
        if not self.segment.gone:
            return None
        marks = np.ones(self._all, bool)
        marks[sorted(self.segment.gone)] = False
        return marks

    def _lengths(self, zones: tuple[str, ...]) -> Numbers:
        scored = [zone for zone in zones if ZONES[zone].weight]
        found = np.zeros(self._all, np.int64)
        for zone in scored:
            found += ZONES[zone].weight * self._column(f"{zone}.length").astype(np.int64)
        return found

    def _norm(self, zones: tuple[str, ...], mean: float) -> Numbers:
        """That of every document, to the last bit what a number alone gives: each length once."""
        found = self._norms.get((zones, mean))
        if found is None:
            lengths = self._lengths(zones)
            table = np.zeros(int(lengths.max(initial=0)) + 1)
            for length in np.flatnonzero(np.bincount(lengths)).tolist():
                table[length] = norm(length, mean)
            found = self._norms[zones, mean] = table[lengths]
        return found

    # Sets of documents

    def _marked(self, documents: Numbers) -> Numbers:
        marks = np.zeros(self._all, bool)
        marks[documents] = True
        return marks

    def _among(self, some: Numbers, all_of: Numbers) -> Numbers:
        """Which of some are among the others."""
        if len(some) * FAR < len(all_of):
            return _within(some, all_of)
        return self._marked(all_of)[some]

    # Postings

    def _counts(self, zone: str, term: Term) -> Counted:
        posting = self.segment.posting(zone, term.stem)
        if posting is None:
            return _NOWHERE
        documents, counts = _documents(posting), _unpacked(posting.frequencies, 1)
        if term.forms is not None:
            asked = _asked(posting, term.forms)
            counts = np.add.reduceat(
                asked, np.cumsum(counts, dtype=np.int64) - counts, dtype=np.int64
            )
        kept = None if term.forms is None else counts > 0
        if self._alive is not None:
            alive = self._alive[documents]
            kept = alive if kept is None else kept & alive
        if kept is not None:
            documents, counts = documents[kept], counts[kept]
        return Counted(documents, counts.astype(np.float64))

    def _common(self, zone: str, terms: Sequence[Term]) -> dict[Term, Places] | None:
        """The places of the terms in the documents that have them all; None where none has."""
        found = {}
        for term in dict.fromkeys(terms):
            posting = self.segment.posting(zone, term.stem)
            if posting is None:
                return None
            found[term] = posting
        documents = {term: _documents(posting) for term, posting in found.items()}
        rarest = sorted(documents.values(), key=len)
        common = rarest[0] if self._alive is None else rarest[0][self._alive[rarest[0]]]
        for each in rarest[1:]:
            common = self.both(common, each)
        while len(common):
            places = {
                term: places_of(posting, term, self._among(documents[term], common))
                for term, posting in found.items()
            }
            left = common
            for standing in places.values():
                if len(standing.documents) < len(left):  # not this word of the stem
                    left = self.both(left, standing.documents)
            if len(left) == len(common):
                return places
            common = left
        return None

    def _times(self, counts: Counted, weight: int) -> Counted:
        return counts if weight == 1 else Counted(counts.documents, counts.numbers * weight)

    def _sum(self, large: Counted, small: Counted) -> Counted:
        """The sum of two, the second of fewer documents."""
        if len(small.documents) * FAR > len(large.documents) + self._all:
            return self._total((large, small))
        places = np.searchsorted(large.documents, small.documents)
        hit = large.documents[np.minimum(places, len(large.documents) - 1)] == small.documents
        numbers = large.numbers.copy()
        numbers[places[hit]] += small.numbers[hit]
        if hit.all():
            return Counted(large.documents, numbers)
        miss = ~hit
        fresh = places[miss] + np.arange(np.count_nonzero(miss))
        old = np.ones(len(numbers) + len(fresh), bool)
        old[fresh] = False
        documents, sums = np.empty(len(old), np.int64), np.empty(len(old))
        documents[old], documents[fresh] = large.documents, small.documents[miss]
        sums[old], sums[fresh] = numbers, small.numbers[miss]
        return Counted(documents, sums)

    def _total(self, counts: Sequence[Counted]) -> Counted:
        totals, marks = np.zeros(self._all), np.zeros(self._all, bool)
        for each in counts:
            totals[each.documents] += each.numbers
            marks[each.documents] = True
        documents = np.flatnonzero(marks)
        return Counted(documents, totals[documents])

    # Scores

    def _scores(self, documents: Numbers, weighed: Sequence[Weighed]) -> Numbers:
        """The sum of the leaves' shares, added in their order."""
        scores = np.zeros(len(documents))
        for leaf in weighed:
            counts: Counted = leaf.counts
            norms = self._norm(leaf.zones, leaf.mean)
            if counts.documents is documents:
                scores += share(counts.numbers, norms[documents], leaf.idf)
                continue
            if len(documents) * FAR < len(counts.documents):
                places = np.searchsorted(counts.documents, documents)
                places[places == len(counts.documents)] = 0
                mine = np.flatnonzero(counts.documents[places] == documents)
                numbers = counts.numbers[places[mine]]
            else:
                here = self._among(counts.documents, documents)
                both, numbers = counts.documents[here], counts.numbers[here]
                if len(both) == len(documents):
                    scores += share(numbers, norms[documents], leaf.idf)
                    continue
                mine = np.flatnonzero(self._among(documents, both))
            scores[mine] += share(numbers, norms[documents[mine]], leaf.idf)
        return scores


class ArrayTally:
    """Counts by number."""

    def __init__(self, counts: Numbers) -> None:
        self._counts = counts

    def __len__(self) -> int:
        return int(np.count_nonzero(self._counts))

    def items(self) -> Iterable[tuple[int, int]]:
        met = np.flatnonzero(self._counts)
        return zip(met.tolist(), self._counts[met].tolist(), strict=True)

    def largest(self, most: int) -> list[tuple[int, int]]:
        counts = self._counts.copy()
        missing, counts[MISSING] = int(counts[MISSING]), 0
        met = np.flatnonzero(counts)
        if len(met) > 4 * most:  # only those as high as the last of the highest
            at_least = np.cumsum(np.bincount(counts)[::-1])
            floor = len(at_least) - 1 - int(np.searchsorted(at_least, most))
            met = np.flatnonzero(counts >= max(1, floor))
        best = met[np.argsort(-counts[met], kind="stable")[:most]]
        found = list(zip(best.tolist(), counts[best].tolist(), strict=True))
        return [*found, (MISSING, missing)][:most] if missing else found


def rounded(scores: Numbers) -> Numbers:
    """What Python's `round` gives for each, to the last bit.

    A number divided by a power of ten is the nearest there is to that decimal; only where a score
    lies in the middle of two, as far as can be told, does the way to it matter.
    """
    scaled = scores * 10.0**DIGITS
    found: Numbers = np.rint(scaled) / 10.0**DIGITS
    middle = np.abs(scaled - np.floor(scaled) - 0.5) < 1e-5
    for place in np.flatnonzero(middle):
        found[place] = round(float(scores[place]), DIGITS)
    return found


def _documents(posting: Posting) -> Numbers:
    documents = np.cumsum(_unpacked(posting.gaps, 0), dtype=np.int64)
    documents -= 1
    return documents


def _unpacked(packed: Packed, same: int) -> Numbers:
    """The numbers of one run; where they take no room, so many times the same."""
    held, width, count = packed
    if width in _TYPES:
        return np.frombuffer(held, _TYPES[width])
    if width == 0:
        return np.full(count, same, np.int64)
    signs = np.frombuffer(held, np.uint8)
    found = np.empty((count + 1) // 2 * 2, np.uint8 if width == 4 else np.uint16)
    if width == 4:
        found[0::2], found[1::2] = signs & 15, signs >> 4
        return found[:count]
    middle = signs[1::3].astype(np.uint16)
    found[0::2] = signs[0::3] | (middle & 15) << 8
    found[1::2] = signs[2::3] | (middle & 240) << 4
    return found[:count]


def places_of(posting: Posting, term: Term, chosen: Numbers | None = None) -> Places:
    """Where the term stands; `chosen` says in which of the posting's documents to look."""
    documents, counts = _documents(posting), _unpacked(posting.frequencies, 1)
    places = None
    if chosen is not None and not chosen.all():
        first = (np.cumsum(counts, dtype=np.int64) - counts)[chosen]
        documents, counts = documents[chosen], counts[chosen].astype(np.int64)
        ends = np.cumsum(counts)
        places = np.repeat(first - ends + counts, counts)
        places += np.arange(len(places))
    standing = _picked(posting.positions, places)
    if term.forms is not None and len(counts):
        asked = _table(term.forms)[np.minimum(_picked(posting.forms, places), max(term.forms) + 1)]
        starts = np.cumsum(counts, dtype=np.int64) - counts
        standing, counts = standing[asked], np.add.reduceat(asked, starts, dtype=np.int64)
        documents, counts = documents[counts > 0], counts[counts > 0]
    return Places(documents, counts, standing)


def _picked(packed: Packed, places: Numbers | None) -> Numbers:
    """The numbers of a run at these places, or all of them."""
    if places is None:
        return _unpacked(packed, 0)
    held, width, count = packed
    if width not in (4, 12) or len(places) * 4 > count:
        return _unpacked(packed, 0)[places]
    signs = np.frombuffer(held, np.uint8)
    pairs, second = places >> 1, (places & 1).astype(bool)
    if width == 4:
        return np.where(second, signs[pairs] >> 4, signs[pairs] & 15)
    pairs *= 3
    middle = signs[pairs + 1].astype(np.uint16)
    low = signs[pairs + 2 * second]
    return np.where(second, (middle & 240) << 4, (middle & 15) << 8) | low


def _asked(posting: Posting, forms: frozenset[int]) -> Numbers:
    """Which occurrences are of these words of the stem."""
    return _table(forms)[np.minimum(_unpacked(posting.forms, 0), max(forms) + 1)]


def _table(forms: frozenset[int]) -> Numbers:
    """Which words of a stem are meant; the last place stands for all beyond."""
    table = np.zeros(max(forms) + 2, bool)
    table[list(forms)] = True
    return table


def _chosen(size: int, numbers: Iterable[int]) -> Numbers:
    """Which numbers are among these."""
    table = np.zeros(size, bool)
    table[list(numbers)] = True
    return table


def _in_rows(starts: Numbers, rows: Numbers) -> Numbers:
    """Where the values of these rows stand, one row after another."""
    first = starts[rows].astype(np.int64)
    counts = starts[1:][rows] - first
    ends = np.cumsum(counts, dtype=np.int64)
    places: Numbers = np.repeat(first - ends + counts, counts)
    places += np.arange(len(places))
    return places


def _keys(places: Places) -> Numbers:
    """Document and position of each occurrence as one number."""
    keys: Numbers = np.repeat(places.documents << 32, places.counts)
    keys += places.positions
    return keys


def _lists(places: Places) -> list[list[int]]:
    """The positions of each document."""
    ends = np.cumsum(places.counts)[:-1]
    return [part.tolist() for part in np.split(places.positions, ends)]


def _within(some: Numbers, all_of: Numbers) -> Numbers:
    """Which of some are among the others; both rise."""
    if not len(all_of):
        return np.zeros(len(some), bool)
    places = np.searchsorted(all_of, some)
    places[places == len(all_of)] = 0
    return all_of[places] == some
