"""The terminal: what it can show, and the only places where anything is printed."""

import errno
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

import click

from search.errors import SearchError, system_reason
from search.output.display import View
from search.output.safe_text import safe_lines

STREAMS = {"stdin": "r", "stdout": "w", "stderr": "w"}  # and how each is opened
STANDARD_OUTPUT, VIRTUAL_TERMINAL = -11, 4  # of the console of Windows
MIN_WIDTH = 20  # columns: in fewer, most words would be broken
PAGER_VARIABLES = ("SEARCH_PAGER", "PAGER")  # the first that is set counts
LESS_OPTIONS = "-FRX"  # as git has it: colors pass, a short text does not wait, the screen stays


def prepare_streams() -> None:
    r"""Make both outputs UTF-8 with "\n" on every system, and open the closed streams as empty.

    What UTF-8 cannot encode, half a surrogate pair, is written as JSON would escape it.
    """
    for name, mode in STREAMS.items():
        if getattr(sys, name) is None:
            empty = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - until the end
            setattr(sys, name, empty)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def current_view(color: str = "auto") -> View:
    """Return what standard output can show; only on a terminal are lines broken to a width."""
    terminal = sys.stdout.isatty()
    width = max(_terminal_size().columns, MIN_WIDTH) if terminal else None
    colorful = terminal and _takes_colors()
    return View(width, sends_color(color, colorful, os.environ), terminal)


def _takes_colors() -> bool:
    """Return whether the terminal follows escape sequences; that of Windows must be asked to."""
    if sys.platform != "win32":
        return True
    import ctypes

    kernel32 = ctypes.WinDLL("kernel32")
    output = ctypes.c_void_p(kernel32.GetStdHandle(STANDARD_OUTPUT))
    mode = ctypes.c_ulong()
    if not kernel32.GetConsoleMode(output, ctypes.byref(mode)):
        return False
    return bool(kernel32.SetConsoleMode(output, mode.value | VIRTUAL_TERMINAL))


def default_format() -> str:
    """Return text for a person, tsv for a pipe."""
    return "text" if sys.stdout.isatty() else "tsv"


def sends_color(color: str, terminal: bool, environ: Mapping[str, str]) -> bool:
    """Return whether colors are sent: as the option says, else the environment, else the terminal.

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
    """Print an answer and return whether all of it was taken.

    A reader who leaves early, as `head` does, ends it without a message.

    Raises: SearchError where it cannot be written, for example to a full disk.
    """
    try:
        for text in texts:
            sys.stdout.write(text + end)
        sys.stdout.flush()
        return True
    except OSError as error:
        silence(sys.stdout)
        if not _is_broken_pipe(error):
            fact = f"cannot write the answer: {system_reason(error)}"
            raise SearchError(fact, "send it elsewhere") from error
        return False


def _is_broken_pipe(error: OSError) -> bool:
    """Return whether a reader has left; Windows calls that an invalid argument."""
    is_windows = sys.platform == "win32" and error.errno == errno.EINVAL
    return is_windows or isinstance(error, BrokenPipeError)


def page(texts: Iterable[str]) -> None:
    """Print the lines; on a terminal that cannot show them at once, through the pager.

    A variable of PAGER_VARIABLES that is set to nothing switches the pager off.
    """
    lines = list(texts)
    rows = _terminal_size().lines - 1  # the prompt needs a row too
    pager = next((os.environ[name] for name in PAGER_VARIABLES if name in os.environ), "less")
    if not (sys.stdout.isatty() and pager and len(lines) > rows):
        write(lines)
        return
    os.environ["PAGER"] = pager
    os.environ.setdefault("LESS", LESS_OPTIONS)
    try:
        click.echo_via_pager("\n".join(lines), color=True)
    except ValueError:  # an open quote in the variable
        write(lines)


def say(message: str) -> None:
    """Print a message that is not the answer; where that is impossible, go on without it."""
    try:
        sys.stderr.write(safe_lines(message) + "\n")
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)


def silence(stream: TextIO) -> None:
    """Let a stream that cannot be written to discard what is left in it and what follows.

    The interpreter flushes once more when it ends, which must not fail either.
    """
    with suppress(OSError):  # no descriptor of its own
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def is_attended() -> bool:
    """Return whether a person reads the messages."""
    return sys.stderr.isatty()


def say_summary(summary: str, after_answer: bool = True, left_out: str = "") -> None:
    """Print a summary of an answer to a person, below an empty line where that is on the screen.

    To anybody else print only what was left out of the answer, if there is anything.
    """
    if is_attended():
        say(("\n" if after_answer and sys.stdout.isatty() else "") + summary)
    elif left_out:
        say(left_out)


def counted(number: int, singular: str, plural: str = "") -> str:
    """Return the number with its noun.

    >>> counted(1, "article"), counted(2, "story", "stories")
    ('1 article', '2 stories')
    """
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def more_hint(total: int, shown: int, noun: str = "") -> str:
    """Return how many rows of a list are shown, and how to see all; empty if all are.

    >>> more_hint(36, 10), more_hint(3, 3)
    ('10 of 36 shown; --limit all shows all', '')
    """
    return f"{shown} of {total}{noun} shown; --limit all shows all" if total > shown else ""


def _terminal_size() -> os.terminal_size:
    from shutil import get_terminal_size  # a pipe does not wait for it

    return get_terminal_size()
