"""No count lies: a facet value has as many articles as the filter by it finds.

At full size, over all values and over files of your own:

    TRUST_VALUES=all TRUST_FILES=a.jsonl:b.jsonl.gz pytest tests/test_trust.py
"""

import csv
import importlib.util
import json
import os
import re
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from support.indexes import publish

from search.article import Article, Person
from search.cli.main import main
from search.engines import open_engine
from search.query import FacetCount, Filter, Query

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
VALUES = os.environ.get("TRUST_VALUES", "150")  # of each facet, the most frequent first
FILES = [Path(each) for each in os.environ.get("TRUST_FILES", "").split(os.pathsep) if each]


@pytest.fixture
def trust(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    spec = importlib.util.spec_from_file_location("trust", BENCHMARKS / "trust.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "trust", module)
    spec.loader.exec_module(module)
    return module


def test_every_facet_value_has_the_count_of_its_filter(trust: ModuleType, tmp_path: Path) -> None:
    engine = trust.build_index(FILES or [trust.WIKINEWS], tmp_path)
    most = None if VALUES == "all" else int(VALUES)
    rows = list(trust.facet_rows(engine, "articles", most))
    assert [row.figure for row in rows if row.value] == []
    assert len(rows) >= 8


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an index in which the names Obama and Brown are several people's."""

    def article(name: str, source: str, day: str, *people: Person) -> Article:
        return Article(name, name, "A text.", date.fromisoformat(day), source, people=people)

    obama, brown = Person("Barack Obama", ("Obama",), quoted=True), Person("Gordon Brown")
    publish(
        [
            article("a", "BBC", "2024-01-03", obama),
            article("b", "BBC", "2024-01-09", obama, brown),
            article("c", "bbc", "2024-02-01", Person("Obama")),
            article("d", "The Herald", "2025-02-01", brown, Person("Michelle Obama")),
            article("e", "", "2025-02-01"),
        ],
        tmp_path / "index",
    )
    return tmp_path / "index"


@pytest.mark.parametrize(
    ("filter", "ids"),
    [
        (Filter("people", ("Obama",)), ["c"]),
        (Filter("people", ("obama",)), ["c"]),
        (Filter("people", ("Obama",), exclude=True), ["a", "b", "d", "e"]),
        (Filter("people", ("Obama",), loose=True), ["a", "b", "c"]),
        (Filter("quoted", ("Obama",)), ["a", "b"]),  # it is no value there, but a name
        (Filter("source", ("bbc",)), ["c"]),
        (Filter("source", ("BBC",)), ["a", "b"]),
        (Filter("source", ("Bbc",)), ["a", "b", "c"]),
        (Filter("source", ("BBC",), loose=True), ["a", "b", "c"]),
    ],
)
def test_a_filter_by_a_value_finds_what_the_value_counts(
    folder: Path, filter: Filter, ids: list[str]
) -> None:
    results = open_engine(folder).search(Query(filters=(filter,)))
    assert sorted(hit.id for hit in results.hits) == ids


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        (
            Query(filters=(Filter("people", ("Obama",), loose=True),)),
            "'Obama' stands for 'Barack Obama' in 2 articles; "
            "also 1 article that names only 'Obama'",
        ),
        (
            Query("person:obama"),
            "person:obama stands for 'Barack Obama' in 2 articles, 'Michelle Obama' in 1 article; "
            "also 1 article that names only 'Obama'",
        ),
        (
            Query(filters=(Filter("source", ("bbc",), loose=True),)),
            "'bbc' stands for 'BBC' in 2 articles, 'bbc' in 1 article",
        ),
        (Query(filters=(Filter("people", ("Obama",)),)), ""),
        (Query(filters=(Filter("people", ("gordon brown",), loose=True),)), ""),
        (Query("person:brown"), ""),
    ],
)
def test_a_loose_name_says_whom_it_stands_for(folder: Path, query: Query, notice: str) -> None:
    assert open_engine(folder).search(query).notices == ((notice,) if notice else ())


@pytest.mark.parametrize("output", ["text", "tsv", "csv", "json", "jsonl"])
def test_what_a_filter_names_is_listed_and_marked_in_every_format(
    folder: Path, output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("-f", "source=The Herald", "-f", "source!=bbc", "-f", "date=2024", "--limit", "1")
    main(["facets", *asked, "--by", "source,date", "-o", output, "--index", str(folder)])
    assert listed(capsys.readouterr().out, output) == [
        ("BBC", 2, False, False),
        ("bbc", 1, False, True),
        ("The Herald", 0, True, False),
        ("2024", 0, True, False),
        ("2025-02", 1, False, False),
    ]


def listed(text: str, output: str) -> list[tuple[str, int, bool, bool]]:
    """Return value, count and marks of each row."""
    match output:
        case "json":
            rows = [row for rows in json.loads(text)["facets"].values() for row in rows]
        case "jsonl":
            rows = list(map(json.loads, text.splitlines()))
        case "csv":
            rows = list(csv.DictReader(text.splitlines()))
        case "tsv":
            names = ("facet", "value", "count", "selected", "excluded")
            rows = [dict(zip(names, line.split("\t"), strict=True)) for line in text.splitlines()]
        case _:
            pattern = re.compile(r"([ *-]) (\S.*?)  +(\d+)")
            found = [each for line in text.splitlines() if (each := pattern.match(line))]
            rows = [
                {"value": m[2], "count": m[3], "selected": m[1] == "*", "excluded": m[1] == "-"}
                for m in found
            ]
    truths = (True, "true")
    return [
        (row["value"], int(row["count"]), row["selected"] in truths, row["excluded"] in truths)
        for row in rows
    ]


def test_the_counts_of_the_hits_list_what_a_filter_names(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("--facets", "-o", "text", "-f", "source=bbc", "--index", str(folder))
    assert main(["query", *asked]) == 0
    assert "* bbc" in capsys.readouterr().out


def test_none_is_a_value(folder: Path) -> None:
    results = open_engine(folder).search(
        Query(filters=(Filter("people", ("none",)), Filter("source", ("BBC",))), facets=("people",))
    )
    assert results.total == 0
    assert FacetCount("none", 0, selected=True) in results.facets["people"]
