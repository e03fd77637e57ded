"""What the terminal is and wants, and the only places where anything is printed."""

import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from shutil import get_terminal_size
from typing import TextIO

from search.errors import SearchError
from search.output.display import View, lines

STREAMS = {"stdin": "r", "stdout": "w", "stderr": "w"}  # and how each is opened
NARROWEST = 20  # columns: below, words are broken more than they are read


def ready() -> None:
    """Make both outputs UTF-8 whatever the locale says, and a stream that was closed an empty one.

    What UTF-8 cannot hold, half a surrogate pair, is written as JSON would escape it.
    """
    for name, mode in STREAMS.items():
        if getattr(sys, name) is None:
            empty = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - to the very end
            setattr(sys, name, empty)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def view(color: str = "auto", explain: bool = False) -> View:
    """What standard output can show. Only a terminal has a width that lines are broken to."""
    terminal = sys.stdout.isatty()
    width = max(get_terminal_size().columns, NARROWEST) if terminal else None
    return View(width, colored(color, terminal, os.environ), terminal, explain)


def default_format() -> str:
    """Text for a person, cells and tabs for a pipe."""
    return "text" if sys.stdout.isatty() else "tsv"


def colored(color: str, terminal: bool, environ: Mapping[str, str]) -> bool:
    """Whether to send colors: what the option says, else the environment, else the terminal.

    Source: no-color.org, force-color.org, bixense.com/clicolors.
    """
    if color != "auto":
        return color == "always"
    if environ.get("NO_COLOR"):
        return False
    if any(environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return terminal and environ.get("TERM") != "dumb"


def write(texts: Iterable[str], end: str = "\n") -> bool:
    """Print an answer; whether all of it was taken. A reader who has seen enough, as `head` has,
    ends it quietly.

    Raises: SearchError where it cannot be written, to a full disk for one.
    """
    try:
        for text in texts:
            sys.stdout.write(text + end)
        sys.stdout.flush()
        return True
    except OSError as error:
        silence(sys.stdout)
        if not isinstance(error, BrokenPipeError):
            fault = (error.strerror or "unknown").lower()
            raise SearchError(f"cannot write the answer: {fault}", "send it elsewhere") from error
        return False


def say(message: str) -> None:
    """Tell the person something that is not the answer, and goes on where nobody can be told."""
    try:
        sys.stderr.write(lines(message) + "\n")
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)


def failed(message: str, status: int) -> int:
    """Say what went wrong; the exit status."""
    say(f"Error: {message}")
    return status


def silence(stream: TextIO) -> None:
    """Let a stream that cannot be written to swallow what is left in it and what is to come.

    The interpreter flushes once more when it ends, which must not fail either.
    """
    with suppress(OSError):  # no descriptor of its own
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def attended() -> bool:
    """Whether a person reads what is said."""
    return sys.stderr.isatty()


def close(account: str, apart: bool) -> None:
    """Say to a person what an answer comes to, `apart` from it where both are on the screen."""
    if attended():
        say(("\n" if apart and sys.stdout.isatty() else "") + account)
