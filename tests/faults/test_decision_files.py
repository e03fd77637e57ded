"""Every file of decisions: written safely, in one step, behind its link, with its mode."""

import shutil
from pathlib import Path

import pytest

from faults.harness import library, run
from search.indexing import build
from search.user_files.user_places import user_name

pytestmark = pytest.mark.skipif(library() is None, reason="needs a C compiler and Linux")

SAVED = ("saved", "add", "weekly", "air")
NEW = ("saved", "run", "weekly", "--new")
DUMP = ("dump", "kept.toml")


@pytest.mark.parametrize(
    ("name", "before", "command"),
    [
        (
            "people.toml",
            [("people", "hide", "John Healey")],
            ("people", "hide", "Rustem Umerov"),
        ),
        ("cleaning.toml", [], ("cuts", "--reject", "837af9d40e57a08b")),
        ("searches.toml", [SAVED], ("saved", "add", "daily", "missile")),
        (
            f"searches-seen-{user_name()}.json",
            [SAVED, NEW, ("saved", "add", "daily", "missile")],
            ("saved", "run", "daily", "--new"),
        ),
        ("kept.toml", [SAVED, DUMP, ("saved", "add", "daily", "missile")], DUMP),
    ],
)
def test_a_file_of_decisions_is_replaced_safely_behind_its_link(
    tmp_path: Path,
    seeds: Path,
    name: str,
    before: list[tuple[str, ...]],
    command: tuple[str, ...],
) -> None:
    archive = tmp_path / "archive"
    shutil.copytree(seeds, archive / "seeds")
    build([archive / "seeds"], archive / "index")
    for each in before:
        assert run(each, archive).status in (0, 1)
    (archive / "real").mkdir()
    target = archive / "real" / name
    if (archive / name).exists():
        (archive / name).rename(target)
    else:
        target.touch()
    target.chmod(0o640)
    (archive / name).symlink_to(target)
    old = target.read_bytes()
    found = run(command, archive, log=tmp_path / "calls.txt")
    assert found.status in (0, 1), found.err
    assert target.read_bytes() != old
    assert (archive / name).is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in target.parent.iterdir()] == [name]
    lines = (tmp_path / "calls.txt").read_text(encoding="utf-8").splitlines()
    calls = [tuple(line.split(" ", 2)[1:]) for line in lines]
    locked = calls.index(("flock", str(target.with_name(f".{name}.lock"))))
    renamed = next(
        i for i, (call, path) in enumerate(calls) if (call, path) == ("rename", str(target))
    )
    synced = [i for i, (call, path) in enumerate(calls) if call == "fsync" and f"/.{name}." in path]
    assert locked < synced[0] < renamed
    assert ("fsync", str(target.parent)) in calls[renamed:]
