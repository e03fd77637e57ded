"""Large files in pieces: each begins with a mark, and only one is in memory."""

import io
import re
from collections.abc import Iterator

from search.readers.raw_bytes import PAGE_LIMIT, check_is_text, check_size
from search.readers.text_decoding import BOMS, declared_encoding, decode

BLOCK = 1 << 20  # bytes that are read at a time
LONGEST_MARK = 2_000  # bytes at the end of a block in which a mark may have begun


def pieces(stream: io.BufferedReader, mark: re.Pattern[bytes]) -> Iterator[str]:
    """Yield the text before the first mark, which may be empty, then each piece from its mark on.

    Raises: UnreadError, and what reading raises.
    """
    kept = stream.read(BLOCK)
    check_is_text(kept)
    wide = next((each for each in BOMS if kept.startswith(each) and len(each) != 3), b"")
    if wide:  # the marks are there only once it is decoded
        kept += stream.read(PAGE_LIMIT)
        check_size(len(kept), PAGE_LIMIT)
        stream = io.BufferedReader(io.BytesIO(decode(kept).encode()))
        kept = stream.read(BLOCK)
    encoding = declared_encoding(kept)
    inside, looked, more = False, 0, kept
    while True:
        certain = len(kept) if not more else len(kept) - LONGEST_MARK
        found = mark.search(kept, looked)
        if found and found.start() < certain:
            yield decode(kept[: found.start()], encoding)
            kept, inside = kept[found.start() :], True
            looked = 1
            continue
        if not more:
            yield decode(kept, encoding)
            return
        looked = max(certain, int(inside))
        more = stream.read(BLOCK)
        kept += more
        check_size(len(kept), PAGE_LIMIT)
