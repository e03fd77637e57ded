"""No file vanishes: what is not read is counted by its ending, and named on request."""

import json
from pathlib import Path

import pytest
from support.processes import posix_alone

from search.cli import main

PAGE = "<!doctype html><html><body><h1>Flood</h1><p>The river rose at night.</p></body></html>"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "news"
    (home / "pictures").mkdir(parents=True)
    (home / "a.txt").write_text("Flood\n\nThe river rose at night.\n", encoding="utf-8")
    for number in range(6):
        (home / "pictures" / f"{number}.JPG").write_bytes(b"\xff\xd8\xff")
    (home / "notes.xyz").write_text("no such kind", encoding="utf-8")
    return home


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_files_that_are_not_read_are_counted_by_ending(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = "7 files not read: .jpg 6, .xyz 1; --skipped names them"
    for _ in range(2):  # also when nothing has changed
        assert main(["index", str(archive)]) == 0
        assert lines(capsys) == [line]


def test_they_are_named_on_request(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (archive / "b.txt").write_bytes(b"")
    assert main(["index", str(archive), "--skipped"]) == 4
    assert lines(capsys) == [
        "skipped news/b.txt: is empty",
        "not read news/notes.xyz: .xyz files are not read",
        *(f"not read news/pictures/{number}.JPG: .jpg files are not read" for number in range(6)),
    ]


def test_stats_and_doctor_know_them(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["index", str(archive)])
    capsys.readouterr()
    assert main(["stats", "--output", "text"]) == 0
    assert "not read  7 files: .jpg 6, .xyz 1" in capsys.readouterr().out.splitlines()
    assert main(["stats", "--output", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["not_read"] == {".jpg": 6, ".xyz": 1}
    main(["doctor"])
    found = capsys.readouterr().out
    assert "7 files are of kinds that are not read: .jpg 6, .xyz 1" in found
    assert "search index --dry-run --skipped" in found


def test_one_that_was_named_is_a_skip(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("photo.jpg").write_bytes(b"\xff\xd8\xff")
    assert main(["index", str(archive), "photo.jpg"]) == 4
    assert lines(capsys)[0] == "skipped photo.jpg: is of a type that is not read"
    assert main(["index", "photo.jpg", "--index", "other"]) == 4
    assert "photo.jpg' is of a type that is not read" in lines(capsys)[0]


QUESTION = pytest.param("index.html?id=3", marks=posix_alone("names may have a question mark"))


@pytest.mark.parametrize("name", ["flood", QUESTION, "story.php", "index.html.1"])
def test_a_page_without_an_ending_is_read(
    archive: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (archive / name).write_text(PAGE, encoding="utf-8")
    (archive / "LICENSE").write_text("All rights reserved.", encoding="utf-8")
    assert main(["index", str(archive)]) == 0
    found = capsys.readouterr()
    assert found.out.startswith("added 2,")
    assert "8 files not read: .jpg 6, .xyz 1, without an ending 1" in found.err


def test_what_is_hidden_or_ignored_is_left_out(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (archive / ".searchignore").write_text("pictures/\n*.xyz\n", encoding="utf-8")
    assert main(["index", str(archive)]) == 0
    assert lines(capsys) == []


def test_rules_of_the_folders_above_count(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(".searchignore").write_text("*.JPG\n/news/notes.*\n", encoding="utf-8")
    assert main(["index", str(archive)]) == 0
    assert lines(capsys) == []


def test_folders_of_the_same_name_get_longer_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    stories = {
        "2023": "Flood\n\nThe river rose at night, and the old bridge was closed.\n",
        "2024": "Drought\n\nNobody remembers a summer when the river had so little water.\n",
        "2025": "Ice\n\nChildren skated on the frozen river for the first time in years.\n",
    }
    for year, story in stories.items():
        Path(year, "news").mkdir(parents=True)
        Path(year, "news", "a.txt").write_text(story, encoding="utf-8")
    assert main(["index", "2023/news", "2024/news"]) == 0
    assert main(["index", "2025/news"]) == 0
    assert main(["index"]) == 0
    capsys.readouterr()
    assert main(["query", "river", "--ids"]) == 0
    assert sorted(capsys.readouterr().out.splitlines()) == [
        "2023/news/a.txt",
        "2024/news/a.txt",
        "news/a.txt",
    ]
    Path("2023/news/a.txt").write_text("Storm\n\nThe wind took roofs off.\n", encoding="utf-8")
    assert main(["index"]) == 0
    assert capsys.readouterr().out == "added 0, changed 1, removed 0, unchanged 2, skipped 0\n"
