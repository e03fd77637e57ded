"""Writing the file of a segment, section by section; layout.py says how it lies."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engines.compression import crc32
from search.engines.whoosh.storage.segment_file import (
    ALIGNED,
    FOOTER,
    FORMAT,
    HEAD,
    MAGIC,
    TYPES,
    Section,
    Type,
)

Numbers = NDArray[Any]
_NARROWER = {"B": np.uint8, "H": np.uint16, "I": np.uint32, "Q": np.uint64}


@dataclass
class FileWriter:
    """A segment being written; nobody reads it before `finish`.

    It is made safe on disk when its generation is put in force: most are merged before that.
    """

    path: Path
    sections: dict[str, Section] = field(default_factory=dict)
    _size: int = 0

    def __post_init__(self) -> None:
        self._file = self.path.open("xb", buffering=1 << 20)
        self._write(HEAD.pack(MAGIC, FORMAT, 0))

    def numbers(self, name: str, numbers: Numbers) -> None:
        """A section of numbers, as narrow as the largest allows."""
        most = int(numbers.max()) if numbers.size else 0
        kind = next(TYPES[size] for size in (1, 2, 4, 8) if most < 1 << 8 * size)
        self.pieces(name, [np.ascontiguousarray(numbers, _NARROWER[kind]).data], kind)

    def strings(self, name: str, strings: Iterable[bytes]) -> None:
        """Strings one after the other, and where each starts."""
        held = list(strings)
        self.pieces(name, [b"".join(held)])
        self.numbers(f"{name}.at", offsets(np.fromiter(map(len, held), np.int64, len(held))))

    def pieces(self, name: str, pieces: Iterable[bytes | memoryview], kind: Type = "B") -> None:
        """A section that comes bit by bit."""
        self._write(bytes(-self._size % ALIGNED))
        start, crc = self._size, 0
        for piece in pieces:
            flat = memoryview(piece).cast("B") if len(piece) else b""
            crc = crc32(flat, crc)
            self._write(flat)
        self.sections[name] = Section(start, self._size - start, kind, crc)

    def finish(self, documents: int, facts: Mapping[str, int]) -> None:
        """Write the table and the footer."""
        stated = {"documents": documents, "facts": facts, "sections": self.sections}
        table = json.dumps(stated, separators=(",", ":")).encode()
        start = self._size
        self._write(table)
        whole = self._size + FOOTER.size
        parts = (start, whole, len(table), crc32(table), FORMAT)
        check = crc32(FOOTER.pack(*parts, 0, MAGIC)[:-12])
        self._write(FOOTER.pack(*parts, check, MAGIC))
        self._file.close()

    def abandon(self) -> None:
        """Leave nothing behind."""
        with suppress(OSError):  # what is still to be written finds no room
            self._file.close()
        self.path.unlink(missing_ok=True)

    def _write(self, piece: bytes | memoryview) -> None:
        self._file.write(piece)
        self._size += len(piece)


def offsets(sizes: Numbers) -> Numbers:
    """Where each of the things of these sizes starts, and where the last one ends."""
    found = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=found[1:])
    return found
