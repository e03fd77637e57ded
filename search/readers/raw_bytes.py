"""Opens seeds and takes their bytes, in bounded memory and never from a pipe or a device."""

import errno
import gzip
import hashlib
import io
import os
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

# Bytes of one document, unpacked. Of a page most is markup; a text of 20 MB takes 40 s and 1.4 GB
# to index, and "War and Peace" has 3 MB.
LIMIT = 8_000_000
PAGE_LIMIT = 50_000_000

# What a file is when it is neither text nor empty, by how it begins.
MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive",
    b"\x1f\x8b": "gzip",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF87a": "a GIF image",
    b"GIF89a": "a GIF image",
    b"RIFF": "a RIFF file",
    b"\x7fELF": "a program",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"SQLite format 3\x00": "an SQLite database",
    b"{\\rtf": "RTF",
    b"\xd0\xcf\x11\xe0": "an old Office file",
}

SPECIAL = {
    stat.S_IFDIR: "is a folder",
    stat.S_IFIFO: "is a pipe",
    stat.S_IFSOCK: "is a socket",
    stat.S_IFCHR: "is a device",
    stat.S_IFBLK: "is a device",
}


class UnreadError(OSError):
    """What is in the file cannot be read; its words are the reason.

    It is an OSError so that whoever opens a seed has one thing to catch.
    """


FAULTS = (OSError, EOFError, zlib.error)  # what opening, reading and unpacking may raise


class Raw(NamedTuple):
    """An open seed whose bytes have not been looked at."""

    path: str
    stored: io.BufferedReader  # as the file has them
    unpack: "Unpacker"


Unpacker = Callable[[io.BufferedReader], io.BufferedReader]


def plain(stored: io.BufferedReader) -> io.BufferedReader:
    """The same bytes: nothing was packed."""
    return stored


def gunzipped(stored: io.BufferedReader) -> io.BufferedReader:
    """What the gzip members hold, unpacked as it is read."""
    return io.BufferedReader(_Gunzipped(stored))


class _Gunzipped(io.RawIOBase):
    """Gives what is unpacked as it comes: GzipFile itself fills a buffer first, and loses what is
    in it when the next bytes are damaged.
    """

    def __init__(self, stored: io.BufferedReader) -> None:
        self._file = gzip.GzipFile(fileobj=stored, mode="rb")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        found = self._file.read1(len(view))
        view[: len(found)] = found
        return len(found)


def opened(location: str) -> io.BufferedReader:
    """The file, open for reading.

    Raises: OSError, for a pipe, a device and a socket before they are opened: opening a pipe waits.
    """
    special = SPECIAL.get(stat.S_IFMT(os.stat(location).st_mode))  # noqa: PTH116
    if special:
        raise UnreadError(special)
    return Path(location).open("rb")


def whole(raw: Raw, limit: int = LIMIT, *, text: bool = True) -> tuple[bytes, str]:
    """The bytes of a file that is one document, unpacked, and the sha256 of them as stored.

    Both come from one reading, so that a file changed meanwhile cannot pass for the other.
    Raises: UnreadError for what is too large, or should be text and is not; FAULTS.
    """
    stored = _limited(raw.stored, limit)
    content = _limited(raw.unpack(io.BufferedReader(io.BytesIO(stored))), limit)
    if text:
        check(content)
    return content, hashlib.sha256(stored).hexdigest()


def _limited(stream: io.BufferedReader, limit: int) -> bytes:
    content = stream.read(limit + 1)
    check_size(content, limit)
    return content


def check_size(content: bytes, limit: int = LIMIT) -> None:
    """Passes what is no longer than the limit.

    Raises: UnreadError that names the limit.
    """
    if len(content) > limit:
        raise UnreadError(f"is larger than {limit // 1_000_000} MB")


def check(opening: bytes) -> None:
    """Passes what may be text.

    Raises: UnreadError that names the kind of the file.
    """
    for magic, kind in MAGIC.items():
        if opening.startswith(magic):
            raise UnreadError(f"is {kind}, not text")


@contextmanager
def sound(kind: str) -> Iterator[None]:
    """Turns whatever a library raises over a broken file into an UnreadError: "is a damaged PDF".

    It is for the calls of libraries alone: what they may raise is known to nobody.
    """
    try:
        yield
    except Exception as error:
        if isinstance(error, FAULTS) and getattr(error, "errno", None) != errno.EINVAL:
            raise  # EINVAL: a place in the file that cannot be gone to
        words = "".join(filter(str.isprintable, " ".join(str(error).split())))
        raise UnreadError(f"is a damaged {kind}: {words[:100] or type(error).__name__}") from error


def fault(error: Exception) -> str:
    """Why a seed could not be read, as the reason of a Skip."""
    if isinstance(error, UnreadError):
        return str(error)
    if isinstance(error, gzip.BadGzipFile) and str(error).startswith("Not a gzipped"):
        return "is not gzip"
    if isinstance(error, EOFError):
        return "is gzip cut short"
    if isinstance(error, gzip.BadGzipFile | zlib.error):
        return "is damaged gzip"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error).lower() or type(error).__name__
