"""Lines of a file in bounded memory: none is kept longer than a document may be."""

import io
from collections.abc import Callable, Iterator

from search.readers.raw_bytes import LIMIT, UnreadError, check_is_text
from search.readers.text_decoding import BOMS

DRAIN = 250_000_000  # bytes of a line that is too long that are read to find its end
CHUNK = 65_536
MOST_BLANK = 100_000  # lines in a row; a small file may unpack to a billion


def read_lines(stream: io.BufferedReader) -> Iterator[bytes]:
    """Yield the lines in UTF-8, converted from UTF-16 or UTF-32 after a byte order mark."""
    opening = stream.peek(16)[:16]
    check_is_text(opening)
    encoding = next((name for mark, name in BOMS.items() if opening.startswith(mark)), "utf-8")
    if encoding == "utf-8":
        yield from limit_lines(stream.readline)
    else:
        with io.TextIOWrapper(stream, encoding, "replace", newline="\n") as text:
            yield from limit_lines(lambda size: text.readline(size).encode())


def limit_lines(readline: Callable[[int], bytes]) -> Iterator[bytes]:
    """Yield the lines; of one longer than LIMIT only the first LIMIT + 1 bytes."""
    blank = 0
    while line := readline(LIMIT + 1):
        blank = blank + 1 if line.isspace() else 0
        if blank > MOST_BLANK:
            raise UnreadError(f"has more than {MOST_BLANK:,} empty lines in a row")
        yield line
        if len(line) > LIMIT and not line.endswith(b"\n"):
            _skip_rest(readline)


def _skip_rest(readline: Callable[[int], bytes]) -> None:
    """Read to the end of the line."""
    for _ in range(0, DRAIN, CHUNK):
        rest = readline(CHUNK)
        if not rest or rest.endswith(b"\n"):
            return
    raise UnreadError(f"has a line that does not end within {DRAIN // 1_000_000} MB")
