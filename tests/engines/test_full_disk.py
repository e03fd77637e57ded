"""A full disk or a killed process ends a build with one clear line, and the index stays whole."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from support.small_disk import Disk

from search.cli import main
from search.engines import open_engine, problems
from search.engines.whoosh.writing import writer
from search.indexing import spool
from search.process_pools import core_count
from search.query import Query

PAGES = range(1, 400, 3)  # from a disk that cannot hold a lock to one that holds all
SEED = 20250113


def stories(folder: Path, count: int, seed: int) -> Path:
    """Write articles of words that occur nowhere else, so that the index needs space."""
    chance = random.Random(seed)
    folder.mkdir(exist_ok=True)
    for number in range(count):
        words = [f"{chance.getrandbits(40):x}" for _ in range(60)]
        text = f"Bridge {number} of {seed} opens\n\nThe bridge at {' '.join(words)} opened today.\n"
        (folder / f"{seed}-{number:03}.txt").write_text(text, encoding="utf-8")
    return folder


def bridges(index: Path) -> int:
    return open_engine(index).search(Query("bridge")).total


def refused(capsys: pytest.CaptureFixture[str], place: Path) -> bool:
    """Return whether the last command found the disk full; it wrote one line, or nothing."""
    lines = capsys.readouterr().err.splitlines()
    full = (
        f"Error: cannot write to {str(place)!r}: no space left on device; free it, or name another"
    )
    assert lines in ([], [f"{full} with --index"], [f"{full} folder in TMPDIR"])
    return lines != []


def test_a_disk_of_any_size_contains_a_whole_index_or_none(
    disk: Disk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seeds, index = stories(tmp_path / "seeds", 20, 1), disk.place / "index"
    for pages in PAGES:
        disk.resize(max(pages, disk.used))
        status = main(["index", str(seeds), "--index", str(index), "--jobs", "1"])
        if not refused(capsys, index):
            break
        assert status == 3
        assert disk.used < 5  # folders, the lock and its holder
    assert status == 0
    assert bridges(index) == 20
    before = disk.used
    stories(seeds, 20, 2)
    for more in PAGES:
        disk.resize(before + more)
        status = main(["index", "--index", str(index), "--jobs", "1"])
        if not refused(capsys, index):
            break
        assert status == 3
        assert bridges(index) == 20
        assert disk.used == before
    assert status == 0
    assert bridges(index) == 40
    assert problems(index) == []


def test_a_disk_that_fills_while_several_processes_write_ends_with_one_clear_line(
    disk: Disk, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "RUN", 5_000)  # characters: so that there are many runs to merge
    seeds, index = stories(tmp_path / "seeds", 100, 1), disk.place / "index"
    refusals = 0
    for pages in range(1, 4000, 40):
        disk.resize(max(pages, disk.used))
        status = main(["index", str(seeds), "--index", str(index), "--jobs", "2"])
        if not refused(capsys, index):
            break
        refusals += 1
        assert (status, list(index.glob("whoosh/g*"))) == (3, [])
    assert refusals > 3
    assert (status, bridges(index)) == (0, 100)


def test_a_full_temporary_disk_ends_with_one_clear_line(
    disk: Disk, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "MEMORY", 1000)  # bytes
    monkeypatch.setattr("tempfile.tempdir", str(disk.place))
    seeds, index = stories(tmp_path / "seeds", 20, 1), tmp_path / "index"
    for pages in PAGES:
        disk.resize(pages)
        status = main(["index", str(seeds), "--index", str(index), "--jobs", "1"])
        assert disk.used < 2
        if not refused(capsys, disk.place):
            break
        assert (status, list(index.glob("whoosh/g*"))) == (3, [])
    assert (status, bridges(index)) == (0, 20)


def children(pid: int) -> list[int]:
    """Return the processes that the process started."""
    file = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(each) for each in file.read_text(encoding="utf-8").split()] if file.exists() else []


def build_beside(seeds: Path, index: Path, jobs: int, run: int) -> subprocess.Popen[str]:
    """Start a build in a process of its own; `run` is the size of the runs it writes."""
    code = (
        "import sys; from search.cli import main; from search.engines.whoosh.writing import writer;"
        f"writer.RUN = {run}; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "index", seeds, "--index", index, "--jobs", str(jobs)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="only /proc lists the processes of a process")
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_goes_on_without_a_killed_worker_that_cleans(tmp_path: Path, jobs: int) -> None:
    seeds, index = stories(tmp_path / "seeds", 500, 1), tmp_path / "index"
    build = build_beside(seeds, index, jobs, run=6 << 20)
    while not (workers := children(build.pid)):
        assert build.poll() is None
        time.sleep(0.01)
    os.kill(workers[0], signal.SIGKILL)
    _, errors = build.communicate(timeout=120)
    assert (build.returncode, errors) == (0, "")
    assert bridges(index) == 500


@pytest.mark.skipif(sys.platform != "linux", reason="only /proc lists the processes of a process")
@pytest.mark.parametrize("change", ["a first build", "an update"])
def test_killed_workers_end_the_build_with_one_clear_line(tmp_path: Path, change: str) -> None:
    seeds, index = stories(tmp_path / "seeds", 100, 1), tmp_path / "index"
    if change == "an update":
        assert main(["index", str(seeds), "--index", str(index), "--jobs", "1"]) == 0
    stories(seeds, 400, 2)
    build = build_beside(seeds, index, jobs=2, run=6 << 20)
    seen: set[int] = set()
    while build.poll() is None:  # as a system does that is short of memory
        for worker in children(build.pid):
            seen.add(worker)
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
    _, errors = build.communicate()
    assert (build.returncode, errors.splitlines()) == (
        3,
        [
            "Error: a process of the build was killed, which a system short of memory does; the "
            "index did not change: free some memory and try again"
        ],
    )
    assert [worker for worker in seen if Path(f"/proc/{worker}").exists()] == []
    assert [path.name for path in index.glob("whoosh/g*")] == ["g000001"] * (change == "an update")
    if change == "an update":
        assert bridges(index) == 100
    assert main(["index", str(seeds), "--index", str(index), "--jobs", "1"]) == 0
    assert bridges(index) == 500


@pytest.mark.skipif(sys.platform != "linux", reason="only /proc lists the processes of a process")
@pytest.mark.parametrize(("jobs", "least"), [(1, 2), (2, 4)])
def test_a_killed_worker_that_writes_ends_the_build_with_one_clear_line(
    tmp_path: Path, jobs: int, least: int
) -> None:
    """The workers started last write segments; the first ones clean articles."""
    if core_count() < 2:
        pytest.skip("one core writes its segments itself")
    seeds, index = stories(tmp_path / "seeds", 900, 1), tmp_path / "index"
    build = build_beside(seeds, index, jobs, run=500)
    while len(workers := children(build.pid)) < least:
        assert build.poll() is None
        time.sleep(0.001)
    os.kill(workers[-1], signal.SIGKILL)
    _, errors = build.communicate(timeout=120)
    assert (build.returncode, len(errors.splitlines())) == (3, 1)
    assert "was killed" in errors
    assert [worker for worker in workers if Path(f"/proc/{worker}").exists()] == []
    assert list(index.glob("whoosh/g*")) == []
