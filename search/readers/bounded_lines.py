"""The lines of a file that may be of any length, none of them held longer than a document."""

import io
from collections.abc import Callable, Iterator

from search.readers.raw_bytes import LIMIT, UnreadError, check
from search.readers.text_decoding import BOMS

DRAIN = 250_000_000  # bytes: how much of a line that is too long is read to find its end
CHUNK = 65_536


def lines(stream: io.BufferedReader) -> Iterator[bytes]:
    """The lines in UTF-8, from UTF-16 or UTF-32 where a byte order mark says so.

    Raises: UnreadError where the file begins like something that is not text.
    """
    opening = stream.peek(16)[:16]
    check(opening)
    encoding = next((name for mark, name in BOMS.items() if opening.startswith(mark)), "utf-8")
    if encoding == "utf-8":
        yield from limited(stream.readline)
    else:
        with io.TextIOWrapper(stream, encoding, "replace", newline="\n") as text:
            yield from limited(lambda size: text.readline(size).encode())


def limited(readline: Callable[[int], bytes]) -> Iterator[bytes]:
    """The lines; of one longer than LIMIT only the beginning, which is longer than LIMIT too.

    Raises: UnreadError for a line without end, as in a gzip bomb.
    """
    while line := readline(LIMIT + 1):
        yield line
        if len(line) > LIMIT and not line.endswith(b"\n"):
            _drain(readline)


def _drain(readline: Callable[[int], bytes]) -> None:
    """Read on to the end of the line."""
    for _ in range(0, DRAIN, CHUNK):
        rest = readline(CHUNK)
        if not rest or rest.endswith(b"\n"):
            return
    raise UnreadError(f"has a line that does not end within {DRAIN // 1_000_000} MB")
