"""Tests of the referee on three articles; every value here was calculated by hand."""

from datetime import date

import pytest
from support.random_queries import random_queries, wikinews
from support.reference import Referee, edits_between, leaves, starts

from search import schema
from search.analysis import analyze
from search.article import Article, Block, Person, Verdict
from search.query import (
    And,
    DateRange,
    FacetCount,
    Filter,
    Fuzzy,
    Leaf,
    MatchAll,
    MinimumMatch,
    Missing,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Query,
    Wildcard,
    Word,
)
from search.query.parser import parse

TEASER = Verdict("cut", "teaser", "another story")
BRIDGE = Article(
    id="a",
    title="Drone hits bridge",
    body="The drone hit the old bridge.\n\nA second drone fell.",
    date=date(2025, 1, 13),
    source="The Kyiv Independent",
    authors=("Ana Núñez",),
    people=(Person("John Healey", ("Healey",)), Person("Rustem Umerov", ("Umerov",))),
    blocks=(Block("Markets fall", 0, 12, TEASER),),
)
TALKS = Article(
    id="b",
    title="Air defense talks",
    body="Air and missile defense. Missile talks on air power.",
    date=date(2024, 12, 30),
    source="Ukrinform",
    people=(Person("John Healey"),),
)
SPEECH = Article(
    id="c",
    title="",
    body="Zelenskyy spoke.",
    blocks=(Block("Bridge of", 0, 9, TEASER), Block("spies", 9, 14, TEASER)),
)
REFEREE = Referee([SPEECH, TALKS, BRIDGE])


def matching_ids(text: str, *filters: Filter) -> list[str]:
    results = REFEREE.search(Query(text, filters, today=date(2025, 1, 20)))
    assert results.total == len(results.hits)
    return [hit.article.id for hit in results.hits]


def scores(text: str) -> dict[str, float]:
    results = REFEREE.search(Query(text))
    return {hit.article.id: hit.score for hit in results.hits}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", ["a", "b", "c"]),
        ("bridges", ["a"]),
        ("=bridges", []),
        ("=hits", ["a"]),
        ("missile drone", ["a", "b"]),
        ("(missile drone) OR spoke", ["c"]),
        ("drone NOT second", []),
        ("-drone", ["b", "c"]),
        ('"old bridge"', ["a"]),
        ('"bridge hits"', []),
        ('"bridge second"', []),
        ('"bridge a second"', ["a"]),
        ('"defense air"~2', ["b"]),
        ('"defense air"~1', ["b"]),
        ('"defense air"~>1', []),
        ('"defense air"~>3', ["b"]),
        ("defen*", ["b"]),
        ("d?one", ["a"]),
        ("zelensky~", ["c"]),
        ("zelenski~", []),
        ("zelenski~2", ["c"]),
        ("title:missile", []),
        ("body:missile", ["b"]),
        ("person:healey", ["a", "b"]),
        ("person:umerov", ["a"]),
        ('person:"healey healey"', []),
        ("source:kyiv", ["a"]),
        ("author:nunez", ["a"]),
        ("markets", []),
        ("in:teasers market", ["a"]),
        ("in:teasers bridge", ["c"]),
        ('in:teasers "bridge of spies"', []),
        ("date:2025", ["a"]),
        ("date:2024-12-30..2025-01-12", ["b"]),
        ('date:"last 30 days"', ["a", "b"]),
        ("date:none", ["c"]),
        ("people:none", ["c"]),
    ],
)
def test_a_query_finds_the_articles_that_its_definition_names(text: str, ids: list[str]) -> None:
    assert matching_ids(text) == ids


@pytest.mark.parametrize(
    ("leaf", "positions"),
    [
        (Word("b"), [1, 3]),
        (Phrase(("b", "c")), [1, 3]),
        (Phrase(("b",)), [1, 3]),
        (Phrase(()), []),
        (Near(("a", "c"), 1, ordered=True), [0]),
        (Near(("a", "c"), 0, ordered=True), []),
        (Near(("b", "b"), 1, ordered=True), [1]),
        (Near(("c", "a"), 1), [0]),
        (Near(("c", "c"), 1), [2]),
        (Near(("c", "c"), 0), []),
        (Near(("c", "b"), 0), [1, 2, 3]),
        (Near((), 3), []),
        (Wildcard("*"), [0, 1, 2, 3, 4]),
        (Wildcard("?"), [0, 1, 2, 3, 4]),
        (Wildcard("?b*"), []),
        (Fuzzy("x", 1), [0, 1, 2, 3, 4]),
        (Fuzzy("bx", 1), [1, 3]),
    ],
)
def test_a_leaf_occurs_where_it_starts(leaf: Leaf, positions: list[int]) -> None:
    assert starts(leaf, ["a", "b", "c", "b", "c"]) == positions


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("", "ab", 2),
        ("kiev", "kyiv", 2),
        ("abcd", "abdc", 1),
        ("ca", "abc", 3),
        ("same", "same", 0),
    ],
)
def test_edits_are_counted_by_optimal_string_alignment(one: str, other: str, edits: int) -> None:
    assert edits_between(one, other) == edits_between(other, one) == edits


def test_a_notice_comes_with_partial_matches_only() -> None:
    assert REFEREE.search(Query("missile drone")).notices
    assert not REFEREE.search(Query("missile talks")).notices
    assert not REFEREE.search(Query("missile", (Filter("source", ("nobody",)),))).notices


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ([Filter("date", ("2025",))], ["a"]),
        ([Filter("date", ("2024-12", "2025-01-13"))], ["a", "b"]),
        ([Filter("date", ("none",), exclude=True)], ["a", "b"]),
        ([Filter("source", ("the kyiv  INDEPENDENT",))], ["a"]),
        ([Filter("source", ("none", "ukrinform"))], ["b", "c"]),
        ([Filter("source", ("none",)), Filter("source", ("ukrinform",))], ["b", "c"]),
        ([Filter("people", ("umerov",))], ["a"]),
        ([Filter("people", ("john healey",)), Filter("date", ("2024",))], ["b"]),
        ([Filter("people", ("john healey",)), Filter("people", ("umerov",), True)], ["b"]),
        ([Filter("authors", ("ana nunez",), exclude=True)], ["b", "c"]),
    ],
)
def test_filters_narrow_by_facet(filters: list[Filter], ids: list[str]) -> None:
    assert matching_ids("", *filters) == ids


def test_since_and_until_are_inclusive_and_need_a_date() -> None:
    both = Query(since=date(2024, 12, 30), until=date(2025, 1, 13))
    assert REFEREE.search(both).total == 2
    assert REFEREE.search(Query(since=date(2024, 12, 31))).total == 1
    assert REFEREE.search(Query(until=date(2025, 1, 12))).total == 1


@pytest.mark.parametrize(
    ("interval", "values"),
    [
        ("year", ["2024", "2025", "none"]),
        ("month", ["2024-12", "2025-01", "none"]),
        ("week", ["2025-W01", "2025-W03", "none"]),
        ("day", ["2024-12-30", "2025-01-13", "none"]),
    ],
)
def test_days_are_counted_by_interval(interval: str, values: list[str]) -> None:
    results = REFEREE.search(Query(interval=interval))  # type: ignore[arg-type]
    assert [row.value for row in results.facets["date"]] == values


def test_a_facet_is_counted_without_its_own_including_filters() -> None:
    filters = (
        Filter("people", ("john healey", "umerov")),
        Filter("date", ("2025", "2024-12")),
        Filter("source", ("none",), exclude=True),
    )
    facets = REFEREE.search(Query(filters=filters, facets=("people", "date", "source"))).facets
    assert facets["people"] == (
        FacetCount("John Healey", 2, selected=True),
        FacetCount("Rustem Umerov", 1, selected=True),
    )
    assert facets["date"] == (
        FacetCount("2024-12", 1, selected=True),
        FacetCount("2025", 1, selected=True),
        FacetCount("2025-01", 1),
    )
    assert facets["source"] == (
        FacetCount("The Kyiv Independent", 1),
        FacetCount("Ukrinform", 1),
        FacetCount("none", 0, excluded=True),
    )


def test_articles_without_a_value_count_last() -> None:
    assert REFEREE.search(Query(facets=("authors",))).facets["authors"] == (
        FacetCount("Ana Núñez", 1),
        FacetCount("none", 2),
    )


def test_a_score_is_inb2_over_title_and_body_together() -> None:
    # a: 2 x 1 in the title and 2 in the body, 2 x 3 + 10 tokens; b has 15 and c 2; 11 on average
    # log2(4 / 1.5) x (4 + 1) / 1 x t / (t + 1) where t = 4 x log2(1 + 11 / 16) = 3.019557
    by_words = 5.314994
    # in the headline, at the start and alone in a window: .25 + .15 + .15 of log2(4 / 1.5) x 5
    assert scores("drone") == {"a": pytest.approx(by_words + 3.891353, abs=2e-6)}


def test_names_and_excluded_words_score_nothing() -> None:
    assert scores("person:healey -missile") == {"a": 0.0}


def test_a_word_typed_twice_counts_twice() -> None:
    assert scores("drone drone")["a"] == pytest.approx(2 * 9.206347, abs=2e-6)


def test_order_is_by_score_then_by_id_or_by_day_with_the_undated_last() -> None:
    everything = {
        "relevance": ["a", "b", "c"],
        "newest": ["a", "b", "c"],
        "oldest": ["b", "a", "c"],
    }
    for sort, ids in everything.items():
        hits = REFEREE.search(Query(sort=sort)).hits  # type: ignore[arg-type]
        assert [hit.article.id for hit in hits] == ids
    assert [hit.article.id for hit in REFEREE.search(Query(limit=1, offset=1)).hits] == ["b"]


# The random queries


def test_random_queries_are_the_same_every_time() -> None:
    articles = wikinews()
    assert list(random_queries(articles, 7, 40)) == list(random_queries(articles, 7, 40))
    assert list(random_queries(articles, 7, 40)) != list(random_queries(articles, 8, 40))


def test_random_queries_have_every_kind_of_node() -> None:
    trees = [tree_of(query) for query in random_queries(wikinews(), 20200315)]
    nodes = [node for tree in trees for node in subtree(tree)]
    assert {type(node) for node in nodes} == {
        *(Word, Phrase, Near, Wildcard, Fuzzy),
        *(DateRange, Missing, And, Or, Not, MinimumMatch, MatchAll),
    }
    zones = {zone for tree in trees for leaf in leaves(tree) for zone in leaf.zones}
    assert zones == set(schema.ZONES)


def tree_of(query: Query) -> Node:
    assert query.today
    tree = parse(query.text, query.today)
    return analyze(tree)


def subtree(node: Node) -> list[Node]:
    """Return the node and all nodes below it."""
    match node:
        case And(parts) | Or(parts) | MinimumMatch(parts):
            return [node, *(one for part in parts for one in subtree(part))]
        case Not(part):
            return [node, *subtree(part)]
        case _:
            return [node]
