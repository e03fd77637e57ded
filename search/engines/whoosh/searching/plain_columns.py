"""The columns of one segment: which documents have which values."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from heapq import nsmallest
from itertools import chain, compress
from operator import countOf

from search.engines.whoosh.searching.kernel import FilterCondition
from search.engines.whoosh.searching.person_values import PersonValues
from search.engines.whoosh.storage.segment import MISSING, Segment

Documents = AbstractSet[int]


class PlainTally(Counter[int]):
    """The number of documents with each value."""

    def counts(self) -> tuple[Sequence[int], Sequence[int]]:
        return list(self), list(self.values())

    def largest(self, most: int) -> list[tuple[int, int]]:
        keyed = ((number == MISSING, -count, number) for number, count in self.items())
        return [(number, -count) for _, count, number in nsmallest(most, keyed)]


class SingleColumn:
    """A column with one value a document."""

    def __init__(self, segment: Segment, name: str) -> None:
        self._numbers = segment.file.numbers(name)

    def select(self, documents: Documents, condition: FilterCondition) -> Documents:
        column, numbers = self._numbers, condition.numbers
        return {each for each in documents if column[each] in numbers}

    def tally(self, documents: Documents) -> PlainTally:
        return PlainTally(map(self._numbers.__getitem__, documents))

    def values(self, documents: Sequence[int]) -> Iterable[tuple[int, int]]:
        return zip(documents, map(self._numbers.__getitem__, documents), strict=True)


class SeveralColumn:
    """A column with any number of values a document: those from one of `starts` to the next."""

    def __init__(self, segment: Segment, name: str, within: str = "") -> None:
        numbers = segment.file.numbers
        self.starts: Sequence[int] = numbers(f"{name}.row")
        if within:
            self.starts = list(map(self.starts.__getitem__, numbers(f"{within}.row")))
        self._numbers = numbers(name)

    def select(self, documents: Documents, condition: FilterCondition) -> Documents:
        numbers, missing = frozenset(condition.numbers), MISSING in condition.numbers
        if not numbers:
            return set()
        rows = zip(documents, self._rows(documents), strict=True)
        return {e for e, row in rows if not numbers.isdisjoint(row) or (missing and not row)}

    def tally(self, documents: Documents) -> PlainTally:
        return _tally(list(self._rows(documents)))

    def values(self, documents: Sequence[int]) -> Iterator[tuple[int, int]]:
        for document in documents:
            yield from ((document, number) for number in self.row(document) or (MISSING,))

    def row(self, document: int) -> Sequence[int]:
        """Return the values of one document."""
        return self._numbers[self.starts[document] : self.starts[document + 1]]

    def _rows(self, documents: Documents) -> Iterator[Sequence[int]]:
        """Return the values of each document, in a third of the time of `row` for each."""
        first = map(self.starts.__getitem__, documents)
        ends = map(self.starts[1:].__getitem__, documents)
        return map(self._numbers.__getitem__, map(slice, first, ends))


class PeopleColumn:
    """A column of the people that the names in the articles stand for."""

    def __init__(self, segment: Segment, persons: PersonValues, mask: str) -> None:
        numbers = segment.file.numbers
        self._persons, self._days = persons, numbers("date")
        self._stored, self._forms = (
            SeveralColumn(segment, "persons"),
            SeveralColumn(segment, "forms"),
        )
        self._forms_within = SeveralColumn(segment, "forms", "persons")
        self._mask = numbers(mask) if mask else None

    def select(self, documents: Documents, condition: FilterCondition) -> Documents:
        found = {each for each in self._near(documents, condition) if self._met(each, condition)}
        if MISSING in condition.numbers:
            found |= {each for each in documents if not self._values(each)}
        return found

    def met(self, documents: Documents, condition: FilterCondition) -> set[int]:
        near = self._near(documents, condition)
        return set[int]().union(*(self._met(each, condition) for each in near))

    def _near(self, documents: Documents, condition: FilterCondition) -> Documents:
        """Return the documents of which the names may meet the condition."""
        names = self._persons.names_of(frozenset(condition.numbers)) | condition.names
        near = self._stored.select(documents, FilterCondition(names))
        return near | self._forms_within.select(documents, FilterCondition(condition.forms))

    def tally(self, documents: Documents) -> PlainTally:
        if self._mask is None and self._persons.unresolved:
            return self._stored.tally(documents)
        return _tally(list(map(self._values, documents)))

    def values(self, documents: Sequence[int]) -> Iterator[tuple[int, int]]:
        for document in documents:
            yield from ((document, value) for value in self._values(document) or (MISSING,))

    def _met(self, document: int, condition: FilterCondition) -> set[int]:
        """Return the people of the document who meet the condition."""
        pairs = zip(self._stored.row(document), self._row(document), strict=True)
        found = {
            value
            for row, (name, value) in enumerate(pairs, self._stored.starts[document])
            if value in condition.numbers
            or name in condition.names
            or not condition.forms.isdisjoint(self._forms.row(row))
        }
        return found & self._values(document)

    def _values(self, document: int) -> set[int]:
        """Return the people of the document who count."""
        values: Iterable[int] = self._row(document)
        if self._mask is not None:
            start, end = self._stored.starts[document : document + 2]
            values = compress(values, self._mask[start:end])
        return set(values) - {MISSING}

    def _row(self, document: int) -> Sequence[int]:
        """Return the person that each name in the document stands for; MISSING if it is hidden."""
        return self._persons.values_on(self._stored.row(document), self._days[document])


def _tally(rows: Sequence[Collection[int]]) -> PlainTally:
    """Count the rows with each value, and those without any."""
    tally = PlainTally(chain.from_iterable(rows))
    if missing := countOf(map(len, rows), 0):
        tally[MISSING] = missing
    return tally
