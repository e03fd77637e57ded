"""Copies of one story: the best is a hit that names the others; facets can count stories."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from search.cli import main
from search.engines import whoosh
from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.searching.kernel import KERNELS
from search.indexing import build
from search.query import Filter, Query

WIRE = (
    "The ferry Aurora ran aground off the island of Hestness early on {day} with 312 people on "
    "board, the coast guard said. Nobody was hurt. Captain Maria Lund told reporters that the "
    "steering had failed 4 minutes before the ship struck the rocks.\n\nRescue boats from 3 "
    "harbours took the passengers ashore within 90 minutes. The ferry, built in 1998, carries cars "
    "and lorries between Hestness and the mainland 6 times a day. The owner, Nordline, said that "
    "its 2 other ships would take over the crossings until the Aurora is repaired.\n\nThe accident "
    "commission of the ministry of transport sent a team of 5 to the island. Its head, Jonas Berg, "
    "said a first report could be expected in 30 days."
)
STRIKE = (
    "Ferry crews of Nordline voted on Friday for a strike of 2 days in a dispute over pay, the "
    "union said. Crossings to 14 islands would stop from Monday on. The union asks for 7 percent "
    "more, the company offers 3. Talks led by the mediator Astrid Holm broke down on Wednesday "
    "night after 11 hours.\n\nShops on the islands said they had food for 8 days. The ministry of "
    "transport hired 4 helicopters for the sick and for mail."
)
PAGES = {
    "herald.txt": ("Herald", "2024-05-03", "Ferry runs aground", WIRE.format(day="Thursday")),
    "courier.txt": ("Courier", "2024-05-02", "Ferry aground", WIRE.format(day="Thursday")),
    "post.txt": ("Post", "2024-05-04", "Ferry Aurora on rocks", WIRE.format(day="Thursday")[:600]),
    "strike.txt": ("Herald", "2024-06-01", "Ferry strike", STRIKE),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ferries")
    pages = folder / "pages"
    pages.mkdir()
    rows = [
        f"---\ntitle: {title}\nsource: {source}\ndate: {day}\n---\n\n{text}\n"
        for source, day, title, text in PAGES.values()
    ]
    for name, row in zip(PAGES, rows, strict=True):
        (pages / name).with_suffix(".md").write_text(row, encoding="utf-8")
    build([pages], folder / "index")
    return folder / "index"


@pytest.fixture(params=list(KERNELS))
def engine(index: Path, request: pytest.FixtureRequest) -> WhooshEngine:
    return whoosh.open_engine(index / "whoosh", kernel=request.param)


def ids(engine: WhooshEngine, query: Query) -> list[str]:
    return [hit.article.id.split("/")[-1] for hit in engine.search(query).hits]


def test_one_hit_stands_for_a_story_and_names_the_others(engine: WhooshEngine) -> None:
    results = engine.search(Query("ferry"))
    assert results.total == 4
    assert not results.more
    assert [len(hit.copies) for hit in results.hits] == [2, 0] or [
        len(hit.copies) for hit in results.hits
    ] == [0, 2]
    (with_copies,) = [hit for hit in results.hits if hit.copies]
    others = {(copy.source, copy.day) for copy in with_copies.copies}
    assert others | {(with_copies.article.source, str(with_copies.article.date))} == {
        ("Herald", "2024-05-03"),
        ("Courier", "2024-05-02"),
        ("Post", "2024-05-04"),
    }


def test_all_shows_every_copy(engine: WhooshEngine) -> None:
    results = engine.search(Query("ferry", copies=True))
    assert len(results.hits) == 4
    assert all(hit.copies == () for hit in results.hits)


def test_only_copies_that_match_are_named(engine: WhooshEngine) -> None:
    query = Query("aground", (Filter("source", ("Post", "Courier")),))
    (hit,) = engine.search(query).hits
    assert {hit.article.source, *(copy.source for copy in hit.copies)} == {"Post", "Courier"}


def test_of_copies_with_equal_scores_the_oldest_is_shown(engine: WhooshEngine) -> None:
    (hit,) = engine.search(Query("", (Filter("date", ("2024-05",)),))).hits
    assert hit.article.date == date(2024, 5, 2)
    assert len(hit.copies) == 2


def test_by_day_a_story_has_the_rank_of_its_first_copy(engine: WhooshEngine) -> None:
    assert ids(engine, Query("ferry", sort="newest")) == ["strike.md", "post.md"]
    assert ids(engine, Query("ferry", sort="oldest")) == ["courier.md", "strike.md"]


def test_pages_are_of_stories(engine: WhooshEngine) -> None:
    first = engine.search(Query("ferry", limit=1))
    second = engine.search(Query("ferry", limit=1, offset=1))
    assert first.more
    assert not second.more
    assert first.hits[0].article.id != second.hits[0].article.id
    assert engine.search(Query("ferry", limit=1, offset=2)).hits == ()


def test_facets_count_articles_or_on_request_stories(engine: WhooshEngine) -> None:
    def counts(query: Query) -> dict[str, dict[str, int]]:
        tables = engine.search(query).facets
        return {facet: {each.value: each.count for each in tables[facet]} for facet in tables}

    articles = counts(Query("ferry", facets=("source", "date")))
    stories = counts(Query("ferry", facets=("source", "date"), by_story=True))
    assert articles["source"] == {"Herald": 2, "Courier": 1, "Post": 1}
    assert articles["date"] == {"2024-05": 3, "2024-06": 1}
    assert stories["source"] == {"Herald": 2, "Courier": 1, "Post": 1}
    assert stories["date"] == {"2024-05": 1, "2024-06": 1}
    assert engine.search(Query("ferry", by_story=True)).stories == 2
    assert engine.search(Query("ferry")).stories is None


def test_people_are_counted_by_story_too(engine: WhooshEngine) -> None:
    def people(by_story: bool) -> Counter[str]:
        table = engine.search(Query(facets=("people",), by_story=by_story)).facets["people"]
        return Counter({each.value: each.count for each in table})

    assert people(by_story=False)["Maria Lund"] == 3
    assert people(by_story=True)["Maria Lund"] == 1
    assert people(by_story=True)["Astrid Holm"] == 1


def test_the_command_line_names_the_copies_it_collapses(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--index", str(index), "--output", "text"]
    assert main(["query", "aground", *asked]) == 0
    out, _ = capsys.readouterr()
    assert "  2 more: " in out
    assert main(["query", "aground", "--all", *asked]) == 0
    out, _ = capsys.readouterr()
    assert " more: " not in out
    assert main(["facets", "--by", "date", "--by-story", "--index", str(index)]) == 0
    out, _ = capsys.readouterr()
    assert out.splitlines() == [
        "date\t2024-05\t1\tfalse\tfalse",
        "date\t2024-06\t1\tfalse\tfalse",
    ]
