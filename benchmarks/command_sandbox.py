"""The folder in which recorded commands run, the commands themselves and the changes of files."""

import fcntl
import json
import os
import pty
import re
import shlex
import shutil
import signal
import struct
import subprocess
import termios
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer
from typing import IO, NamedTuple

from compare_records import INPUT, TERMINAL, Record
from recorded_archive import ROOT
from whoosh.index import open_dir

LONGEST = 180.0  # seconds that a command may take
SCREEN = (40, 100)  # lines and columns of the terminal

VOLATILE = (  # what differs from run to run, and what it is replaced by
    (r"\b[0-9a-f]{64}\b", "<digest>"),
    (r"process \d+ on \S+ since [^\s,;]+", "<process>"),
    (r'"seconds": [\d.e-]+', '"seconds": 0'),
    (r"\b\d+\.\d+ s\b", "<seconds> s"),
    (r"\b\d\d:\d\d:\d\d\b", "<time>"),
    (r"\b\d+\.\d MB\b", "<size> MB"),
)


class Step(NamedTuple):
    """A line of the list, and the lines of the file that follow it."""

    folder: str
    line: str
    block: str = ""


@dataclass(frozen=True)
class CommandLine:
    """A command line as it was typed."""

    words: Sequence[str]
    variables: Mapping[str, str]
    stdin: str
    terminal: bool


def parse(line: str) -> CommandLine:
    """Return the parts of a command line.

    >>> parse("SEARCH_LIMIT=1 query - <<< 'a b'")
    CommandLine(words=['query', '-'], variables={'SEARCH_LIMIT': '1'}, stdin='a b', terminal=False)
    """
    terminal = line.startswith(TERMINAL)
    command, _, given = line.removeprefix(TERMINAL).partition(INPUT)
    words, variables = shlex.split(command), {}
    while words and re.match(r"[A-Z_]+=", words[0]):
        name, _, value = words.pop(0).partition("=")
        variables[name] = value
    stdin = "".join(shlex.split(given)).replace("\\n", "\n")
    return CommandLine(words, variables, stdin, terminal)


class Outcome(NamedTuple):
    """The outcome of a command."""

    status: int
    stdout: str
    stderr: str


class Sandbox:
    """The temporary folder, and the program that is run in it."""

    def __init__(self, root: Path, program: Sequence[str]) -> None:
        self.root = root
        self._program = program
        self._locks: list[IO[str]] = []
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT)),
            "HOME": str(root / "home"),
            "LANG": "C.UTF-8",
            "TERM": "xterm",
            "TZ": "UTC",
            "PAGER": "",
        }

    def demand_program(self) -> None:
        """End the recording where the program cannot be run at all."""
        version = self.run(self.root, parse("--version"))
        if version.status:
            raise SystemExit(version.stderr)

    def perform(self, step: Step) -> Record | None:
        """Do what a line says; return a record of it, or None where it prints nothing."""
        folder = self.root / step.folder
        if step.line.startswith("!"):
            outcome = self._act(folder, step)
        else:
            outcome = self.run(folder, parse(step.line))
        if not outcome:
            return None
        outputs = map(self.stable_text, (outcome.stdout, outcome.stderr))
        return Record(step.folder, step.line, outcome.status, *outputs)

    def _act(self, folder: Path, step: Step) -> Outcome | None:
        name, *words = shlex.split(step.line[1:])
        try:
            return ACTIONS[name](self, folder, words, step.block)
        except Exception as error:  # of a file that is not there, say: the rest is still recorded
            return Outcome(1, "", f"{type(error).__name__}\n")

    def run(self, folder: Path, command: CommandLine) -> Outcome:
        """Run a command in a folder and return its outcome."""
        if command.terminal:
            return self._run_on_terminal(folder, command)
        process = subprocess.run(
            [*self._program, *command.words],
            cwd=folder, env={**self._environment, **command.variables}, timeout=LONGEST,
            input=command.stdin.encode(), capture_output=True, check=False,
        )  # fmt: skip
        return Outcome(process.returncode, _text(process.stdout), _text(process.stderr))

    def _run_on_terminal(self, folder: Path, command: CommandLine) -> Outcome:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *SCREEN, 0, 0))
        process = self.start(folder, command.words, stdout=theirs)
        os.close(theirs)
        pieces = []
        with suppress(OSError):  # which Linux raises where the other side has closed it
            while piece := os.read(ours, 1 << 16):
                pieces.append(piece)
        os.close(ours)
        _, stderr = process.communicate(timeout=LONGEST)
        shown = _text(b"".join(pieces)).replace("\r\n", "\n")
        return Outcome(process.returncode, shown, _text(stderr))

    def start(self, folder: Path, words: Sequence[str], stdout: int) -> subprocess.Popen[bytes]:
        """Start a command and return it, its errors in a pipe."""
        return subprocess.Popen(
            [*self._program, *words], cwd=folder, env=self._environment,
            stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE,
        )  # fmt: skip

    def stable_text(self, text: str) -> str:
        """Return the text without what differs from run to run."""
        today = str(datetime.now(UTC).date())  # as the program counts days: see "TZ" above
        text = text.replace(str(self.root), "<root>").replace(today, "<today>")
        for pattern, name in VOLATILE:
            text = re.sub(pattern, name, text)
        return text

    def lock(self, index: Path) -> None:
        """Lock the index as a process that writes to it does."""
        for path in index.rglob("lock"):
            file = path.open("a", encoding="utf-8")
            fcntl.flock(file, fcntl.LOCK_EX)
            self._locks.append(file)

    def unlock(self) -> None:
        """Release all locks."""
        for file in self._locks:
            file.close()
        self._locks.clear()


def _text(output: bytes) -> str:
    return output.decode("utf-8", "backslashreplace")


# Actions: each gets the sandbox, the folder, its words and the lines of the file below it


def _write(_sandbox: Sandbox, folder: Path, words: Sequence[str], block: str) -> None:
    (folder / words[0]).write_text(block, encoding="utf-8")


def _copy(_sandbox: Sandbox, folder: Path, words: Sequence[str], _block: str) -> None:
    source, target = (folder / word for word in words)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy(source, target)


def _remove(_sandbox: Sandbox, folder: Path, words: Sequence[str], _block: str) -> None:
    path = folder / words[0]
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _read(_sandbox: Sandbox, folder: Path, words: Sequence[str], _block: str) -> Outcome:
    path = folder / words[0]
    return (
        Outcome(0, path.read_text(encoding="utf-8"), "")
        if path.exists()
        else Outcome(1, "", "no file")
    )


def _file_of(folder: Path, words: Sequence[str]) -> Path:
    """Return the file of that name in an index, else its largest one."""
    index, name = folder / words[0], words[1] if len(words) > 1 else "*"
    files = (path for path in index.rglob(name) if path.is_file())
    return max(files, key=lambda path: (path.stat().st_size, path.name))


def _rewrite(path: Path, content: bytes) -> None:
    """Give the file a new content, and leave it as it is where a hard link names it too."""
    path.unlink()
    path.write_bytes(content)


def _cut(_sandbox: Sandbox, folder: Path, words: Sequence[str], _block: str) -> None:
    path = _file_of(folder, words)
    _rewrite(path, path.read_bytes()[:40])


def _damage(_sandbox: Sandbox, folder: Path, words: Sequence[str], _block: str) -> None:
    path = _file_of(folder, words)
    content = bytearray(path.read_bytes())
    for place in range(len(content) // 2, len(content) // 2 + 40):
        content[place] ^= 255
    _rewrite(path, bytes(content))


def _age(_sandbox: Sandbox, folder: Path, words: Sequence[str], _block: str) -> None:
    """Let the manifest say that its format is older than any."""
    path = _file_of(folder, (*words, "manifest.json"))
    manifest = json.loads(path.read_bytes()) | {"format": 0}
    del manifest["check"]
    check = zlib.crc32(json.dumps(manifest, sort_keys=True).encode())
    _rewrite(path, json.dumps({**manifest, "check": f"{check:08x}"}).encode())


def _lock(sandbox: Sandbox, folder: Path, words: Sequence[str], _block: str) -> None:
    sandbox.lock(folder / words[0])


def _unlock(sandbox: Sandbox, _folder: Path, _words: Sequence[str], _block: str) -> None:
    sandbox.unlock()


def _stock(_sandbox: Sandbox, folder: Path, words: Sequence[str], _block: str) -> Outcome:
    """Show what Whoosh alone finds in an index: the fields of each article, how many terms."""
    with open_dir(str(folder / words[0])).searcher() as searcher:
        documents = sorted(searcher.documents(), key=lambda each: str(each["id"]))
        names = sorted(searcher.reader().indexed_field_names())
        counts = {name: sum(1 for _ in searcher.lexicon(name)) for name in names}
    found = {"documents": documents, "terms": counts}
    return Outcome(0, json.dumps(found, default=str, ensure_ascii=False, indent=1) + "\n", "")


def _watch(sandbox: Sandbox, folder: Path, words: Sequence[str], _block: str) -> Outcome:
    """Run a command that goes on, copy a file once it has built, end it once it has built again."""
    source, target, *command = words
    process = sandbox.start(folder, command, stdout=subprocess.PIPE)
    assert process.stderr
    limit = Timer(LONGEST, process.kill)
    limit.start()
    lines = [process.stderr.readline()]
    shutil.copy(folder / source, folder / target)
    lines.append(process.stderr.readline())
    process.send_signal(signal.SIGTERM)
    stdout, rest = process.communicate()
    limit.cancel()
    return Outcome(process.returncode, _text(stdout), _text(b"".join((*lines, rest))))


ACTIONS: Mapping[str, Callable[[Sandbox, Path, Sequence[str], str], Outcome | None]] = {
    "write": _write,  # FILE: the lines below it
    "copy": _copy,  # FROM TO
    "remove": _remove,  # PATH
    "read": _read,  # FILE: a record of its text
    "cut": _cut,  # INDEX [FILE]: most of it goes
    "damage": _damage,  # INDEX [FILE]: some bytes are others
    "age": _age,  # INDEX: it is of an older version
    "lock": _lock,  # INDEX
    "unlock": _unlock,
    "stock": _stock,  # FOLDER: a record of what 'search export-whoosh' wrote
    "watch": _watch,  # FROM TO COMMAND...
}
