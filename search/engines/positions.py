"""The positions at which phrases and near words start, given those of their words."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from math import inf
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


def count_near(
    words: Sequence[Word], places: Mapping[Word, Places], distance: int, ordered: bool
) -> int:
    """Return at how many positions a window with all the words starts, in order if `ordered`.

    The window is as long as the words and `distance` others, and starts with one of the words. A
    word given twice must stand in it twice.

    >>> count_near(("a", "b"), {"a": [0, 4, 9], "b": [7]}, 2, ordered=True)
    1
    >>> count_near(("a", "b"), {"a": [0, 4, 9], "b": [7]}, 2, ordered=False)
    2
    """
    length = len(words) + distance
    if ordered:
        return _count_in_order([places[word] for word in words], length)
    needed = Counter(words)
    pairs = ((place, word) for word in needed for place in places.get(word, ()))
    occurrences = sorted(pairs, key=itemgetter(0))
    window: Counter[Word] = Counter()
    found, end = 0, 0
    for place, word in occurrences:
        while end < len(occurrences) and occurrences[end][0] < place + length:
            window[occurrences[end][1]] += 1
            end += 1
        found += all(window[each] >= count for each, count in needed.items())
        window[word] -= 1
    return found


def _count_in_order(words: Sequence[Places], length: int) -> int:
    """Return at how many positions of the first word the others follow, each as early as it can."""
    found = 0
    for start in words[0]:
        last: float = start
        for places in words[1:]:
            last = next((place for place in places if place > last), inf)
        found += last - start < length
    return found
