"""The order of answers: by score or by day; ties go to the lower id."""

from collections.abc import Callable, Iterable
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

NO_DAY = {True: "", False: "9999-99-99"}  # sorts an article without a date last, newest or oldest

P = TypeVar("P")  # where an engine keeps an article

_score = itemgetter(0)


def order_by_score(
    scored: Iterable[tuple[float, P]], id: Callable[[P], str]
) -> list[tuple[float, P]]:
    """Return the highest scores first, equal ones by id.

    Only the ids of equal scores are read, which takes longer than to compare scores.
    """
    ordered = sorted(scored, key=_score, reverse=True)
    if len(set(map(_score, ordered))) == len(ordered):
        return ordered
    levels = (list(level) for _, level in groupby(ordered, _score))
    return [
        each
        for level in levels
        for each in (level if len(level) == 1 else sorted(level, key=lambda pair: id(pair[1])))
    ]


def order_by_day(
    places: Iterable[P], day: Callable[[P], str], id: Callable[[P], str], newest: bool
) -> list[P]:
    """Return the newest or the oldest first, equal days by id; those without a day come last."""
    ordered = sorted(places, key=id)
    ordered.sort(key=lambda place: day(place) or NO_DAY[newest], reverse=newest)
    return ordered
