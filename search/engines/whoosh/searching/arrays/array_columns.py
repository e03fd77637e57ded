"""The columns of one segment as arrays: which documents have which values.

What is calculated for a column once is kept.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from search.engines.whoosh.searching.arrays.document_sets import (
    ArrayDocuments,
    Numbers,
    chosen,
    lookup,
    marked,
    stretches,
)
from search.engines.whoosh.searching.kernel import FilterCondition
from search.engines.whoosh.searching.person_values import PersonValues
from search.engines.whoosh.storage.segment import MISSING

DENSE = 4  # a mark costs 2 ns for each value of all documents, a row 8 ns for each of its values


class ArrayTally:
    """The number of documents with each value. Shapes: counts (values,)."""

    def __init__(self, counts: Numbers) -> None:
        self._counts = counts

    def counts(self) -> tuple[list[int], list[int]]:
        (values,) = (self._counts > 0).nonzero()  # of the counts themselves: three times slower
        return values.tolist(), self._counts.take(values).tolist()

    def largest(self, most: int) -> list[tuple[int, int]]:
        missing = int(self._counts[MISSING])
        (values,) = (self._counts > 0).nonzero()
        if missing:
            values = values[1:]
        counts = self._counts.take(values)
        if len(values) > 4 * most:  # sort only those that reach the last of the highest
            reached = np.bincount(counts)[::-1].cumsum()
            floor = len(reached) - 1 - int(reached.searchsorted(most))
            high = counts >= floor
            values, counts = values.compress(high), counts.compress(high)
        order = (-counts).argsort(kind="stable")[:most]
        pairs = zip(values.take(order).tolist(), counts.take(order).tolist(), strict=True)
        return [*pairs, (MISSING, missing)][:most] if missing else list(pairs)


class SingleColumn:
    """A column with one value a document, one of `size`."""

    def __init__(self, numbers: Numbers, size: int) -> None:
        self._numbers = numbers
        self._size = size

    def select(self, documents: ArrayDocuments, condition: FilterCondition) -> ArrayDocuments:
        values = self._numbers.take(documents.numbers)
        return documents.only(chosen(self._size, condition.numbers).take(values))

    def tally(self, documents: ArrayDocuments) -> ArrayTally:
        values = self._numbers.take(documents.numbers)
        return ArrayTally(np.bincount(values, minlength=self._size))

    def values(self, documents: Sequence[int]) -> Iterable[tuple[int, int]]:
        values = self._numbers.take(np.array(documents, np.int64))
        return zip(documents, values.tolist(), strict=True)


class SeveralColumn:
    """A column with any number of values a document, each one of `size`.

    Document n has those from starts[n] to starts[n + 1].
    Shapes: starts (documents + 1,), numbers (values,).
    """

    def __init__(self, starts: Numbers, numbers: Numbers, size: int) -> None:
        self.starts = starts
        self.numbers = numbers
        self.size = size

    @cached_property
    def owners(self) -> Numbers:
        """Return the document of each value."""
        counts = np.diff(self.starts)
        return np.repeat(np.arange(len(counts)), counts)

    @cached_property
    def _missing(self) -> Numbers:
        """Return for each document whether it has no value."""
        return np.diff(self.starts) == 0

    def select(self, documents: ArrayDocuments, condition: FilterCondition) -> ArrayDocuments:
        owners = self.owners.compress(self.has_one_of(condition.numbers))
        return self.select_owners(documents, owners, MISSING in condition.numbers)

    def has_one_of(self, numbers: Iterable[int]) -> Numbers:
        """Return for each value of all documents whether it is one of the numbers."""
        return chosen(self.size, numbers).take(self.numbers)

    def select_owners(
        self, documents: ArrayDocuments, owners: Numbers, missing: bool
    ) -> ArrayDocuments:
        """Return the documents among the owners; if `missing`, those without values too."""
        marks = marked(owners, documents.size)
        if missing:
            marks |= self._missing
        return documents.only(marks.take(documents.numbers))

    def tally(self, documents: ArrayDocuments) -> ArrayTally:
        numbers = documents.numbers
        if len(numbers) * DENSE > documents.size:
            marks = marked(numbers, documents.size) if documents.marks is None else documents.marks
            values = self.numbers.compress(marks.take(self.owners))
        else:
            values, _ = self._rows(numbers)
        counts = np.bincount(values, minlength=self.size)
        counts[MISSING] = np.count_nonzero(self._missing.take(numbers))
        return ArrayTally(counts)

    def values(self, documents: Sequence[int]) -> list[tuple[int, int]]:
        numbers = np.array(documents, np.int64)
        values, counts = self._rows(numbers)
        pairs = list(zip(numbers.repeat(counts).tolist(), values.tolist(), strict=True))
        return pairs + [(each, MISSING) for each in numbers.compress(counts == 0).tolist()]

    def _rows(self, documents: Numbers) -> tuple[Numbers, Numbers]:
        """Return the values of the documents, and how many each has."""
        first = self.starts.take(documents)
        counts = self.starts[1:].take(documents) - first
        return self.numbers.take(stretches(first, counts)), counts


class PeopleColumn(SeveralColumn):
    """A column of the people that the names in the articles stand for, each once a document.

    `stored` are the names as written in the articles, `forms` the other names there, in rows of
    the first names. A pair of a document and the number of a value is kept as one number.
    """

    def __init__(
        self,
        persons: PersonValues,
        stored: SeveralColumn,
        forms: SeveralColumn,
        days: Numbers,
        mask: Numbers | None,
    ) -> None:
        self._stored, self._forms = stored, forms
        self._people = _people(persons, stored, days)
        self._pairs = stored.owners * persons.size + self._people
        counted = self._people != MISSING
        if mask is not None:
            counted &= mask > 0
        self._counted = np.unique(self._pairs.compress(counted))
        owners, values = np.divmod(self._counted, persons.size)
        starts = np.searchsorted(owners, np.arange(len(stored.starts)))
        super().__init__(starts, values, persons.size)

    def select(self, documents: ArrayDocuments, condition: FilterCondition) -> ArrayDocuments:
        owners = self._pairs_meeting(condition) // self.size
        return self.select_owners(documents, owners, MISSING in condition.numbers)

    def met(self, documents: ArrayDocuments, condition: FilterCondition) -> set[int]:
        owners, values = np.divmod(self._pairs_meeting(condition), self.size)
        marks = marked(documents.numbers, documents.size)
        return set(values.compress(marks.take(owners)).tolist())

    def _pairs_meeting(self, condition: FilterCondition) -> Numbers:
        """Return the pairs of people who count and meet the condition."""
        hits = chosen(self.size, condition.numbers).take(self._people)
        hits |= self._stored.has_one_of(condition.names)
        hits[self._forms.owners.compress(self._forms.has_one_of(condition.forms))] = True
        pairs = self._pairs.compress(hits)
        return pairs.compress(lookup(pairs, self._counted)[1])


def _people(persons: PersonValues, stored: SeveralColumn, days: Numbers) -> Numbers:
    """Return the person that each name in a document stands for; MISSING if it is hidden."""
    names = stored.numbers
    if persons.unresolved:
        return names
    values = np.array(persons.values, np.int64)[names]
    places = np.flatnonzero(stored.has_one_of(persons.periods))
    triples = zip(places.tolist(), names[places], days[stored.owners[places]], strict=True)
    for place, name, day in triples:
        values[place] = persons.value(name, day)
    return values
