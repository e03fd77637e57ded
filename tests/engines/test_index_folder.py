"""An index is whole or refused: damage, other versions, two writers, a kill at any moment."""

import gc
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from support.indexes import EngineOf, publish
from support.processes import HAS_LIMITS, posix_alone

from search.article import Article
from search.engines import index_folder as folders
from search.engines import open_engine, open_writer
from search.engines.whoosh import problems
from search.engines.whoosh.searching.index_reader import IndexReader
from search.engines.write_lock import LOCK, WriteLock
from search.errors import (
    BadSeeds,
    BrokenIndex,
    LockedIndex,
    NoIndex,
    OldIndex,
    SearchError,
    UnwritableIndex,
)
from search.identities import Identities
from search.indexing import build
from search.query import Query

KILLS = int(os.environ.get("SEARCH_KILLS", "6"))  # benchmarks/README.md says how to run more
SEED = 20250113  # of the moments


def files(index: Path) -> list[Path]:
    return sorted(path for path in (index / "whoosh").rglob("*") if path.stat().st_size)


def test_a_folder_without_an_index_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match=r"build one with 'search index seeds/ --index .*nowhere'"):
        open_engine(tmp_path / "nowhere")


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flip(path: Path) -> None:
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 0x20
    path.write_bytes(held)


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("damage", [cut_short, flip, remove])
def test_any_damaged_file_is_named(
    engine_of: EngineOf, three: tuple[Article, ...], tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    engine_of(three, tmp_path)
    known = Identities({"Piotr Lis": "Peter Lis"})
    publish([], tmp_path, removed=["b.txt"], known=known)  # of two segments
    of_index = [p for p in files(tmp_path) if p.is_file() and p.name != "holder.json"]
    assert len(of_index) >= 5
    for path in of_index:
        held = path.read_bytes()
        damage(path)
        refused = refusal(tmp_path)
        faults = [] if path.name == "manifest.json" else problems(tmp_path / "whoosh")
        path.write_bytes(held)
        expected = NoIndex if damage is remove and path.name == "manifest.json" else BrokenIndex
        assert refused.kind is expected if refused else damage is flip
        assert refused is None or refused.status == 3
        assert expected is NoIndex or any(path.name in each for each in [*faults, str(refused)])
    assert open_engine(tmp_path).search(Query("bridge")).total == 2
    assert problems(tmp_path / "whoosh") == []


def test_deletions_that_vanish_while_an_index_is_opened_bring_nothing_back(
    engine_of: EngineOf, three: tuple[Article, ...], tmp_path: Path
) -> None:
    """The writer of the next generation removes the files of this one in any order."""
    engine_of(three, tmp_path)
    publish([], tmp_path, removed=["b.txt"])
    manifest = folders.read_manifest(tmp_path / "whoosh")
    home = folders.generation_folder(tmp_path / "whoosh", manifest)  # all files are there
    next(home.glob("*.deleted")).unlink()
    with pytest.raises(BrokenIndex, match=r"\.deleted was removed"):
        IndexReader(home, manifest)


class Refusal(NamedTuple):
    """An error without its traceback, which would keep what is open."""

    kind: type[SearchError]
    status: int
    text: str


def refusal(index: Path) -> Refusal | None:
    """Return the error that refuses the index; where it opens, its answers must be right."""
    try:
        with closing(open_engine(index)) as engine:
            assert engine.search(Query("bridge")).total == 2
    except SearchError as error:
        return Refusal(type(error), error.status, str(error))
    return None


def test_every_flipped_byte_of_a_segment_is_refused_or_found(
    engine_of: EngineOf, three: tuple[Article, ...], tmp_path: Path
) -> None:
    engine_of(three, tmp_path)
    right = answers_in_full(tmp_path)
    (path,) = (tmp_path / "whoosh").glob("g*/*.seg")
    held = path.read_bytes()
    places = random.Random(SEED).sample(range(len(held)), 250)
    for place in [*range(16), *places, *range(len(held) - 40, len(held))]:
        path.write_bytes(held[:place] + bytes([held[place] ^ 1]) + held[place + 1 :])
        faults = problems(tmp_path / "whoosh")
        assert faults and all(path.name in fault for fault in faults), f"byte {place}"
        try:
            found = answers_in_full(tmp_path)
        except BrokenIndex as refused:
            assert path.name in str(refused)
        else:
            assert found == right, f"byte {place}"


def answers_in_full(index: Path) -> list[object]:
    engine = open_engine(index)
    found = [engine.search(Query(text)) for text in ("bridge", '"the bridge held"', "bri*")]
    return [
        (each.total, [(hit.article, hit.score, hit.why) for hit in each.hits], dict(each.facets))
        for each in found
    ]


def test_every_flipped_byte_of_the_manifest_is_detected(
    engine_of: EngineOf, three: tuple[Article, ...], tmp_path: Path
) -> None:
    engine_of(three, tmp_path)
    path = tmp_path / "whoosh" / "manifest.json"
    held = path.read_bytes()
    for place in range(len(held)):
        path.write_bytes(held[:place] + bytes([held[place] ^ 1]) + held[place + 1 :])
        try:
            open_engine(tmp_path)
        except (BrokenIndex, OldIndex):
            continue
        assert json.loads(path.read_bytes()) == json.loads(held), f"byte {place}"  # white space


def restamp(index: Path, **changed: object) -> None:
    """Rewrite the manifest with other contents and the right checksum."""
    path = index / "whoosh" / "manifest.json"
    stated = json.loads(path.read_text(encoding="utf-8"))
    del stated["check"]
    stated.update(changed)
    stated["check"] = folders.manifest_checksum(stated)
    path.write_text(json.dumps(stated), encoding="utf-8")


@pytest.mark.parametrize(
    "changed", [{"format": 99}, {"versions": {"analysis": 0, "schema": 1, "segments": 1}}]
)
def test_an_index_of_another_version_is_refused_with_the_command_that_rebuilds_it(
    engine_of: EngineOf, three: tuple[Article, ...], tmp_path: Path, changed: dict[str, object]
) -> None:
    engine_of(three, tmp_path)
    restamp(tmp_path, **changed)
    with pytest.raises(
        OldIndex, match="rebuild it with 'search index --rebuild --index "
    ) as refused:
        open_engine(tmp_path)
    assert refused.value.status == 3


def test_an_old_index_is_rebuilt_from_its_own_folders(own_seeds: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build([own_seeds], index)
    restamp(index, versions={"analysis": 0, "schema": 1, "segments": 1})
    assert build([], index).added == 2
    assert open_engine(index).search(Query("air defense")).total == 2


def test_a_second_writer_learns_which_process_has_the_lock(tmp_path: Path) -> None:
    writer = open_writer(tmp_path)
    with pytest.raises(LockedIndex, match=f"being written by process {os.getpid()} on"):
        open_writer(tmp_path)
    writer.close()
    open_writer(tmp_path).close()


def test_a_refused_build_leaves_no_index_behind(own_seeds: Path, tmp_path: Path) -> None:
    empty, index = tmp_path / "empty", tmp_path / "new" / "index"
    empty.mkdir()
    with pytest.raises(BadSeeds):
        build([empty], index)
    assert not index.parent.exists()
    build([own_seeds], index)
    published = sorted(index.rglob("*"))
    with pytest.raises(BadSeeds):
        build([empty], index, rebuild=True)
    assert sorted(index.rglob("*")) == published


def test_a_refused_build_leaves_what_was_in_the_folder(tmp_path: Path) -> None:
    empty, index = tmp_path / "empty", tmp_path / "index"
    empty.mkdir()
    index.mkdir()
    (index / "README.md").write_text("keep me", encoding="utf-8")
    with pytest.raises(BadSeeds):
        build([empty], index)
    assert [path.name for path in index.iterdir()] == ["README.md"]


@posix_alone("an open file can be removed")
def test_a_lock_whose_file_was_removed_meanwhile_is_taken_again(tmp_path: Path) -> None:
    folder = tmp_path / "index" / "whoosh"
    first = WriteLock(folder)
    (folder / LOCK).unlink()  # as the end of another refused build does
    second = WriteLock(folder)
    with pytest.raises(LockedIndex):
        WriteLock(folder)
    second.release()
    first.release()
    assert not (tmp_path / "index").exists()


def test_a_file_in_the_place_of_the_index_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("not a folder", encoding="utf-8")
    with pytest.raises(UnwritableIndex, match="cannot write to"):
        open_writer(tmp_path / "index")


def test_a_closed_writer_leaves_the_index_as_it_was(
    engine_of: EngineOf, three: tuple[Article, ...], tmp_path: Path
) -> None:
    engine_of(three, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in files(tmp_path) if path.is_file()}
    writer = open_writer(tmp_path)
    writer.add(three[0])
    writer.close()
    after = {path: path.stat().st_mtime_ns for path in files(tmp_path) if path.is_file()}
    assert {p.name for p in before} == {p.name for p in after}
    assert all(after[p] == t for p, t in before.items() if p.name != "holder.json")


def test_readers_answer_while_a_writer_publishes(
    engine_of: EngineOf, three: tuple[Article, ...], tmp_path: Path
) -> None:
    engine_of(three, tmp_path)
    code = (
        "import sys; from pathlib import Path; from search.engines import open_engine;"
        "from search.query import Query\n"
        "for _ in range(150):"
        " assert open_engine(Path(sys.argv[1])).search(Query('bridge')).total in (2, 3)\n"
    )
    readers = [subprocess.Popen([sys.executable, "-c", code, tmp_path]) for _ in range(2)]
    while any(reader.poll() is None for reader in readers):
        publish([], tmp_path, removed=["b.txt"])
        publish([three[1]], tmp_path)
    assert [reader.returncode for reader in readers] == [0, 0]


BUILD = (
    "import sys; from pathlib import Path; from search.indexing import build;"
    "build([Path(sys.argv[1])], Path(sys.argv[2]), rebuild=sys.argv[3] == 'rebuild', jobs=2)"
)


def answers(index: Path) -> tuple[int, int]:
    engine = open_engine(index)
    found = engine.search(Query("air defense")).total, engine.stats().articles
    engine.close()
    return found


@pytest.mark.parametrize("way", ["rebuild", "update"])
def test_a_kill_at_any_moment_leaves_the_index_before_or_after(
    own_seeds: Path, tmp_path: Path, way: str
) -> None:
    for number in range(40):
        (own_seeds / f"more{number:02}.txt").write_text(
            f"Story {number}\n\nIt rained in town.\n", encoding="utf-8"
        )
    index = tmp_path / "index"
    build([own_seeds], index)
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", BUILD, own_seeds, index, way], check=True)
    whole = time.perf_counter() - began
    moments = random.Random(SEED)
    for number in range(KILLS):
        (own_seeds / "more00.txt").write_text(
            f"Air defense\n\nVersion {number} of the story.\n", encoding="utf-8"
        )
        before = answers(index)
        process = subprocess.Popen([sys.executable, "-c", BUILD, own_seeds, index, way])
        time.sleep(whole * moments.uniform(0.1, 1.0))
        process.kill()
        process.wait()
        assert answers(index) in (before, (3, 42)), f"kill {number} of seed {SEED}"
    build([own_seeds], index)
    assert answers(index) == (3, 42)
    assert len([path for path in (index / "whoosh").iterdir() if path.is_dir()]) == 1


@HAS_LIMITS
def test_a_full_disk_is_one_clear_error_and_costs_nothing(
    engine_of: EngineOf, three: tuple[Article, ...], tmp_path: Path
) -> None:
    """A limit on the size of files stands in for the disk: the system refuses to write past it."""
    engine_of(three, tmp_path)
    code = (
        "import resource, signal, sys; from pathlib import Path; from search.indexing import build;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096));"
        "build([Path(sys.argv[1])], Path(sys.argv[2]))"
    )
    own = tmp_path / "own"
    own.mkdir()
    (own / "a.txt").write_text(
        "Snow\n\n" + "It snowed in the mountains on Friday. " * 200, encoding="utf-8"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, own, tmp_path],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "UnwritableIndex: cannot write to" in ran.stderr.splitlines()[-1]
    assert open_engine(tmp_path).search(Query("bridge")).total == 3
    publish([], tmp_path, removed=["b.txt"])
    assert len([path for path in (tmp_path / "whoosh").iterdir() if path.is_dir()]) == 1


def test_the_advice_to_rebuild_a_damaged_index_works(own_seeds: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build([own_seeds], index)
    ledger = next((index / "whoosh").glob("g*/ledger.json"))
    ledger.write_text(ledger.read_text(encoding="utf-8") + "x", encoding="utf-8")
    with pytest.raises(BrokenIndex):
        open_engine(index)
    assert build([], index, rebuild=True).added == 2
    assert answers(index) == (2, 2)


def test_python_looks_for_garbage_as_often_as_before_once_all_writers_are_closed(
    tmp_path: Path,
) -> None:
    before = gc.get_threshold()
    one, other = open_writer(tmp_path / "one"), open_writer(tmp_path / "other")
    assert gc.get_threshold() > before
    one.close()
    one.close()
    assert gc.get_threshold() > before
    other.close()
    assert gc.get_threshold() == before
