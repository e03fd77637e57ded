"""An index on drives of other file systems, and on drives that lack something.

`benchmarks/drives.py` does in full what is done here in part; `SEARCH_DRIVES=all` tries every kind.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from drives.lives import (
    INDEX,
    QUERIES,
    ROOT,
    SHORT,
    check_commands,
    check_kills,
    check_readers,
    search,
    strays,
)
from drives.mounts import FILE_SYSTEMS, WEAK, NoDrive, mounted, run, slow_drive, unmount
from search.article import Article
from search.engines import lock_holder, problems

if sys.platform != "linux":
    pytest.skip("only Linux mounts such drives", allow_module_level=True)

PUBLICATIONS, KILLS = 6, 2
ALL = os.environ.get("SEARCH_DRIVES") == "all"  # each takes half a minute


@pytest.fixture(params=[*FILE_SYSTEMS, *WEAK] if ALL else ["without locks"])
def drive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A folder on a drive of each kind."""
    kind = request.param
    try:
        with (
            slow_drive(tmp_path, **WEAK[kind]) if kind in WEAK else mounted(kind, tmp_path) as place
        ):
            yield place
    except NoDrive as reason:
        pytest.skip(f"no drive {kind}: {reason}")


def test_every_command_leaves_a_whole_index_and_nothing_else(drive: Path) -> None:
    check_commands(drive, SHORT)


def test_readers_keep_answering_while_a_writer_publishes(
    drive: Path, three: tuple[Article, ...]
) -> None:
    check_readers(drive, three, PUBLICATIONS)


def test_a_killed_build_leaves_the_old_index_or_the_new_one(
    drive: Path, request: pytest.FixtureRequest
) -> None:
    if "without locks" in request.node.name:
        pytest.skip("there a person has to end the lock of a killed build")
    check_kills(drive, KILLS)


def test_a_full_drive_is_one_clear_error_and_costs_nothing(
    drive: Path, request: pytest.FixtureRequest
) -> None:
    if any(kind in request.node.name for kind in WEAK):
        pytest.skip("that drive is as large as the disk")
    shutil.copytree(ROOT / "seeds", drive / "seeds")
    assert search(drive, *INDEX).returncode == 0
    (drive / "seeds" / "new.txt").write_text(
        "Ferry sinks\n\nIt sank on Friday.\n", encoding="utf-8"
    )
    fill(drive / "filler")
    ran = search(drive, "index")
    assert (ran.returncode, len(ran.stderr.splitlines())) == (3, 1), ran
    assert "cannot write to 'index'" in ran.stderr
    assert problems(drive / "index") == []
    (drive / "filler").unlink()
    assert search(drive, "index").returncode == 0
    assert problems(drive / "index") == []
    assert strays(drive) == []


def fill(path: Path) -> None:
    """Write a file as large as the drive allows."""
    size = 1 << 20
    with path.open("wb", buffering=0) as file:
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size //= 2


def test_a_drive_without_locks_is_reported_once_and_keeps_a_second_writer_out(
    tmp_path: Path,
) -> None:
    try:
        with slow_drive(tmp_path, locks=False) as place:
            shutil.copytree(ROOT / "seeds", place / "seeds")
            ran = search(place, *INDEX)
            assert ran.returncode == 0
            assert ran.stderr.count("has no locks: after a killed build, delete") == 1
            writing = place / "index" / "whoosh" / "writing"
            assert not writing.exists()
            assert lock_holder(place / "index") == ""
            writing.touch()  # as a killed build leaves it
            ran = search(place, "index", "--rebuild")
            assert ran.returncode == 3
            assert "if it was killed, delete 'index/whoosh/writing'" in ran.stderr
            assert lock_holder(place / "index").startswith("process ")
            writing.unlink()
            assert search(place, "index").returncode == 0
    except NoDrive as reason:
        pytest.skip(str(reason))


def test_queries_work_on_a_drive_that_cannot_be_written(tmp_path: Path) -> None:
    place, shown = tmp_path / "archive", tmp_path / "shown"
    shutil.copytree(ROOT / "seeds", place / "seeds")
    assert search(place, *INDEX).returncode == 0
    shown.mkdir()
    try:
        run("mount", "--bind", str(place), str(shown))
    except NoDrive as reason:
        pytest.skip(str(reason))
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(shown)], check=True)
        for query in QUERIES:
            ran = search(shown, *query)
            assert (ran.returncode, "Error" in ran.stderr) in ((0, False), (1, False)), ran
        assert search(shown, "index").returncode == 0  # nothing has changed
        ran = search(shown, "index", "--rebuild")
        assert (ran.returncode, len(ran.stderr.splitlines())) == (3, 1)
        assert "cannot write to 'index': read-only file system" in ran.stderr
    finally:
        unmount(shown)


@pytest.mark.parametrize("kind", ["exfat-fuse", "ext4 without case"])
def test_another_spelling_of_a_folder_is_the_same_folder_where_case_is_ignored(
    kind: str, tmp_path: Path
) -> None:
    try:
        with mounted(kind, tmp_path) as place:
            shutil.copytree(ROOT / "seeds", place / "seeds")
            assert search(place, *INDEX).stdout.startswith("added 2")
            assert search(place, "index", "SEEDS").stdout.startswith(
                "added 0, changed 0, removed 0"
            )
            ids = search(place, "query", "air defense", "--ids").stdout.split()
            assert [each.split("/")[0] for each in ids] == ["seeds", "seeds"]
    except NoDrive as reason:
        pytest.skip(f"no drive {kind}: {reason}")
