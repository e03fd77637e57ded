"""The lock of an index: one writer at a time, whose process can be named.

On a drive without locks the file `writing` stands for the lock. A killed process leaves it, and
nothing but a person can know that it has ended: it may run on another computer.
"""

import json
import os
import socket
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO
from weakref import WeakSet

from search.engines.undecodable import UNDECODABLE
from search.errors import LockedIndex, UnwritableIndex, system_reason
from search.file_lock import lock
from search.file_sync import read_bytes

LOCK = "lock"
WRITING = "writing"
HOLDER = "holder.json"
MOST_REMOVED = 10  # files of locks in a row that other processes remove; some drives change numbers

# A process forked from a writer closes the lock; otherwise the lock would outlive a killed writer.
_locks_of_this_process: "WeakSet[IO[str]]" = WeakSet()


def _close_locks() -> None:
    for file in list(_locks_of_this_process):
        file.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_close_locks)


class WriteLock:
    """The right to write to an index. The system takes it back however the process ends.

    `warning` is set where the drive cannot do that.

    Raises: LockedIndex, which names the holder; UnwritableIndex.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._created = [path for path in (folder, *folder.parents) if not path.exists()]
        self.warning = ""
        self._instead: Path | None = None
        self._file = self._locked()
        for _ in range(MOST_REMOVED):
            if _is_file_of(self._file, folder / LOCK):
                break
            self._file.close()
            self._file = self._locked()
        _locks_of_this_process.add(self._file)
        with suppress(OSError):  # a full disk; the lock works without a name
            since = datetime.now().astimezone().isoformat(timespec="seconds")
            holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": since}
            (folder / HOLDER).unlink(missing_ok=True)  # a link of a stranger leads elsewhere
            with (folder / HOLDER).open("x", encoding="utf-8") as file:
                file.write(json.dumps(holder))

    def _locked(self) -> IO[str]:
        """Return the open file of the lock, which is locked."""
        folder = self._folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file = (folder / LOCK).open("a+", encoding="utf-8")
        except OSError as error:
            raise UnwritableIndex(str(folder.parent), system_reason(error)) from error
        try:
            lock(file.fileno())
        except BlockingIOError as error:
            file.close()
            raise LockedIndex(str(folder.parent), _read_holder(folder)) from error
        except OSError:
            self._lock_by_name(folder, file)
        return file

    def _lock_by_name(self, folder: Path, file: IO[str]) -> None:
        path = folder / WRITING
        try:
            path.open("x", encoding="utf-8").close()
        except FileExistsError as error:
            file.close()
            remedy = f"try again when it has ended; if it was killed, delete {str(path)!r}"
            raise LockedIndex(str(folder.parent), _read_holder(folder), remedy) from error
        except OSError as error:
            file.close()
            raise UnwritableIndex(str(folder.parent), system_reason(error)) from error
        self._instead = path
        self.warning = (
            f"the drive of {str(folder.parent)!r} has no locks: after a killed build, delete "
            f"{str(path)!r}"
        )

    def release(self) -> None:
        """Let the next writer in; folders that were made for an index that was not are removed."""
        if self._instead is not None:
            self._instead.unlink(missing_ok=True)
        self._instead = None
        if self._created and not self._file.closed:
            self._remove_empty()
        self._file.close()

    def _remove_empty(self) -> None:
        """Remove the folders that this lock has made, if they hold nothing else."""
        own = [self._folder / name for name in (HOLDER, LOCK)]
        if sys.platform == "win32":  # it removes no file that is open, this one or another's
            self._file.close()
        with suppress(OSError):  # what cannot be removed stays
            if {*self._folder.iterdir()} <= {*own}:
                for path in own:
                    path.unlink(missing_ok=True)
                for folder in self._created:
                    folder.rmdir()


def _is_file_of(file: IO[str], path: Path) -> bool:
    """Return whether the open file still has its name."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


def lock_holder(folder: Path) -> str:
    """Return which process is writing to the index; empty where none is known to."""
    try:
        file = (folder / LOCK).open("r+", encoding="utf-8")
    except OSError:
        return ""
    with file:
        try:
            lock(file.fileno())
        except BlockingIOError:
            return _read_holder(folder)
        except OSError:  # no locks
            return _read_holder(folder) if (folder / WRITING).exists() else ""
    return ""


def _read_holder(folder: Path) -> str:
    try:
        holder = json.loads(read_bytes(folder / HOLDER))
        return f"process {holder['pid']} on {holder['host']} since {holder['since']}"
    except (OSError, *UNDECODABLE):
        return "another process"
