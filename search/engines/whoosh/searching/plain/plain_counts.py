"""Weighted occurrences by document, as a dictionary."""

from collections.abc import Set as AbstractSet
from operator import countOf

Documents = AbstractSet[int]


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
