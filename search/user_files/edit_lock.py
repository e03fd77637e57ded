"""A lock on files that a process changes, so that two processes take turns."""

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from search.errors import LockedUserFile
from search.file_lock import lock
from search.file_sync import PAUSE, with_patience
from search.user_files.atomic_write import remove_leftovers, target_of, unwritable

LEFTOVER = re.compile(r"\.(.+?)(?:\.\d+\.new|\.lock)")  # a hidden name, and the file it is for
PATIENCE = 60.0  # seconds to wait for another process that changes the same file


@contextmanager
def locked(*paths: Path) -> Iterator[None]:
    """Keep other processes from changing the files; wait while one of them does.

    The lock is a hidden file next to each, which is removed at the end. A killed process loses its
    locks.
    """
    with ExitStack() as stack:
        for target, path in sorted({target_of(path): path for path in paths}.items()):
            stack.callback(_unlock, target, _locked(target, path))
            remove_leftovers(target)
        yield


def tidy(folder: Path, names: tuple[str, ...]) -> None:
    """Remove the locks and temporary files that killed processes have left in the folder.

    They are those of the files whose names start with one of the names. What another process is
    changing is left alone.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        found = [LEFTOVER.fullmatch(each.name) for each in entries]
        for name in {each[1] for each in found if each and each[1].startswith(names)}:
            with suppress(OSError):
                _tidy(folder / name)


def _tidy(target: Path) -> None:
    descriptor = _opened(_lock_file(target))
    try:
        lock(descriptor)
        if _is_at(descriptor, _lock_file(target)):
            remove_leftovers(target)
    except OSError:
        os.close(descriptor)
        raise
    _unlock(target, descriptor)


def _lock_file(target: Path) -> Path:
    return target.with_name(f".{target.name}.lock")


def _locked(target: Path, path: Path) -> int:
    """Lock the file that stands for the target; return its descriptor. Errors name the path."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            descriptor = with_patience(lambda: _opened(_lock_file(target)))
        except OSError as error:
            raise unwritable(path, error) from error
        try:
            lock(descriptor)
            if _is_at(descriptor, _lock_file(target)):
                return descriptor
        except (BlockingIOError, PermissionError):
            if time.monotonic() > end:
                os.close(descriptor)
                raise LockedUserFile(f"another process is changing {str(path)!r}") from None
        except OSError:  # a file system without locks; a user alone needs none
            return descriptor
        os.close(descriptor)
        time.sleep(PAUSE)


def _opened(place: Path) -> int:
    flags = os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        return os.open(place, flags | os.O_RDWR, 0o666)
    except PermissionError:
        if not place.exists():
            raise
        return os.open(place, os.O_RDONLY)  # left by a killed process of somebody else


def _is_at(descriptor: int, place: Path) -> bool:
    """Return whether the file has not been removed since it was opened."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(descriptor), place.stat())
    return False


def _unlock(target: Path, descriptor: int) -> None:
    if sys.platform == "win32":  # it removes no file that a process has open, this one or another
        os.close(descriptor)
        with suppress(OSError):
            _lock_file(target).unlink()
        return
    with suppress(OSError):
        if _is_at(descriptor, _lock_file(target)):
            _lock_file(target).unlink()
    os.close(descriptor)
