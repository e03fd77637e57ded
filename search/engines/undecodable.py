"""Contents of an index that cannot be decoded: damage that no checksum found, or malice."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.errors import BrokenIndex

UNDECODABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)  # what a decoder of ours raises where contents are not what it wrote


@contextmanager
def undecodable(index: Path, fault: str) -> Iterator[None]:
    """Raise BrokenIndex in place of the error of a decoder; the fault names the file."""
    try:
        yield
    except UNDECODABLE as error:
        raise BrokenIndex(str(index), fault) from error
