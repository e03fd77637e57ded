"""`search index --watch`, as a process beside others."""

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from support.processes import interrupt, interruptible, posix_alone

from search.cli import main
from search.engines import open_engine, open_writer, problems
from search.query import Query

ROOT = Path(__file__).parents[2]
SEARCH = [sys.executable, "-c", "import sys; from search.cli import main; sys.exit(main())"]
PATIENCE = 60  # s that a busy machine may take; a test that passes waits for what happens alone


class Watch:
    """A watch over a folder, and what it says."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        self._trigger = folder / "interrupt"
        self._process = subprocess.Popen(
            interruptible([*SEARCH, "index", "--watch", *arguments], self._trigger),
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()
        self.said: list[str] = []

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._lines.put(line.rstrip("\n"))

    def until(self, part: str) -> str:
        """Wait for a line that has the part."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no {part!r} in {self.said}") from None
            self.said.append(line)
            if part in line:
                return line

    def until_found(self, word: str, total: int) -> None:
        """Wait until so many articles have the word."""
        end = time.monotonic() + PATIENCE
        while open_engine(self.folder / "index").search(Query(word)).total != total:
            assert time.monotonic() < end, self.said
            time.sleep(0.05)

    def ended(self, by: signal.Signals) -> tuple[int, str]:
        """How it ends by the signal, and what it printed."""
        if by == signal.SIGINT:
            interrupt(self._process, self._trigger)
        else:
            self._process.send_signal(by)
        status = self._process.wait(PATIENCE)
        assert self._process.stdout is not None
        return status, self._process.stdout.read()

    def kill(self) -> None:
        """Let nothing of it stay behind."""
        with suppress(psutil.NoSuchProcess):
            for child in psutil.Process(self._process.pid).children(recursive=True):
                child.kill()
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdout, self._process.stderr):
            assert stream is not None
            stream.close()


Starter = Callable[..., Watch]


@pytest.fixture
def start(tmp_path: Path, own_seeds: Path) -> Iterator[Starter]:
    """Starts a watch over the seeds, and waits until it has built their index."""
    assert own_seeds.is_dir()
    watches = []

    def started(*arguments: str) -> Watch:
        watches.append(Watch(tmp_path, *(arguments or ("seeds",))))
        watches[-1].until("unchanged")
        return watches[-1]

    yield started
    for watch in watches:
        watch.kill()


def story(name: str, word: str, folder: Path) -> None:
    place = Path(name).stem
    text = (
        f"{word} in {place}\n\nPeople of {place} met a {word} near {place}, which {place} liked.\n"
    )
    (folder / name).write_text(text, encoding="utf-8")


def test_what_is_added_changed_and_removed_is_taken_up(start: Starter, own_seeds: Path) -> None:
    watch = start()
    assert "added 2, changed 0, removed 0, unchanged 0, skipped 0 in " in watch.said[-1]
    story("lisbon.txt", "walrus", own_seeds)
    assert "added 1, changed 0, removed 0, unchanged 2, skipped 0" in watch.until("added 1")
    watch.until_found("walrus", 1)
    story("lisbon.txt", "narwhal", own_seeds)
    assert "added 0, changed 1, removed 0, unchanged 2" in watch.until("changed 1")
    watch.until_found("narwhal", 1)
    (own_seeds / "lisbon.txt").unlink()
    assert "added 0, changed 0, removed 1, unchanged 2" in watch.until("removed 1")
    watch.until_found("narwhal", 0)


SIGTERM = pytest.param(signal.SIGTERM, marks=posix_alone("SIGTERM can be caught"))


@pytest.mark.parametrize(
    ("by", "status"),
    [(signal.SIGINT, 130), pytest.param(signal.SIGTERM, 0, marks=SIGTERM.marks)],
)
def test_it_ends_cleanly_with_the_index_whole(
    start: Starter, tmp_path: Path, by: signal.Signals, status: int
) -> None:
    watch = start()
    assert watch.ended(by) == (status, "")
    watch.until("stopped; the index is complete" if status == 0 else "interrupted")
    assert problems(tmp_path / "index") == []
    open_writer(tmp_path / "index").close()


@pytest.mark.parametrize("by", [signal.SIGINT, SIGTERM])
def test_it_ends_in_the_middle_of_an_update_too(
    start: Starter, own_seeds: Path, tmp_path: Path, by: signal.Signals
) -> None:
    watch = start("seeds", "--jobs", "2")
    for number in range(300):
        story(f"{number}.txt", f"walrus{number}", own_seeds)
    generation = tmp_path / "index" / "whoosh" / "holder.json"
    before = generation.read_text(encoding="utf-8")
    end = time.monotonic() + PATIENCE
    while generation.read_text(encoding="utf-8") == before and time.monotonic() < end:
        time.sleep(0.01)
    assert watch.ended(by)[0] in (0, 130)
    assert problems(tmp_path / "index") == []
    assert main(["index", str(own_seeds), "--index", str(tmp_path / "index")]) == 0
    assert open_engine(tmp_path / "index").stats().articles == 302


def test_many_changes_at_once_are_one_update(start: Starter, own_seeds: Path) -> None:
    watch = start()
    beside = own_seeds.parent / "beside"
    beside.mkdir()
    for number in range(120):
        story(f"{number}.txt", "walrus", beside)
    beside.rename(own_seeds / "more")
    assert "added 120, changed 0, removed 0, unchanged 2" in watch.until("added ")
    assert open_engine(own_seeds.parent / "index").stats().articles == 122


def test_a_folder_that_is_gone_is_waited_for(
    start: Starter, own_seeds: Path, tmp_path: Path
) -> None:
    watch = start()
    own_seeds.rename(tmp_path / "elsewhere")
    assert f"{str(own_seeds)!r} is missing; its articles are kept until it is back" in watch.until(
        "is missing"
    )
    watch.until_found("defense", 2)  # its articles are kept
    story("lisbon.txt", "walrus", tmp_path / "elsewhere")
    (tmp_path / "elsewhere").rename(own_seeds)
    watch.until("is back")
    watch.until_found("walrus", 1)
    story("oslo.txt", "walrus", own_seeds)
    watch.until_found("walrus", 2)
    assert sum("is missing;" in line for line in watch.said) == 1


@posix_alone("a folder that is watched can be deleted")
def test_a_folder_that_is_made_anew_is_watched(start: Starter, own_seeds: Path) -> None:
    watch = start()
    shutil.rmtree(own_seeds)
    watch.until("is missing")
    own_seeds.mkdir()
    story("lisbon.txt", "walrus", own_seeds)
    watch.until_found("walrus", 1)
    story("oslo.txt", "walrus", own_seeds)
    watch.until_found("walrus", 2)


def test_a_writer_that_is_locked_out_tries_again(
    start: Starter, own_seeds: Path, tmp_path: Path
) -> None:
    watch = start()
    other = open_writer(tmp_path / "index")
    story("lisbon.txt", "walrus", own_seeds)
    assert f"being written by process {os.getpid()}" in watch.until("trying again")
    other.close()
    watch.until("added 1")
    watch.until_found("walrus", 1)
    assert sum("trying again" in line for line in watch.said) == 1


def test_it_waits_for_the_lock_from_the_beginning(own_seeds: Path, tmp_path: Path) -> None:
    other = open_writer(tmp_path / "index")
    watch = Watch(tmp_path, str(own_seeds))
    try:
        watch.until("trying again")
        other.close()
        watch.until("added 2")
    finally:
        watch.kill()


def test_a_slip_in_what_people_decided_does_not_end_it(
    start: Starter, own_seeds: Path, tmp_path: Path
) -> None:
    watch = start()
    (tmp_path / "people.toml").write_text("hide = 3\n", encoding="utf-8")
    watch.until("'hide' is not a list of names")
    (tmp_path / "people.toml").write_text('hide = ["John Healey"]\n', encoding="utf-8")
    end = time.monotonic() + PATIENCE
    while "John Healey" in people(tmp_path / "index") and time.monotonic() < end:
        time.sleep(0.05)
    assert "John Healey" not in people(tmp_path / "index")
    story("lisbon.txt", "walrus", own_seeds)
    watch.until_found("walrus", 1)


def people(index: Path) -> set[str]:
    return {each.value for each in open_engine(index).search(Query()).facets["people"]}


def test_a_file_that_cannot_be_read_is_named_once(start: Starter, own_seeds: Path) -> None:
    watch = start()
    (own_seeds / "empty.txt").touch()
    watch.until("skipped seeds/empty.txt: is empty")
    watch.until("skipped 1")
    story("lisbon.txt", "walrus", own_seeds)
    watch.until("added 1")
    assert sum("is empty" in line for line in watch.said) == 1


def test_an_index_within_its_folder_of_documents_does_not_wake_it(
    start: Starter, own_seeds: Path
) -> None:
    watch = start("seeds", "--index", "seeds/index")
    story("lisbon.txt", "walrus", own_seeds)
    watch.until("added 1")
    for _ in range(3):
        assert main(["query", "walrus", "--index", str(own_seeds / "index")]) == 0
    story("oslo.txt", "walrus", own_seeds)
    watch.until("added 1")
    assert [line for line in watch.said if "added 0" in line] == []


def test_a_single_file_is_followed_through_its_replacement(start: Starter, tmp_path: Path) -> None:
    lines = tmp_path / "a.jsonl"
    lines.write_text(
        '{"title": "One", "text": "A seal was seen in the harbour."}\n', encoding="utf-8"
    )
    watch = start("a.jsonl")
    for word in ("walrus", "narwhal"):
        fresh = tmp_path / "new"
        fresh.write_text(
            json.dumps({"title": "Two", "text": f"A {word} was seen on Friday."}), encoding="utf-8"
        )
        fresh.replace(lines)
        watch.until_found(word, 1)


def test_an_index_that_was_removed_is_built_again(
    start: Starter, own_seeds: Path, tmp_path: Path
) -> None:
    watch = start()
    shutil.rmtree(tmp_path / "index")
    story("lisbon.txt", "walrus", own_seeds)
    watch.until("added 3")
    watch.until_found("walrus", 1)


def test_what_can_never_be_is_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["index", "--watch", "nowhere"]) == 2
    assert "no such folder 'nowhere'" in capsys.readouterr().err
    assert main(["index", "--watch", "--dry-run", "."]) == 2
    assert "choose it or --watch" in capsys.readouterr().err


def test_without_its_library_the_command_that_mends_it_is_told(own_seeds: Path) -> None:
    code = (
        "import sys; sys.modules['watchfiles'] = None; from search.cli import main;"
        "sys.exit(main(['index', '--watch', sys.argv[1]]))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, own_seeds],
        capture_output=True,
        encoding="utf-8",
        cwd=own_seeds,
    )
    assert ran.returncode == 2
    assert ran.stderr == "Error: --watch needs watchfiles; pip install 'news-search[watch]'\n"
