"""The columns of one segment: which documents have which values."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import chain, compress
from operator import countOf

from search.engines.whoosh.searching.kernel import FilterCondition
from search.engines.whoosh.searching.person_values import PersonValues
from search.engines.whoosh.searching.plain.plain_counts import Documents
from search.engines.whoosh.searching.segment_columns import SegmentColumns
from search.engines.whoosh.storage.segment import MISSING, Segment

DENSE = 4  # a list is faster to read than a memoryview if a quarter of its numbers are read


class PlainTally:
    """The number of documents with each value."""

    def __init__(self, counts: Mapping[int, int]) -> None:
        self._counts = counts

    def counts(self) -> tuple[Sequence[int], Sequence[int]]:
        return list(self._counts), list(self._counts.values())

    def largest(self, most: int) -> list[tuple[int, int]]:
        keyed = ((number == MISSING, -count, number) for number, count in self._counts.items())
        return [(number, -count) for _, count, number in nsmallest(most, keyed)]


class SingleColumn:
    """A column with one value a document."""

    def __init__(self, segment: Segment, name: str) -> None:
        self._segment = segment
        self._name = name
        self._numbers = segment.file.numbers(name)

    @property
    def names(self) -> Sequence[str]:
        return self._segment.names(self._name)

    def select(self, documents: Documents, condition: FilterCondition) -> Documents:
        column, numbers = self._numbers, condition.numbers
        return {each for each in documents if column[each] in numbers}

    def tally(self, documents: Documents) -> PlainTally:
        return PlainTally(Counter(map(self._numbers.__getitem__, documents)))

    def values(self, documents: Sequence[int]) -> Iterable[tuple[int, int]]:
        return zip(documents, map(self._numbers.__getitem__, documents), strict=True)


class SeveralColumn:
    """A column with any number of values a document."""

    def __init__(self, segment: Segment, name: str, within: str = "") -> None:
        numbers = segment.file.numbers
        self._segment = segment
        self._name = name
        self._numbers, self._starts = numbers(name), numbers(f"{name}.row")
        self._outer = numbers(f"{within}.row") if within else None

    @property
    def names(self) -> Sequence[str]:
        return self._segment.names(self._name)

    def select(self, documents: Documents, condition: FilterCondition) -> Documents:
        numbers, missing = frozenset(condition.numbers), MISSING in condition.numbers
        if not numbers:
            return set()
        rows = zip(documents, self._rows(documents), strict=True)
        return {e for e, row in rows if not numbers.isdisjoint(row) or (missing and not row)}

    def tally(self, documents: Documents) -> PlainTally:
        rows = self._rows(documents, len(documents) * DENSE > self._segment.document_count)
        return _tally(list(rows))

    def values(self, documents: Sequence[int]) -> Iterator[tuple[int, int]]:
        for document, row in zip(documents, self._rows(documents), strict=True):
            yield from ((document, number) for number in row or (MISSING,))

    def row(self, document: int) -> Sequence[int]:
        """Return the values of one document, or of one row of `within`."""
        return self._numbers[self._starts[document] : self._starts[document + 1]]

    def _rows(self, documents: Iterable[int], dense: bool = False) -> Iterator[Sequence[int]]:
        """Return the values of each document."""
        starts = self._starts if self._outer is None else self._outer
        first = list(map(starts.__getitem__, documents))
        ends = list(map(starts[1:].__getitem__, documents))
        if self._outer is not None:
            first = list(map(self._starts.__getitem__, first))
            ends = list(map(self._starts.__getitem__, ends))
        numbers = self._numbers.tolist() if dense else self._numbers
        return map(numbers.__getitem__, map(slice, first, ends))


class PeopleColumn:
    """A column of the people that the names in the articles stand for."""

    def __init__(self, segment: Segment, persons: PersonValues, mask: str) -> None:
        numbers = segment.file.numbers
        self._persons = persons
        self._stored = SeveralColumn(segment, "persons")
        self._forms = SeveralColumn(segment, "forms")
        self._forms_within = SeveralColumn(segment, "forms", "persons")
        self._starts, self._days = numbers("persons.row"), numbers("date")
        self._mask = numbers(mask) if mask else None

    @property
    def names(self) -> Sequence[str]:
        return self._persons.names

    def select(self, documents: Documents, condition: FilterCondition) -> Documents:
        names = self._persons.names_of(frozenset(condition.numbers)) | condition.names
        near = self._stored.select(documents, FilterCondition(names))
        near = near | self._forms_within.select(documents, FilterCondition(condition.forms))
        found = {each for each in near if self._meets(each, condition)}
        if MISSING in condition.numbers:
            found |= {each for each in documents if not self._values(each)}
        return found

    def tally(self, documents: Documents) -> PlainTally:
        if self._mask is None and self._persons.unresolved:
            return self._stored.tally(documents)
        return _tally(list(map(self._values, documents)))

    def values(self, documents: Sequence[int]) -> Iterator[tuple[int, int]]:
        for document in documents:
            yield from ((document, value) for value in self._values(document) or (MISSING,))

    def _meets(self, document: int, condition: FilterCondition) -> bool:
        """Return whether a person of the document meets the condition."""
        names, start = self._stored.row(document), self._starts[document]
        found = {
            value
            for row, (name, value) in enumerate(zip(names, self._row(document), strict=True), start)
            if value in condition.numbers
            or name in condition.names
            or not condition.forms.isdisjoint(self._forms.row(row))
        }
        return not found.isdisjoint(self._values(document))

    def _values(self, document: int) -> set[int]:
        """Return the people of the document who count."""
        values: Iterable[int] = self._row(document)
        if self._mask is not None:
            start, end = self._starts[document], self._starts[document + 1]
            values = compress(values, self._mask[start:end])
        return set(values) - {MISSING}

    def _row(self, document: int) -> Sequence[int]:
        """Return the person that each name in the document stands for; MISSING if it is hidden."""
        return self._persons.values_on(self._stored.row(document), self._days[document])


class PlainColumns(SegmentColumns[Documents]):
    """The columns of one segment, by name."""

    def single(self, name: str) -> SingleColumn:
        return SingleColumn(self._segment, name)

    def several(self, name: str, within: str = "") -> SeveralColumn:
        return SeveralColumn(self._segment, name, within)

    def people(self, mask: str) -> PeopleColumn:
        return PeopleColumn(self._segment, self._persons, mask)


def _tally(rows: Sequence[Collection[int]]) -> PlainTally:
    """Count the rows with each value, and those without any."""
    counts = Counter(chain.from_iterable(rows))
    if missing := countOf(map(len, rows), 0):
        counts[MISSING] = missing
    return PlainTally(counts)
