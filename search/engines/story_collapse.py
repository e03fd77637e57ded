"""Copies of one story among the answers: the best one is shown for all of them."""

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from search.stories.story_index import collapse_copies

MORE = 2  # so many times as many answers are looked at as are shown, because some are copies

P = TypeVar("P")  # where an engine keeps an article
Ranked = list[tuple[float, P]]  # scores and places, in the order of the answers


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
            ranked,
            lambda each: story(each[1]),
            lambda each: each[0],
            lambda each: age(each[1]),
        )
        if len(stories) > count or len(ranked) <= most:
            return Page([ranked[each.rank] for each in stories[:count]], len(stories) > count)
