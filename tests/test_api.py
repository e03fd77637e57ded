"""`from search import open_index`: the archive as Python programs use it."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from support.indexes import publish

import search
from search import Index, Query, open_index
from search.article import Article
from search.errors import BadQuery, NoArticle, NoIndex
from search.query import Filter


@pytest.fixture
def index(tmp_path: Path, three: tuple[Article, ...]) -> Iterator[Index]:
    """The three small articles."""
    publish(three, tmp_path)
    with open_index(tmp_path) as index:
        yield index


def ids(results: search.Results) -> list[str]:
    return [hit.id for hit in results.hits]


def test_a_search_takes_words_and_filters(index: Index) -> None:
    assert ids(index.search("bridge")) == ["a.txt", "c.txt", "b.txt"]
    assert ids(index.search("bridge", source="daily ledger")) == ["b.txt"]
    assert ids(index.search("bridge", source=["Daily Ledger", "none"])) == ["c.txt", "b.txt"]
    assert ids(index.search(person="Piotr Lis")) == ["b.txt"]
    assert ids(index.search(author="Jan Novak")) == ["a.txt"]
    assert ids(index.search(filters=[Filter("people", ("Piotr Lis",), exclude=True)])) == [
        "a.txt",
        "c.txt",
    ]


def test_days_are_dates_or_written_as_on_the_command_line(index: Index) -> None:
    assert ids(index.search(since="2025")) == ["b.txt"]
    assert ids(index.search(until="2024-12")) == ["a.txt"]
    assert ids(index.search(since=date(2024, 12, 18), until="2025", sort="newest")) == [
        "b.txt",
        "a.txt",
    ]
    with pytest.raises(BadQuery, match="cannot read '2025-13' at column 1"):
        index.search(since="2025-13")


def test_a_query_is_the_request_of_the_command_line(index: Index) -> None:
    asked = Query("bridge", limit=1, offset=1, sort="relevance")
    found = index.search(asked)
    assert found.query is asked
    assert (found.total, ids(found)) == (3, ["c.txt"])


def test_pages_and_orders_are_as_asked(index: Index) -> None:
    assert ids(index.search("bridge", limit=1, offset=1)) == ["c.txt"]
    assert ids(index.search("bridge", sort="oldest")) == ["a.txt", "b.txt", "c.txt"]


def test_an_article_is_had_by_its_id_or_a_part_of_it(index: Index) -> None:
    assert index.get("a.txt").title == "Bridge falls"
    assert index.find("b.").source == "Daily Ledger"
    with pytest.raises(NoArticle):
        index.get("a")


def test_it_is_iterated_over_by_id(index: Index, three: tuple[Article, ...]) -> None:
    assert len(index) == 3
    assert list(index) == list(three)
    assert [article.id for article in index] == ["a.txt", "b.txt", "c.txt"]  # as often as wanted


def test_facets_count_all_matches(index: Index) -> None:
    assert {each.value: each.count for each in index.facets("river")["people"]} == {
        "Anna Kovalenko": 2,
        "Piotr Lis": 1,
    }
    assert [each.value for each in index.facets(by=["date"], interval="year")["date"]] == [
        "2024",
        "2025",
        "none",
    ]


def test_likes_are_narrowed_by_a_query(index: Index) -> None:
    assert ids(index.like("a.txt")) == ["b.txt", "c.txt"]
    assert ids(index.like("a.txt", "town")) == ["b.txt"]
    assert ids(index.like("a.txt", Query("", (Filter("source", ("none",)),)))) == ["c.txt"]


def test_stats_tell_what_it_holds(index: Index) -> None:
    assert (index.stats().articles, index.stats().last) == (3, date(2025, 1, 13))


def test_without_an_index_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match="build one with 'search index seeds/"):
        open_index(tmp_path / "none")


def test_importing_the_package_loads_no_library_but_the_standard_one() -> None:
    code = (
        "import sys; import search; search.__version__;"
        "print(sorted({'click', 'whoosh', 'numpy', 'dataclasses'} & sys.modules.keys()))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert ran.stdout == "[]\n"


def test_opening_an_index_loads_neither_click_nor_numpy(index: Index) -> None:
    code = (
        "import sys; from search import open_index;"
        "index = open_index(sys.argv[1]); index.search('bridge').hits[0].article; list(index);"
        "print([n for n in ('click', 'rich', 'whoosh', 'numpy', 'bs4') if n in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(index.folder)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert ran.stdout == "[]\n"


def test_every_name_the_package_offers_is_there() -> None:
    assert all(getattr(search, name) for name in search.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = search.nothing
