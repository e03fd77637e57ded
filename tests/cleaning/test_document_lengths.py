"""A document of ten times the length of its like is an event that is counted and listed."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from search.cleaning.document_lengths import lines_of, long_documents
from search.cleaning.evidence.fingerprint_table import make_table
from search.cleaning.fingerprints import Fingerprint, fingerprint
from search.cli import main
from search.engines import open_engine
from search.indexing import build
from search.query import Query

LETTERS = "abcdefghijklmnopqrstuvwxyz"  # two numbers of as many digits are one line
NOUNS = "bridge harbour mayor river council teacher station winter market doctor".split()


def text(number: int, words: int) -> str:
    """Return a text that shares no line with another one."""
    sentences = (
        f"The {NOUNS[each % 10]} of day {LETTERS[each // 7 % 10]}{LETTERS[number]} was seen again."
        for each in range(words // 9 + 1)
    )
    return f"Story of {NOUNS[number % 10]} and {number}\n\n" + "\n\n".join(sentences)


def lines(words: int, source: str = "The Times") -> Fingerprint:
    return fingerprint(source, [f"{'word ' * 100}{n} {words}" for n in range(words // 100)], "")


def long(every: Mapping[str, Fingerprint], *boilerplate: int) -> frozenset[str]:
    table = make_table(every, {})
    found = long_documents(lines_of(table), np.array(boilerplate, "<u8"))
    return frozenset(table.ids[row] for row in np.flatnonzero(found))


@pytest.mark.parametrize(
    ("like", "own", "is_long"),
    [
        ([500] * 9 + [400], 5000, True),
        ([500] * 9 + [400], 4900, False),
        ([100] * 10, 3000, True),  # the floor
        ([100] * 10, 2900, False),
        ([500] * 8, 9000, False),  # too few to compare with
    ],
)
def test_a_document_is_long_by_the_median_of_its_source(
    like: list[int], own: int, is_long: bool
) -> None:
    every = {f"{n:02}": lines(words) for n, words in enumerate(like)} | {"own": lines(own)}
    assert long(every) == frozenset({"own"} if is_long else ())


def test_a_small_source_is_compared_with_the_whole_archive() -> None:
    short = {f"{n:02}": lines(200) for n in range(10)}
    essays = {f"essay {n}": lines(9000, "Long Reads") for n in range(10)}
    single = {"guest": lines(9000, "A Guest")}
    assert long({**short, **single}) == {"guest"}
    assert long({**short, **essays}) == frozenset()


def test_lines_that_many_have_do_not_count() -> None:
    own = fingerprint("", ["a menu " * 2000, "the story of the day"], "")
    others = {f"{n}": fingerprint("", [f"story {n}"], "") for n in range(10)}
    assert long({**others, "own": own}) == {"own"}
    assert long({**others, "own": own}, own.hashes[0]) == frozenset()


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of eleven texts, one of them ten times as long as the others."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(10):
        (folder / f"{number}.txt").write_text(text(number, 90), encoding="utf-8")
    (folder / "long.txt").write_text(text(25, 3600), encoding="utf-8")
    build([folder], tmp_path / "index")
    return folder


def long_ids() -> list[str]:
    return [hit.article.id for hit in open_engine(Path("index")).search(Query("is:long")).hits]


@pytest.mark.usefixtures("archive")
def test_it_is_counted_by_stats_and_listed_by_doctor_with_the_query(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["stats"]) == 0
    assert ["long", "1", "(9.1%)"] in [line.split() for line in capsys.readouterr().out.split("\n")]
    main(["doctor", "-o", "tsv"])
    found = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    fact = "one article has ten times the usual length"
    assert ["note", fact, "search query is:long"] in [line[:3] for line in found]
    assert main(["query", "is:long", "--ids"]) == 0
    assert capsys.readouterr().out == "news/long.txt\n"


def test_it_follows_its_like_from_build_to_build(archive: Path) -> None:
    assert long_ids() == ["news/long.txt"]
    for number in range(5):
        (archive / f"{number}.txt").unlink()
    build([], Path("index"))
    assert long_ids() == []  # of too few nobody knows
    for number in range(10, 16):
        (archive / f"{number}.txt").write_text(text(number, 90), encoding="utf-8")
    build([], Path("index"))
    assert long_ids() == ["news/long.txt"]
