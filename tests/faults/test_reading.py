"""Files, folders and indexes that cannot be read for a moment: what is known of them is kept."""

import json
import shutil
from pathlib import Path

import pytest

from faults.harness import Fault, Run, library, run, sampled
from search.article import BuildReport
from search.engines import open_engine, problems
from search.indexing import build
from search.values import replace

pytestmark = pytest.mark.skipif(library() is None, reason="needs a C compiler and Linux")

INDEX = ("index", "seeds", "--index", "index", "--jobs", "1")
UPDATE = ("index", "--index", "index", "--jobs", "1")
REBUILD = (*INDEX, "--rebuild")
KEPT = "added 0, changed 0, removed 0, unchanged 4, skipped 1\n"
DENIED = "permission denied; its articles are kept"
LOST = "input/output error; its articles are kept"


def rows(*texts: str) -> str:
    return "".join(json.dumps({"title": text, "body": f"{text} again."}) + "\n" for text in texts)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with an index of four articles; a fifth file is ignored."""
    folder = tmp_path / "archive"
    (folder / "seeds" / "sub").mkdir(parents=True)
    (folder / "seeds" / "a.txt").write_text("Bridge falls\n\nThe bridge fell.\n", encoding="utf-8")
    (folder / "seeds" / "rows.jsonl").write_text(rows("Ferry", "Crane"), encoding="utf-8")
    (folder / "seeds" / "sub" / "b.txt").write_text("Road closed\n\nIt rained.\n", encoding="utf-8")
    (folder / "seeds" / "sub" / "draft.txt").write_text("A draft\n\nOf a text.\n", encoding="utf-8")
    (folder / "seeds" / "sub" / ".searchignore").write_text("draft.txt\n", encoding="utf-8")
    build([folder / "seeds"], folder / "index")
    return folder


def fault_at(path: Path, how: str, call: str) -> Fault:
    """Return the fault of every such call on the path."""
    return Fault(0, how, str(path), call)


def ids(archive: Path) -> list[str]:
    """Return the ids of the index, every byte of it verified."""
    assert problems(archive / "index") == []
    return [article.id for article in open_engine(archive / "index").articles()]


def check_nothing_changed(archive: Path) -> None:
    """Update the index where all can be read again, and check that no article changes."""
    report = build([], archive / "index")
    assert replace(report, seconds=0.0) == BuildReport(unchanged=4)


ALL = ["seeds/a.txt", "seeds/rows.jsonl#1", "seeds/rows.jsonl#2", "seeds/sub/b.txt"]


@pytest.mark.parametrize(
    ("path", "how", "call", "untyped", "skipped"),
    [
        ("seeds/a.txt", "eacces", "open", False, f"seeds/a.txt: {DENIED}"),
        ("seeds/a.txt", "emfile", "open", False, "seeds/a.txt: too many open files; "),
        ("seeds/a.txt", "enomem", "open", False, "seeds/a.txt: cannot allocate memory; "),
        ("seeds/a.txt", "estale", "open", False, "seeds/a.txt: stale file handle; "),
        ("seeds/a.txt", "etimedout", "open", False, "seeds/a.txt: connection timed out; "),
        ("seeds/rows.jsonl", "eio", "read", False, f"seeds/rows.jsonl: {LOST}"),
        ("seeds/a.txt", "eio", "stat", False, f"seeds/a.txt: {LOST}"),
        ("seeds/a.txt", "eio", "stat", True, f"seeds/a.txt: {LOST}"),
        ("seeds/sub", "eacces", "stat", True, f"seeds/sub: {DENIED}"),
        ("seeds/sub", "eacces", "opendir", False, f"seeds/sub: {DENIED}"),
        ("seeds/sub/.searchignore", "eio", "read", False, f"seeds/sub: its .searchignore: {LOST}"),
        ("seeds", "eio", "opendir", False, f"seeds: {LOST}"),
        ("seeds", "eacces", "stat", False, f"seeds: {DENIED}"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_for_a_moment_keeps_its_articles(
    archive: Path, path: str, how: str, call: str, untyped: bool, skipped: str
) -> None:
    fault = Fault(0, how, str(archive / path), call, untyped)
    for _ in range(2):
        found = run(UPDATE, archive, fault, reads=True)
        assert f"skipped {skipped}" in found.err
        assert (found.status, found.out) == (4, KEPT), found.err
    assert ids(archive) == ALL
    check_nothing_changed(archive)


def test_a_link_whose_target_cannot_be_read_is_not_called_broken(archive: Path) -> None:
    (archive / "seeds" / "c.txt").symlink_to("sub/b.txt")
    found = run(
        INDEX, archive, fault_at(archive / "seeds" / "sub" / "b.txt", "eacces", "stat"), reads=True
    )
    assert "skipped seeds/c.txt: cannot be followed: permission denied\n" in found.err
    assert ids(archive) == ALL


def reads_of(archive: Path, path: Path) -> list[int]:
    """Return the calls of an update that read the file after its fingerprint was taken."""
    log = archive.with_name("calls.txt")
    copied = archive.with_name("pristine")
    shutil.copytree(archive, copied, symlinks=True)
    run(INDEX, archive, log=log, reads=True)
    shutil.rmtree(archive)
    shutil.copytree(copied, archive, symlinks=True)
    lines = [line.split(" ", 2) for line in log.read_text(encoding="utf-8").splitlines()]
    own = [(int(number), call) for number, call, place in lines if place == str(path)]
    second = [number for number, call in own if call == "open"][1]
    return [number for number, call in own if call in ("open", "read") and number >= second]


@pytest.mark.parametrize("how", ["eio", "emfile"])
def test_a_changed_file_that_fails_when_it_is_read_keeps_its_articles(
    archive: Path, how: str
) -> None:
    path = archive / "seeds" / "rows.jsonl"
    path.write_text(rows("Ferry", "Crane", "Harbour"), encoding="utf-8")
    pristine = archive.with_name("changed")
    shutil.copytree(archive, pristine)
    for call in reads_of(archive, path):
        shutil.rmtree(archive)
        shutil.copytree(pristine, archive)
        found = run(INDEX, archive, Fault(call, how), reads=True)
        assert found.status == 4, found.err
        assert set(ids(archive)) >= set(ALL)
        assert build([], archive / "index").skipped == ()
        assert ids(archive) == sorted([*ALL, "seeds/rows.jsonl#3"])


def test_a_new_file_that_fails_when_it_is_read_is_read_by_the_next_update(archive: Path) -> None:
    path = archive / "seeds" / "new.txt"
    path.write_text("Ferry sinks\n\nThe ferry sank.\n", encoding="utf-8")
    found = run(INDEX, archive, Fault(reads_of(archive, path)[-1], "eio"), reads=True)
    assert "skipped seeds/new.txt: input/output error\n" in found.err
    assert (found.status, ids(archive)) == (4, ALL)
    assert build([], archive / "index").added == 1


@pytest.mark.parametrize("path", ["seeds/a.txt", "seeds/sub", "seeds"])
def test_a_rebuild_that_would_lose_articles_is_refused(archive: Path, path: str) -> None:
    call = "open" if path.endswith(".txt") else "opendir"
    found = run(REBUILD, archive, fault_at(archive / path, "eacces", call), reads=True)
    assert (found.status, found.out) == (2, "")
    assert found.err == (
        f"Error: cannot read {path!r}: permission denied, and a rebuild would lose its articles; "
        "make it readable, or name it in .searchignore\n"
    )
    assert ids(archive) == ALL


def test_a_rebuild_skips_what_was_never_indexed(archive: Path) -> None:
    (archive / "seeds" / "new.txt").write_text("Ferry sinks\n", encoding="utf-8")
    found = run(
        REBUILD, archive, fault_at(archive / "seeds" / "new.txt", "eacces", "open"), reads=True
    )
    assert (found.status, found.err) == (4, "skipped seeds/new.txt: permission denied\n")
    assert ids(archive) == ALL


# The index


def check_refused(found: Run, error: str) -> None:
    assert (found.status, found.out) == (3, "")
    assert found.err.startswith(f"Error: cannot read the index in 'index': manifest.json: {error}")


@pytest.mark.parametrize("command", [INDEX, ("query", "bridge"), ("people", "hide", "A B")])
def test_a_manifest_that_cannot_be_read_refuses_and_changes_nothing(
    archive: Path, command: tuple[str, ...]
) -> None:
    manifest = archive / "index" / "whoosh" / "manifest.json"
    check_refused(
        run(command, archive, fault_at(manifest, "eio", "open"), reads=True),
        "input/output error; try again",
    )
    check_refused(
        run(command, archive, fault_at(manifest, "eacces", "open"), reads=True),
        "permission denied; ask its",
    )
    assert ids(archive) == ALL


def test_a_call_that_fails_once_loses_no_folder_and_no_article(archive: Path) -> None:
    (archive / "more").mkdir()
    (archive / "more" / "c.txt").write_text("Ferry sinks\n\nIt sank.\n", encoding="utf-8")
    build([archive / "more"], archive / "index")
    calls = range(1, run(INDEX, archive, reads=True).calls + 1)
    for call in sampled(calls):
        found = run(INDEX, archive, Fault(call, "eio"), reads=True)
        assert found.status in (0, 2, 3, 4) and "Traceback" not in found.err, (call, found.err)
        assert "fix that and try again" not in found.err, (call, found.err)
        assert ids(archive) == ["more/c.txt", *ALL], (call, found.err)
