"""The two seeds: their facts, what finds them, what must not, and what the facets count."""

from datetime import date
from pathlib import Path

import pytest

from search.article import Article
from search.engines import open_engine
from search.engines.base import Engine
from search.query import Filter, Query

MENAFN = "seeds/000_cd4418e8e1d5f07a.txt"
KYIV = "seeds/002_7aec30fda4bd4711.txt"


@pytest.fixture(scope="module")
def engine(seeds_index: Path) -> Engine:
    return open_engine(seeds_index)


def found(engine: Engine, text: str = "", **request: object) -> set[str]:
    return {hit.article.id for hit in engine.search(Query(text, **request)).hits}  # type: ignore[arg-type]


def people(article: Article) -> list[str]:
    return [person.name for person in article.people]


def test_the_facts_of_the_article_without_a_headline(engine: Engine) -> None:
    article = engine.get(MENAFN)
    assert people(article) == ["John Healey", "Rustem Umerov", "Anatolii Baryhilevych"]
    assert article.date == date(2024, 12, 18)
    assert article.source == "MENAFN - UkrinForm"
    assert article.authors == ()
    assert article.title == ""
    assert article.heading.startswith("At a meeting in Kyiv with UK Secretary of State for Defense")
    assert article.heading.endswith("…")


def test_the_facts_of_the_article_with_teasers(engine: Engine) -> None:
    article = engine.get(KYIV)
    assert people(article) == ["Rustem Umerov", "John Healey", "Volodymyr Zelensky"]
    assert article.date == date(2025, 1, 13)
    assert article.source == "The Kyiv Independent"
    assert article.authors == ("Kateryna Hodunova",)
    assert article.title == (
        "UK to finance production of air defense, long-range weapons in Ukraine, Umerov says"
    )
    assert article.origin["date"] == "byline"


def test_the_whole_of_a_seed_comes_back_from_its_blocks(engine: Engine, seeds: Path) -> None:
    for id in (MENAFN, KYIV):
        written = (seeds.parent / id).read_text(encoding="utf-8")
        assert "".join(block.text for block in engine.get(id).blocks) == written


def test_the_kept_body_is_the_article_and_nothing_else(engine: Engine) -> None:
    body = engine.get(KYIV).body.split("\n\n")
    assert len(body) == 10
    assert body[0].startswith("The U.K. will finance the production of air defense systems")
    assert body[-1].endswith("new Ukrainian missile, dubbed Ruta (Rue).")
    body = engine.get(MENAFN).body.split("\n\n")
    assert len(body) == 12
    assert body[0].startswith("At a meeting in Kyiv with UK Secretary of State for Defense")
    assert body[-1].endswith("support for Ukraine will continue.")


@pytest.mark.parametrize("text", ["air defense", '"air defense"'])
def test_air_defense_finds_both(engine: Engine, text: str) -> None:
    assert found(engine, text) == {MENAFN, KYIV}


@pytest.mark.parametrize(
    "text", ["demographic", '"North Korean"', "Lithuania", "Balzer", "Belokur", "MENAFN"]
)
def test_what_was_cut_finds_nothing(engine: Engine, text: str) -> None:
    assert found(engine, text) == set()
    assert found(engine, f"in:teasers {text}") != set()


def test_teasers_are_found_when_asked_for(engine: Engine) -> None:
    assert found(engine, "in:teasers demographic") == {KYIV}


@pytest.mark.parametrize(
    ("filter", "ids"),
    [
        (Filter("people", ("John Healey",)), {MENAFN, KYIV}),
        (Filter("people", ("Harley Balzer",)), set()),
        (Filter("source", ("The Kyiv Independent",)), {KYIV}),
        (Filter("people", ("Volodymyr Zelensky",)), {KYIV}),
        (Filter("people", ("Zelensky",)), {KYIV}),
    ],
)
def test_a_filter_keeps_its_articles(engine: Engine, filter: Filter, ids: set[str]) -> None:
    assert found(engine, filters=(filter,)) == ids


def test_since_keeps_what_came_after(engine: Engine) -> None:
    assert found(engine, since=date(2025, 1, 1)) == {KYIV}


def test_the_facets_list_two_sources_two_months_and_four_people(engine: Engine) -> None:
    facets = engine.search(Query()).facets
    assert [(each.value, each.count) for each in facets["source"]] == [
        ("MENAFN - UkrinForm", 1),
        ("The Kyiv Independent", 1),
    ]
    assert [(each.value, each.count) for each in facets["date"]] == [("2024-12", 1), ("2025-01", 1)]
    assert [(each.value, each.count) for each in facets["people"]] == [
        ("John Healey", 2),
        ("Rustem Umerov", 2),
        ("Anatolii Baryhilevych", 1),
        ("Volodymyr Zelensky", 1),
    ]
