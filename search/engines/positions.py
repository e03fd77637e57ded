"""Where phrases and near words start, given the places of their words in one article."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from operator import itemgetter
from typing import TypeVar

Places = Sequence[int]  # the positions of one word in one zone of one article, rising
Word = TypeVar("Word", bound=Hashable)


def phrase(words: Sequence[Places]) -> list[int]:
    """The positions at which the words follow one another.

    >>> phrase([[0, 4, 7], [1, 8]])
    [0, 7]
    """
    starts = set(words[0])
    for offset, places in enumerate(words[1:], 1):
        starts &= {place - offset for place in places}
    return sorted(starts)


def near_in_order(words: Sequence[Places], distance: int) -> list[int]:
    """The positions of the first word from which the others follow, each as early as it can.

    At most `distance` other words stand among them.
    """
    starts = []
    for start in words[0]:
        last = _chain(words[1:], start)
        if last is not None and last - start - (len(words) - 1) <= distance:
            starts.append(start)
    return starts


def _chain(words: Sequence[Places], start: int) -> int | None:
    """The position of the last word, when each follows the one before."""
    last = start
    for places in words:
        later = next((place for place in places if place > last), None)
        if later is None:
            return None
        last = later
    return last


def near(words: Sequence[Word], places: Mapping[Word, Places], distance: int) -> list[int]:
    """The positions of any of the words at which a stretch begins that holds them all.

    The stretch is as long as the words and `distance` others; a word asked for twice must stand
    in it twice.
    """
    wanted = Counter(words)
    pairs = ((place, word) for word in wanted for place in places.get(word, ()))
    standing = sorted(pairs, key=itemgetter(0))
    length = len(words) + distance
    inside: Counter[Word] = Counter()
    starts, end = [], 0
    for place, word in standing:
        while end < len(standing) and standing[end][0] < place + length:
            inside[standing[end][1]] += 1
            end += 1
        if all(inside[each] >= count for each, count in wanted.items()):
            starts.append(place)
        inside[word] -= 1
    return starts


def standing_near(
    words: Sequence[Word], places: Mapping[Word, Places], distance: int, ordered: bool
) -> int:
    """At how many positions the words stand near one another, in their order if that is asked."""
    if ordered:
        return len(near_in_order([places[word] for word in words], distance))
    return len(near(words, places, distance))
