"""The articles that match a query, in all segments."""

from collections.abc import Iterable, Iterator
from operator import and_, or_, sub

from search.engines.whoosh.searching.kernel import DocumentSet

Place = tuple[int, int]  # the number of a segment, and of a document in it


class Matches:
    """The matching documents of each segment; iteration gives their places."""

    def __init__(self, by_segment: Iterable[DocumentSet]) -> None:
        self.by_segment = list(by_segment)

    def __len__(self) -> int:
        return sum(map(len, self.by_segment))

    def __iter__(self) -> Iterator[Place]:
        return ((i, document) for i, each in enumerate(self.by_segment) for document in each)

    def __contains__(self, place: Place) -> bool:
        return place[1] in self.by_segment[place[0]]

    def __and__(self, other: "Matches") -> "Matches":
        return Matches(map(and_, self.by_segment, other.by_segment))

    def __or__(self, other: "Matches") -> "Matches":
        return Matches(map(or_, self.by_segment, other.by_segment))

    def __sub__(self, other: "Matches") -> "Matches":
        return Matches(map(sub, self.by_segment, other.by_segment))
