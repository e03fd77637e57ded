"""Bytes of a file that are compared with their checksums when they are first read."""

import zlib
from collections.abc import Callable, Sequence
from typing import Any

BLOCK_BITS = 14
BLOCK = 1 << BLOCK_BITS  # bytes; their checksum takes 5 us by zlib, 0.5 us by ISA-L
FASTER_FROM = 4 << 20  # bytes that zlib reads in the time in which the faster library is loaded

_crc32: Callable[[Any], int] = zlib.crc32
_checked = 0  # bytes, in this process


def checksum(content: memoryview) -> int:
    """Return the crc32 of the content; a process that checks a lot loads the faster library."""
    global _crc32, _checked
    if _checked < FASTER_FROM:
        _checked += len(content)
        if _checked >= FASTER_FROM:
            from search.engines.compression import crc32

            _crc32 = crc32
    return _crc32(content)


class CheckedBytes:
    """Bytes of which slices are read; each block is checked when a slice first touches it.

    `checksums` are those of the blocks, `damaged` returns the error to raise.
    """

    def __init__(
        self, content: memoryview, checksums: Sequence[int], damaged: Callable[[], Exception]
    ) -> None:
        if len(checksums) != -(-len(content) // BLOCK):
            raise damaged()
        self._content, self._checksums, self._damaged = content, checksums, damaged
        self._unchecked = bytearray(b"\1") * len(checksums)

    def __len__(self) -> int:
        return len(self._content)

    def __getitem__(self, part: slice) -> memoryview:
        start, end, _ = part.indices(len(self._content))
        if self._unchecked.find(1, start >> BLOCK_BITS, -(-end >> BLOCK_BITS)) >= 0:
            self._check(range(start >> BLOCK_BITS, -(-end >> BLOCK_BITS)))
        return self._content[start:end]

    def tobytes(self) -> bytes:
        """Return all bytes."""
        return self[:].tobytes()

    def _check(self, blocks: range) -> None:
        for block in blocks:
            if self._unchecked[block]:
                content = self._content[block << BLOCK_BITS : block + 1 << BLOCK_BITS]
                if checksum(content) != self._checksums[block]:
                    raise self._damaged()
                self._unchecked[block] = 0
