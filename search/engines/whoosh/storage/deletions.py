"""Which documents of a segment are deleted: a small file beside it, written anew for each change.

8 bytes magic, crc32 and count as 4 bytes each, then the numbers of the documents, rising
"""

import struct
import zlib
from array import array
from collections.abc import Collection
from pathlib import Path

from search.errors import BrokenIndex

MAGIC = b"NEWSGONE"
SUFFIX = ".gone"
_HEAD = struct.Struct("<8sII")


def beside(segment: Path) -> Path:
    """The file that says which documents of the segment are deleted; there may be none."""
    return segment.with_suffix(SUFFIX)


def deleted(segment: Path, index: Path) -> Collection[int]:
    """The numbers of the deleted documents of the segment.

    Raises: BrokenIndex.
    """
    path = beside(segment)
    try:
        held = path.read_bytes()
    except FileNotFoundError:
        return ()
    if len(held) >= _HEAD.size:
        magic, crc, count = _HEAD.unpack_from(held)
        numbers = held[_HEAD.size :]
        if (magic, crc, 4 * count) == (MAGIC, zlib.crc32(numbers), len(numbers)):
            return array("I", numbers)
    raise BrokenIndex(str(index), f"{path.name} was changed")


def delete(segment: Path, documents: Collection[int]) -> None:
    """Say that these documents are deleted. What stood there before is replaced, never changed."""
    numbers = array("I", sorted(documents)).tobytes()
    path = beside(segment)
    path.unlink(missing_ok=True)  # it may be a link to the file in force
    head = _HEAD.pack(MAGIC, zlib.crc32(numbers), len(documents))
    path.write_bytes(head + numbers)
