"""The stories as an index keeps them: flat arrays, searched as they lie and never read whole.

    counts      articles, stories
    ids.at      where the id of each article starts among the bytes of `ids`, and the end
    story       the story of each article
    row         where the members of each story start, and the end
    members     the articles of each story, the fullest first, then those most like it
    ids         in UTF-8, sorted
    shares      in hundredths, what of an article is in the fullest of its story

Articles are numbered as their ids are sorted, stories as the ids of their fullest copies are. All
numbers but the last are little-endian of 32 bits. Articles that are alone do not stand here.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple, TypeVar

FILE = "stories"  # the name under which an index keeps it
ALONE = -1  # the story of an article that is its only copy
UTF_8 = ("utf-8", "surrogatepass")  # a file name may hold half of a pair


class Copy(NamedTuple):
    """An article of a story."""

    id: str
    share: float  # of its text that is in the fullest copy, or of that in it; 1 for the fullest


Story = tuple[Copy, ...]  # the fullest copy first, then those most like it
Place = TypeVar("Place")
Value = TypeVar("Value", bound=Hashable)


def record(stories: Sequence[Story]) -> bytes:
    """The stories as bytes, for `Stories`: the same for the same stories."""
    share = {copy.id.encode(*UTF_8): copy.share for story in stories for copy in story}
    ids = sorted(share)
    number = {id: place for place, id in enumerate(ids)}
    rows = [[number[copy.id.encode(*UTF_8)] for copy in story] for story in stories]
    rows.sort(key=lambda row: row[0])
    story_of = {member: story for story, row in enumerate(rows) for member in row}
    columns = (
        (len(ids), len(rows)),
        (0, *accumulate(map(len, ids))),
        [story_of[place] for place in range(len(ids))],
        (0, *accumulate(map(len, rows))),
        [member for row in rows for member in row],
    )
    shares = bytes(round(100 * share[id]) for id in ids)
    return b"".join([*(array("I", column).tobytes() for column in columns), *ids, shares])


class Stories:
    """Which articles of an index are copies of one story; `record` made the bytes."""

    def __init__(self, held: bytes | None = None) -> None:
        whole = memoryview(held or record([]))
        articles, stories = whole[:8].cast("I")
        sizes = (articles + 1, articles, stories + 1, articles)
        ends = list(accumulate((4 * size for size in sizes), initial=8))
        columns = (whole[start:end].cast("I") for start, end in pairwise(ends))
        self._at, self._story, self._row, self._members = columns
        self._ids = whole[ends[-1] :]
        self._shares = self._ids[self._at[articles] :]
        self._articles, self._stories = articles, stories

    def __len__(self) -> int:
        """How many stories there are of more than one article."""
        return self._stories

    def story(self, id: str) -> int | None:
        """The number of the story of an article; None where it is alone."""
        place = self._place(id)
        return None if place is None else self._story[place]

    def members(self, story: int) -> tuple[str, ...]:
        """The ids of its articles: the fullest first, then those most like it."""
        return tuple(map(self._id, self._members[self._row[story] : self._end(story)]))

    def size(self, story: int) -> int:
        """How many articles it has."""
        return self._end(story) - self._row[story]

    def share(self, id: str) -> float:
        """What of the article is in the fullest of its story, or of that in it; 1 for that one."""
        place = self._place(id)
        return 1.0 if place is None else self._shares[place] / 100

    def column(self, ids: Iterable[bytes]) -> Sequence[int]:
        """The story of each of the articles, given their ids in UTF-8; ALONE where it has none.

        For 100,000 ids, 30,000 of them in stories, it takes some 30 ms, the first time 10 more.
        """
        numbers = self._numbers
        return array("i", [numbers.get(id, ALONE) for id in ids])

    @cached_property
    def _numbers(self) -> dict[bytes, int]:
        return {bytes(self._encoded(place)): story for place, story in enumerate(self._story)}

    def _end(self, story: int) -> int:
        return self._row[story + 1]

    def _encoded(self, place: int) -> memoryview:
        return self._ids[self._at[place] : self._at[place + 1]]

    def _id(self, place: int) -> str:
        return bytes(self._encoded(place)).decode(*UTF_8)

    def _place(self, id: str) -> int | None:
        wanted = id.encode(*UTF_8)
        place = bisect_left(range(self._articles), wanted, key=lambda n: bytes(self._encoded(n)))
        found = place < self._articles and self._encoded(place) == wanted
        return place if found else None


class Folded(NamedTuple):
    """A story among ranked articles."""

    rank: int  # of its best copy among those ranked
    others: tuple[int, ...]  # the ranks of its other copies, in order


def folded(
    ranked: Sequence[Place],
    story: Callable[[Place], int | None],
    score: Callable[[Place], float],
    age: Callable[[Place], tuple[str, str]],
) -> list[Folded]:
    """The stories of articles that are ranked best first, each where its best copy stands.

    Of copies with the best score it is the oldest: `age` gives the day, or what comes after all
    days, and the id.
    """
    ranks: dict[int | tuple[int], list[int]] = {}
    for rank, place in enumerate(ranked):
        number = story(place)
        ranks.setdefault((rank,) if number is None or number == ALONE else number, []).append(rank)
    found = []
    for copies in ranks.values():
        top = score(ranked[copies[0]])
        level = [rank for rank in copies if score(ranked[rank]) == top]
        best = min(level, key=lambda rank: age(ranked[rank])) if len(level) > 1 else copies[0]
        found.append(Folded(best, tuple(rank for rank in copies if rank != best)))
    return found


def distinct(stories: Iterable[int]) -> int:
    """How many stories articles come to, given the story of each; one that is ALONE is its own."""
    count = Counter(stories)
    alone = count.pop(ALONE, 0)
    return alone + len(count)


def surplus(pairs: Iterable[tuple[Value, int]]) -> dict[Value, int]:
    """By how much the articles of each value of a facet outnumber their stories.

    Given value and story of every article that has the value, less those that are ALONE.
    """
    articles: Counter[Value] = Counter()
    met: set[tuple[Value, int]] = set()
    for pair in pairs:
        articles[pair[0]] += 1
        met.add(pair)
    stories = Counter(value for value, _ in met)
    return {value: count - stories[value] for value, count in articles.items()}
