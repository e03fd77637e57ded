"""A long text on a terminal, a screen at a time."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping

from search.cli.terminal import write


def read(texts: Iterable[str]) -> None:
    """Print the lines; on a terminal that cannot show them at once, through the pager."""
    texts = list(texts)
    command = _pager(os.environ)
    screen = shutil.get_terminal_size().lines - 1  # the prompt wants a line too
    if not (sys.stdout.isatty() and command and len(texts) > screen):
        write(texts)
        return
    # The options git gives: colors pass, a short text does not wait, the screen stays as it is.
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, encoding="utf-8", errors="replace",
        env={"LESS": "FRX", **os.environ},
    )  # fmt: skip
    try:
        process.communicate("".join(text + "\n" for text in texts))
    except KeyboardInterrupt:
        process.wait()  # the pager answers to Ctrl-C, and it is still on the screen


def _pager(environ: Mapping[str, str]) -> list[str]:
    """The command of the pager, empty where there is none.

    The first variable that is set decides; set to nothing it says that none is wanted.
    """
    named = (environ[name] for name in ("SEARCH_PAGER", "PAGER") if name in environ)
    try:
        command = shlex.split(next(named, "less -FRX"))
    except ValueError:  # a quotation mark without its other half
        return []
    return command if command and shutil.which(command[0]) else []
