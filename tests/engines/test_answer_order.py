"""The order of answers and the collapse of copies, whatever an engine's places are."""

import pytest

from search.engines.answer_order import Page, order_by_day, order_by_score, page_of_stories
from search.stories.story_index import ALONE

DAYS = {"a": "2025-01-02", "b": "", "c": "2025-01-01", "d": "2025-01-02"}


def same(place: str) -> str:
    return place


def test_equal_scores_go_by_id() -> None:
    scored = [(1.0, "d"), (2.0, "c"), (1.0, "a"), (1.0, "b")]
    assert order_by_score(scored, same) == [(2.0, "c"), (1.0, "a"), (1.0, "b"), (1.0, "d")]


def test_ids_are_read_of_equal_scores_only() -> None:
    ids = {"a": "2", "d": "1"}
    scored = [(1.0, "d"), (3.0, "c"), (1.0, "a")]
    assert order_by_score(scored, ids.__getitem__) == [(3.0, "c"), (1.0, "d"), (1.0, "a")]


@pytest.mark.parametrize(("newest", "order"), [(True, "adcb"), (False, "cadb")])
def test_equal_days_go_by_id_and_articles_without_a_day_come_last(newest: bool, order: str) -> None:
    assert order_by_day("dbca", DAYS.__getitem__, same, newest) == list(order)


RANKED = [(3.0, "a"), (2.0, "b"), (2.0, "c"), (1.0, "d"), (1.0, "e")]
STORIES = {"a": 7, "b": 8, "c": 8, "d": 7, "e": ALONE}
AGES = {"b": ("2025-01-02", "b"), "c": ("2025-01-01", "c")}


def page(count: int) -> Page[str]:
    def age(place: str) -> tuple[str, str]:
        return AGES.get(place, ("9999", place))

    return page_of_stories(lambda most: RANKED[:most], count, STORIES.__getitem__, age)


def test_the_oldest_of_equal_copies_stands_for_its_story() -> None:
    assert page(2) == ([(3.0, "a"), (2.0, "c")], True)


def test_a_page_that_has_every_story_says_so() -> None:
    assert page(3) == ([(3.0, "a"), (2.0, "c"), (1.0, "e")], False)
    assert page(9) == ([(3.0, "a"), (2.0, "c"), (1.0, "e")], False)
