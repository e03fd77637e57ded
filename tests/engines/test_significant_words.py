"""`search facets --by words`: the words that matches have more often than other articles."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from math import log
from pathlib import Path

import pytest
from support.indexes import publish
from support.random_queries import wikinews

from search.analysis import tokens
from search.article import Article
from search.cli import main
from search.engines import whoosh
from search.engines.significant_words import SAMPLE, significance
from search.query import FacetCount, Filter, Query

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Wikinews articles in two segments, with an article that was removed again."""
    folder = tmp_path_factory.mktemp("words")
    articles = [replace(each, catalogue={}) for each in wikinews()]
    publish([*articles[:250], replace(articles[0], id="gone.txt")], folder)
    publish(articles[250:], folder, ["gone.txt"])
    return folder


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command over the articles, and its exit status and outputs."""

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main(["facets", *arguments, "--by", "words", "--index", str(folder)])
        return status, *capsys.readouterr()

    return call


def words(folder: Path, text: str, kernel: str = "", **request: object) -> tuple[FacetCount, ...]:
    asked = Query(text, limit=0, facets=("words",), **request)  # type: ignore[arg-type]
    return whoosh.open_engine(folder / "whoosh", kernel=kernel).search(asked).facets["words"]


def test_the_words_show_what_the_matches_are_about(folder: Path) -> None:
    found = [count.value for count in words(folder, "brexit")]
    assert found[:4] == ["EU", "UK", "Kingdom", "Parliament"] or {"EU", "UK"} < set(found[:4])
    assert {"Boris", "European", "referendum"} < set(found)


@pytest.mark.parametrize("text", ["brexit", "police", '"prime minister"', "date:2020"])
def test_counts_are_articles_here_and_everywhere(folder: Path, text: str) -> None:
    engine = whoosh.open_engine(folder / "whoosh")
    matching = {hit.id for hit in engine.search(Query(text, limit=400)).hits}
    stems_by_id = {
        article.id: {t.stem for text in (article.title, article.body) for t in tokens(text)}
        for article in wikinews()
    }
    for count in words(folder, text)[:15]:
        (stem,) = {token.stem for token in tokens(count.value)}
        with_stem = {id for id, stems in stems_by_id.items() if stem in stems}
        assert (count.count, count.everywhere) == (len(with_stem & matching), len(with_stem))


def test_stop_words_digits_and_the_words_of_the_query_are_left_out(folder: Path) -> None:
    found = {count.value.lower() for count in words(folder, "coronavirus pandemic")}
    assert found
    assert not found & {"the", "of", "its", "coronavirus", "pandemic", "pandemics"}
    assert not any(word.isdigit() for word in found)


def test_a_word_is_shown_as_it_is_most_often_written(tmp_path: Path) -> None:
    texts = [
        "Two drones flew.",
        "The drones fell.",
        "A drone of Ukraine",
        "Drones and Ukraine’s war",
    ]
    others = [Article(f"other{n}", "", "Nothing happened in town today.") for n in range(100)]
    about_kyiv = [Article(f"a{n}", "", f"Kyiv. {text}") for n, text in enumerate(texts)]
    publish([*about_kyiv, *others], tmp_path)
    assert [(each.value, each.count) for each in words(tmp_path, "kyiv")] == [
        ("drones", 4),
        ("Ukraine", 2),
    ]


@pytest.mark.parametrize("text", ["brexit", "police", "election trump", "person:Donald"])
def test_both_kernels_find_the_same(folder: Path, text: str) -> None:
    assert words(folder, text, "plain") == words(folder, text, "arrays")


def test_filters_narrow_the_matches(folder: Path) -> None:
    some = words(folder, "", filters=(Filter("date", ("2020-10",)),), until=date(2020, 10, 30))
    assert {"Armenia", "Azerbaijan"} < {count.value for count in some[:10]}


def test_where_every_article_matches_there_is_nothing_to_compare(run: Run) -> None:
    status, out, err = run("-o", "tsv")
    assert (status, out) == (0, "")
    assert err == ("note: every article matches: there are no others to compare their words with\n")


def test_of_very_many_matches_some_are_read_and_all_are_counted(tmp_path: Path) -> None:
    many = [Article(f"m{n:04}", "", f"Storm warning number {n}, heavy rain.") for n in range(900)]
    others = [Article(f"o{n:04}", "", f"Quiet day number {n}.") for n in range(300)]
    publish([*many, *others], tmp_path)
    engine = whoosh.open_engine(tmp_path / "whoosh")
    found = engine.search(Query("storm", limit=0, facets=("words",)))
    assert SAMPLE == 400
    assert found.notices == ("words were looked for in 400 of 900 matches, and counted in all",)
    assert [(each.value, each.count, each.everywhere) for each in found.facets["words"]] == [
        ("heavy", 900, 900),
        ("rain", 900, 900),
        ("warning", 900, 900),
    ]


def test_each_format_has_both_counts(run: Run) -> None:
    assert run("brexit", "--limit", "1", "-o", "tsv")[1] == "words\tEU\t5\tfalse\tfalse\t7\n"
    assert run("brexit", "--limit", "1", "-o", "csv")[1].splitlines() == [
        "facet,value,count,selected,excluded,everywhere",
        "words,EU,5,false,false,7",
    ]
    found = json.loads(run("brexit", "--limit", "1", "-o", "json")[1])
    assert found["facets"] == {
        "words": [
            {"value": "EU", "count": 5, "selected": False, "excluded": False, "everywhere": 7}
        ]
    }
    text = run("brexit", "--limit", "1", "-o", "text")[1].split()
    assert text == ["words", "EU", "5", "of", "7", "█" * 20]


def test_other_facets_are_counted_along_with_the_words(folder: Path) -> None:
    engine = whoosh.open_engine(folder / "whoosh")
    facets = engine.search(Query("brexit", limit=0, facets=("source", "words", "date"))).facets
    plain = engine.search(Query("brexit", limit=0, facets=("source", "date"))).facets
    assert list(facets) == ["source", "words", "date"]
    assert (facets["source"], facets["date"]) == (plain["source"], plain["date"])


def test_significance_is_dunnings_ratio() -> None:
    # 10 of 10 have it, and none of 90 others: 2 * (10 ln(100/10) + 90 ln(100/90))
    assert significance(10, 10, 10, 100) == pytest.approx(2 * (10 * log(10) + 90 * log(10 / 9)))
    assert significance(5, 10, 50, 100) == pytest.approx(0)
    assert significance(1, 10, 50, 100) < 0 < significance(9, 10, 50, 100)
