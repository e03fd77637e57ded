"""A pipe, a device or a folder in the place of any file: one line, no wait, no traceback."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.at_desk import Desk
from support.processes import HAS_LINKS, IS_WINDOWS, at_most

from search.user_files.user_places import user_name

SECONDS = 60  # after which a command waits for ever
GENERATION = "index/whoosh/g000001"
SEGMENT = f"{GENERATION}/MAIN_g000001m0000.seg"
SEEN = f"searches-seen-{user_name()}.json"
LAST = f"index/last-{user_name()}.json"
HIDE = ("people", "hide", "John Healey")
ADD = ("saved", "add", "daily", "air")
DEFAULT = ("diff", "state.json")


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def make_folder(path: Path) -> None:
    path.mkdir()


ON_WINDOWS = (make_folder,)  # it has no pipes or devices in folders
MAKERS = ON_WINDOWS if IS_WINDOWS else (make_pipe, make_device, make_folder)


@pytest.fixture
def archive(desk: Desk) -> Desk:
    """A desk with every file that a command may read."""
    Path("judged.csv").write_text("query,article,grade\nair,seeds/a,1\n", encoding="utf-8")
    Path("qrels.tsv").write_text("q1\tseeds/a\t1\n", encoding="utf-8")
    Path("queries.jsonl").write_text('{"id": "q1", "text": "air"}\n', encoding="utf-8")
    Path("batch.csv").write_text("query\nair\n", encoding="utf-8")
    Path("synonyms.txt").write_text("air, sky\n", encoding="utf-8")
    Path("old.json").write_text(desk.search("eval", "judged.csv", "-o", "json").out, "utf-8")
    for line in (HIDE, ("saved", "add", "weekly", "air"), ("saved", "run", "weekly", "--new")):
        assert desk.search(*line).status in (0, 1), line
    assert desk.search("query", "air").status == 0
    assert desk.search("diff", "--save", "state.json").status == 0
    assert desk.search("dump", "dump.toml").status == 0
    assert desk.search("index", "--rebuild").status == 0
    return desk


def generation() -> Path:
    """Return the folder of the current generation."""
    (found,) = Path("index/whoosh").glob("g0*")
    return found


@pytest.mark.parametrize(
    ("name", "line", "status"),
    [
        ("search.toml", ("query", "air"), 2),
        ("search.toml", ("config",), 2),
        ("search.toml", ("config", "--init"), 2),
        ("search.toml", ("doctor",), 1),
        ("people.toml", ("index",), 2),
        ("people.toml", ("people", "hide", "Rustem Umerov"), 2),
        ("people.toml", ("dump", "other.toml"), 2),
        ("people.toml", ("restore", "dump.toml"), 2),
        ("people.toml", ("doctor",), 1),
        ("cleaning.toml", ("index",), 2),
        ("cleaning.toml", ("cuts", "--reject", "837af9d40e57a08b"), 2),
        ("synonyms.txt", ("query", "air"), 2),
        ("searches.toml", ("saved", "show", "weekly"), 2),
        ("searches.toml", ADD, 2),
        ("searches.toml", ("query", "query:weekly"), 2),
        (SEEN, ("saved", "run", "weekly", "--new"), 2),
        (LAST, ("show", "1"), 1),
        ("index/whoosh/manifest.json", ("query", "air"), 3),
        ("index/whoosh/manifest.json", HIDE, 3),
        ("index/whoosh/manifest.json", ("verify",), 3),
        ("index/whoosh/manifest.json", DEFAULT, 3),
        ("{generation}/ledger.json", ("query", "air"), 3),
        ("{generation}/ledger.json", HIDE, 3),
        ("{generation}/people.json", ("query", "air"), 3),
        ("{generation}/names", HIDE, 3),
        ("{segment}", ("query", "air"), 3),
        ("{segment}", ("export-whoosh", "stock"), 3),
        ("judged.csv", ("eval", "judged.csv"), 2),
        ("queries.jsonl", ("eval", "qrels.tsv"), 2),
        ("queries.jsonl", ("eval", "qrels.tsv", "--queries", "queries.jsonl"), 2),
        ("old.json", ("eval", "judged.csv", "--compare", "old.json"), 2),
        ("batch.csv", ("batch", "batch.csv"), 2),
        ("state.json", DEFAULT, 2),
        ("state.json", ("diff", "--save", "state.json"), 2),
        ("dump.toml", ("restore", "dump.toml"), 2),
        ("dump.toml", ("dump", "dump.toml"), 2),
        ("found.csv", ("export", "air", "--to", "found.csv"), 2),
    ],
)
def test_a_special_file_is_one_line_and_no_wait(
    archive: Desk, name: str, line: tuple[str, ...], status: int
) -> None:
    (segment,) = generation().glob("*.seg")
    path = Path(name.format(generation=generation(), segment=segment))
    original = Path("original")
    for make in MAKERS:
        if path.exists():
            path.rename(original)
        make(path)
        with at_most(SECONDS):
            found = archive.search(*line)
        path.rmdir() if path.is_dir() else path.unlink()
        if original.exists():
            original.rename(path)
        assert found.status in (status, 3), (make, found)  # 3: a folder that is no index
        if line != ("doctor",):
            assert found.err.startswith("Error: ") and found.err.count("\n") == 1, (make, found)


@pytest.mark.parametrize("name", ["holder.json", "lock"])
@pytest.mark.parametrize("make", MAKERS)
def test_a_special_file_in_the_place_of_a_lock_does_not_wait(
    archive: Desk, make: Callable[[Path], None], name: str
) -> None:
    path = Path("index/whoosh") / name
    path.unlink()
    make(path)
    with at_most(SECONDS):
        found = archive.search("index")
    assert found.status in (0, 3) and found.err.count("\n") <= 1, found


def test_a_build_replaces_an_index_whose_files_are_special(archive: Desk) -> None:
    for name in ("manifest.json", "ledger.json"):
        for make in MAKERS:
            path = (generation() if name == "ledger.json" else Path("index/whoosh")) / name
            path.unlink()
            make(path)
            with at_most(SECONDS):
                found = archive.search("index", "--rebuild", "seeds")
            why = "permission denied" if IS_WINDOWS else "is a directory"
            is_refused = found.err.startswith(f"Error: cannot write to 'index': {why}")
            assert "added 2" in found.out or is_refused, (name, make, found)
            shutil.rmtree("index")
            assert archive.search("index", "seeds").status == 0


def test_a_file_that_is_too_large_is_not_read(archive: Desk) -> None:
    with Path("batch.csv").open("wb") as file:
        file.truncate(64_000_001)
    assert archive.search("batch", "batch.csv").err == (
        "Error: cannot read 'batch.csv': it is larger than 64 MB; "
        "name another, or '-' for standard input\n"
    )


# An index that a stranger made


@HAS_LINKS
def test_links_in_the_index_of_a_stranger_are_not_written_through(archive: Desk) -> None:
    victim = Path("victim")
    victim.write_text("mine", encoding="utf-8")
    for name in (LAST, "index/whoosh/holder.json", "index/whoosh/manifest.json.new"):
        Path(name).unlink(missing_ok=True)
        Path(name).symlink_to(victim.resolve())
    assert archive.search("query", "air").status == 0
    assert archive.search("index", "--rebuild").status == 0
    assert victim.read_text(encoding="utf-8") == "mine"
