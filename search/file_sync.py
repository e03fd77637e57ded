"""Files that are made safe on disk, and replaced while others read them."""

import errno
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from search.ordinary_file import open_ordinary

PATIENCE = 5.0 if sys.platform == "win32" else 0.0  # seconds; Windows replaces no open file
PAUSE = 0.02  # seconds between two tries
UNSUPPORTED = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.ENOTTY}
Result = TypeVar("Result")

if sys.platform != "win32":
    import fcntl

    FULL_SYNC = getattr(fcntl, "F_FULLFSYNC", None)  # of macOS, where fsync leaves it to the drive
else:
    FULL_SYNC = None


def sync(descriptor: int) -> None:
    """Make what was written to an open file safe on disk."""
    if FULL_SYNC is not None:
        with suppress(OSError):  # a drive that cannot, such as one on a network
            fcntl.fcntl(descriptor, FULL_SYNC)
            return
    os.fsync(descriptor)


def sync_file(path: Path) -> None:
    """Make a file safe on disk."""
    with path.open("r+b") as file:  # Windows syncs only what is open for writing
        sync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder safe on disk, where the system and the drive can do that."""
    if sys.platform == "win32":  # which opens no folder
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        sync(descriptor)
    except OSError as error:
        if error.errno not in UNSUPPORTED:
            raise
    finally:
        os.close(descriptor)


def replace(new: Path, old: Path) -> None:
    """Put the new file in place of the old one, in one step."""
    with_patience(lambda: new.replace(old))


def read_bytes(path: Path) -> bytes:
    """Return the contents of a file that others replace; a pipe or a device is refused.

    Raises: OSError.
    """

    def read() -> bytes:
        with open_ordinary(path) as file:
            return file.read()

    return with_patience(read)


def with_patience(act: Callable[[], Result]) -> Result:
    """Do something with a file that somebody else may have open: on Windows, try for some time."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return act()
        except PermissionError:
            if time.monotonic() >= end:
                raise
        time.sleep(PAUSE)
