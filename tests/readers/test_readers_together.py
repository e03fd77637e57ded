"""A folder of files of every kind, indexed and asked by the commands."""

import json
import random
from pathlib import Path
from typing import NamedTuple

import pytest
from support.news_files import FILES, REST, archived, page, response, warc

from search.article import Seed, Skip
from search.cli import main
from search.readers import read


class Expected(NamedTuple):
    """What the commands must find by a word that one file alone has."""

    word: str
    id: str
    title: str
    date: str
    source: str | None


EXPECTED = [
    Expected("aardwolf", "archive/a.csv#3", "Aardwolf at the bridge", "2025-01-01", "Daily Ledger"),
    Expected("badger", "archive/b.eml", "Badger at the bridge", "2025-01-02", "The Morning Post"),
    Expected("caracal", "archive/c.mbox#2", "Caracal at the bridge", "2025-01-03", "Harbour Mail"),
    Expected("dingo", "archive/d.xml#1", "Dingo at the bridge", "2025-01-04", "Harbour Feed"),
    Expected("ermine", "archive/e.pdf", "Ermine at the bridge", "2025-01-05", None),
    Expected("ferret", "archive/f.md", "Ferret: seen at the bridge", "2025-01-06", "Valley Times"),
    Expected(
        "gibbon", "archive/g.warc.gz#2", "Gibbon at the bridge", "2025-01-07", "Northern Herald"
    ),
    Expected(
        "hyena",
        "archive/h.wacz#archive/data.warc.gz#2",
        "Hyena at the bridge",
        "2025-01-08",
        "Northern Herald",
    ),
]


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one file of each kind, some broken ones, and the index of them."""
    work = tmp_path_factory.mktemp("work")
    archive = work / "archive"
    archive.mkdir()
    for name, write in FILES.items():
        write(archive / name)
    for name in ("x.pdf", "x.warc", "x.wacz", "x.xml", "x.eml", "x.mbox", "x.csv"):
        (archive / name).write_text("no such thing", encoding="utf-8")
    return work


@pytest.fixture(scope="module")
def indexed(work: Path) -> int:
    """The exit status of the first build."""
    return main(["index", str(work / "archive"), "--index", str(work / "index"), "--jobs", "1"])


def test_what_is_broken_is_named_and_the_rest_is_built(
    work: Path, indexed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert indexed == 4
    assert main(["index", "--index", str(work / "index"), "--jobs", "1"]) == 4
    said = capsys.readouterr()
    assert said.out == "added 0, changed 0, removed 0, unchanged 9, skipped 8\n"
    assert sorted(line.partition(":")[0] for line in said.err.splitlines()) == [
        "skipped archive/a.csv#2",
        "skipped archive/x.csv",
        "skipped archive/x.eml",
        "skipped archive/x.mbox",
        "skipped archive/x.pdf",
        "skipped archive/x.wacz",
        "skipped archive/x.warc",
        "skipped archive/x.xml",
    ]


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize("expected", EXPECTED, ids=lambda each: each.word)
def test_an_article_of_each_kind_is_found_with_its_facts(
    work: Path, expected: Expected, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["query", expected.word, "--output", "json", "--index", str(work / "index")]) == 0
    (hit,) = json.loads(capsys.readouterr().out)["hits"]
    source, day = hit["source"], hit["date"]
    found = (hit["id"], hit["title"], day, source)
    assert found == (expected.id, expected.title, expected.date, expected.source)


@pytest.mark.usefixtures("indexed")
def test_an_article_within_archives_is_shown_by_its_address(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    id = "archive/h.wacz#archive/data.warc.gz#2"
    assert main(["show", id, "--index", str(work / "index")]) == 0
    assert REST.split(".")[0] in " ".join(capsys.readouterr().out.split())


@pytest.mark.usefixtures("indexed")
def test_a_page_in_an_archive_that_changes_is_the_only_one_made_anew(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    second = warc(response(page("ibis", "2025-01-09"), url="https://www.northern-herald.example/i"))
    whole = archived("gibbon", "2025-01-07") + second
    (work / "archive" / "g.warc.gz").write_bytes(whole)
    assert main(["index", "--index", str(work / "index"), "--jobs", "1"]) == 4
    assert capsys.readouterr().out == "added 1, changed 0, removed 0, unchanged 9, skipped 8\n"


def spoiled(content: bytes, rng: random.Random) -> bytes:
    """The same with bytes changed, put in, left out and repeated, or cut."""
    spoilt = bytearray(content)
    for _ in range(rng.choice((1, 3, 30))):
        place = rng.randrange(len(spoilt) or 1)
        change = rng.randrange(4)
        if change == 0:
            spoilt[place : place + 1] = rng.randbytes(1)
        elif change == 1:
            spoilt[place:place] = spoilt[place : place + rng.randrange(400)]
        elif change == 2:
            del spoilt[place : place + rng.randrange(40)]
        elif rng.random() < 0.2:
            del spoilt[place:]
    return bytes(spoilt)


@pytest.mark.parametrize("name", FILES)
def test_whatever_is_wrong_with_a_file_its_reading_ends_in_words(tmp_path: Path, name: str) -> None:
    FILES[name](tmp_path / name)
    whole = (tmp_path / name).read_bytes()
    for number in range(40):
        file = tmp_path / f"{number}{name}"
        file.write_bytes(spoiled(whole, random.Random(number)))
        for found in read(Seed(name, str(file))):
            assert found.path.partition("#")[0] == name
            if isinstance(found, Skip):
                assert found.reason.isprintable(), number
            else:
                assert "; ".join([found.content, *found.hints.values()]).encode(), number
