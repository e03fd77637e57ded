"""The deleted documents of a segment: a small file next to it, written again for each change.

8 bytes magic, crc32 and count as 4 bytes each, then the numbers of the documents, ascending
"""

import struct
import zlib
from array import array
from collections.abc import Collection
from pathlib import Path

from search.errors import BrokenIndex

MAGIC = b"NEWSDELS"
SUFFIX = ".deleted"
_HEAD = struct.Struct("<8sII")


def deletions_file(segment: Path) -> Path:
    """Return the path of the deletions of a segment; without deletions there is no such file."""
    return segment.with_suffix(SUFFIX)


def read_deletions(segment: Path, index: Path) -> Collection[int]:
    """Return the numbers of the deleted documents of the segment.

    Raises: BrokenIndex.
    """
    path = deletions_file(segment)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return ()
    if len(content) >= _HEAD.size:
        magic, crc, count = _HEAD.unpack_from(content)
        numbers = content[_HEAD.size :]
        if (magic, crc, 4 * count) == (MAGIC, zlib.crc32(numbers), len(numbers)):
            return array("I", numbers)
    raise BrokenIndex(str(index), f"{path.name} was changed")


def write_deletions(segment: Path, documents: Collection[int]) -> None:
    """Write which documents are deleted, in a new file: generations share the old one."""
    numbers = array("I", sorted(documents)).tobytes()
    path = deletions_file(segment)
    path.unlink(missing_ok=True)  # it may be a link to the file of the current generation
    head = _HEAD.pack(MAGIC, zlib.crc32(numbers), len(documents))
    path.write_bytes(head + numbers)
