"""What the terminal is and wants, and the only places where anything is printed."""

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from io import TextIOWrapper

from search.errors import SearchError
from search.output.view import View, lines

NARROWEST = 20  # columns: below, words are broken more than they are read


def utf8() -> None:
    """Make both outputs UTF-8 whatever the locale says.

    What UTF-8 cannot hold, half a surrogate pair, is written as JSON would escape it.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def view(color: str = "auto", explain: bool = False) -> View:
    """What standard output can show. Only a terminal has a width that lines are broken to."""
    terminal = sys.stdout.isatty()
    width = max(shutil.get_terminal_size().columns, NARROWEST) if terminal else None
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


def write(texts: Iterable[str], end: str = "\n") -> None:
    """Print an answer. A reader who has seen enough, as `head` has, ends it quietly.

    Raises: SearchError where it cannot be written, to a full disk for one.
    """
    try:
        for text in texts:
            sys.stdout.write(text + end)
        sys.stdout.flush()
    except OSError as error:
        # The interpreter flushes once more when it ends, which must not fail either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            fault = (error.strerror or "unknown").lower()
            raise SearchError(f"cannot write the answer: {fault}", "send it elsewhere") from error


def say(message: str) -> None:
    """Tell the person something that is not the answer."""
    sys.stderr.write(lines(message) + "\n")


def attended() -> bool:
    """Whether a person reads what is said."""
    return sys.stderr.isatty()


def close(account: str, apart: bool) -> None:
    """Say to a person what an answer comes to, `apart` from it where both are on the screen."""
    if attended():
        say(("\n" if apart and sys.stdout.isatty() else "") + account)
