"""`search stats`: what the archive contains."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support.indexes import publish
from support.random_queries import wikinews

from search.article import Article
from search.cli import main
from search.engines import open_engine
from search.engines.base import WordCounts
from search.indexing import build

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs the command and returns its exit status and outputs."""

    def call(index: Path, *arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main(["stats", "--index", str(index), *arguments])
        return status, *capsys.readouterr()

    return call


def test_it_shows_what_there_is_and_what_was_cut(run: Run, seeds_index: Path) -> None:
    status, out, _ = run(seeds_index)
    assert status == 0
    assert out.splitlines()[:4] == [
        "articles  2",
        "days      2024-12-18 to 2025-01-13, 27 in all",
        "undated   0",
        "untitled  1 (50.0%)",
    ]
    assert "  MENAFN - UkrinForm    1  " in out
    assert [line.split()[:-1] for line in out.splitlines() if "2024-12-18  " in line] == [
        ["2024-12-18", "1"]
    ]
    assert "  … 25 days   0" in out.splitlines()
    assert "share of words cut, in percent" in out


def test_words_are_counted_by_source(tmp_path: Path, three: tuple[Article, ...]) -> None:
    publish(three, tmp_path)
    publish([], tmp_path, ["b.txt"])
    assert open_engine(tmp_path).word_counts() == {
        "none": WordCounts(kept=5, cut=0),
        "The Harbour Times": WordCounts(kept=15, cut=4),
    }


def test_what_was_skipped_is_counted_and_reported(
    run: Run, tmp_path: Path, own_seeds: Path
) -> None:
    (own_seeds / "empty.txt").write_bytes(b"")
    build([own_seeds], tmp_path / "index")
    assert "skipped   1" in run(tmp_path / "index")[1].splitlines()
    record = json.loads(run(tmp_path / "index", "-o", "json")[1])
    assert [skip["path"] for skip in record["skipped"]] == ["seeds/empty.txt"]
    assert record["skipped"][0]["reason"]


def test_json_holds_every_source_and_person(run: Run, tmp_path: Path) -> None:
    publish(wikinews(), tmp_path)
    record = json.loads(run(tmp_path, "-o", "json", "--limit", "1")[1])
    assert [record[name] for name in ("articles", "first", "last", "undated", "sources")] == [
        300, "2019-01-04", "2021-03-05", 28, 5,
    ]  # fmt: skip
    assert [each["source"] for each in record["by_source"]] == [
        "none", "Agence Côte-Presse", "Daily Ledger", "El País del Norte", "Morning Ledger",
        "The Harbour Courier",
    ]  # fmt: skip
    counted = sum(each["articles"] for each in record["by_source"])
    assert (counted, record["cancelled"]) == (267, 33)  # which no answer has
    assert len(record["by_person"]) == record["people"] > 1000
    assert (record["interval"], record["dates"][0]) == ("month", {"value": "2019-01", "count": 16})
    cut = next(each for each in record["by_source"] if each["source"] == "Morning Ledger")
    assert cut["share_cut"] == pytest.approx(
        cut["words_cut"] / (cut["words_cut"] + cut["words_kept"]), abs=1e-4
    )


def test_an_empty_archive_is_no_fault(run: Run, tmp_path: Path) -> None:
    publish([], tmp_path)
    status, out, _ = run(tmp_path)
    assert (status, out.splitlines()[0]) == (0, "articles  0")


def test_a_higher_limit_lists_more(run: Run, tmp_path: Path) -> None:
    publish(wikinews(), tmp_path)
    few, many = (run(tmp_path, "--limit", top)[1] for top in ("2", "40"))
    assert len(many.splitlines()) > len(few.splitlines()) + 30
