"""One writer at a time, known by name."""

import json
import os
import socket
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO
from weakref import WeakSet

from search.errors import LockedIndex, UnwritableIndex

if sys.platform == "win32":
    import msvcrt

    def _hold(file: IO[str]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _hold(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


# What is forked from a writer lets go of its lock; else it would outlive a writer that is killed.
_held_here: "WeakSet[IO[str]]" = WeakSet()


def _let_go() -> None:
    for file in list(_held_here):
        file.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


class Lock:
    """The right to write to an index. The system takes it back when the process ends, however.

    Raises: LockedIndex, which names the holder; UnwritableIndex.
    """

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = (folder / "lock").open("a+", encoding="utf-8")
        except OSError as error:
            fault = (error.strerror or "no access").lower()
            raise UnwritableIndex(str(folder.parent), fault) from error
        try:
            _hold(self._file)
        except OSError as error:
            self._file.close()
            raise LockedIndex(str(folder.parent), _holder(folder)) from error
        _held_here.add(self._file)
        with suppress(OSError):  # a full disk; the lock holds without a name
            self._sign(folder)

    def release(self) -> None:
        """Let the next writer in."""
        self._file.close()

    def _sign(self, folder: Path) -> None:
        """Leave word of who holds it."""
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": since}
        (folder / "holder.json").write_text(json.dumps(holder), encoding="utf-8")


def held(folder: Path) -> str:
    """Who is writing to the index now; empty where nobody is, or it cannot be told."""
    if not (folder / "lock").exists():
        return ""
    try:
        file = (folder / "lock").open("a+", encoding="utf-8")
    except OSError:
        return ""
    with file:
        try:
            _hold(file)
        except OSError:
            return _holder(folder)
    return ""


def _holder(folder: Path) -> str:
    try:
        holder = json.loads((folder / "holder.json").read_text(encoding="utf-8"))
        return f"process {holder['pid']} on {holder['host']} since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
