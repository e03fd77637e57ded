"""A build that is interrupted, killed or fails while it publishes: the old index or the new one."""

import shutil
from pathlib import Path

import pytest

from faults.harness import Fault, library, run, sampled
from search.engines import open_engine, problems
from search.indexing import build

pytestmark = pytest.mark.skipif(library() is None, reason="needs a C compiler and Linux")

HOW = ("int", "int+", "term", "term+", "kill", "kill+", "eio", "enospc")
OLD, NEW = 2, 3  # articles
INDEX = ("index", "seeds", "--index", "index", "--jobs", "1")


@pytest.fixture
def archive(tmp_path: Path, seeds: Path) -> Path:
    """A folder with an index of two seeds, and a third seed that is not indexed yet."""
    folder = tmp_path / "archive"
    shutil.copytree(seeds, folder / "seeds")
    build([folder / "seeds"], folder / "index")
    (folder / "seeds" / "new.txt").write_text(
        "Ferry sinks\n\nThe ferry sank in the harbour.\n", encoding="utf-8"
    )
    return folder


def indexed(archive: Path) -> int:
    """Return how many articles the index has, every byte of it verified."""
    assert problems(archive / "index") == []
    return open_engine(archive / "index").stats().articles


def restored(archive: Path) -> Path:
    """Return the archive as it was at first, in the same place: an index knows its folders."""
    pristine = archive.with_name("pristine")
    if not pristine.exists():
        shutil.copytree(archive, pristine)
    shutil.rmtree(archive)
    return Path(shutil.copytree(pristine, archive))


def publishing_calls(archive: Path) -> range:
    """Return the calls from the write of the manifest to the end of the build."""
    log = archive.with_name("calls.txt")
    run(INDEX, restored(archive), log=log)
    lines = log.read_text(encoding="utf-8").splitlines()
    first = next(i for i, line in enumerate(lines, 1) if "manifest.json" in line)
    return range(first, len(lines) + 1)


@pytest.mark.parametrize("how", HOW)
def test_whatever_happens_while_publishing_the_index_is_the_old_or_the_new(
    archive: Path, how: str
) -> None:
    for at in sampled(publishing_calls(archive)):
        found = run(INDEX, restored(archive), Fault(at, how))
        assert "Traceback" not in found.err, (at, found.err)
        assert indexed(archive) in (OLD, NEW), (at, found.err)
        build([archive / "seeds"], archive / "index")
        assert indexed(archive) == NEW
        names = {path.name for path in (archive / "index" / "whoosh").iterdir()}
        assert len([name for name in names if name.startswith("g")]) == 1, (at, names)
        assert not [name for name in names if name.endswith(".new")], (at, names)
