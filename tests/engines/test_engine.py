"""The contract of every engine."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from support.indexes import EngineOf, publish

from search.article import Article, Person
from search.engines import ENGINES, open_engine
from search.engines.base import Engine
from search.errors import BadQuery, NoArticle, NoEngine
from search.identities import Identities, Period, Variant
from search.query import HEADLINE, IN_ORDER, LEAD, TOGETHER, FacetCount, Filter, Query


@pytest.fixture(scope="module", params=list(ENGINES))
def engine(
    request: pytest.FixtureRequest,
    engine_of: EngineOf,
    three: tuple[Article, ...],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Engine]:
    yield engine_of(three, tmp_path_factory.mktemp("three"), name=request.param)


def found(engine: Engine, text: str, **request: object) -> list[str]:
    results = engine.search(Query(text, **request))  # type: ignore[arg-type]
    assert results.total >= len(results.hits)
    return [hit.article.id for hit in results.hits]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("bridge", ["a.txt", "c.txt", "b.txt"]),
        ("bridges", ["a.txt", "c.txt", "b.txt"]),
        ("=bridges", ["c.txt"]),
        ("river bridge", ["b.txt", "a.txt"]),
        ('"bridge held"', ["b.txt"]),
        ('"held bridge"', []),
        ('"town river"~9', ["b.txt"]),
        ('"town river"~>9', []),
        ("title:bridge", ["a.txt"]),
        ("body:fell", ["a.txt"]),
        ("fell OR air", ["c.txt", "a.txt"]),
        ("bridge NOT town", ["a.txt", "c.txt"]),
        ("bridge -river", ["c.txt"]),
        ("-river", ["c.txt"]),
        ("NOT NOT river", ["b.txt", "a.txt"]),
        ("bri*", ["a.txt", "c.txt", "b.txt"]),
        ("?ridges", ["c.txt"]),
        ("brigde~", ["a.txt", "b.txt"]),
        ("person:kovalenko", ["a.txt", "b.txt"]),
        ('person:"Piotr Lis"', ["b.txt"]),
        ('person:"Kovalenko Anna"', []),
        ("source:harbour", ["a.txt"]),
        ("author:novak", ["a.txt"]),
        ("ferry", []),
        ("in:teasers ferry", ["a.txt"]),
        ("in:teasers bridge", []),
        ("date:2025", ["b.txt"]),
        ("date:2024-12-01..2025-01-12", ["a.txt"]),
        ("date:>2024-12-18", ["b.txt"]),
        ("date:none", ["c.txt"]),
        ("source:none", ["c.txt"]),
        ("", ["a.txt", "b.txt", "c.txt"]),
    ],
)
def test_a_query_finds_its_articles_best_first(engine: Engine, text: str, ids: list[str]) -> None:
    assert found(engine, text) == ids


def test_a_sentence_finds_its_article_though_no_article_has_every_word(engine: Engine) -> None:
    results = engine.search(Query("why did the old bridge collapse into the river"))
    assert results.hits[0].article.id == "a.txt"
    assert results.notices == (
        "no article has all of these words; shown are the best of those with some",
        "no article has collapse",
    )


def test_a_word_of_the_cut_text_alone_is_not_found_but_a_notice_names_it(engine: Engine) -> None:
    results = engine.search(Query("ferry"))
    assert results.total == 0
    assert results.notices == (
        "no article has ferry; the text cut from 1 has it: in:teasers ferry",
    )


def test_filters_narrow_without_scoring(engine: Engine) -> None:
    plain = {hit.article.id: hit.score for hit in engine.search(Query("bridge")).hits}
    narrowed = engine.search(Query("bridge", (Filter("source", ("daily ledger",)),)))
    assert [(hit.article.id, hit.score) for hit in narrowed.hits] == [("b.txt", plain["b.txt"])]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ([Filter("people", ("Anna Kovalenko",))], ["a.txt", "b.txt"]),
        ([Filter("people", ("kovalenko",))], ["a.txt"]),
        ([Filter("people", ("Piotr Lis", "none"))], ["b.txt", "c.txt"]),
        ([Filter("people", ("Piotr Lis",), exclude=True)], ["a.txt", "c.txt"]),
        ([Filter("date", ("2025-01",))], ["b.txt"]),
        ([Filter("date", ("2024", "2025"))], ["a.txt", "b.txt"]),
        ([Filter("date", ("2025-01-13",))], ["b.txt"]),
        ([Filter("date", ("2025-w03",))], ["b.txt"]),
        ([Filter("date", ("2025-0",))], []),
        ([Filter("source", ("none",), exclude=True)], ["a.txt", "b.txt"]),
        ([Filter("people", ("Anna Kovalenko",)), Filter("date", ("2024",))], ["a.txt"]),
    ],
)
def test_values_of_a_facet_are_or_and_facets_are_and(
    engine: Engine, filters: list[Filter], ids: list[str]
) -> None:
    assert found(engine, "", filters=tuple(filters)) == ids


def test_facets_count_all_matches_whatever_is_shown(engine: Engine) -> None:
    facets = engine.search(Query("bridge", limit=1)).facets
    assert facets["people"] == (
        FacetCount("Anna Kovalenko", 2),
        FacetCount("Piotr Lis", 1),
        FacetCount("none", 1),
    )
    assert facets["date"] == (
        FacetCount("2024-12", 1),
        FacetCount("2025-01", 1),
        FacetCount("none", 1),
    )


def test_a_value_called_none_is_a_value_and_a_repeated_one_counts_once(
    engine_of: EngineOf, three: tuple[Article, ...], tmp_path: Path
) -> None:
    articles = [replace(three[0], source="None", authors=("Ann", "Ann")), *three[1:]]
    engine = engine_of(articles, tmp_path)
    assert found(engine, "", filters=(Filter("source", ("none",)),)) == ["c.txt"]
    counted = engine.search(Query(facets=("authors",))).facets["authors"]
    assert counted == (FacetCount("Ann", 1), FacetCount("none", 2))


def test_a_facets_own_selection_does_not_shrink_its_counts(engine: Engine) -> None:
    facets = engine.search(Query("", (Filter("source", ("Daily Ledger",)),))).facets
    assert facets["source"] == (
        FacetCount("Daily Ledger", 1, selected=True),
        FacetCount("The Harbour Times", 1),
        FacetCount("none", 1),
    )
    assert facets["people"] == (FacetCount("Anna Kovalenko", 1), FacetCount("Piotr Lis", 1))


def test_since_and_until_are_inclusive_and_leave_the_undated_out(engine: Engine) -> None:
    assert found(engine, "", since=date(2024, 12, 18), until=date(2025, 1, 13)) == [
        "a.txt",
        "b.txt",
    ]
    assert found(engine, "", since=date(2024, 12, 19)) == ["b.txt"]


def test_newest_and_oldest_put_the_undated_last(engine: Engine) -> None:
    assert found(engine, "", sort="newest") == ["b.txt", "a.txt", "c.txt"]
    assert found(engine, "", sort="oldest") == ["a.txt", "b.txt", "c.txt"]


def test_limit_and_offset_cut_the_same_order(engine: Engine) -> None:
    assert found(engine, "bridge", limit=1, offset=1) == ["c.txt"]
    assert found(engine, "bridge", offset=5) == []


def test_a_filter_on_a_value_nobody_has_names_the_nearest(engine: Engine) -> None:
    results = engine.search(Query("bridge", (Filter("source", ("Daly Ledger",)),)))
    assert results.notices == (
        "the filters leave none of 3 matching articles",
        "no article has 'Daly Ledger' among its source; the nearest is 'Daily Ledger'",
        "without source 'Daly Ledger': 3 articles",
    )


def test_every_hit_has_the_parts_of_its_score(engine: Engine) -> None:
    hit = engine.search(Query("old bridge")).hits[0]
    assert [(share.clause, round(share.count, 3), share.articles) for share in hit.why] == [
        ("old", 1, 1),
        ("bridge", 3, 3),  # once in the title, which counts twice, once in the body
        (HEADLINE, 0.12, 0),
        (LEAD, 1.0, 0),
        (TOGETHER, 1.0, 0),
        (IN_ORDER, 0.25, 0),
    ]
    assert sum(share.score for share in hit.why) == pytest.approx(hit.score, abs=2e-6)


def test_a_part_of_a_score_has_zones_rarity_and_synonyms(
    engine: Engine,
) -> None:
    share, *signals = engine.search(Query("bridge")).hits[0].why
    assert {each.count for each in signals} == {1}
    assert (share.zones, share.also) == ((("title", 1.0), ("body", 1.0)), ())
    assert share.rarity == pytest.approx(0.193, abs=5e-4)  # log2(4 / 3.5): all three have it


def test_snippets_mark_what_matches(engine: Engine) -> None:
    (snippet,) = engine.search(Query('"the bridge held"')).hits[0].snippets
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["The bridge held"]


def test_an_article_comes_back_as_it_went_in(engine: Engine, three: tuple[Article, ...]) -> None:
    assert tuple(engine.get(article.id) for article in three) == three


@pytest.mark.parametrize("name", ["a.txt", "a.", "a"])
def test_an_article_is_found_by_any_unique_part_of_its_id(engine: Engine, name: str) -> None:
    assert engine.find(name).title == "Bridge falls"


def test_a_name_of_several_articles_lists_them(engine: Engine) -> None:
    with pytest.raises(NoArticle, match=r"3 articles go by '\.txt'; name one of them: a\.txt, b"):
        engine.find(".txt")


def test_an_article_that_is_not_there_is_an_error(engine: Engine) -> None:
    with pytest.raises(NoArticle, match="no article 'z'; find one with 'search query'"):
        engine.get("z")


def test_a_bad_query_is_refused_with_its_column(engine: Engine) -> None:
    with pytest.raises(BadQuery) as refused:
        engine.search(Query('flood "river'))
    assert str(refused.value) == (
        "cannot read 'flood \"river' at column 7; expected a closing quote"
    )


def test_stats_count_what_is_in_the_index(engine: Engine) -> None:
    stats = engine.stats()
    assert (stats.articles, stats.sources, stats.people, stats.undated) == (3, 2, 2, 1)
    assert (stats.first, stats.last) == (date(2024, 12, 18), date(2025, 1, 13))


def test_an_open_engine_answers_as_of_when_it_was_opened(
    engine_of: EngineOf, three: tuple[Article, ...], tmp_path: Path
) -> None:
    before = engine_of(three, tmp_path)
    publish([], tmp_path, removed=["b.txt"])
    assert found(before, "town") == ["b.txt"]
    assert found(open_engine(tmp_path), "town") == []


def test_a_changed_article_is_listed_once(three: Sequence[Article], tmp_path: Path) -> None:
    """Its old copy is deleted in a segment that still has its id."""
    articles = [replace(three[0], id=f"{number}.txt") for number in range(10)]
    publish(articles, tmp_path)
    publish([replace(articles[3], title="Bridge rebuilt")], tmp_path, ["7.txt"])
    engine = open_engine(tmp_path)
    listed = [each.id for each in engine.articles()]
    assert listed == [f"{number}.txt" for number in range(10) if number != 7]
    assert engine.stats().articles == len(listed)


def test_an_index_may_lose_all_its_articles(
    engine_of: EngineOf, three: tuple[Article, ...], tmp_path: Path
) -> None:
    engine_of(three, tmp_path)
    publish([], tmp_path, removed=[article.id for article in three])
    assert open_engine(tmp_path).search(Query("town")).total == 0
    publish(three[:1], tmp_path)
    assert open_engine(tmp_path).search(Query("")).total == 1


KNOWN = Identities(
    values={"Piotr Lis": "Peter Lis", "Anna Kovalenko": "Hanna Kovalenko"},
    periods={"Kovalenko": (Period("2024-01-01", "2024-12-31", "Anna Kowalski"),)},
    people={
        "Peter Lis": (Variant("Piotr Lis", 1, "spelling"),),
        "Hanna Kovalenko": (Variant("Anna Kovalenko", 2, "spelling"),),
    },
)


def test_people_are_one_value_for_facets_filters_queries_and_articles(
    engine_of: EngineOf, three: tuple[Article, ...], tmp_path: Path
) -> None:
    engine_of(three, tmp_path)
    publish([], tmp_path, known=KNOWN)
    engine = open_engine(tmp_path)
    assert engine.identities() == KNOWN
    counted = engine.search(Query(facets=("people",))).facets["people"]
    assert {count.value: count.count for count in counted} == {
        "Hanna Kovalenko": 2,
        "Peter Lis": 1,
        "none": 1,
    }
    for text in ("person:hanna", 'person:"anna kovalenko"', "person:han*", "person:hannah~"):
        assert sorted(found(engine, text)) == ["a.txt", "b.txt"], text
    assert found(engine, "person:peter") == found(engine, "person:piotr") == ["b.txt"]
    assert found(engine, "", filters=(Filter("people", ("piotr lis",)),)) == ["b.txt"]
    assert engine.get("a.txt").people == (
        Person("Hanna Kovalenko", ("Anna Kovalenko", "Kovalenko")),
    )
    assert engine.stats().people == 2


def test_a_name_alone_means_somebody_on_some_days_and_a_hidden_one_nobody(
    engine_of: EngineOf, tmp_path: Path
) -> None:
    days = (date(2024, 5, 5), date(2025, 5, 5), None)
    people = (Person("Kovalenko", (), True), Person("Storm Shadow"))
    articles = [
        Article(f"{n}.txt", "", "It rained.", date=day, people=people) for n, day in enumerate(days)
    ]
    engine_of(articles, tmp_path)
    known = replace(KNOWN, values={**KNOWN.values, "Storm Shadow": ""})
    publish([], tmp_path, known=known)
    engine = open_engine(tmp_path)
    assert found(engine, "person:anna") == found(engine, "quoted:kowalski") == ["0.txt"]
    assert sorted(found(engine, "person:kovalenko")) == ["0.txt", "1.txt", "2.txt"]
    assert found(engine, "person:shadow") == []
    quoted = engine.search(Query(facets=("quoted",))).facets["quoted"]
    assert quoted == (FacetCount("Kovalenko", 2), FacetCount("Anna Kowalski", 1))


def test_who_is_quoted_is_a_facet_and_a_field(
    engine_of: EngineOf, three: tuple[Article, ...], tmp_path: Path
) -> None:
    people = (Person("Anna Kovalenko", ("Kovalenko",), quoted=True), Person("Piotr Lis"))
    engine = engine_of([replace(three[0], people=people), *three[1:]], tmp_path)
    assert found(engine, "quoted:kovalenko") == ["a.txt"]
    assert found(engine, "quoted:lis") == []
    assert found(engine, "", filters=(Filter("quoted", ("Kovalenko",)),)) == ["a.txt"]
    assert sorted(found(engine, "quoted:none")) == ["b.txt", "c.txt"]


def test_an_empty_index_answers(engine_of: EngineOf, tmp_path: Path) -> None:
    empty = engine_of((), tmp_path)
    assert found(empty, "bridge") == []
    assert empty.stats().articles == 0


def test_an_unknown_engine_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(NoEngine, match="no engine 'lucene'; use one of: whoosh"):
        open_engine(tmp_path, "lucene")
