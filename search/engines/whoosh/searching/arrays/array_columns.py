"""The columns of one segment as arrays: which documents have which values.

What is calculated for a column once is kept.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from search.engines.whoosh.searching.arrays.array_tally import ArrayTally
from search.engines.whoosh.searching.arrays.document_sets import (
    ArrayDocuments,
    Numbers,
    chosen,
    in_rows,
    looked_up,
    marked,
    stretches,
)
from search.engines.whoosh.searching.arrays.sections import Sections
from search.engines.whoosh.searching.kernel import FilterCondition
from search.engines.whoosh.searching.person_values import PersonValues
from search.engines.whoosh.searching.segment_columns import SegmentColumns
from search.engines.whoosh.storage.segment import MISSING, Segment

DENSE = 4  # a mark costs 2 ns for each value of all documents, a row 8 ns for each of its values


class SingleColumn:
    """A column with one value a document."""

    def __init__(self, segment: Segment, name: str, numbers: Numbers) -> None:
        self._segment = segment
        self._name = name
        self._numbers = numbers

    @property
    def names(self) -> Sequence[str]:
        return self._segment.names(self._name)

    @property
    def _size(self) -> int:
        return len(self._segment.strings(f"{self._name}.names"))

    def select(self, documents: ArrayDocuments, condition: FilterCondition) -> ArrayDocuments:
        values = self._numbers.take(documents.numbers)
        return documents.only(chosen(self._size, condition.numbers).take(values))

    def tally(self, documents: ArrayDocuments) -> ArrayTally:
        values = self._numbers.take(documents.numbers)
        return ArrayTally(np.bincount(values, minlength=self._size))

    def values(self, documents: Sequence[int]) -> Iterable[tuple[int, int]]:
        values = self._numbers.take(np.array(documents, np.int64))
        return zip(documents, values.tolist(), strict=True)


class Rows:
    """Any number of values a document; document n has those from starts[n] to starts[n + 1].

    Shapes: starts (documents + 1,), numbers (values,).
    """

    def __init__(self, starts: Numbers, numbers: Numbers) -> None:
        self.starts = starts
        self.numbers = numbers

    @cached_property
    def owners(self) -> Numbers:
        """Return the document of each value."""
        counts = np.diff(self.starts)
        return np.repeat(np.arange(len(counts)), counts)

    @cached_property
    def missing(self) -> Numbers:
        """Return for each document whether it has no value."""
        return np.diff(self.starts) == 0

    def tally(self, documents: ArrayDocuments, size: int) -> ArrayTally:
        """Count the documents with each of `size` values."""
        numbers = documents.numbers
        if len(numbers) * DENSE > documents.size:
            marks = marked(numbers, documents.size) if documents.marks is None else documents.marks
            values = self.numbers.compress(marks.take(self.owners))
        else:
            values = self.numbers.take(in_rows(self.starts, numbers))
        counts = np.bincount(values, minlength=size)
        counts[MISSING] = np.count_nonzero(self.missing.take(numbers))
        return ArrayTally(counts)

    def values(self, documents: Sequence[int]) -> list[tuple[int, int]]:
        """Return each document with each of its values; MISSING for none."""
        numbers = np.array(documents, np.int64)
        first = self.starts.take(numbers)
        counts = self.starts[1:].take(numbers) - first
        values = self.numbers.take(stretches(first, counts)).tolist()
        pairs = list(zip(numbers.repeat(counts).tolist(), values, strict=True))
        return pairs + [(each, MISSING) for each in numbers.compress(counts == 0).tolist()]

    def select(
        self, documents: ArrayDocuments, owners: Numbers, condition: FilterCondition
    ) -> ArrayDocuments:
        """Return the documents among the owners, or without values if the condition has MISSING."""
        marks = marked(owners, documents.size)
        if MISSING in condition.numbers:
            marks |= self.missing
        return documents.only(marks.take(documents.numbers))


class SeveralColumn:
    """A column with any number of values a document."""

    def __init__(self, segment: Segment, name: str, rows: Rows) -> None:
        self._segment = segment
        self._name = name
        self.rows = rows

    @property
    def names(self) -> Sequence[str]:
        return self._segment.names(self._name)

    @property
    def size(self) -> int:
        """Return the number of different values."""
        return len(self._segment.strings(f"{self._name}.names"))

    def select(self, documents: ArrayDocuments, condition: FilterCondition) -> ArrayDocuments:
        owners = self.rows.owners.compress(self.has_one_of(condition.numbers))
        return self.rows.select(documents, owners, condition)

    def has_one_of(self, numbers: Iterable[int]) -> Numbers:
        """Return for each value of all documents whether it is one of the numbers."""
        return chosen(self.size, numbers).take(self.rows.numbers)

    def tally(self, documents: ArrayDocuments) -> ArrayTally:
        return self.rows.tally(documents, self.size)

    def values(self, documents: Sequence[int]) -> list[tuple[int, int]]:
        return self.rows.values(documents)


class PeopleColumn:
    """A column of the people that the names in the articles stand for.

    A pair of a document and the number of a value is kept as one number.
    """

    def __init__(
        self,
        persons: PersonValues,
        stored: SeveralColumn,
        forms: SeveralColumn,
        days: Numbers,
        mask: Numbers | None,
    ) -> None:
        self._persons = persons
        self._stored = stored  # names as written in the articles
        self._forms = forms  # the other names there, in rows of the first names
        self._days = days
        self._mask = mask

    @property
    def names(self) -> Sequence[str]:
        return self._persons.names

    def select(self, documents: ArrayDocuments, condition: FilterCondition) -> ArrayDocuments:
        hits = chosen(self._persons.size, condition.numbers).take(self._values)
        hits |= self._stored.has_one_of(condition.names)
        hits[self._forms.rows.owners.compress(self._forms.has_one_of(condition.forms))] = True
        pairs = self._all_pairs.compress(hits & (self._values != MISSING))
        if self._mask is not None:
            pairs = pairs.compress(looked_up(pairs, self._pairs))
        return self._rows.select(documents, pairs // self._persons.size, condition)

    def tally(self, documents: ArrayDocuments) -> ArrayTally:
        return self._rows.tally(documents, self._persons.size)

    def values(self, documents: Sequence[int]) -> list[tuple[int, int]]:
        return self._rows.values(documents)

    @cached_property
    def _rows(self) -> Rows:
        """Return the people of each document who count, each once."""
        stored = self._stored.rows
        if self._mask is None and self._persons.unresolved:
            return stored
        owners, values = np.divmod(self._pairs, self._persons.size)
        return Rows(np.searchsorted(owners, np.arange(len(stored.starts))), values)

    @cached_property
    def _pairs(self) -> Numbers:
        """Return the pairs of a document and a person who counts, in rising order."""
        counted = self._values != MISSING
        if self._mask is not None:
            counted &= self._mask > 0
        return np.unique(self._all_pairs.compress(counted))

    @cached_property
    def _all_pairs(self) -> Numbers:
        """Return the pair of each name in a document."""
        return self._stored.rows.owners * self._persons.size + self._values

    @cached_property
    def _values(self) -> Numbers:
        """Return the person that each name in a document stands for; MISSING if it is hidden."""
        names = self._stored.rows.numbers
        if self._persons.unresolved:
            return names
        values = np.array(self._persons.values, np.int64)[names]
        places = np.flatnonzero(chosen(self._stored.size, self._persons.periods)[names])
        days = self._days[self._stored.rows.owners[places]]
        triples = zip(places.tolist(), names[places].tolist(), days.tolist(), strict=True)
        for place, name, day in triples:
            values[place] = self._persons.value(name, day)
        return values


class ArrayColumns(SegmentColumns[ArrayDocuments]):
    """The columns of one segment, by name."""

    def __init__(self, segment: Segment, persons: PersonValues, sections: Sections) -> None:
        super().__init__(segment, persons)
        self._sections = sections

    def single(self, name: str) -> SingleColumn:
        return SingleColumn(self._segment, name, self._sections[name])

    def several(self, name: str, within: str = "") -> SeveralColumn:
        starts = self._sections[f"{name}.row"]
        if within:
            starts = starts.take(self._sections[f"{within}.row"])
        return SeveralColumn(self._segment, name, Rows(starts, self._sections[name]))

    def people(self, mask: str) -> PeopleColumn:
        stored, forms = self.several("persons"), self.several("forms")
        masked = self._sections[mask] if mask else None
        return PeopleColumn(self._persons, stored, forms, self._sections["date"], masked)
