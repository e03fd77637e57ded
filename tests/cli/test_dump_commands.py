"""`search dump` and `search restore`: the files of people, saved and restored."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.at_desk import FIRST, SECOND, Desk
from support.processes import HAS_LIMITS, HAS_PIPES, PRIVATE, environment

from search.engines import open_engine
from search.indexing.decisions_dump import DumpedFile, to_text
from search.query import Query

ROOT = Path(__file__).parents[2]


SEARCHES = "# by hand\r\n[umerov]\r\nquery = \"umerov ''' x\"\r\n"


@pytest.fixture
def archive(desk: Desk) -> Desk:
    assert desk.search("people", "hide", "John Healey")[0] == 0
    assert desk.search("cuts", "--reject", "837af9d40e57a08b")[0] == 0
    Path("searches.toml").write_bytes(SEARCHES.encode())
    Path("search.toml").write_text("limit = 5\n", encoding="utf-8")
    return desk


NAMES = ("people.toml", "cleaning.toml", "searches.toml", "search.toml")


def files() -> dict[str, bytes]:
    return {name: Path(name).read_bytes() for name in NAMES if Path(name).exists()}


def test_lost_files_are_restored_to_the_letter(archive: Desk) -> None:
    before = files()
    status, out, err = archive.search("dump", "dump.toml")
    assert (status, out) == (0, "")
    assert err == "people.toml, cleaning.toml, searches.toml, search.toml; written to dump.toml\n"
    for name in NAMES:
        Path(name).unlink()
    assert archive.search("index", "--rebuild")[0] == 0
    assert "John Healey" in people()
    status, _, err = archive.search("restore", "dump.toml")
    assert (status, err.splitlines()[-1]) == (0, "apply it with 'search index'")
    assert files() == before
    assert archive.search("index")[0] == 0
    assert "John Healey" not in people()


def people() -> set[str]:
    return {each.value for each in open_engine(Path("index")).search(Query()).facets["people"]}


def test_a_dump_can_be_read(archive: Desk) -> None:
    text = archive.search("dump", "-")[1]
    assert (
        'name = "people.toml"\nfolders = ["seeds"]\ntext = \'\'\'\nhide = ["John Healey"]\n' in text
    )
    assert text.startswith("# What people decided about an archive")


def test_files_that_are_the_same_are_left(archive: Desk) -> None:
    assert archive.search("dump", "dump.toml")[0] == 0
    assert archive.search("restore", "dump.toml") == (
        0,
        "",
        "nothing to restore: all files are as in the dump\n",
    )


def test_a_different_file_is_replaced_only_with_an_option(archive: Desk) -> None:
    assert archive.search("dump", "dump.toml")[0] == 0
    Path("people.toml").write_text('hide = ["Rustem Umerov"]\n', encoding="utf-8")
    Path("search.toml").unlink()
    status, _, err = archive.search("restore", "dump.toml")
    assert status == 2
    assert err.startswith("Error: other decisions are in ")
    assert err.endswith("people.toml; compare them with the dump, or add --replace\n")
    assert Path("people.toml").read_text(encoding="utf-8") == 'hide = ["Rustem Umerov"]\n'
    assert not Path("search.toml").exists()  # nothing was put back by halves
    assert archive.search("restore", "dump.toml", "--replace")[0] == 0
    assert Path("people.toml").read_text(encoding="utf-8") == 'hide = ["John Healey"]\n'
    assert Path("search.toml").read_text(encoding="utf-8") == "limit = 5\n"


def test_it_is_restored_next_to_a_folder_of_another_name_and_place(
    archive: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert archive.search("dump", "dump.toml")[0] == 0
    away = tmp_path / "away"
    shutil.copytree("seeds", away / "news")
    monkeypatch.chdir(away)
    assert archive.search("index", "news")[0] == 0
    assert archive.search("restore", "../dump.toml")[0] == 0
    assert (away / "people.toml").read_text(encoding="utf-8") == 'hide = ["John Healey"]\n'


def test_files_of_folders_in_several_places_go_back_to_their_own(
    archive: Desk, tmp_path: Path
) -> None:
    more = tmp_path / "more" / "wire"
    more.mkdir(parents=True)
    (more / "a.txt").write_text(
        "A walrus\n\nIt was seen in the harbour on Friday.\n", encoding="utf-8"
    )
    (more.parent / "people.toml").write_text('split = ["Mike Johnson"]\n', encoding="utf-8")
    assert archive.search("index", str(more))[0] == 0
    assert archive.search("dump", "dump.toml")[0] == 0
    (more.parent / "people.toml").unlink()
    assert archive.search("restore", "dump.toml")[0] == 0
    assert (more.parent / "people.toml").read_text(encoding="utf-8") == 'split = ["Mike Johnson"]\n'
    dump = Path("dump.toml").read_text(encoding="utf-8").replace('["wire"]', '["elsewhere"]')
    Path("dump.toml").write_text(dump, encoding="utf-8")
    status, _, err = archive.search("restore", "dump.toml")
    assert (status, "is next to 'elsewhere', which is not a folder of this index" in err) == (
        2,
        True,
    )


def test_an_earlier_dump_is_replaced_and_no_other_file(archive: Desk) -> None:
    assert archive.search("dump", "dump.toml")[0] == archive.search("dump", "dump.toml")[0] == 0
    status, _, err = archive.search("dump", "people.toml")
    assert (status, "'people.toml' is the name of a file of decisions" in err) == (2, True)
    assert files()["people.toml"] == b'hide = ["John Healey"]\n'


def test_where_nothing_was_decided_there_is_nothing_to_dump(desk: Desk) -> None:
    status, out, err = desk.search("dump", "dump.toml")
    assert (status, out, err[:27]) == (1, "", "nothing was decided yet: th")
    assert not Path("dump.toml").exists()


DAMAGED = {
    "": "is not a dump of decisions",
    "format = 2\n": "is not a dump of decisions",
    "format = 1\nfile = 3\n": "is not a dump of decisions",
    'format = 1\n[[file]]\nname = "people.toml"\n': "is not a dump of decisions",
    'format = 1\n[[file]]\nname = "../x.toml"\nfolders = ["seeds"]\ntext = ""\n': "none of people",
    'format = 1\n[[file]]\nname = "people.toml"\nfolders = [3]\ntext = ""\n': "is none of",
    'format = 1\n[[file]]\nname = "people.toml"\nfolders = ["seeds"]\ntext = "hide = 3"\n': (
        "people.toml in it is not usable at line 1: 'hide' is not a list of names"
    ),
    'format = 1\n[[file]]\nname = "searches.toml"\nfolders = ["seeds"]\ntext = "x"\n': (
        "searches.toml in it is not usable at line 1"
    ),
}


@pytest.mark.parametrize(("text", "expected"), DAMAGED.items())
def test_a_damaged_dump_changes_nothing(archive: Desk, text: str, expected: str) -> None:
    before = files()
    Path("dump.toml").write_text(text, encoding="utf-8")
    status, out, err = archive.search("restore", "dump.toml", "--replace")
    assert (status, out, expected in err) == (2, "", True), err
    assert err.count("\n") == 1
    assert files() == before


def test_a_dump_that_was_cut_short_restores_whole_files_only(archive: Desk) -> None:
    assert archive.search("dump", "dump.toml")[0] == 0
    whole = Path("dump.toml").read_text(encoding="utf-8")
    for name in NAMES:
        Path(name).unlink()
    for end in range(0, whole.rindex("[[file]]"), 97):
        Path("dump.toml").write_text(whole[:end], encoding="utf-8")
        archive.search("restore", "dump.toml")
        for name, text in files().items():  # what came through is whole
            assert text.decode() in tomllib.loads(whole)["file"][NAMES.index(name)]["text"]


@HAS_LIMITS
def test_a_full_disk_leaves_all_as_it_was(archive: Desk) -> None:
    Path("synonyms.txt").write_text("# " + "x" * 9000 + "\n", encoding="utf-8")
    assert archive.search("dump", "dump.toml")[0] == 0
    Path("people.toml").unlink()
    Path("synonyms.txt").unlink()
    before = files()
    code = (
        "import resource, signal, sys; from search.cli import main;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096));"
        "sys.exit(main(['restore', 'dump.toml']))"
    )
    ran = subprocess.run(
        [sys.executable, "-B", "-c", code],
        capture_output=True,
        encoding="utf-8",
        env=environment(),
    )
    assert (ran.returncode, "synonyms.txt': file too large" in ran.stderr) == (2, True), ran.stderr
    assert files() == before
    assert list(Path().glob("*.new")) == []


def test_what_a_saved_search_has_shown_is_dumped_and_restored(desk: Desk) -> None:
    desk.search("saved", "add", "weekly", "air", "--sort", "newest")
    assert desk.ids("saved", "run", "weekly", "--new", "--limit", "1") == [SECOND]
    assert desk.search("dump", "dump.toml").err.startswith("searches.toml, searches-seen.json; ")
    (seen,) = Path().glob("searches-seen-*.json")
    before = seen.read_bytes()
    seen.unlink()
    assert desk.search("restore", "dump.toml").status == 0
    assert (seen.read_bytes(), seen.stat().st_mode & 0o777) == (before, PRIVATE)
    assert desk.ids("saved", "run", "weekly", "--new") == [FIRST]
    ran = desk.search("restore", "dump.toml", "--replace")  # which does not know the last one
    assert ran.err == "nothing to restore: all files are as in the dump\n"
    assert desk.search("saved", "run", "weekly", "--new").status == 1


@HAS_PIPES
def test_a_dump_to_a_special_file_is_an_error(archive: Desk) -> None:
    os.mkfifo("pipe")
    assert "it is a pipe" in archive.search("dump", "pipe").err
    assert "it is a pipe" in archive.search("restore", "pipe").err


def test_a_missing_index_or_file_is_an_error(archive: Desk) -> None:
    assert archive.search("dump", "x", "--index", "none")[0] == 3
    assert archive.search("restore", "gone.toml")[0] == 2
    assert archive.search("dump", "dump.toml")[0] == 0
    assert archive.search("restore", "dump.toml", "--index", "none")[0] == 3


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_text_comes_back_as_it_was(text: str) -> None:
    (back,) = tomllib.loads(to_text([DumpedFile("people.toml", ("seeds",), text)]))["file"]
    assert back == {"name": "people.toml", "folders": ["seeds"], "text": text}
