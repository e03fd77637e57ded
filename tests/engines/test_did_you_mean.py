"""A misspelt query is told what it was likely meant to be, and which filter leaves nothing."""

from datetime import date

import pytest
from support.indexes import EngineOf

from search.article import Article, Person
from search.engines.base import Engine
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
    return engine_of(articles, tmp_path_factory.mktemp("meant"), commits=2)


@pytest.mark.parametrize(
    ("typed", "meant"),
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
def test_a_misspelt_word_is_spelled_as_the_corpus_does(
    engine: Engine, typed: str, meant: list[tuple[str, int]]
) -> None:
    assert [tuple(each) for each in engine.search(Query(typed)).suggestions] == meant


def test_a_suggestion_is_said_with_its_hits(engine: Engine) -> None:
    assert engine.search(Query("missle")).notices[-1] == "did you mean: missile (3 articles)?"


def test_the_filter_to_drop_is_named(engine: Engine) -> None:
    asked = Query("missile", filters=(Filter("source", ("AFP",)),))
    assert "without source 'AFP': 3 articles" in engine.search(asked).notices
    asked = Query("missile", since=date(2026, 1, 1))
    assert "without since 2026-01-01: 3 articles" in engine.search(asked).notices
