"""The facts of the documents of one segment: who passes a filter, and how many have what."""

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from search.engines.whoosh.searching.arrays.array_tally import ArrayTally
from search.engines.whoosh.searching.arrays.document_sets import (
    ArrayDocuments,
    Numbers,
    chosen,
    in_rows,
    marked,
    stretches,
)
from search.engines.whoosh.searching.kernel import FilterCondition, NameColumn
from search.engines.whoosh.searching.person_values import PEOPLE_FACETS, WHOLE_FACETS, PersonValues
from search.engines.whoosh.storage.facet_columns import PERSON_MASKS, person_mask
from search.engines.whoosh.storage.segment import MISSING, Segment

DENSE = 4  # marks cost 2 ns a value of all documents, stretches 8 ns one of those asked for


class Columns:
    """Those of one segment; what is made of them is kept."""

    def __init__(self, segment: Segment, persons: PersonValues) -> None:
        self._segment = segment
        self._persons = persons
        self._held: dict[str, Numbers] = {}

    def numbers(self, name: str) -> Numbers:
        """A section of the file."""
        found = self._held.get(name)
        if found is None:
            held = self._segment.file.numbers(name)
            found = self._held[name] = np.frombuffer(held, held.format)
        return found

    def select(self, documents: ArrayDocuments, condition: FilterCondition) -> ArrayDocuments:
        """Those that the condition fits."""
        facet = condition.facet
        if self._is_single(facet):
            table = chosen(self._size(facet), condition.numbers)
            table[MISSING] = condition.missing
            return documents.only(table.take(self.numbers(facet).take(documents.numbers)))
        owners = self._naming(condition) if facet in PEOPLE_FACETS else self._valued(condition)
        marks = marked(owners, self._segment.documents)
        if condition.missing:
            marks |= self._without_values(facet)
        return documents.only(marks.take(documents.numbers))

    def names_in(self, documents: ArrayDocuments, column: NameColumn) -> Iterable[int]:
        """The numbers of the names of people that stand in the documents."""
        places = in_rows(self.numbers("persons.row"), documents.numbers)
        if column == "forms":
            places = in_rows(self.numbers("forms.row"), places)
        return np.unique(self.numbers(column)[places]).tolist()

    def values(self, documents: Numbers, facet: str) -> list[tuple[int, int]]:
        """The documents with the number of each name of the facet they have; MISSING for none."""
        if self._is_single(facet):
            single = self.numbers(facet).take(documents)
            return list(zip(documents.tolist(), single.tolist(), strict=True))
        starts, column = self._rows(facet)
        first = starts.take(documents)
        counts = starts[1:].take(documents) - first
        held = column.take(stretches(first, counts)).tolist()
        pairs = list(zip(documents.repeat(counts).tolist(), held, strict=True))
        return pairs + [(each, MISSING) for each in documents.compress(counts == 0).tolist()]

    def tally(self, documents: ArrayDocuments, facet: str) -> ArrayTally:
        """How many of the documents have each name of the facet."""
        names, numbers = self._size(facet), documents.numbers
        if self._is_single(facet):
            return ArrayTally(np.bincount(self.numbers(facet).take(numbers), minlength=names))
        starts, column = self._rows(facet)
        if len(numbers) * DENSE > documents.size:
            marks = marked(numbers, documents.size) if documents.marks is None else documents.marks
            held = column.compress(marks.take(self._owners(facet)))
        else:
            held = column.take(in_rows(starts, numbers))
        found = np.bincount(held, minlength=names)
        found[MISSING] = np.count_nonzero(self._without_values(facet).take(numbers))
        return ArrayTally(found)

    def _is_single(self, facet: str) -> bool:
        """Whether a document has one value of it at the most."""
        return facet not in PEOPLE_FACETS and not self._segment.file.has(f"{facet}.row")

    def _size(self, facet: str) -> int:
        """How many numbers the names of the facet have."""
        if facet in PEOPLE_FACETS:
            return self._persons.size
        return len(self._segment.strings(f"{facet}.names"))

    def _valued(self, condition: FilterCondition) -> Numbers:
        """The documents with one of the values; one may be there twice."""
        table = chosen(self._size(condition.facet), condition.numbers)
        return self._owners(condition.facet).compress(table.take(self.numbers(condition.facet)))

    def _naming(self, condition: FilterCondition) -> Numbers:
        """The documents in which somebody is among those wanted; one may be there twice."""
        hit = chosen(self._persons.size, condition.numbers).take(self._values)
        hit |= chosen(self._size("persons"), condition.names).take(self.numbers("persons"))
        forms = chosen(self._size("forms"), condition.forms).take(self.numbers("forms"))
        hit[self._owners("forms").compress(forms)] = True
        found = self._keys.compress(hit & (self._values != MISSING))
        if condition.facet in PERSON_MASKS:
            mask = self.numbers(person_mask(condition.facet)) > 0
            found = found[np.isin(found, self._keys[mask])]
        return found // self._persons.size

    def _rows(self, facet: str) -> tuple[Numbers, Numbers]:
        """Where the values of each document start, and the numbers of their names."""
        if self._persons.unresolved and facet in WHOLE_FACETS:
            facet = "persons"
        if facet not in PEOPLE_FACETS:
            return self.numbers(f"{facet}.row"), self.numbers(facet)
        starts, numbers = f"{facet} starts", f"{facet} numbers"
        if starts not in self._held:
            shown = self._values != MISSING
            if facet in PERSON_MASKS:
                shown &= self.numbers(person_mask(facet)) > 0
            owners, values = np.divmod(np.unique(self._keys[shown]), self._persons.size)
            self._held[starts] = np.searchsorted(owners, np.arange(self._segment.documents + 1))
            self._held[numbers] = values
        return self._held[starts], self._held[numbers]

    @cached_property
    def _values(self) -> Numbers:
        """The number of the value of each name of a person in a document."""
        names = self.numbers("persons")
        if self._persons.unresolved:
            return names
        found = np.array(self._persons.values, np.int64)[names]
        dated = np.flatnonzero(chosen(len(self._persons.values), self._persons.periods)[names])
        days = self.numbers("date")[self._owners("persons")[dated]]
        triples = zip(dated.tolist(), names[dated].tolist(), days.tolist(), strict=True)
        for place, name, day in triples:
            found[place] = self._persons.value(name, day)
        return found

    @cached_property
    def _keys(self) -> Numbers:
        """Document and value of each name of a person as one number."""
        return self._owners("persons") * self._persons.size + self._values

    def _owners(self, facet: str) -> Numbers:
        """Whose value each value of the facet is."""
        name = f"{facet} owners"
        if name not in self._held:
            counts = np.diff(self._rows(facet)[0])
            self._held[name] = np.repeat(np.arange(len(counts)), counts)
        return self._held[name]

    def _without_values(self, facet: str) -> Numbers:
        """Which documents have no value of the facet."""
        name = f"{facet} missing"
        if name not in self._held:
            self._held[name] = np.diff(self._rows(facet)[0]) == 0
        return self._held[name]
