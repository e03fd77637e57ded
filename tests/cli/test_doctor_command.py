"""`search doctor` on a real archive."""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from support.processes import SEARCH, environment, posix_alone, run_on_terminal

from search.cli import main
from search.engines import open_engine, open_writer
from search.file_lock import lock
from search.indexing import step_versions

ROOT = Path(__file__).parents[2]


class Report(NamedTuple):
    """The answer of the doctor, line by line."""

    status: int
    lines: list[list[str]]

    def to_fix(self) -> list[tuple[str, str]]:
        """Return what is wrong, each with its remedy."""
        return [(fact, fix) for sign, fact, fix in self.lines if sign in ("mend", "broken")]


class Archive:
    """The seeds and their index."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def doctor(self, *arguments: str) -> Report:
        self._capsys.readouterr()
        status = main(["doctor", *arguments])
        return Report(
            status, [row.split("\t") for row in self._capsys.readouterr().out.splitlines()]
        )


@pytest.fixture
def archive(
    own_seeds: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Archive:
    monkeypatch.chdir(own_seeds.parent)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own_seeds.parent / "own"))
    assert main(["index", "seeds"]) == 0
    return Archive(capsys)


def fix(report: Report) -> None:
    """Run the command of the only finding to fix."""
    ((_, command),) = report.to_fix()
    assert main(shlex.split(command)[1:]) in (0, 4)


def test_a_healthy_archive_is_said_to_be(archive: Archive) -> None:
    assert archive.doctor() == Report(
        0,
        [
            ["ok", "the index is intact, every byte of it: 2 articles", ""],
            ["ok", "the documents are those of the index: 2", ""],
            ["note", "one article has no headline", "search query title:none"],
        ],
    )
    assert archive.doctor("--deep") == archive.doctor()


def test_it_changes_nothing(archive: Archive) -> None:
    Path("seeds/a.txt").write_text(
        "A walrus\n\nIt was seen in the harbour on Friday.\n", encoding="utf-8"
    )
    before = {path: path.stat().st_mtime_ns for path in Path().rglob("*")}
    assert archive.doctor().status == 1
    assert {path: path.stat().st_mtime_ns for path in Path().rglob("*")} == before


def test_no_index_is_status_three_and_the_command_builds_one(archive: Archive) -> None:
    shutil.rmtree("index")
    report = archive.doctor()
    assert report == Report(3, [["broken", "no index in 'index'", "search index seeds/"]])
    fix(report)
    assert archive.doctor().status == 0


def test_a_damaged_index_is_status_three_and_the_command_fixes_it(archive: Archive) -> None:
    (segment,) = Path("index").glob("whoosh/g*/*.seg")
    segment.write_bytes(segment.read_bytes()[:-1])
    report = archive.doctor()
    assert (report.status, report.to_fix()[0][1]) == (3, "search index --rebuild")
    assert "was cut short" in report.to_fix()[0][0]
    fix(report)
    assert archive.doctor().status == 0


@pytest.mark.parametrize("name", ["sketches", "names", "evidence.*", "inputs", "*.toc", "*.seg"])
def test_a_flipped_byte_in_any_file_is_found(archive: Archive, name: str) -> None:
    (path,) = Path("index").glob(f"whoosh/g*/{name}")
    contents = bytearray(path.read_bytes())
    contents[len(contents) // 2] ^= 1
    path.write_bytes(contents)
    report = archive.doctor()
    (found,) = [line for line in report.to_fix() if path.name in line[0]]
    assert found[0].startswith(f"the index in 'index' is damaged: {path.name} was changed")
    assert found[1] == "search index --rebuild"


def test_documents_that_changed_are_counted_and_taken_up(archive: Archive) -> None:
    Path("seeds/a.txt").write_text(
        "A walrus\n\nIt was seen in the harbour on Friday.\n", encoding="utf-8"
    )
    Path("seeds/000_cd4418e8e1d5f07a.txt").unlink()
    report = archive.doctor()
    fact = "the documents differ from the index: 1 new, 1 removed"
    assert (report.status, report.to_fix()) == (1, [(fact, "search index")])
    fix(report)
    assert archive.doctor().to_fix() == []


@pytest.fixture
def changed_models(monkeypatch: pytest.MonkeyPatch, archive: Archive) -> Iterator[Archive]:
    """Yield an archive whose index was built with other models than the program has."""
    monkeypatch.setattr(step_versions, "SUFFIXES", (".py",))
    step_versions.current_versions.cache_clear()
    yield archive
    step_versions.current_versions.cache_clear()


def test_changed_models_are_reported_and_an_update_uses_them(changed_models: Archive) -> None:
    report = changed_models.doctor()
    fact = "the rules or models of the program have changed since the index was built"
    assert (report.status, report.to_fix()) == (1, [(fact, "search index")])
    fix(report)
    assert changed_models.doctor().to_fix() == []


def test_articles_without_date_or_source_are_a_note(archive: Archive) -> None:
    Path("seeds/a.txt").write_text(
        "A walrus\n\nIt was seen in the harbour on Friday.\n", encoding="utf-8"
    )
    assert main(["index"]) == 0
    report = archive.doctor()
    assert report.status == 0
    for fact, query in (("date", "date:none"), ("source", "source:none")):
        assert ["note", f"one article has no {fact}", f"search query {query}"] in report.lines


def test_articles_without_headline_or_text_are_found(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("seeds/a.html").write_text("<h1>A walrus was seen</h1>", encoding="utf-8")
    Path("seeds/b.html").write_text("<p>A walrus was seen in the port.</p>", encoding="utf-8")
    assert main(["index"]) == 0
    notes = [line for line in archive.doctor().lines if line[0] == "note"]
    assert ["note", "one article has no text", "search query is:empty"] in notes
    assert ["note", "2 articles have no headline", "search query title:none"] in notes
    capsys.readouterr()
    assert main(["query", "is:empty", "--ids"]) == 0
    assert capsys.readouterr().out == "seeds/a.html\n"
    assert main(["query", "-f", "is=untitled", "walrus", "--ids"]) == 0
    assert capsys.readouterr().out == "seeds/b.html\n"


def test_a_folder_that_is_missing_is_named(archive: Archive) -> None:
    shutil.copytree("seeds", "more/others")
    Path("more/others/000_cd4418e8e1d5f07a.txt").unlink()
    assert main(["index", "more/others"]) == 0
    shutil.rmtree("seeds")
    report = archive.doctor()
    ((fact, remedy),) = report.to_fix()
    assert fact == f"the folder 'seeds' is missing from {str(Path.cwd() / 'seeds')!r}"
    command = remedy.removeprefix("bring it back, or go on without it: ")
    assert main(shlex.split(command)[1:]) == 0
    assert archive.doctor().status == 0


def test_skipped_documents_are_reported_with_their_reason(archive: Archive) -> None:
    Path("seeds/empty.txt").touch()
    assert main(["index"]) == 4
    assert archive.doctor().to_fix() == [
        (
            "one document is skipped: is empty; 'seeds/empty.txt'",
            "fix it, or name it in .searchignore",
        )
    ]


def test_a_library_that_is_missing_is_named_with_its_command(archive: Archive) -> None:
    assert archive.doctor().status == 0
    Path("seeds/a.pdf").write_bytes(b"%PDF-1.4\n")
    Path("without").mkdir()
    Path("without/pypdf.py").write_text("raise ModuleNotFoundError(name='pypdf')", encoding="utf-8")
    code = "import sys; from search.cli import main; main(['index']); sys.exit(main(['doctor']))"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        env=environment(PYTHONPATH=os.pathsep.join((str(Path("without").resolve()), str(ROOT)))),
    )
    expected = "mend\tone document is skipped: needs pypdf; 'seeds/a.pdf'\t"
    assert ran.returncode == 1
    assert expected + "pip install 'news-search[pdf]'" in ran.stdout.splitlines()


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("people.toml", "hide = 3", "'hide' is not a list of names"),
        ("cleaning.toml", "x = 3", "'x' is not a table of lines"),
        ("searches.toml", "= 3", "searches.toml'"),
        ("synonyms.txt", "\xfcber", "synonyms.txt' at line 1: it is not UTF-8"),
        ("search.toml", "limt = 3", "search.toml' at line 1: no setting 'limt'"),
        ("own/news-search/search.toml", "limit = '3'", "'limit' is '3'"),
    ],
)
def test_a_slip_in_a_file_of_decisions_or_settings_is_reported_once(
    archive: Archive, name: str, text: str, expected: str
) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(text.encode("latin-1"))
    found = archive.doctor()
    assert found.status == 1
    ((fact, remedy),) = found.to_fix()
    assert expected in fact and remedy


def test_a_slip_in_the_environment_is_reported(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARCH_LIMIT", "many")
    assert archive.doctor().to_fix() == [
        ("SEARCH_LIMIT is 'many'", "expected a whole number from 0 on, or 'all'")
    ]


def test_decisions_that_the_index_does_not_know_yet_are_reported(archive: Archive) -> None:
    Path("people.toml").write_text('hide = ["John Healey"]\n', encoding="utf-8")
    report = archive.doctor()
    assert report.to_fix() == [("decisions changed since the index was built", "search index")]
    fix(report)
    assert archive.doctor().to_fix() == []


def test_an_index_that_is_being_written_is_a_note(archive: Archive) -> None:
    writer = open_writer(Path("index"))
    report = archive.doctor()
    writer.close()
    assert report.status == 0
    assert report.lines[-1][1].startswith(
        f"the index is being written by process {os.getpid()} on "
    )


@posix_alone("fuser names who has a lock")
def test_a_lock_that_outlived_its_process_is_reported(archive: Archive) -> None:
    code = (
        "import os; from pathlib import Path; from search.engines import open_writer;"
        "held = open_writer(Path('index')); os._exit(0)"
    )
    ended = subprocess.Popen([sys.executable, "-c", code])
    ended.wait()
    with Path("index/whoosh/lock").open("a", encoding="utf-8") as file:
        lock(file.fileno())
        ((fact, remedy),) = archive.doctor().to_fix()
    assert fact.startswith(f"the index is locked for process {ended.pid} on ")
    assert remedy == "end the process that has it: fuser index/whoosh/lock"


@posix_alone("Windows has no fork")
@posix_alone("a process forks")
@pytest.mark.usefixtures("archive")
def test_a_child_of_a_writer_releases_its_lock() -> None:
    code = (
        "import os, time; from pathlib import Path; from search.engines import open_writer;"
        "held = open_writer(Path('index'))\n"
        "if os.fork(): os._exit(0)\n"
        "print(os.getpid(), flush=True); time.sleep(600)"
    )
    ran = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, encoding="utf-8")
    assert ran.stdout is not None
    child = int(ran.stdout.readline())
    ran.wait()
    try:
        open_writer(Path("index")).close()
    finally:
        os.kill(child, signal.SIGKILL)
        ran.stdout.close()


def test_what_a_killed_build_has_left_is_reported_and_removed(archive: Archive) -> None:
    shutil.copytree(next(Path("index/whoosh").glob("g*")), "index/whoosh/g000009")
    report = archive.doctor()
    ((fact, remedy),) = report.to_fix()
    assert fact.startswith("a build that was killed has left 0.")
    assert remedy == "search index"
    fix(report)
    assert archive.doctor().to_fix() == []


def test_a_state_that_is_still_read_is_no_leftover(archive: Archive) -> None:
    with closing(open_engine(Path("index"))):
        Path("seeds/new.txt").write_text("Ferry sinks\n\nIt sank in the harbour.\n", "utf-8")
        assert main(["index"]) == 0
        assert len(list(Path("index/whoosh").glob("g*"))) == 2
        assert archive.doctor().to_fix() == []
    ((fact, _),) = archive.doctor().to_fix()
    assert fact.startswith("a build that was killed has left 0.")


@pytest.mark.parametrize(
    ("module", "fact", "remedy"),
    [
        ("Stemmer", "words are stemmed by Python alone", "pip install PyStemmer"),
        ("isal", "articles are deflated by zlib", "pip install isal"),
    ],
)
def test_what_makes_builds_slower_is_reported(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, module: str, fact: str, remedy: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    report = archive.doctor()
    assert report.status == 1
    assert report.to_fix() == [(f"{fact}, which makes builds slower", remedy)]


def test_it_answers_as_json(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert archive.doctor().status == 0
    assert main(["doctor", "-o", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema_version"] == 1
    assert answer["findings"][0] == {
        "sign": "ok",
        "what": "the index is intact, every byte of it: 2 articles",
        "mend": "",
    }


def test_a_terminal_that_is_no_utf_8_is_reported(archive: Archive) -> None:
    assert archive.doctor().status == 0
    variables = environment(PATH="", LC_ALL="POSIX", TERM="dumb")
    status, shown = run_on_terminal([*SEARCH, "doctor"], variables)
    assert status == 1
    text = shown.replace("\r", "")
    assert (
        "fix     the locale is 'POSIX': text that is not English may be garbled; run: export"
        in text
    )
    assert text.endswith("\n1 to fix\n")
