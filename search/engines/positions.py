"""The positions at which phrases and near words start, given those of their words."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from operator import itemgetter
from typing import TypeVar

Places = Sequence[int]  # the positions of one word in one zone of one article, ascending
Word = TypeVar("Word", bound=Hashable)


def phrase(words: Sequence[Places]) -> list[int]:
    """Return the positions at which the words follow one another.

    >>> phrase([[0, 4, 7], [1, 8]])
    [0, 7]
    """
    starts = set(words[0])
    for offset, places in enumerate(words[1:], 1):
        starts &= {place - offset for place in places}
    return sorted(starts)


def near_in_order(words: Sequence[Places], distance: int) -> list[int]:
    """Return the positions of the first word from which the others follow in order.

    Each word is as early as it can be, with at most `distance` other words between the first and
    the last.

    >>> near_in_order([[0, 4], [7]], 2)
    [4]
    """
    starts = []
    for start in words[0]:
        last = _last_position(words[1:], start)
        if last is not None and last - start - (len(words) - 1) <= distance:
            starts.append(start)
    return starts


def _last_position(words: Sequence[Places], start: int) -> int | None:
    """Return the position of the last word, if each can follow the previous one."""
    last = start
    for places in words:
        later = next((place for place in places if place > last), None)
        if later is None:
            return None
        last = later
    return last


def near(words: Sequence[Word], places: Mapping[Word, Places], distance: int) -> list[int]:
    """Return the positions at which a window with all the words starts, in any order.

    The window is as long as the words and `distance` others, and starts with one of the words. A
    word given twice must stand in it twice.

    >>> near(("a", "b"), {"a": [0, 9], "b": [2]}, 1)
    [0]
    """
    needed = Counter(words)
    pairs = ((place, word) for word in needed for place in places.get(word, ()))
    occurrences = sorted(pairs, key=itemgetter(0))
    length = len(words) + distance
    window: Counter[Word] = Counter()
    starts, end = [], 0
    for place, word in occurrences:
        while end < len(occurrences) and occurrences[end][0] < place + length:
            window[occurrences[end][1]] += 1
            end += 1
        if all(window[each] >= count for each, count in needed.items()):
            starts.append(place)
        window[word] -= 1
    return starts


def count_near(
    words: Sequence[Word], places: Mapping[Word, Places], distance: int, ordered: bool
) -> int:
    """Return at how many positions the words are near one another, in their order if `ordered`."""
    if ordered:
        return len(near_in_order([places[word] for word in words], distance))
    return len(near(words, places, distance))
