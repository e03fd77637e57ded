"""The postings of one term, as Whoosh's queries read them."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, NamedTuple

from whoosh.matching.mcore import LeafMatcher, Matcher, NullMatcher, ReadTooFar


class PostingList(NamedTuple):
    """The postings of one term. Shapes: (postings,) each."""

    documents: list[int]
    weights: list[float]
    positions: list[list[int]]  # empty for a field of values


class PostingMatcher(LeafMatcher):
    """A matcher that reads the postings of one term in order, all in one block."""

    def __init__(
        self,
        postings: PostingList,
        term: tuple[str, bytes],
        format_: Any,
        scorer: Any,
        shortest: int,
    ) -> None:
        self._postings = postings
        self._term = term
        self.format = format_
        self.scorer = scorer
        self._shortest = shortest
        self._place = 0

    def is_active(self) -> bool:
        return self._place < len(self._postings.documents)

    def reset(self) -> None:
        self._place = 0

    def copy(self) -> "PostingMatcher":
        copy = PostingMatcher(self._postings, self._term, self.format, self.scorer, self._shortest)
        copy._place = self._place
        return copy

    def id(self) -> int:
        return self._postings.documents[self._place]

    def all_ids(self) -> Iterator[int]:
        return iter(self._postings.documents[self._place :])

    def weight(self) -> float:
        return self._postings.weights[self._place]

    def next(self) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._place += 1

    def skip_to(self, id: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._place = bisect_left(self._postings.documents, id, self._place)

    def skip_to_quality(self, minquality: float) -> int:
        if self.block_quality() > minquality:
            return 0
        self._place = len(self._postings.documents)
        return 1

    def replace(self, minquality: float = 0) -> Matcher:
        weak = minquality and self.supports_block_quality() and self.max_quality() < minquality
        return NullMatcher() if weak or not self.is_active() else self

    def block_max_weight(self) -> float:
        return max(self._postings.weights)

    def block_min_length(self) -> int:
        return self._shortest

    def block_min_id(self) -> int:
        return self._postings.documents[0]

    def block_max_id(self) -> int:
        return self._postings.documents[-1]

    def value(self) -> bytes:
        positions = self._postings.positions
        return self.format.encode(positions[self._place]) if positions else b""

    def value_as(self, astype: str) -> Any:
        if astype == "positions" and self._postings.positions:
            return self._postings.positions[self._place]
        return super().value_as(astype)
