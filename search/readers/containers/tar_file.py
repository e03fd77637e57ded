"""A reader of TAR files, also packed with gzip, bzip2 or xz: the documents in their files.

The files are read one after another as they come, so that memory does not grow with the archive.
"""

import io
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import IO, Any, BinaryIO, cast

from search.article import Read
from search.readers.containers.members import (
    MOST_FILES,
    Container,
    Entry,
    Stream,
    check_depth,
    check_number,
    contents,
)
from search.readers.raw_bytes import (
    READ_ERRORS,
    Raw,
    UnreadError,
    reporting_damage,
    seekable,
    unpack,
)
from search.readers.saved_pages import pages_by_stem

KIND = "TAR"
PACKED = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz"}  # by the first bytes
STRIDE = 1 << 20  # bytes that are read at a time to get to the next file


def documents(raw: Raw) -> Iterator[Read]:
    """Yield the documents, with paths "dump.tar.gz/2020/a.html" and "dump.tar.gz/a.csv#12".

    The names are listed first: the parts of a saved page may come before the page.
    """
    check_depth(raw)
    with seekable(raw) as stored:
        size = stored.seek(0, io.SEEK_END)
        container = Container(raw, KIND, size, pages_by_stem(_names(stored)))
        yield from contents(container, _entries(stored))


class _Tape:
    """The unpacked archive: it goes forward, and knows the last bytes that were read of it."""

    def __init__(self, stored: IO[bytes]) -> None:
        stored.seek(0)
        opening = stored.read(6)
        stored.seek(0)
        packing = next((each for magic, each in PACKED.items() if opening.startswith(magic)), "")
        self._stored = unpack(stored, packing) if packing else stored
        self._is_packed = bool(packing)
        self._place = 0
        self.last = b""

    def read(self, size: int) -> bytes:
        """Return the next bytes."""
        self.last = self._stored.read(size)
        self._place += len(self.last)
        return self.last

    def tell(self) -> int:
        """Return the number of bytes before the next one."""
        return self._place

    def seek(self, place: int) -> None:
        """Go on to a place."""
        if not self._is_packed:
            self._place = self._stored.seek(place)
            return
        if place < self._place:
            raise UnreadError("is a damaged TAR: it leads back")
        while self._place < place and self.read(min(STRIDE, place - self._place)):
            pass


def _members(stored: IO[bytes]) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
    """Yield what is in the archive, which must be read before the next is asked for."""
    tape = _Tape(stored)
    with reporting_damage(KIND):  # it is the caller who closes the file
        archive = tarfile.open(fileobj=cast(BinaryIO, tape), mode="r:")  # noqa: SIM115
    while True:
        with reporting_damage(KIND):
            member = archive.next()
        if member is None:
            break
        yield archive, member
        cast(Any, archive).members.clear()  # otherwise it keeps all of them
    if tape.last.strip(b"\0"):  # the library takes anything for the end
        raise UnreadError(f"is a damaged {KIND}: the rest is not read")


def _names(stored: IO[bytes]) -> list[str]:
    """Return the names of the files, as far as the archive can be read."""
    names: list[str] = []
    with suppress(*READ_ERRORS):
        for _, member in _members(stored):
            names.append(member.name)
            if len(names) > MOST_FILES:
                break
    check_number(len(names))
    return names


def _entries(stored: IO[bytes]) -> Iterator[Entry]:
    for archive, member in _members(stored):
        if not member.isdir():
            opened = cast("partial[Stream]", partial(archive.extractfile, member))
            yield Entry(member.name, member.size, opened, _problem(member))


def _problem(member: tarfile.TarInfo) -> str:
    if member.issym() or member.islnk():
        return "is a link"
    if not member.isreg():
        return "is no file"
    return "has holes, which are not read" if member.issparse() else ""
