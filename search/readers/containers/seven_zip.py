"""A reader of 7z files: the documents in their files.

Such an archive can only be unpacked as a whole: into memory, a large one to a temporary file.
"""

import io
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import IO, cast

from py7zr import FileInfo, PasswordRequired, Py7zIO, SevenZipFile, WriterFactory

from search.article import Read
from search.readers.containers.members import (
    Container,
    Entry,
    check_bomb,
    check_depth,
    check_number,
    contents,
)
from search.readers.raw_bytes import (
    IN_MEMORY,
    MOST_COPIED,
    Raw,
    UnreadError,
    check_size,
    reporting_damage,
    seekable,
)
from search.readers.saved_pages import pages_by_stem

KIND = "7z"


def documents(raw: Raw) -> Iterator[Read]:
    """Yield the documents, with paths "dump.7z/2020/a.html" and "dump.7z/a.csv#12"."""
    check_depth(raw)
    with seekable(raw) as stored, tempfile.SpooledTemporaryFile(IN_MEMORY) as unpacked:
        size = stored.seek(0, io.SEEK_END)
        stored.seek(0)
        packed = _opened(stored)
        with reporting_damage(KIND):
            listed = [each for each in packed.list() if not each.is_directory]
        check_number(len(listed))
        total = sum(each.uncompressed for each in listed)
        check_size(total, MOST_COPIED)
        check_bomb(total, size)
        container = Container(raw, KIND, size, pages_by_stem(each.filename for each in listed))
        files = _Files(cast(IO[bytes], unpacked), total)
        with reporting_damage(KIND):
            names = [each.filename for each in listed if _is_plain(each)]
            packed.extract(targets=names, factory=files)
        yield from contents(container, (_entry(each, files) for each in listed))


def _opened(stored: IO[bytes]) -> SevenZipFile:
    """Return the archive; a password may hide the names, too."""
    try:
        with reporting_damage(KIND):
            packed = SevenZipFile(stored)
    except UnreadError as error:
        if isinstance(error.__cause__, PasswordRequired):
            raise UnreadError("needs a password") from error
        raise
    if packed.needs_password():
        raise UnreadError("needs a password")
    return packed


class _File(Py7zIO):
    """One of the files, in a temporary file that has all of them, one after another."""

    def __init__(self, unpacked: IO[bytes], most: int) -> None:
        self._unpacked = unpacked
        self._most = most
        self.start = self.end = unpacked.seek(0, io.SEEK_END)

    def write(self, content: bytes | bytearray) -> int:
        """Append to the file; the sizes that the archive states are a bound."""
        self.end += len(content)
        check_size(self.end, self._most)
        return self._unpacked.write(content)

    def read(self, _: int | None = None) -> bytes:
        """Return nothing: a part of the library's interface."""
        return b""

    def seek(self, *_: int) -> int:
        """Return 0: a part of the library's interface."""
        return 0

    def flush(self) -> None:
        """Do nothing: a part of the library's interface."""

    def size(self) -> int:
        """Return the number of bytes."""
        return self.end - self.start


class _Files(WriterFactory):
    """The files that are unpacked, by name."""

    def __init__(self, unpacked: IO[bytes], most: int) -> None:
        self._unpacked = unpacked
        self._most = most
        self._files: dict[str, _File] = {}

    def create(self, filename: str) -> Py7zIO:
        """Begin a file."""
        return self._files.setdefault(filename, _File(self._unpacked, self._most))

    def open(self, name: str) -> "_Content":
        """Return the content of a file; one is read at a time."""
        file = self._files[name]
        self._unpacked.seek(file.start)
        return _Content(self._unpacked, file.size())


class _Content:
    """The bytes of a file, from where the temporary file is now."""

    def __init__(self, unpacked: IO[bytes], size: int) -> None:
        self._unpacked = unpacked
        self._left = size

    def read(self, size: int) -> bytes:
        """Return the next bytes."""
        found = self._unpacked.read(min(size, self._left))
        self._left -= len(found)
        return found

    def close(self) -> None:
        """Do nothing: the temporary file has more files."""


def _is_plain(listed: FileInfo) -> bool:
    """Return True for a file in the archive that is no link, and whose name does not lead out."""
    path = PurePosixPath(listed.filename)
    return listed.is_file and not path.is_absolute() and ".." not in path.parts


def _entry(listed: FileInfo, files: _Files) -> Entry:
    name = listed.filename
    problem = "" if _is_plain(listed) else "is a link, or has a name that leads out"
    return Entry(name, listed.uncompressed, partial(files.open, name), problem)
