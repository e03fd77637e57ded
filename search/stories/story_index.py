"""The stories as the index stores them: flat arrays, searched in place and never read whole.

    counts      articles, stories
    id_starts   the start of the id of each article among the bytes of `ids`, and the end
    story       the story of each article
    row_starts  the start of the members of each story, and the end
    members     the articles of each story, the fullest first, then those most similar to it
    ids         in UTF-8, sorted
    shares      the share of each article in the fullest of its story, in hundredths

Articles are numbered in the order of their ids, stories in the order of the ids of their fullest
copies. All numbers but the last are little-endian of 32 bits. Articles without a copy are left out.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple, TypeVar

FILE = "stories"  # the name under which the index stores them
ALONE = -1  # the story of an article without copies
UTF_8 = ("utf-8", "surrogatepass")  # a file name may contain half of a surrogate pair


class StoryMember(NamedTuple):
    """An article of a story."""

    id: str
    share: float  # of its text in the fullest copy, or of that in it; 1 for the fullest


Story = tuple[StoryMember, ...]  # the fullest copy first, then those most similar to it
Place = TypeVar("Place")
Value = TypeVar("Value", bound=Hashable)


def encode_stories(stories: Sequence[Story]) -> bytes:
    """Return the stories as bytes, for `Stories`; the order of the stories does not matter."""
    shares = {member.id.encode(*UTF_8): member.share for story in stories for member in story}
    ids = sorted(shares)
    numbers = {id: number for number, id in enumerate(ids)}
    rows = [[numbers[member.id.encode(*UTF_8)] for member in story] for story in stories]
    rows.sort(key=lambda row: row[0])
    story_of = {member: story for story, row in enumerate(rows) for member in row}
    columns = (
        (len(ids), len(rows)),
        (0, *accumulate(map(len, ids))),
        [story_of[number] for number in range(len(ids))],
        (0, *accumulate(map(len, rows))),
        [member for row in rows for member in row],
    )
    hundredths = bytes(round(100 * shares[id]) for id in ids)
    return b"".join([*(array("I", column).tobytes() for column in columns), *ids, hundredths])


class Stories:
    """The stories of an index, read from the bytes of `encode_stories`."""

    def __init__(self, encoded: bytes | None = None) -> None:
        """Read the bytes; without any there are no stories."""
        whole = memoryview(encoded or encode_stories([]))
        articles, stories = whole[:8].cast("I")
        sizes = (articles + 1, articles, stories + 1, articles)
        ends = list(accumulate((4 * size for size in sizes), initial=8))
        columns = (whole[start:end].cast("I") for start, end in pairwise(ends))
        self._id_starts, self._story, self._row_starts, self._members = columns
        self._ids = whole[ends[-1] :]
        self._shares = self._ids[self._id_starts[articles] :]
        self._articles, self._stories = articles, stories

    def __len__(self) -> int:
        """Return the number of stories of more than one article."""
        return self._stories

    def story(self, id: str) -> int | None:
        """Return the number of the story of an article; None where it has no copies."""
        number = self._number(id)
        return None if number is None else self._story[number]

    def members(self, story: int) -> tuple[str, ...]:
        """Return the ids of its articles: the fullest first, then those most similar to it."""
        members = self._members[self._row_starts[story] : self._row_starts[story + 1]]
        return tuple(self._encoded_id(number).decode(*UTF_8) for number in members)

    def size(self, story: int) -> int:
        """Return the number of its articles."""
        return self._row_starts[story + 1] - self._row_starts[story]

    def share(self, id: str) -> float:
        """Return the share of the article in the fullest of its story, or of that in it.

        It is 1 for the fullest, and for an article without copies.
        """
        number = self._number(id)
        return 1.0 if number is None else self._shares[number] / 100

    def column(self, ids: Iterable[bytes]) -> Sequence[int]:
        """Return the story of each article, given the ids in UTF-8; ALONE where it has no copies.

        For 100,000 ids, 30,000 of them in stories, it takes some 30 ms, the first time 10 more.
        """
        story_of = self._story_of
        return array("i", [story_of.get(id, ALONE) for id in ids])

    @cached_property
    def _story_of(self) -> dict[bytes, int]:
        return {self._encoded_id(number): story for number, story in enumerate(self._story)}

    def _encoded_id(self, number: int) -> bytes:
        return bytes(self._ids[self._id_starts[number] : self._id_starts[number + 1]])

    def _number(self, id: str) -> int | None:
        encoded = id.encode(*UTF_8)
        number = bisect_left(range(self._articles), encoded, key=self._encoded_id)
        exists = number < self._articles and self._encoded_id(number) == encoded
        return number if exists else None


def collapse_copies(
    ranked: Sequence[Place],
    story: Callable[[Place], int | None],
    score: Callable[[Place], float],
    age: Callable[[Place], tuple[str, str]],
) -> list[tuple[int, tuple[int, ...]]]:
    """Return the stories of ranked articles, best first: the ranks of the best copy and the others.

    Of several copies with the best score the oldest is the best: `age` returns the day, or a text
    after all days, and the id.
    """
    ranks: dict[int | tuple[int], list[int]] = {}
    for rank, place in enumerate(ranked):
        number = story(place)
        ranks.setdefault((rank,) if number is None or number == ALONE else number, []).append(rank)
    stories = []
    for copies in ranks.values():
        top = score(ranked[copies[0]])
        tied = [rank for rank in copies if score(ranked[rank]) == top]
        best = min(tied, key=lambda rank: age(ranked[rank])) if len(tied) > 1 else copies[0]
        stories.append((best, tuple(rank for rank in copies if rank != best)))
    return stories


def count_stories(stories: Iterable[int]) -> int:
    """Return the number of stories of articles, given the story of each.

    Each article that is ALONE counts as a story of its own.
    """
    counts = Counter(stories)
    alone = counts.pop(ALONE, 0)
    return alone + len(counts)


def surplus_copies(pairs: Iterable[tuple[Value, int]]) -> dict[Value, int]:
    """Return by how much the articles of each value of a facet outnumber their stories.

    `pairs` are the value and the story of every article with the value that is not ALONE.
    """
    surplus: Counter[Value] = Counter()
    for (value, _), articles in Counter(pairs).items():
        surplus[value] += articles - 1
    return surplus
