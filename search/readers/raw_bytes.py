"""The bytes of seeds: opened and read in bounded memory, never from a pipe or a device."""

import bz2
import errno
import gzip
import hashlib
import io
import lzma
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, NamedTuple, cast

from search.article import Skip, TemporarySkip
from search.errors import is_temporary, system_reason
from search.ordinary_file import NotOrdinary, status_of

# Bytes of one document, unpacked. Of a page most is markup; a text of 20 MB takes 40 s and 1.4 GB
# to index, and "War and Peace" has 3 MB.
LIMIT = 8_000_000
PAGE_LIMIT = 50_000_000

# The types of files that are not text, by their first bytes.
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


class UnreadError(OSError):
    """A file, or a part of it, that any function of the readers refuses; its message is the reason.

    It is an OSError, so that callers that open a seed catch one class.
    """


# Gzip that unpacks to more than FREE bytes, and to so many times its size, is made to fill a disk:
# text unpacks to 3 to 20 times its size, and gzip to at most 1,032 times.
FREE = 20_000_000
MOST_TIMES = 500

READ_ERRORS = (OSError, EOFError, zlib.error)  # raised by opening, reading and unpacking

Report = Callable[[int], None]  # bytes of a file that were read just now
# A large file in a container is copied to read a container in it: up to MOST_COPIED bytes, of which
# IN_MEMORY are not on disk.
MOST_COPIED = 2_000_000_000
IN_MEMORY = 64_000_000


# The formats in which one file is packed, each with what opens it.
PACKINGS: dict[str, Callable[[IO[bytes]], Any]] = {
    "gzip": lambda stored: gzip.GzipFile(fileobj=stored, mode="rb"),
    "bzip2": bz2.BZ2File,
    "xz": lzma.LZMAFile,
}


class LeaveOut(BaseException):
    """A request to leave out the rest of a document, which took too much.

    It is thrown into a reader, and is no Exception, so that no reader takes it for damage.
    """

    def __init__(self, problem: str, last: str) -> None:
        super().__init__(problem, last)
        self._problem = problem
        self._last = last

    def reason(self, path: str) -> str:
        """Return the reason of the Skip, with the last thing that was read of the file, if any."""
        if self._last == path:
            return self._problem
        return f"{self._problem.removesuffix(' it')} what follows {self._last}, which is left out"


class Raw(NamedTuple):
    """An open seed that is not read yet."""

    path: str
    stored: io.BufferedReader  # the bytes of the file
    is_gzip: bool = False
    depth: int = 0  # containers around it

    def unpacked(self) -> io.BufferedReader:
        """Return the content of the file."""
        return gunzip(self.stored) if self.is_gzip else self.stored


def gunzip(stored: IO[bytes]) -> io.BufferedReader:
    """Return the content of the gzip members, unpacked as it is read."""
    return unpack(stored, "gzip")


def unpack(stored: IO[bytes], kind: str) -> io.BufferedReader:
    """Return the content of a file that is packed as one of PACKINGS, unpacked as it is read."""
    return io.BufferedReader(_UnpackingStream(stored, kind))


class _UnpackingStream(io.RawIOBase):
    """A stream of unpacked bytes that keeps what comes before damage.

    GzipFile fills a buffer first, and loses it if the next bytes are damaged.
    """

    def __init__(self, stored: IO[bytes], kind: str) -> None:
        self._stored = stored
        self._kind = kind
        self._file = PACKINGS[kind](stored)
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        found = self._unpacked(len(view))
        view[: len(found)] = found
        self._size += len(found)
        if self._size > FREE and self._size > MOST_TIMES * self._stored.tell():
            times = f"unpacks to more than {MOST_TIMES} times its size"
            raise UnreadError(f"is {self._kind} that {times}")
        return len(found)

    def _unpacked(self, size: int) -> bytes:
        try:
            return cast(bytes, self._file.read1(size))
        except (EOFError, gzip.BadGzipFile, zlib.error):
            if self._kind == "gzip":
                raise
            raise UnreadError(f"is {self._kind} cut short") from None
        except (lzma.LZMAError, ValueError) as error:
            raise UnreadError(f"is damaged {self._kind}") from error
        except OSError as error:
            if error.errno is not None:
                raise
            raise UnreadError(f"is damaged {self._kind}") from error


@contextmanager
def seekable(raw: Raw) -> Iterator[IO[bytes]]:
    """Give the bytes of the file as one in which libraries can go back and forth.

    Those of a large file in a container are copied, to a temporary file if need be.
    """
    if raw.stored.seekable():
        yield raw.stored
        return
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as copy:
        while chunk := raw.stored.read(1 << 20):
            copy.write(chunk)
            check_size(copy.tell(), MOST_COPIED)
        copy.seek(0)
        yield copy


class StoredFile(io.FileIO):
    """An open file that reports how many bytes are read from it, each time.

    It remembers an error of the system, which a library may report as damage.
    """

    fault: OSError | None = None

    def __init__(self, location: str, report: Report | None) -> None:
        super().__init__(location)
        self._report = report

    def readinto(self, buffer: Any) -> int:
        """Read bytes into the buffer."""
        try:
            size = super().readinto(buffer) or 0
        except OSError as error:
            self.fault = error
            raise
        if self._report:
            self._report(size)
        return size

    def readall(self) -> bytes:
        """Return all bytes that are left."""
        try:
            rest = super().readall()
        except OSError as error:
            self.fault = error
            raise
        if self._report:
            self._report(len(rest))
        return rest


def open_file(location: str, report: Report | None = None) -> io.BufferedReader:
    """Open the file for reading; `report` is called with the size of each part that is read.

    Raises: OSError, for a pipe, a device or a socket before it is opened: opening a pipe waits.
    """
    try:
        status_of(location)
    except NotOrdinary as error:
        raise UnreadError(error.problem) from error
    return io.BufferedReader(StoredFile(location, report))


def read_document(raw: Raw, limit: int = LIMIT, *, text: bool = True) -> tuple[bytes, str]:
    """Return the unpacked bytes of a file with one document, and the sha256 of the stored bytes.

    Both come from one read, so they match even if the file changes in the meantime.
    """
    stored = raw.stored.read(limit + 1)
    check_size(len(stored), limit)
    copy = raw._replace(stored=io.BufferedReader(io.BytesIO(stored)))
    content = copy.unpacked().read(limit + 1)
    check_size(len(content), limit)
    if text:
        check_is_text(content)
    return content, hashlib.sha256(stored).hexdigest()


def check_size(size: int, limit: int = LIMIT) -> None:
    """Check that so many bytes are within the limit."""
    if size > limit:
        raise UnreadError(f"is larger than {limit // 1_000_000} MB")


def check_is_text(opening: bytes) -> None:
    """Check that the content may be text."""
    for magic, kind in MAGIC.items():
        if opening.startswith(magic):
            raise UnreadError(f"is {kind}, not text")


@contextmanager
def reporting_damage(kind: str) -> Iterator[None]:
    """Turn any error that a library raises into an UnreadError: "is a damaged PDF".

    Only for calls of libraries, whose errors are not documented.
    """
    try:
        yield
    except Exception as error:
        if isinstance(error, READ_ERRORS) and getattr(error, "errno", None) != errno.EINVAL:
            raise  # EINVAL: a seek to an impossible place
        words = "".join(filter(str.isprintable, " ".join(str(error).split())))
        raise UnreadError(f"is a damaged {kind}: {words[:100] or type(error).__name__}") from error


def skip_of(path: str, error: Exception, prefix: str = "") -> Skip:
    """Return the Skip of a seed that could not be read."""
    kind = TemporarySkip if is_temporary(error) else Skip
    return kind(path, f"{prefix}{skip_reason(error)}")


def skip_reason(error: Exception) -> str:
    """Return the reason of a Skip for a seed that could not be read."""
    if isinstance(error, UnreadError):
        return str(error)
    if isinstance(error, gzip.BadGzipFile) and str(error).startswith("Not a gzipped"):
        return "is not gzip"
    if isinstance(error, EOFError):
        return "is gzip cut short"
    if isinstance(error, gzip.BadGzipFile | zlib.error):
        return "is damaged gzip"
    if isinstance(error, OSError):
        return system_reason(error)
    return str(error).lower() or type(error).__name__
