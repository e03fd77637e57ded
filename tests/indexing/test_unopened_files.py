"""A file is known to be unchanged by its size, times and number, and is not opened for it."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.indexing import build, changes

OPENED: list[str] = []  # paths that this process opens while it is not empty
TEXT = "The bridge fell into the river on {}, and nobody was hurt, officials said.\n"


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and OPENED:
        OPENED.append(str(arguments[0]))


sys.addaudithook(_note)


@pytest.fixture
def opened() -> Iterator[list[str]]:
    OPENED[:] = ["watched"]
    yield OPENED
    OPENED.clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for day in ("Monday", "Tuesday"):
        (folder / f"{day}.txt").write_text(TEXT.format(day), encoding="utf-8")
    return folder


@pytest.fixture
def old(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file counts as one that was not changed lately."""
    monkeypatch.setattr(changes, "YOUNG", -(10**18))


def names(opened: list[str], folder: Path) -> set[str]:
    return {Path(path).name for path in opened if path.startswith(str(folder))} - {".searchignore"}


@pytest.mark.usefixtures("old")
def test_a_known_file_is_not_opened(folder: Path, tmp_path: Path, opened: list[str]) -> None:
    build([folder], tmp_path / "index")
    opened[:] = ["watched"]
    assert build([folder], tmp_path / "index").unchanged == 2
    assert names(opened, folder) == set()


@pytest.mark.usefixtures("old")
def test_of_many_files_the_changed_one_is_opened(
    folder: Path, tmp_path: Path, opened: list[str]
) -> None:
    build([folder], tmp_path / "index")
    (folder / "Monday.txt").write_text(TEXT.format("Mondays"), encoding="utf-8")
    opened[:] = ["watched"]
    assert build([folder], tmp_path / "index").changed == 1
    assert names(opened, folder) == {"Monday.txt"}


def test_a_file_that_was_changed_lately_is_opened(
    folder: Path, tmp_path: Path, opened: list[str]
) -> None:
    build([folder], tmp_path / "index")
    opened[:] = ["watched"]
    assert build([folder], tmp_path / "index").unchanged == 2
    assert names(opened, folder) == {"Monday.txt", "Tuesday.txt"}


@pytest.mark.usefixtures("old")
def test_a_change_that_keeps_size_and_time_is_seen(folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "index")
    path = folder / "Monday.txt"
    before = path.stat()
    path.write_text(TEXT.format("Sunday"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert build([folder], tmp_path / "index").changed == 1


@pytest.mark.usefixtures("old")
def test_a_rebuild_opens_every_file(folder: Path, tmp_path: Path, opened: list[str]) -> None:
    build([folder], tmp_path / "index")
    opened[:] = ["watched"]
    build([folder], tmp_path / "index", rebuild=True)
    assert names(opened, folder) == {"Monday.txt", "Tuesday.txt"}


@pytest.mark.usefixtures("old")
def test_new_times_alone_change_nothing(folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "index")
    manifest = (tmp_path / "index" / "whoosh" / "manifest.json").read_bytes()
    os.utime(folder / "Monday.txt", ns=(1, 1))
    assert build([folder], tmp_path / "index").unchanged == 2
    assert (tmp_path / "index" / "whoosh" / "manifest.json").read_bytes() == manifest


@pytest.mark.usefixtures("old")
def test_a_changed_file_of_decisions_is_applied(folder: Path, tmp_path: Path) -> None:
    build([folder], tmp_path / "index")
    manifest = (tmp_path / "index" / "whoosh" / "manifest.json").read_bytes()
    (tmp_path / "people.toml").write_text('hide = ["Storm Shadow"]\n', encoding="utf-8")
    build([folder], tmp_path / "index")
    assert (tmp_path / "index" / "whoosh" / "manifest.json").read_bytes() != manifest
