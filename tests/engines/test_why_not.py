"""The reasons why an article is not an answer, clause by clause."""

from datetime import date

import pytest
from support.indexes import EngineOf

from search.article import Article
from search.engines.base import Engine
from search.errors import NoArticle
from search.query import Filter, Placement, Query


@pytest.fixture(scope="module")
def engine(
    three: tuple[Article, ...], engine_of: EngineOf, tmp_path_factory: pytest.TempPathFactory
) -> Engine:
    return engine_of(three, tmp_path_factory.mktemp("why_not"), commits=2)


@pytest.mark.parametrize(
    ("id", "text", "reasons"),
    [
        ("c.txt", "river bridge", ["no river in title or body"]),
        ("a.txt", "harbour", ["no harbour in title or body; the text cut from it has it: "
                              "in:teasers harbour"]),
        ("a.txt", "bridge -road", ["it has road, which is left out"]),
        ("c.txt", "town OR road", ["it has none of town, road"]),
        ("b.txt", '"town river"', ['no "town river" in title or body; it has each of the words, '
                                   "but not one after the other"]),
        ("a.txt", "bridge person:lis", ["person:lis: its people are Anna Kovalenko"]),
        ("a.txt", "title:river", ["no title:river in title"]),
        ("a.txt", "date:2025-01-13", ["date:2025-01-13: its date is 2024-12-18"]),
        ("c.txt", "date:2025-01-13", ["date:2025-01-13: it has no date"]),
        ("a.txt", "source:none", ["source:none: its source is The Harbour Times"]),
        ("c.txt", "river town mayor", ["its words weigh 0 % of the query, 10 % are needed; "
                                       "it lacks river, town, mayor"]),
    ],
)  # fmt: skip
def test_the_clauses_that_fail_are_named(
    engine: Engine, id: str, text: str, reasons: list[str]
) -> None:
    found = engine.explain(id, Query(text))
    assert (found.rank, list(found.reasons)) == (0, reasons)


def test_filters_come_after_the_query_with_the_values_of_the_article(engine: Engine) -> None:
    asked = Query(
        "river town",
        filters=(Filter("source", ("Daily Ledger",)), Filter("people", ("Anna Kovalenko",), True)),
        since=date(2025, 1, 1),
    )
    assert engine.explain("a.txt", asked).reasons == (
        "no town in title or body",
        "since 2025-01-01: its date is 2024-12-18",
        "filter source=Daily Ledger: its source is The Harbour Times",
        "filter people!=Anna Kovalenko: its people are Anna Kovalenko",
    )


def test_an_article_among_the_answers_has_its_rank_whatever_the_limit(engine: Engine) -> None:
    found = engine.explain("c.txt", Query("bridge", limit=1))
    assert (found.rank, found.total, found.reasons) == (2, 3, ())


def test_an_unknown_id_is_an_error(engine: Engine) -> None:
    with pytest.raises(NoArticle):
        engine.explain("z.txt", Query("bridge"))


def test_an_explanation_is_a_placement(engine: Engine) -> None:
    assert engine.explain("c.txt", Query("mayor")) == Placement(
        "c.txt", 0, 1, ("no mayor in title or body",)
    )
