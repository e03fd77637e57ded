"""A misspelt query is answered with its correction, and with the filter that leaves nothing."""

from collections.abc import Iterable, Sequence
from datetime import date

import pytest
from support.indexes import EngineOf

from search.article import Article, Person
from search.engines.base import Engine
from search.engines.did_you_mean import nearest_word
from search.query import Filter, Query

TEXTS = (
    "Volodymyr Zelensky asked for a long-range missile.",
    "Volodymyr Zelensky spoke; missiles fell. Missives were sent.",
    "A missile was found by a tramp.",
)


@pytest.fixture(scope="module")
def engine(engine_of: EngineOf, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    people = (Person("Volodymyr Zelensky"),)
    articles = [
        Article(f"{i}", "", text, date(2025, 1, 1 + i), "Reuters", (), people if i < 2 else ())
        for i, text in enumerate(TEXTS)
    ]
    return engine_of(articles, tmp_path_factory.mktemp("misspelt"), commits=2)


@pytest.mark.parametrize(
    ("typed", "suggestions"),
    [
        ("zelenskyy", [("zelensky", 2)]),
        ("Zelesnky missile", [("zelensky missile", 2)]),
        ("missle", [("missile", 3)]),
        ("imssile -tramp", [("missile -tramp", 2)]),
        ("longrange", [("long-range", 1)]),
        ("person:zelenskiy", [("person:zelensky", 2)]),
        ("missile OR zyxomma", []),
        ("=missle", []),
        ("missile", []),
        ("quagswagging", []),
    ],
)
def test_a_misspelt_word_is_corrected_by_the_words_of_the_index(
    engine: Engine, typed: str, suggestions: list[tuple[str, int]]
) -> None:
    assert [tuple(each) for each in engine.search(Query(typed)).suggestions] == suggestions


def test_a_suggestion_is_a_notice_with_its_total(engine: Engine) -> None:
    assert engine.search(Query("missle")).notices[-1] == "did you mean: missile (3 articles)?"


def test_the_filter_to_drop_is_named(engine: Engine) -> None:
    asked = Query("missile", filters=(Filter("source", ("AFP",)),))
    assert "without source 'AFP': 3 articles" in engine.search(asked).notices
    asked = Query("missile", since=date(2026, 1, 1))
    assert "without since 2026-01-01: 3 articles" in engine.search(asked).notices


class WordList:
    """A vocabulary of a few words: how many articles have each, and how many have it as a name."""

    def __init__(self, words: dict[str, tuple[int, int]]) -> None:
        self._words = words

    def similar_words(self, word: str, prefix: str, edits: int) -> Iterable[str]:
        length = len(word) + edits
        return (each for each in self._words if each.startswith(prefix) and len(each) <= length)

    def frequency(self, word: str, zones: Sequence[str]) -> int:
        return self._words[word][zones == ("person",)]


def test_of_equally_near_words_names_come_first_then_the_most_frequent() -> None:
    words = {"kovalenka": (9, 0), "kovalenks": (8, 0), "kovalenku": (2, 1)}
    assert nearest_word(WordList(words), "kovalenko", ("body",)) == "kovalenku"
    del words["kovalenku"]
    assert nearest_word(WordList(words), "kovalenko", ("body",)) == "kovalenka"


def test_a_word_that_these_zones_do_not_have_is_not_suggested() -> None:
    assert nearest_word(WordList({"missile": (0, 0)}), "missle", ("title",)) == ""
