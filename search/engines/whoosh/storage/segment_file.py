"""The file of a segment: sections of bytes, a table of them, and a footer that says all is there.

    head     16 bytes: magic, version
    section  each starts at a multiple of 16 bytes; numbers are little-endian
    table    JSON: how many documents, some sums; of each section its start, size, type and crc32
    footer   40 bytes: where the table lies, its crc32, the size of the file, version, magic

A file is written once and never changed. Opening it checks the footer and the table and reads
nothing else; a section of up to `SMALL` bytes is checked when it is first used, any other by
`search verify` alone. segment.py says what the sections hold.
"""

import json
import mmap
import struct
import sys
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from search.errors import BrokenIndex

FORMAT = 1  # raise it when a file of before can no longer be read
MAGIC = b"NEWSSEGM"
HEAD = struct.Struct("<8sII")
FOOTER = struct.Struct("<QQIIII8s")  # start and size of the table, ...
ALIGNED = 16
SMALL = 1 << 16  # bytes: a checksum of as much takes 0.03 ms
Type = Literal["B", "H", "I", "Q"]
TYPES: dict[int, Type] = {1: "B", 2: "H", 4: "I", 8: "Q"}  # of numbers, by their bytes


class Section(NamedTuple):
    """Where a stretch of the file lies."""

    start: int
    size: int  # in bytes
    type: Type  # of its numbers
    crc: int


class SegmentFile:
    """A segment, mapped into memory.

    Raises: BrokenIndex, which names the file and the section; from every method.
    """

    def __init__(self, path: Path, index: Path) -> None:
        self.path = path
        self._index = index
        self._numbers: dict[str, memoryview] = {}
        with path.open("rb") as file:
            try:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:  # an empty file
                raise self.broken("was cut short") from error
        self._bytes = memoryview(self._map)
        table = self._table()
        self.documents: int = table["documents"]
        self.facts: Mapping[str, int] = table["facts"]
        self._sections = {name: Section(*each) for name, each in table["sections"].items()}

    def numbers(self, name: str) -> memoryview:
        """The numbers of a section."""
        found = self._numbers.get(name)
        if found is None:
            section = self._sections[name]
            held = self._bytes[section.start : section.start + section.size]
            if section.size <= SMALL and zlib.crc32(held) != section.crc:
                raise self.broken(f"was changed in section {name}")
            found = self._numbers[name] = held.cast(section.type)
        return found

    def mapped(self, name: str) -> tuple[mmap.mmap, int]:
        """The whole file, of which a slice is quickly made, and where the section starts in it."""
        self.numbers(name)  # for its checksum
        return self._map, self._sections[name].start

    def has(self, name: str) -> bool:
        """Whether there is a section of that name."""
        return name in self._sections

    def holds(self, name: str, text: bytes, start: int = 0) -> int:
        """The place of the text in a section of bytes, from a start on; -1 where it is not."""
        self.numbers(name)
        section = self._sections[name]
        end = section.start + section.size
        found = self._map.find(text, section.start + start, end)
        return found - section.start if found >= 0 else -1

    def let_go(self) -> None:
        """Give back the memory of what was read; it is read again where it is asked for."""
        if hasattr(self._map, "madvise"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def sections(self) -> Iterator[tuple[str, Section]]:
        """Every section, in the order of the file."""
        yield from self._sections.items()

    def damaged(self) -> Iterator[str]:
        """The sections whose checksum is wrong."""
        for name, section in self._sections.items():
            if zlib.crc32(self._bytes[section.start : section.start + section.size]) != section.crc:
                yield name

    def demand(self) -> None:
        """Read it all, and refuse it if it was changed.

        Raises: BrokenIndex.
        """
        for name in self.damaged():
            raise self.broken(f"was changed in section {name}")

    def broken(self, fault: str) -> BrokenIndex:
        """The error that names this file."""
        return BrokenIndex(str(self._index), f"{self.path.name} {fault}")

    def _table(self) -> dict[str, Any]:
        held = self._bytes
        if len(held) < HEAD.size + FOOTER.size:
            raise self.broken("was cut short")
        head = HEAD.unpack(held[: HEAD.size])
        start, whole, size, crc, version, check, magic = FOOTER.unpack(held[-FOOTER.size :])
        if magic != MAGIC or whole != len(held) or head != (MAGIC, version, 0):
            raise self.broken("was cut short or changed")
        table = held[start : start + size]
        if check != zlib.crc32(held[-FOOTER.size : -12]) or crc != zlib.crc32(table):
            raise self.broken("was changed in its table")
        if version != FORMAT or sys.byteorder != "little":
            raise self.broken(f"is of version {version}, or of another kind of machine")
        found: dict[str, Any] = json.loads(bytes(table))
        return found
