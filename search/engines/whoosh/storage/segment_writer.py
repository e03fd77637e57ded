"""A writer of the file of a segment, section by section; segment_file.py describes the file."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from search.engines.compression import crc32
from search.engines.whoosh.storage.bit_packing import Numbers
from search.engines.whoosh.storage.checked_bytes import BLOCK
from search.engines.whoosh.storage.segment_file import (
    ALIGNMENT,
    BLOCKS,
    FOOTER,
    FORMAT,
    HEAD,
    MAGIC,
    SMALL,
    TYPES,
    Section,
    Type,
)

_NUMPY_TYPES = {"B": np.uint8, "H": np.uint16, "I": np.uint32, "Q": np.uint64}


@dataclass
class SegmentWriter:
    """The file of a segment while it is written; it can be read after `finish`.

    It is not flushed to disk: its generation is when it is published, and most files are merged
    into others before that.
    """

    path: Path
    sections: dict[str, Section] = field(default_factory=dict)
    _size: int = 0

    def __post_init__(self) -> None:
        self._file = self.path.open("xb", buffering=1 << 20)
        self._write(HEAD.pack(MAGIC, FORMAT, 0))

    def write_numbers(self, name: str, numbers: Numbers) -> None:
        """Write a section of numbers, in the narrowest type that fits the largest."""
        largest = int(numbers.max()) if numbers.size else 0
        kind = next(TYPES[size] for size in (1, 2, 4, 8) if largest < 1 << 8 * size)
        self.write_pieces(name, [np.ascontiguousarray(numbers, _NUMPY_TYPES[kind]).data], kind)

    def write_strings(self, name: str, strings: Iterable[bytes]) -> None:
        """Write a section of strings, and one of where each starts."""
        content = list(strings)
        self.write_pieces(name, [b"".join(content)])
        sizes = np.fromiter(map(len, content), np.int64, len(content))
        self.write_numbers(f"{name}.at", offsets(sizes))

    def write_pieces(
        self, name: str, pieces: Iterable[bytes | memoryview], kind: Type = "B"
    ) -> None:
        """Write a section that comes in pieces; large bytes get a section of checksums too."""
        self._write(bytes(-self._size % ALIGNMENT))
        start, crc, blocks = self._size, 0, BlockChecksums()
        for piece in pieces:
            flat = memoryview(piece).cast("B") if len(piece) else memoryview(b"")
            crc = crc32(flat, crc)
            if kind == "B":
                blocks.add(flat)
            self._write(flat)
        size = self._size - start
        self.sections[name] = Section(start, size, kind, crc)
        if kind == "B" and size > SMALL:
            self.write_numbers(f"{name}{BLOCKS}", np.array(blocks.finish(), np.int64))

    def finish(self, document_count: int, properties: Mapping[str, int]) -> None:
        """Write the table and the footer."""
        contents = {
            "documents": document_count,
            "properties": properties,
            "sections": self.sections,
        }
        table = json.dumps(contents, separators=(",", ":")).encode()
        start = self._size
        self._write(table)
        file_size = self._size + FOOTER.size
        parts = (start, file_size, len(table), crc32(table), FORMAT)
        footer_crc = crc32(FOOTER.pack(*parts, 0, MAGIC)[:-12])
        self._write(FOOTER.pack(*parts, footer_crc, MAGIC))
        self._file.close()

    def discard(self) -> None:
        """Close and remove the file."""
        with suppress(OSError):  # a full disk has no room for what is still buffered
            self._file.close()
        self.path.unlink(missing_ok=True)

    def _write(self, piece: bytes | memoryview) -> None:
        self._file.write(piece)
        self._size += len(piece)


def offsets(sizes: Numbers) -> Numbers:
    """Return where each stretch of these sizes starts, and where the last one ends."""
    starts_and_end = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=starts_and_end[1:])
    return starts_and_end


class BlockChecksums:
    """The checksums of the blocks of bytes that come in pieces of any size."""

    def __init__(self) -> None:
        self.checksums: list[int] = []
        self._crc, self._room = 0, BLOCK

    def add(self, piece: memoryview) -> None:
        """Add the next bytes."""
        while len(piece) >= self._room:
            self.checksums.append(crc32(piece[: self._room], self._crc))
            piece = piece[self._room :]
            self._crc, self._room = 0, BLOCK
        if len(piece):
            self._crc = crc32(piece, self._crc)
            self._room -= len(piece)

    def finish(self) -> list[int]:
        """Return the checksums of all blocks, the last of which may be short."""
        return [*self.checksums, self._crc] if self._room < BLOCK else self.checksums
