"""Limits of a document, far above real articles: beyond them cleaning takes too much.

The largest of 1,451 real pages (with exports of hundreds of articles in one file) has 12,270 tags,
64 attributes in one tag, 3,757 lines and 0.6 million characters of text.
"""

import re

TAGS = 200_000  # of a page: a tree of so many takes 80 MB, and with a text in each 170 MB
ATTRIBUTES = 1_000  # of one tag: the parser compares each with all others; 20,000 take 2 s
LINES = 50_000  # 120,000 take 8 s and 410 MB; a novel of 3 MB has 12,000 paragraphs
TEXT = 8_000_000  # characters of a page; files of plain text may have as many bytes
DRAFT = 64_000_000  # bytes that pass from the first step to the second; a text of 8 MB takes 14 MB

_TAG = re.compile(rb"<[A-Za-z]")
_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{%d,}+" % (2 * ATTRIBUTES))
_QUOTED = re.compile(rb"\"[^\"]*+\"|'[^']*+'")


class OverLimit(Exception):
    """A document is over a limit; the message is the reason."""


def check_page(content: bytes) -> None:
    """Check the source of a page before it is parsed: the parser's C code cannot be interrupted."""
    _check(content.count(b"<") > TAGS and len(_TAG.findall(content)), TAGS, "tags")
    for tag in _LONG_TAG.findall(content):
        _check(len(_QUOTED.sub(b"= ", tag).split()), ATTRIBUTES, "attributes in a tag")


def check_lines(count: int) -> None:
    """Check the number of lines."""
    _check(count, LINES, "lines")


def check_text(size: int) -> None:
    """Check the number of characters of a page."""
    _check(size, TEXT, "characters of text")


def check_draft(size: int) -> None:
    """Check the number of bytes that a document with its elements takes."""
    _check(size, DRAFT, "bytes of lines and tags")


def _check(count: int, limit: int, things: str) -> None:
    if count > limit:
        raise OverLimit(f"has more than {limit:,} {things}")
