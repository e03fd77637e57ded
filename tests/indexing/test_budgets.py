"""Builds with a document that takes too much: it is named, and everything else is indexed."""

import json
from pathlib import Path

import pytest
from support.containers import MAKERS
from support.processes import posix_alone

from search.article import Skip
from search.engines import open_engine
from search.guarded_pool import Budget
from search.indexing import build

GOOD = [f"news/good{number}.txt" for number in range(10)]
ROW = json.dumps({"title": "Bridge falls", "text": "The old bridge fell into the river."})
HEAVY = json.dumps({"text": "The bridge.", "more": [{}] * 1_900_000})  # 7.6 MB; 130 MB when read


@pytest.fixture(params=[1, 2], ids=["1 job", "2 jobs"])
def jobs(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of ten good articles."""
    found = tmp_path / "news"
    found.mkdir()
    for name in GOOD:
        (tmp_path / name).write_text(f"Story of {name}\n\nThe bridge fell.\n", encoding="utf-8")
    return found


def limit(monkeypatch: pytest.MonkeyPatch, budget: Budget) -> None:
    monkeypatch.setattr("search.guarded_pool.BUDGET", budget)


def ids(index: Path) -> list[str]:
    return [article.id for article in open_engine(index).articles()]


def test_a_file_is_read_up_to_a_row_that_takes_too_much(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    limit(monkeypatch, Budget(memory=60_000_000))
    (folder / "rows.jsonl").write_text("\n".join([*[ROW] * 100, HEAVY, ROW]), encoding="utf-8")
    report = build([folder], tmp_path / "index", jobs=jobs)
    reason = "takes more than 60 MB of memory to read what follows news/rows.jsonl#100, which is"
    assert report.skipped == (Skip("news/rows.jsonl", f"{reason} left out"),)
    rows = [f"news/rows.jsonl#{number}" for number in range(1, 101)]
    assert ids(tmp_path / "index") == sorted([*GOOD, *rows])


@posix_alone("a new interpreter loads for longer than that")
def test_a_document_that_takes_too_long_to_clean_is_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    limit(monkeypatch, Budget(seconds=0.2))
    lines = "\n".join(f"word{number} of a list" for number in range(40_000))
    (folder / "list.txt").write_text(lines, encoding="utf-8")
    report = build([folder], tmp_path / "index", jobs=jobs)
    assert report.skipped == (Skip("news/list.txt", "takes more than 0.2 s to clean"),)
    assert ids(tmp_path / "index") == GOOD


def test_a_document_over_a_limit_is_named_and_not_read_again(folder: Path, tmp_path: Path) -> None:
    (folder / "page.html").write_text("<p>x" * 60_000, encoding="utf-8")
    reports = [build([folder], tmp_path / "index") for _ in range(2)]
    assert [report.skipped for report in reports] == [
        (Skip("news/page.html", "has more than 50,000 lines"),)
    ] * 2
    assert [report.unchanged for report in reports] == [0, 10]


def test_a_row_that_is_nested_too_deep_is_named(folder: Path, tmp_path: Path) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    (folder / "deep.jsonl").write_text(f'{{"text": "x", "more": {deep}}}\n{ROW}', encoding="utf-8")
    report = build([folder], tmp_path / "index")
    assert [skip.path for skip in report.skipped] == ["news/deep.jsonl#1"]
    assert len(ids(tmp_path / "index")) == 11


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
def test_a_container_goes_on_after_a_file_in_it_that_takes_too_much(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int, name: str
) -> None:
    limit(monkeypatch, Budget(memory=60_000_000))
    files = {
        "a.txt": "It rained.",
        "b.jsonl": "\n".join([*[ROW] * 3, HEAVY, ROW]),
        "c.jsonl": HEAVY,
        "d.txt": "The mill burnt.",
    }
    (folder / name).write_bytes(MAKERS[name]({key: each.encode() for key, each in files.items()}))
    report = build([folder], tmp_path / "index", jobs=jobs)
    excess = "takes more than 60 MB of memory to read"
    home = f"news/{name}"
    rest = f"{excess} what follows {home}/b.jsonl#3, which is left out"
    assert report.skipped == (
        Skip(f"{home}/b.jsonl", rest),
        Skip(f"{home}/c.jsonl", excess),
    )
    rows = [f"{home}/b.jsonl#{number}" for number in range(1, 4)]
    expected = [*GOOD, f"{home}/a.txt", *rows, f"{home}/d.txt"]
    assert ids(tmp_path / "index") == sorted(expected)
