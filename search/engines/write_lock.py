"""The lock of an index: one writer at a time, whose process can be named."""

import json
import os
import socket
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO
from weakref import WeakSet

from search.errors import LockedIndex, UnwritableIndex
from search.file_lock import lock

LOCK = "lock"
HOLDER = "holder.json"

# A process forked from a writer closes the lock; otherwise the lock would outlive a killed writer.
_locks_of_this_process: "WeakSet[IO[str]]" = WeakSet()


def _close_locks() -> None:
    for file in list(_locks_of_this_process):
        file.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_close_locks)


class WriteLock:
    """The right to write to an index. The system takes it back however the process ends.

    Raises: LockedIndex, which names the holder; UnwritableIndex.
    """

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = (folder / LOCK).open("a+", encoding="utf-8")
        except OSError as error:
            fault = (error.strerror or "no access").lower()
            raise UnwritableIndex(str(folder.parent), fault) from error
        try:
            lock(self._file.fileno())
        except OSError as error:
            self._file.close()
            raise LockedIndex(str(folder.parent), _read_holder(folder)) from error
        _locks_of_this_process.add(self._file)
        with suppress(OSError):  # a full disk; the lock works without a name
            since = datetime.now().astimezone().isoformat(timespec="seconds")
            holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": since}
            (folder / HOLDER).write_text(json.dumps(holder), encoding="utf-8")

    def release(self) -> None:
        """Let the next writer in."""
        self._file.close()


def lock_holder(folder: Path) -> str:
    """Return which process is writing to the index; empty where none is known to."""
    try:
        file = (folder / LOCK).open("r+", encoding="utf-8")
    except OSError:
        return ""
    with file:
        try:
            lock(file.fileno())
        except OSError:
            return _read_holder(folder)
    return ""


def _read_holder(folder: Path) -> str:
    try:
        holder = json.loads((folder / HOLDER).read_text(encoding="utf-8"))
        return f"process {holder['pid']} on {holder['host']} since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
