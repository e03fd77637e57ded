"""A generation that a reader uses: its lock keeps writers from removing it."""

import os
import sys
import weakref
import zlib
from collections.abc import Callable
from pathlib import Path

from search.engines.base import Ledger
from search.engines.index_folder import LEDGER, Manifest, parse_ledger, unreadable
from search.errors import BrokenIndex
from search.file_lock import lock, lock_shared
from search.ordinary_file import open_descriptor


class ReadGeneration:
    """A generation that no writer removes before `close`, or before this object is gone.

    Its ledger stays open and locked; generations share no ledger. Where the system has no locks, it
    must keep a deleted file that is open, or not delete it.

    Raises: BrokenIndex, also where a writer removes the generation.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder, self._manifest = folder, manifest
        path = folder / manifest.name / LEDGER
        try:
            self._ledger = open_descriptor(path)
            self.close = weakref.finalize(self, os.close, self._ledger)
            _lock(lock_shared, self._ledger)
            path.stat()  # a writer may have had the lock, and be done
        except OSError as error:
            raise unreadable(folder, LEDGER, error) from error

    def ledger(self) -> Ledger:
        """Return what the generation was built from.

        Raises: BrokenIndex.
        """
        with open(self._ledger, "rb", closefd=False) as file:
            file.seek(0)
            contents = file.read()
        if (len(contents), zlib.crc32(contents)) != self._manifest.files.get(LEDGER):
            raise BrokenIndex(str(self._folder.parent), f"{LEDGER} was changed")
        return parse_ledger(self._folder, contents)


def is_read(generation: Path) -> bool:
    """Return whether a reader uses the generation, as far as the drive can tell."""
    path = generation / LEDGER
    if sys.platform == "win32":
        try:
            path.replace(path)  # not while it is open
        except OSError as error:
            return not isinstance(error, FileNotFoundError)
        return False
    try:
        ledger = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe would wait
    except OSError:
        return False
    try:
        _lock(lock, ledger)
    except BlockingIOError:
        return True
    finally:
        os.close(ledger)
    return False


def give_up(generation: Path) -> bool:
    """Make a generation one that nobody can open any more; False where a reader uses it.

    Without a ledger it cannot be opened.
    """
    path = generation / LEDGER
    if sys.platform == "win32":  # which does not delete what is open
        try:
            path.unlink(missing_ok=True)
        except OSError:
            return False
        return True
    try:
        ledger = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe would wait
    except FileNotFoundError:
        return True
    except OSError:
        return False
    try:
        _lock(lock, ledger)
        path.unlink()
    except OSError:
        return False
    finally:
        os.close(ledger)
    return True


def _lock(lock_it: Callable[[int], None], descriptor: int) -> None:
    """Lock the open file, on a drive with locks.

    Raises: BlockingIOError.
    """
    try:
        lock_it(descriptor)
    except BlockingIOError:
        raise
    except OSError:
        return
