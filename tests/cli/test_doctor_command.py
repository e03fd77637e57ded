"""`search doctor`: what is wrong with a real archive, and the command that mends it."""

import fcntl
import json
import os
import pty
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from search.cli import main
from search.engines import open_writer
from search.indexing import step_versions

ROOT = Path(__file__).parents[2]
SEARCH = [sys.executable, "-c", "import sys; from search.cli import main; sys.exit(main())"]


class Told(NamedTuple):
    """What the doctor said, line by line."""

    status: int
    lines: list[list[str]]

    def mends(self) -> list[tuple[str, str]]:
        """What is to be mended, and what mends it."""
        return [(what, mend) for sign, what, mend in self.lines if sign in ("mend", "broken")]


class Archive:
    """The seeds and their index."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def doctor(self, *arguments: str) -> Told:
        self._capsys.readouterr()
        status = main(["doctor", *arguments])
        return Told(status, [row.split("\t") for row in self._capsys.readouterr().out.splitlines()])


@pytest.fixture
def archive(
    own_seeds: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Archive:
    monkeypatch.chdir(own_seeds.parent)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own_seeds.parent / "own"))
    assert main(["index", "seeds"]) == 0
    return Archive(capsys)


def mended(told: Told) -> None:
    """Do what the only line to be mended says."""
    ((_, mend),) = told.mends()
    assert main(shlex.split(mend)[1:]) in (0, 4)


def test_a_healthy_archive_is_said_to_be(archive: Archive) -> None:
    assert archive.doctor() == Told(
        0,
        [
            ["ok", "the index is whole, at a quick look: 2 articles", ""],
            ["ok", "the documents are those of the index: 2", ""],
        ],
    )
    assert (
        archive.doctor("--deep").lines[0][1] == "the index is whole, every byte of it: 2 articles"
    )


def test_it_changes_nothing(archive: Archive) -> None:
    Path("seeds/a.txt").write_text("A walrus\n\nIt was seen in the harbour on Friday.\n")
    before = {path: path.stat().st_mtime_ns for path in Path().rglob("*")}
    assert archive.doctor("--deep").status == 1
    assert {path: path.stat().st_mtime_ns for path in Path().rglob("*")} == before


def test_no_index_is_status_three_and_the_command_builds_one(archive: Archive) -> None:
    shutil.rmtree("index")
    told = archive.doctor()
    assert told == Told(3, [["broken", "no index in 'index'", "search index seeds/"]])
    mended(told)
    assert archive.doctor().status == 0


def test_a_damaged_index_is_status_three_and_the_command_mends_it(archive: Archive) -> None:
    (segment,) = Path("index").glob("whoosh/g*/*.seg")
    segment.write_bytes(segment.read_bytes()[:-1])
    told = archive.doctor()
    assert (told.status, told.mends()[0][1]) == (3, "search index --rebuild")
    assert "was cut short" in told.mends()[0][0]
    mended(told)
    assert archive.doctor().status == 0


def test_a_flipped_byte_is_found_by_a_deep_look(archive: Archive) -> None:
    (evidence,) = Path("index").glob("whoosh/g*/sketches")
    held = bytearray(evidence.read_bytes())
    held[-1] ^= 1
    evidence.write_bytes(held)
    assert archive.doctor().lines[0][0] == "ok"
    told = archive.doctor("--deep")
    wanted = ("the index is damaged: sketches was changed", "search index --rebuild")
    assert wanted in told.mends()


def test_documents_that_changed_are_counted_and_taken_up(archive: Archive) -> None:
    Path("seeds/a.txt").write_text("A walrus\n\nIt was seen in the harbour on Friday.\n")
    Path("seeds/000_cd4418e8e1d5f07a.txt").unlink()
    told = archive.doctor()
    what = "the documents are others than those of the index: 1 new, 1 removed"
    assert (told.status, told.mends()) == (1, [(what, "search index")])
    mended(told)
    assert archive.doctor().mends() == []


@pytest.fixture
def changed_models(monkeypatch: pytest.MonkeyPatch, archive: Archive) -> Iterator[Archive]:
    """Yield an archive whose index was built with other models than the program has."""
    monkeypatch.setattr(step_versions, "SUFFIXES", (".py",))
    step_versions.current_versions.cache_clear()
    yield archive
    step_versions.current_versions.cache_clear()


def test_changed_models_are_reported_and_an_update_uses_them(changed_models: Archive) -> None:
    told = changed_models.doctor()
    what = "the rules or models of the program have changed since the index was built"
    assert (told.status, told.mends()) == (1, [(what, "search index")])
    mended(told)
    assert changed_models.doctor().mends() == []


def test_articles_without_date_or_source_are_a_note(archive: Archive) -> None:
    Path("seeds/a.txt").write_text("A walrus\n\nIt was seen in the harbour on Friday.\n")
    assert main(["index"]) == 0
    told = archive.doctor()
    assert told.status == 0
    assert ["note", "one article has no date", "search query --filter date=none"] in told.lines
    assert ["note", "one article has no source", "search query --filter source=none"] in told.lines


def test_a_folder_that_is_gone_is_named(archive: Archive) -> None:
    shutil.copytree("seeds", "more/others")
    Path("more/others/000_cd4418e8e1d5f07a.txt").unlink()
    assert main(["index", "more/others"]) == 0
    shutil.rmtree("seeds")
    told = archive.doctor()
    ((what, mend),) = told.mends()
    assert what == f"the folder 'seeds' is gone from '{Path.cwd() / 'seeds'}'"
    command = mend.removeprefix("bring it back, or go on without it: ")
    assert main(shlex.split(command)[1:]) == 0
    assert archive.doctor().status == 0


def test_skipped_documents_are_told_with_their_reason(archive: Archive) -> None:
    Path("seeds/empty.txt").touch()
    assert main(["index"]) == 4
    assert archive.doctor().mends() == [
        (
            "one document is skipped: is empty; 'seeds/empty.txt'",
            "mend it, or name it in .searchignore",
        )
    ]


def test_a_library_that_is_missing_is_named_with_what_brings_it(archive: Archive) -> None:
    assert archive.doctor().status == 0
    Path("seeds/a.pdf").write_bytes(b"%PDF-1.4\n")
    code = (
        "import sys; sys.modules['pypdf'] = None; from search.cli import main;"
        "main(['index']); sys.exit(main(['doctor']))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )
    wanted = "mend\tone document is skipped: needs pypdf; 'seeds/a.pdf'\t"
    assert ran.returncode == 1
    assert wanted + "pip install 'news-search[pdf]'" in ran.stdout.splitlines()


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("people.toml", "hide = 3", "'hide' is not a list of names"),
        ("cleaning.toml", "x = 3", "'x' is not a table of lines"),
        ("searches.toml", "= 3", "searches.toml'"),
        ("search.toml", "limt = 3", "search.toml' at line 1: no setting 'limt'"),
        ("own/news-search/search.toml", "limit = '3'", "'limit' is '3'"),
    ],
)
def test_a_slip_in_a_file_of_decisions_or_settings_is_told_once(
    archive: Archive, name: str, text: str, told: str
) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)
    found = archive.doctor()
    assert found.status == 1
    ((what, mend),) = found.mends()
    assert told in what and mend


def test_a_slip_in_the_environment_is_told(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARCH_LIMIT", "many")
    assert archive.doctor().mends() == [
        ("SEARCH_LIMIT is 'many'", "expected a whole number from 0 on")
    ]


def test_decisions_that_the_index_does_not_know_yet_are_told(archive: Archive) -> None:
    Path("people.toml").write_text('hide = ["John Healey"]\n')
    told = archive.doctor()
    assert told.mends() == [
        ("people decided other things since the index was built", "search index")
    ]
    mended(told)
    assert archive.doctor().mends() == []


def test_an_index_that_is_being_written_is_a_note(archive: Archive) -> None:
    writer = open_writer(Path("index"))
    told = archive.doctor()
    writer.close()
    assert told.status == 0
    assert told.lines[-1][1].startswith(f"the index is being written by process {os.getpid()} on ")


@pytest.mark.skipif(os.name != "posix", reason="locks of files are asked for by other names")
def test_a_lock_that_outlived_its_process_is_told(archive: Archive) -> None:
    code = (
        "import os; from pathlib import Path; from search.engines import open_writer;"
        "held = open_writer(Path('index')); os._exit(0)"
    )
    ended = subprocess.Popen([sys.executable, "-c", code])
    ended.wait()
    with Path("index/whoosh/lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ((what, mend),) = archive.doctor().mends()
    assert what.startswith(f"the index is locked for process {ended.pid} on ")
    assert mend == "end who has it: fuser index/whoosh/lock"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there only processes of their own are begun")
@pytest.mark.usefixtures("archive")
def test_a_child_of_a_writer_lets_go_of_its_lock() -> None:
    code = (
        "import os, time; from pathlib import Path; from search.engines import open_writer;"
        "held = open_writer(Path('index'))\n"
        "if os.fork(): os._exit(0)\n"
        "print(os.getpid(), flush=True); time.sleep(600)"
    )
    ran = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert ran.stdout is not None
    child = int(ran.stdout.readline())
    ran.wait()
    try:
        open_writer(Path("index")).close()
    finally:
        os.kill(child, signal.SIGKILL)
        ran.stdout.close()


def test_what_a_killed_build_has_left_is_told_and_swept(archive: Archive) -> None:
    shutil.copytree(next(Path("index/whoosh").glob("g*")), "index/whoosh/g000009")
    told = archive.doctor()
    ((what, mend),) = told.mends()
    assert what.startswith("a build that was killed has left 0.")
    assert mend == "search index"
    mended(told)
    assert archive.doctor().mends() == []


@pytest.mark.parametrize(
    ("module", "what", "mend"),
    [
        ("Stemmer", "words are stemmed by Python alone", "pip install PyStemmer"),
        ("isal", "articles are deflated by zlib", "pip install isal"),
    ],
)
def test_what_makes_builds_slower_is_told(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, module: str, what: str, mend: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    told = archive.doctor()
    assert told.status == 1
    assert told.mends() == [(f"{what}, which makes builds slower", mend)]


def test_it_answers_as_json(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert archive.doctor().status == 0
    assert main(["doctor", "-o", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema_version"] == 1
    assert told["findings"][0] == {
        "sign": "ok",
        "what": "the index is whole, at a quick look: 2 articles",
        "mend": "",
    }


def test_a_terminal_that_is_no_utf_8_is_told(archive: Archive) -> None:
    assert archive.doctor().status == 0
    ours, theirs = pty.openpty()
    environment = {"PYTHONPATH": str(ROOT), "PATH": "", "LC_ALL": "POSIX", "TERM": "dumb"}
    ran = subprocess.Popen([*SEARCH, "doctor"], stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    printed, end = b"", time.monotonic() + 60
    while time.monotonic() < end:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # the other side has closed
            break
        printed += piece
    os.close(ours)
    assert ran.wait() == 1
    text = printed.decode().replace("\r", "")
    assert "mend    the locale is 'POSIX': what is not English may be garbled; fix: export" in text
    assert text.endswith("\n1 to fix\n")
