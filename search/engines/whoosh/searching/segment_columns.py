"""The columns of one segment: which kind of column each facet has, for both kernels."""

from abc import ABC, abstractmethod
from typing import Generic

from search.engines.whoosh.searching.kernel import Column, D
from search.engines.whoosh.searching.person_values import PEOPLE_FACETS, WHOLE_FACETS, PersonValues
from search.engines.whoosh.storage.facet_columns import person_mask
from search.engines.whoosh.storage.segment import Segment


class SegmentColumns(ABC, Generic[D]):
    """The columns of one segment by name, each opened when it is first used.

    Besides facets, they are `persons` and `forms`: the first name of each person as written in an
    article, and the other names.
    """

    def __init__(self, segment: Segment, persons: PersonValues) -> None:
        self._segment = segment
        self._persons = persons
        self._open: dict[str, Column[D]] = {}

    def __getitem__(self, name: str) -> Column[D]:
        found = self._open.get(name)
        if found is None:
            found = self._open[name] = self._column(name)
        return found

    def _column(self, name: str) -> Column[D]:
        if name in PEOPLE_FACETS:
            return self.people("" if name in WHOLE_FACETS else person_mask(name))
        if name == "forms":
            return self.several(name, within="persons")
        if self._segment.file.has(f"{name}.row"):
            return self.several(name)
        return self.single(name)

    @abstractmethod
    def single(self, name: str) -> Column[D]:
        """Return a column with one value a document."""

    @abstractmethod
    def several(self, name: str, within: str = "") -> Column[D]:
        """Return a column with any number of values a document.

        The rows of `within`, if it is given, are those of the documents; their numbers are the
        rows of this column.
        """

    @abstractmethod
    def people(self, mask: str) -> Column[D]:
        """Return a column of the people that the names in the articles stand for.

        `mask`, if it is given, is the column that has 1 for each name that counts. Of a person
        with two names in an article, one that counts is enough.
        """
