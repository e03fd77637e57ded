"""Runs of the program in which the n-th call on the files of a folder goes wrong: see `fault.c`."""

import json
import os
import select
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, NamedTuple, cast

SOURCE = Path(__file__).with_name("fault.c")
SERVER = Path(__file__).with_name("server.py")
PACKAGE = Path(__file__).parents[2]
SAMPLE = 5  # calls of a command that go wrong in the suite
SECONDS = 60  # after which a run hangs
PATIENCE = 5  # seconds in which the workers of a run must end after it
CONTROL = struct.Struct("=qqqqq32s32s4096s4096s")  # of `fault.c`
HANGS, LEFT = -100, -101  # statuses: the run was ended by us, or its workers had to be


class Run(NamedTuple):
    """A finished run of the program."""

    status: int
    out: str
    err: str
    calls: int  # that were counted


class Fault(NamedTuple):
    """What goes wrong: the call, from 1, and how, as `fault.c` names it.

    Or every call on a path, of those whose name contains `call`: open, read, opendir, stat.
    """

    at: int
    how: str
    path: str = ""
    call: str = ""
    untyped: bool = False  # folders do not say of what type their entries are


NO_FAULT = Fault(0, "")


@cache
def library() -> Path | None:
    """Return the compiled library; None where it cannot be made."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None or sys.platform != "linux":
        return None
    target = Path(mkdtemp()) / "fault.so"
    command = [compiler, "-O1", "-shared", "-fPIC", "-o", str(target), str(SOURCE), "-ldl"]
    made = subprocess.run(command, capture_output=True, check=False)
    return target if made.returncode == 0 else None


def home_of(folder: Path) -> Path:
    """Return the home of the user of an archive; it need not exist."""
    return folder.with_name(f"{folder.name} home")


def scratch_folder() -> Path:
    """Return a new folder for the files by which a run is controlled, and for its output."""
    folder = Path(mkdtemp())
    (folder / "control").write_bytes(bytes(CONTROL.size))
    return folder


class Server:
    """A process that forks a run of the program for each request: see `server.py`."""

    def __init__(self) -> None:
        self.scratch = scratch_folder()
        self._process = subprocess.Popen(
            [sys.executable, str(SERVER)],
            env=environment(self.scratch),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )

    def start(self, arguments: Sequence[str], folder: Path) -> int:
        """Start a run and return the number of its process."""
        paths = {name: str(self.scratch / name) for name in ("out", "err")}
        for path in paths.values():
            Path(path).write_bytes(b"")  # not what the run before has printed
        asked = {
            "arguments": arguments,
            "folder": str(folder),
            "home": str(home_of(folder)),
            **paths,
        }
        cast(IO[bytes], self._process.stdin).write(json.dumps(asked).encode() + b"\n")
        return int(self._answer())

    def status(self, process: int) -> int:
        """Wait for the end of a run and return its status; one that hangs is killed."""
        ready, _, _ = select.select([self._process.stdout], [], [], SECONDS)
        if not ready:
            os.kill(process, signal.SIGKILL)
        status = int(self._answer())
        return status if ready else HANGS

    def _answer(self) -> bytes:
        """Return the next line, and leave what follows in the pipe, for `select` to see."""
        line = b""
        while not line.endswith(b"\n") and (byte := cast(IO[bytes], self._process.stdout).read(1)):
            line += byte
        return line


@cache
def server() -> Server:
    """Return the server of this process; it ends with it."""
    return Server()


def run(
    arguments: Sequence[str],
    folder: Path,
    fault: Fault | None = None,
    reads: bool = False,
    log: Path | None = None,
    attack: Callable[[int], None] | None = None,
) -> Run:
    """Run `search` in the folder; calls on paths below it count, and the fault is one of them.

    `attack` is called with the number of the process when it has started.
    """
    serving = server()
    control(serving.scratch, folder, fault or NO_FAULT, reads, log is not None)
    process = serving.start(arguments, folder)
    if attack:
        attack(process)
    status = serving.status(process)
    if not ends(process):
        status = LEFT
    found = finished(serving.scratch, status)
    if log:
        shutil.copyfile(serving.scratch / "log", log)
        os.truncate(serving.scratch / "log", 0)  # the server appends to it
    return found


def stop_after(text: str) -> Callable[[int], None] | None:
    """Return an attack that sends SIGTERM when the run has printed the text on standard error."""

    def stop(process: int) -> None:
        printed, end = server().scratch / "err", time.monotonic() + SECONDS
        with suppress(ProcessLookupError):  # it has ended by itself
            while text not in printed.read_text("utf-8", "replace") and time.monotonic() < end:
                os.kill(process, 0)
                time.sleep(0.01)
            os.kill(process, signal.SIGTERM)

    return stop if text else None


def run_alone(arguments: Sequence[str], folder: Path, reads: bool = False) -> Run:
    """Run `search` as a person does, in an interpreter of its own."""
    scratch = scratch_folder()
    control(scratch, folder, NO_FAULT, reads, logs=False)
    with (scratch / "out").open("wb") as out, (scratch / "err").open("wb") as err:
        ran = subprocess.run(
            [sys.executable, "-m", "search", *arguments],
            cwd=folder,
            env={**environment(scratch), "HOME": str(home_of(folder))},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            timeout=SECONDS,
            check=False,
        )
    found = finished(scratch, ran.returncode)
    shutil.rmtree(scratch)
    return found


def control(scratch: Path, folder: Path, fault: Fault, reads: bool, logs: bool) -> None:
    """Write what the library reads: which calls count, and which of them goes wrong."""
    root = os.fsencode(f"{folder}/")
    names = (fault.how.encode(), fault.call.encode(), root, os.fsencode(fault.path))
    contents = CONTROL.pack(0, fault.at, reads, logs, fault.untyped, *names)
    with (scratch / "control").open("r+b") as file:  # not truncated: processes have it mapped
        file.write(contents)


def finished(scratch: Path, status: int) -> Run:
    """Return the run that has left its output in the folder."""
    calls, *_ = CONTROL.unpack((scratch / "control").read_bytes())
    out, err = ((scratch / name).read_text("utf-8", "replace") for name in ("out", "err"))
    return Run(status, out, err, calls)


def ends(process: int) -> bool:
    """Return whether all processes of a finished run end soon; those that do not are killed."""
    last = time.monotonic() + PATIENCE
    while left := processes(process):
        if time.monotonic() > last:
            for each in left:
                os.kill(each, signal.SIGKILL)
            return False
        time.sleep(0.01)
    return True


def processes(session: int) -> list[int]:
    """Return the processes of a session that have not ended."""
    found = []
    try:
        os.killpg(session, 0)
    except ProcessLookupError:
        return []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, of = place.read_text("utf-8", "replace").rpartition(")")[2].split()[:4]
        except (OSError, ValueError):
            continue
        if int(of) == session and state not in "ZX":
            found.append(int(place.parent.name))
    return found


def sampled(calls: range) -> range:
    """Return some of the calls, evenly spaced; all of them where FAULTS=all is set."""
    return calls if os.environ.get("FAULTS") == "all" else calls[:: -(-len(calls) // SAMPLE)]


def environment(scratch: Path) -> dict[str, str]:
    """Return the environment of a run whose library is controlled by files in the folder."""
    path = os.pathsep.join(filter(None, (str(PACKAGE), os.environ.get("PYTHONPATH", ""))))
    return {
        **os.environ,
        "PYTHONPATH": path,
        "PYTHONSAFEPATH": "1",  # as for the installed command: the folder is not searched
        "LD_PRELOAD": str(library()),
        "FAULT_CONTROL": str(scratch / "control"),
        "FAULT_LOG": str(scratch / "log"),
    }
