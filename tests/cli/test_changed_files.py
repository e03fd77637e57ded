"""Commands that change the files of people: on a full disk, at once, with odd characters."""

import subprocess
from pathlib import Path

import pytest
from support.at_desk import Desk, settled
from support.processes import SEARCH, environment
from support.small_disk import Disk

from search.indexing import build
from search.indexing.decisions_dump import DumpedFile, to_text
from search.user_files.user_file import read

LINES = ("837af9d40e57a08b", "14fd0e49a2ac633e", "26614ddc2855a507", "3a839b919c67bb6c")
SHIPS = "".join(f'    "Ship {number}",  # a ship\n' for number in range(200))
DECISIONS = (f'[lines.{number:x}]\nverdict = "cut"  # ours\n' for number in range(200))
SEARCHES = (f'[s{number}]\nquery = "air"  # ours\n' for number in range(200))
FILES = {
    "people.toml": f"hide = [\n{SHIPS}]\n",
    "cleaning.toml": "".join(DECISIONS),
    "searches.toml": "".join(SEARCHES),
}


@pytest.fixture
def full(
    disk: Disk,
    seeds: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Desk:
    """A full disk with the files of people and the documents; the index is on another one."""
    disk.resize(60)
    settled(disk.place, monkeypatch)
    monkeypatch.setenv("SEARCH_INDEX", str(tmp_path / "index"))
    Path("seeds").mkdir()
    for seed in seeds.iterdir():
        Path("seeds", seed.name).write_bytes(seed.read_bytes())
    for name, text in FILES.items():
        Path(name).write_text(text, encoding="utf-8")
    build([Path("seeds")], tmp_path / "index")
    dump = [DumpedFile("synonyms.txt", ("seeds",), f"# {'x' * 9000}\n")]
    (tmp_path / "dump.toml").write_text(to_text(dump), encoding="utf-8")
    disk.resize(disk.used)
    return Desk(capsys)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("people", "hide", "John Healey"), "people.toml"),
        (("people", "merge", "John Healey", "Rustem Umerov"), "people.toml"),
        (("cuts", "--reject", LINES[0]), "cleaning.toml"),
        (("saved", "add", "weekly", "air"), "searches.toml"),
        (("saved", "rename", "s1", "weekly"), "searches.toml"),
        (("saved", "rm", "s1"), "searches.toml"),
        (("config", "--init"), "search.toml"),
        (("restore", "../dump.toml"), "synonyms.txt"),
        (("dump", "new.toml"), "new.toml"),
    ],
)
def test_a_full_disk_is_one_error_and_costs_no_decision(
    full: Desk, arguments: tuple[str, ...], name: str
) -> None:
    ran = full.search(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("Error: cannot write ")
    assert ran.err.endswith(f"{name}': no space left on device; free some space\n")
    assert {each.name for each in Path().iterdir()} == {"seeds", *FILES}
    assert {each: Path(each).read_text(encoding="utf-8") for each in FILES} == FILES


def test_decisions_made_at_once_are_all_kept(desk: Desk) -> None:
    commands = [[*SEARCH, "cuts", "--reject", code] for code in LINES]
    running = [subprocess.Popen(each, env=environment()) for each in commands]
    assert [each.wait(timeout=300) for each in running] == [0] * len(LINES)
    assert sorted(read(Path("cleaning.toml")).tables()["lines"]) == sorted(LINES)
    assert desk.search("index").status == 0


def test_a_cut_line_with_a_control_character_leaves_the_file_readable(desk: Desk) -> None:
    body = "The bridge over the river opened today, officials said, after years of work."
    text = f"Bridge opens\n\n{body}\n\nSubscribe to our \x7fnewsletter\n\n{body}\n"
    Path("seeds", "bridge.txt").write_text(text, encoding="utf-8")
    desk.search("index")
    rows = [line.split("\t") for line in desk.search("cuts", "--by", "line").out.splitlines()]
    (code,) = (code for rule, code, *_ in rows if rule == "newsletter")
    assert desk.search("cuts", "--reject", code).status == 0
    assert "our \\u007fnewsletter" in Path("cleaning.toml").read_text(encoding="utf-8")
    assert desk.search("index").status == 0
    assert "newsletter" in desk.search("show", "bridge").out
