"""Programs that tests start, in the same way on every system, and what only some systems have."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SEARCH = (sys.executable, "-c", "import sys; from search.cli import main; sys.exit(main())")
IS_WINDOWS = sys.platform == "win32"
KILL = signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL  # the first is one there
NEEDED = (  # the variables without which programs do not start, or do not find their user
    *("PATH", "HOME"),
    *("SYSTEMROOT", "SYSTEMDRIVE", "PATHEXT", "TEMP", "USERPROFILE", "LOCALAPPDATA", "USERNAME"),
)


def posix_alone(reason: str) -> pytest.MarkDecorator:
    """Mark a test that Windows cannot run."""
    return pytest.mark.skipif(IS_WINDOWS, reason=f"of POSIX alone: {reason}")


HAS_SHELL = posix_alone("the line is one of sh")
HAS_TERMINAL = posix_alone("pty opens the terminal")
HAS_PIPES = posix_alone("a named pipe lies in a folder")
HAS_LINKS = posix_alone("making a link is a right of administrators")
HAS_MODES = posix_alone("files have modes")
ANY_BYTES = posix_alone("names may have any bytes")
HAS_LIMITS = posix_alone("setrlimit limits the size of files")


PRIVATE = 0o666 if IS_WINDOWS else 0o600  # the mode of a private file; folders of users are, there


def environment(**more: str) -> dict[str, str]:
    """Return the variables of a program that imports from this checkout."""
    kept = {name: os.environ[name] for name in NEEDED if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **more}


def run_on_terminal(
    command: Sequence[str],
    variables: dict[str, str],
    folder: Path | None = None,
    columns: int = 80,
    lines: int = 50,
) -> tuple[int, str]:
    """Return the exit status of a program, and all that it writes to a terminal of that size."""
    if sys.platform == "win32":
        pytest.skip("of POSIX alone: pty opens the terminal")
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    program = subprocess.Popen(
        command, env=variables, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    received = b"".join(iter(lambda: _piece(ours), b""))
    status = program.wait()
    os.close(ours)
    return status, received.decode()


def _piece(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # Linux says so when the other side has closed
        return b""


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Raise TimeoutError where what is done takes longer, on a system with alarms."""
    if sys.platform == "win32":
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


CONSOLE = Path(__file__).with_name("console.py")


def interruptible(command: Sequence[str], trigger: Path) -> list[str]:
    """Return the command that starts a program so that `interrupt` reaches it."""
    if IS_WINDOWS:
        return [sys.executable, str(CONSOLE), str(trigger.resolve()), *command]
    return list(command)


def interrupt(program: "subprocess.Popen[Any]", trigger: Path) -> None:
    """Interrupt the program as Ctrl-C does."""
    if IS_WINDOWS:
        trigger.touch()
    else:
        program.send_signal(signal.SIGINT)
