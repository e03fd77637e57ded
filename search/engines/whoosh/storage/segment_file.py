"""The file of a segment: sections of bytes, a table of the sections, and a footer.

    head     16 bytes: magic, version
    section  starts at a multiple of 16 bytes; numbers are little-endian
    table    JSON: the number of documents, some properties of the segment, and for each section
             its start, size, type and crc32
    footer   40 bytes: where the table is, its crc32, the size of the file, version, magic

A file is written once and never changed. Opening it checks the footer and the table and reads
nothing else. A section is checked when it is first used, whole: 1 MB takes .3 ms. Of a section of
bytes larger than `SMALL` a section NAME.blocks has the crc32 of each `BLOCK` bytes, so that a part
of it can be read without the rest: see checked_bytes.py. segment.py says what sections contain.

The checksums find damage, not malice: a stranger can write a file whose checksums are right. What
the table declares is compared with the size of the file before it is used.

The deleted documents of a segment are in a small file next to it, written again for each change:
8 bytes magic, crc32 and count as 4 bytes each, then the numbers of the documents, ascending.
"""

import json
import mmap
import struct
import sys
import zlib
from array import array
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal, NamedTuple
from weakref import proxy

from search.engines.undecodable import undecodable
from search.engines.whoosh.storage.checked_bytes import CheckedBytes, checksum
from search.errors import BrokenIndex, ClosedIndex
from search.file_sync import read_bytes
from search.ordinary_file import open_ordinary

FORMAT = 2  # raise it when an older file can no longer be read
MAGIC = b"NEWSSEGM"
HEAD = struct.Struct("<8sII")
FOOTER = struct.Struct("<QQIIII8s")  # start of the table, size of the file, size of the table, ...
_DELETIONS_SUFFIX = ".deleted"
_DELETIONS_MAGIC = b"NEWSDELS"
_DELETIONS_HEAD = struct.Struct("<8sII")
ALIGNMENT = 16
SMALL = 1 << 16  # bytes; a smaller section has no blocks
BLOCKS = ".blocks"  # how the name of a section of checksums ends
READ_WHOLE = 1 << 20  # bytes; a larger section is read and checked in parts where that is possible
Type = Literal["B", "H", "I", "Q"]
TYPES: dict[int, Type] = {1: "B", 2: "H", 4: "I", 8: "Q"}  # bytes of a number -> type
ITEM_SIZES = {kind: size for size, kind in TYPES.items()}


class Section(NamedTuple):
    """A stretch of the file."""

    start: int
    size: int  # in bytes
    type: Type  # of its numbers
    crc: int


class SegmentFile:
    """A segment, mapped into memory until `close`.

    It owns the map: no view of it may be kept where `close` does not reach.

    Raises: BrokenIndex, which names the file and the section, and ClosedIndex; from every method.
    """

    def __init__(self, path: Path, index: Path) -> None:
        self.path = path
        self._index = index
        own = proxy(self)  # no circle
        self.numbers = cache(partial(SegmentFile._checked_numbers, own))
        self.content = cache(partial(SegmentFile._checked_content, own))
        with open_ordinary(path) as file:
            try:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:  # an empty file
                raise self.error("was cut short") from error
        self._bytes = memoryview(self._map)
        try:
            table = self._read_table()
            with self.undecodable("has a table that cannot be read"):
                self.sections = self._plausible_sections(json.loads(table))
        except BrokenIndex:
            self.close()
            raise

    def _checked_numbers(self, name: str) -> memoryview:
        """Return the numbers of a section, all of which are checked."""
        section = self._section(name)
        content = self._content(section)
        if checksum(content) != section.crc:
            raise self._changed(name)
        return content.cast(section.type)

    def _checked_content(self, name: str) -> memoryview | CheckedBytes:
        """Return the bytes of a section, to be sliced; of a large one, what is read is checked."""
        section = self._section(name)
        if section.size <= READ_WHOLE or not self.has(f"{name}{BLOCKS}"):
            return self._checked_numbers(name)
        checksums = self.numbers(f"{name}{BLOCKS}")
        damaged = self.later_error(f"was changed in section {name}")
        return CheckedBytes(self._content(section), checksums, damaged)

    def has(self, name: str) -> bool:
        """Return whether there is a section of that name."""
        return name in self.sections

    def find(self, name: str, text: bytes, start: int = 0) -> int:
        """Return the first position of the text in a section, from a start on; -1 if none."""
        self.numbers(name)  # checks it
        section = self._section(name)
        place = self._map.find(text, section.start + start, section.start + section.size)
        return place - section.start if place >= 0 else -1

    def close(self) -> None:
        """Unmap the file, so that it can be deleted on every system.

        An array that somebody still uses keeps the map until it is gone.
        """
        self.numbers = cache(partial(SegmentFile._closed_numbers, proxy(self)))
        self.content = cache(partial(SegmentFile._closed_numbers, proxy(self)))
        self._bytes.release()
        with suppress(BufferError):
            self._map.close()

    def _closed_numbers(self, name: str) -> memoryview:  # noqa: ARG002
        raise ClosedIndex(str(self._index))

    def release_memory(self) -> None:
        """Release the memory of what was read; the system reads it again when it is used."""
        advice = getattr(mmap, "MADV_DONTNEED", None)  # not on Windows, nor on every Unix
        if advice is not None and not self._map.closed:
            self._map.madvise(advice)

    def damaged_sections(self) -> Iterator[str]:
        """Yield the sections whose checksum is wrong."""
        for name, section in self.sections.items():
            if checksum(self._content(section)) != section.crc:
                yield name

    def verify(self) -> None:
        """Read the whole file and compare it with its checksums.

        Raises: BrokenIndex.
        """
        for name in self.damaged_sections():
            raise self._changed(name)

    def error(self, problem: str) -> BrokenIndex:
        """Return the error that names this file."""
        return BrokenIndex(str(self._index), f"{self.path.name} {problem}")

    def later_error(self, problem: str) -> Callable[[], BrokenIndex]:
        """Return a function that returns the error, also when this file is closed and gone."""
        return partial(BrokenIndex, str(self._index), f"{self.path.name} {problem}")

    def undecodable(self, problem: str) -> AbstractContextManager[None]:
        """Raise the error that names this file in place of the error of a decoder."""
        return undecodable(self._index, f"{self.path.name} {problem}")

    def _changed(self, name: str) -> BrokenIndex:
        return self.error(f"was changed in section {name}")

    def _section(self, name: str) -> Section:
        section = self.sections.get(name)
        if section is None:
            raise self.error(f"has no section {name}")
        return section

    def _content(self, section: Section) -> memoryview:
        return self._bytes[section.start : section.start + section.size]

    def _plausible_sections(self, table: dict[str, Any]) -> dict[str, Section]:
        """Return the sections, and set what else the table declares, which the file can contain.

        Raises: UNDECODABLE.
        """
        size = len(self._bytes)
        self.document_count: int = table["documents"]
        self.properties: Mapping[str, int] = table["properties"]
        sections = {name: Section(*each) for name, each in table["sections"].items()}
        for section in sections.values():
            end = section.start + section.size
            if not 0 <= section.start <= end <= size or section.size % ITEM_SIZES[section.type]:
                raise ValueError("a section outside of the file")
        numbers = (self.document_count, *self.properties.values())
        if {*map(type, numbers)} != {int} or not 0 <= self.document_count <= size:
            raise ValueError("numbers that cannot be right")
        return sections

    def _read_table(self) -> bytes:
        content = self._bytes
        if len(content) < HEAD.size + FOOTER.size:
            raise self.error("was cut short")
        head = HEAD.unpack(content[: HEAD.size])
        start, file_size, size, crc, version, footer_crc, magic = FOOTER.unpack(
            content[-FOOTER.size :]
        )
        if magic != MAGIC or file_size != len(content) or head != (MAGIC, version, 0):
            raise self.error("was cut short or changed")
        table = content[start : start + size]
        footer = content[-FOOTER.size : -12]  # without its own checksum and the magic
        if footer_crc != zlib.crc32(footer) or crc != zlib.crc32(table):
            raise self.error("was changed in its table")
        if version != FORMAT or sys.byteorder != "little":
            raise self.error(f"has version {version}, or is from another kind of machine")
        return bytes(table)


def deletions_file(segment: Path) -> Path:
    """Return the path of the deletions of a segment; without deletions there is no such file."""
    return segment.with_suffix(_DELETIONS_SUFFIX)


def read_deletions(path: Path, index: Path) -> Collection[int]:
    """Return the numbers of the deleted documents of a segment; none without the file.

    Raises: BrokenIndex.
    """
    try:
        content = read_bytes(path)
    except FileNotFoundError:
        return ()
    if len(content) >= _DELETIONS_HEAD.size:
        magic, crc, count = _DELETIONS_HEAD.unpack_from(content)
        numbers = content[_DELETIONS_HEAD.size :]
        if (magic, crc, 4 * count) == (_DELETIONS_MAGIC, zlib.crc32(numbers), len(numbers)):
            return array("I", numbers)
    raise BrokenIndex(str(index), f"{path.name} was changed")


def write_deletions(path: Path, documents: Collection[int]) -> None:
    """Write which documents are deleted to a new file."""
    numbers = array("I", sorted(documents)).tobytes()
    head = _DELETIONS_HEAD.pack(_DELETIONS_MAGIC, zlib.crc32(numbers), len(documents))
    path.write_bytes(head + numbers)
