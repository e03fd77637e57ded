"""The order of answers: by score or by day, ties by the lower id; copies of a story as one."""

from collections.abc import Callable, Iterable
from itertools import groupby
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

from search.stories.story_index import collapse_copies

NO_DAY = {True: "", False: "9999-99-99"}  # sorts an article without a date last, newest or oldest
MORE = 2  # so many times as many answers are looked at as are shown, because some are copies

P = TypeVar("P")  # where an engine keeps an article
Ranked = list[tuple[float, P]]  # scores and places, in the order of the answers

_score = itemgetter(0)


def order_by_score(scored: Iterable[tuple[float, P]], id: Callable[[P], str]) -> Ranked[P]:
    """Return the highest scores first, equal ones by id.

    Only the ids of equal scores are read, which takes longer than to compare scores.
    """
    ordered = sorted(scored, key=_score, reverse=True)
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


class Page(NamedTuple, Generic[P]):
    """One page of answers."""

    ranked: Ranked[P]
    more: bool  # whether there are answers after it


def page_of_stories(
    first: Callable[[int], Ranked[P]],
    count: int,
    story: Callable[[P], int],
    age: Callable[[P], tuple[str, str]],
) -> Page[P]:
    """Return the first stories, so many at most, each by its best copy at the rank of its first.

    `first` returns the first so many answers. The best copy has the highest score, and of equal
    scores the lowest `age`.
    """
    most = count
    while True:
        most *= MORE
        ranked = first(most + 1)
        stories = collapse_copies(
            ranked, lambda each: story(each[1]), _score, lambda each: age(each[1])
        )
        if len(stories) > count or len(ranked) <= most:
            return Page([ranked[rank] for rank, _ in stories[:count]], len(stories) > count)
