"""Files that are opened only if they are ordinary: a pipe would wait, a device would not end."""

import io
import os
import stat
from pathlib import Path

NO_WAIT: int = getattr(os, "O_NONBLOCK", 0)  # for the other end of a pipe
BINARY: int = getattr(os, "O_BINARY", 0)
LIMIT = 64_000_000  # bytes of a file that is read at once; a list of 100,000 queries has 10 MB

SPECIAL = {
    stat.S_IFDIR: "is a folder",
    stat.S_IFIFO: "is a pipe",
    stat.S_IFSOCK: "is a socket",
    stat.S_IFCHR: "is a device",
    stat.S_IFBLK: "is a device",
}


class NotOrdinary(OSError):
    """Something else in the place of a file, or a file that is too large to be read."""

    def __init__(self, problem: str) -> None:
        super().__init__(0, f"it {problem}")
        self.problem = problem


def status_of(path: str | Path) -> os.stat_result:
    """Return the status of an ordinary file.

    Raises: NotOrdinary, and what the system raises.
    """
    status = os.stat(path)  # noqa: PTH116
    if not stat.S_ISREG(status.st_mode):
        raise NotOrdinary(SPECIAL.get(stat.S_IFMT(status.st_mode), "is no file"))
    return status


def open_descriptor(path: str | Path) -> int:
    """Open the file for reading, as a descriptor; anything else is refused before.

    Raises: NotOrdinary, and what the system raises.
    """
    status_of(path)
    return os.open(path, os.O_RDONLY | NO_WAIT | BINARY)


def open_ordinary(path: str | Path) -> io.BufferedReader:
    """Open the file for reading, as `open_descriptor` does.

    Raises: NotOrdinary, and what the system raises.
    """
    return os.fdopen(open_descriptor(path), "rb")


def read_ordinary(path: str | Path, limit: int = LIMIT) -> bytes:
    """Return the contents of the file.

    Raises: NotOrdinary, also where it is larger than the limit, and what the system raises.
    """
    with open_ordinary(path) as file:
        contents = file.read(limit + 1)
    if len(contents) > limit:
        raise NotOrdinary(f"is larger than {limit // 1_000_000} MB")
    return contents


def read_text(path: str | Path, errors: str = "strict", limit: int = LIMIT) -> str:
    """Return the text of the file, which is UTF-8, its lines ended by a line feed.

    Raises: UnicodeDecodeError, and as `read_ordinary`.
    """
    contents = io.BytesIO(read_ordinary(path, limit))
    return io.TextIOWrapper(contents, encoding="utf-8-sig", errors=errors).read()
