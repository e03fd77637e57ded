"""Reads a file of JSON Lines: one document a row, row by row."""

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any, Literal

from search.article import Document, Skip
from search.readers.decode import BOMS, decoded
from search.readers.raw import LIMIT, Raw, UnreadError, check, check_size

# What a row may call the thing, best first; keys are compared by their letters and digits alone,
# so that "datePublished", "date_published" and "Date-Published" are one.
TEXT = (
    *("text", "body", "content", "article", "articlebody", "articletext", "maintext", "fulltext"),
    *("paras", "paragraphs"),
)
HTML = ("html", "rawhtml", "contenthtml")
HINTS = {
    "title": ("title", "headline", "name", "heading"),
    "date": (
        *("date", "published", "publishdate", "publishedat", "pubdate", "datepublished"),
        *("publicationdate", "datepublish", "timestamp"),
    ),
    "updated": ("updated", "updatedat", "modified", "datemodified", "modifieddate", "lastmodified"),
    "source": ("source", "publisher", "outlet", "site", "sitename", "domain", "publication"),
    "authors": ("authors", "author", "byline", "creator"),
    "url": ("url", "link", "canonicalurl", "permalink"),
    "language": ("language", "lang"),
}
SEVERAL = frozenset({"authors"})  # hints of which a list holds more than one; else its first counts
INSIDE = ("name", "$date")  # where an object keeps what it stands for: schema.org, MongoDB

MARKUP = re.compile(
    r"\A\s*<(?:!doctype|html|head|body|main|article|section|div|p|h[1-6]|figure|ul|ol|table)\b"
    r"|</(?:p|div|h[1-6]|li|article|section|table|blockquote)>|<br\s*/?>",
    re.I,
)
UNSOUND = re.compile("[\0\ud800-\udfff]")  # JSON can write them, a UTF-8 file cannot hold them
DAY = re.compile(r"(\d{8})(?:\.0*)?", re.A)  # 20250113; 20250113.0 from a column with gaps
EPOCH = re.compile(r"(\d{9,10}|\d{13})(?:\.\d*)?", re.A)  # 1973 to 2286
BARREN = 1000  # lines in a row without JSON, after which the file is something else
DRAIN = 250_000_000  # bytes: how much of a line that is too long is read to find its end
CHUNK = 65_536


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """A document for each row that has a text, a Skip for each other; empty lines are nothing.

    Raises: UnreadError where the file is no JSON Lines, and what reading raises.
    """
    object_line, blank = 0, True
    for number, line in enumerate(_lines(raw.unpack(raw.stored)), 1):
        if number - object_line > BARREN:
            raise UnreadError(f"has no JSON object in the {BARREN} lines before line {number}")
        if line.isspace():
            continue
        blank = False
        path = f"{raw.path}#{number}"
        try:
            row = _row(line)
            object_line = number
            yield _document(path, row, hashlib.sha256(line).hexdigest())
        except UnreadError as error:
            yield Skip(path, f"line {number} {error}")
    if blank:
        raise UnreadError("is empty")


def _lines(stream: io.BufferedReader) -> Iterator[bytes]:
    """The lines in UTF-8, from UTF-16 or UTF-32 where a byte order mark says so.

    Raises: UnreadError where the file begins like something that is not text.
    """
    opening = stream.peek(16)[:16]
    check(opening)
    encoding = next((name for mark, name in BOMS.items() if opening.startswith(mark)), "utf-8")
    if encoding == "utf-8":
        yield from _limited(stream.readline)
    else:
        with io.TextIOWrapper(stream, encoding, "replace", newline="\n") as text:
            yield from _limited(lambda size: text.readline(size).encode())


def _limited(readline: Callable[[int], bytes]) -> Iterator[bytes]:
    """The lines; of one longer than LIMIT only the beginning, which is longer than LIMIT too.

    Raises: UnreadError for a line without end, as in a gzip bomb.
    """
    while line := readline(LIMIT + 1):
        yield line
        if len(line) > LIMIT and not line.endswith(b"\n"):
            _drain(readline)


def _drain(readline: Callable[[int], bytes]) -> None:
    """Reads on to the end of the line."""
    for _ in range(0, DRAIN, CHUNK):
        rest = readline(CHUNK)
        if not rest or rest.endswith(b"\n"):
            return
    raise UnreadError(f"has a line that does not end within {DRAIN // 1_000_000} MB")


def _row(line: bytes) -> Mapping[str, Any]:
    """The row of a line, its keys squeezed; of keys that become one, the first with a value."""
    check_size(line)
    try:
        row = json.loads(decoded(line).strip())
    except json.JSONDecodeError as error:
        fault = f"{error.msg[:1].lower()}{error.msg[1:]} at column {error.colno}"
        raise UnreadError(f"is not JSON: {fault}") from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, 1,000 brackets
        raise UnreadError("is not JSON that can be read: it goes too deep or too long") from error
    if not isinstance(row, dict):
        raise UnreadError("is not a JSON object")
    squeezed: dict[str, Any] = {}
    for key, value in row.items():
        name = "".join(filter(str.isalnum, key.lower()))
        squeezed[name] = squeezed.get(name) or value
    return squeezed


def _document(path: str, row: Mapping[str, Any], digest: str) -> Document:
    hints = {name: _fact(name, row, aliases) for name, aliases in HINTS.items()}
    stated = {name: value for name, value in hints.items() if value}
    text, html = _content(row, TEXT), _content(row, HTML)
    kind: Literal["text", "html"] = "html" if not text or MARKUP.search(text) else "text"
    content = text or html
    if not content:
        raise UnreadError("has no text")
    return Document(path, kind, content, digest, stated)


def _content(row: Mapping[str, Any], aliases: Sequence[str]) -> str:
    """What the first of the names that has any text says, its line ends as "\\n"; or nothing."""
    for alias in aliases:
        value = row.get(alias)
        paragraphs = value if isinstance(value, list) else [value]
        text = "\n\n".join(part for part in paragraphs if isinstance(part, str))
        if text and not text.isspace():
            return UNSOUND.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return ""


def _fact(name: str, row: Mapping[str, Any], aliases: Sequence[str]) -> str:
    for alias in aliases:
        value = row.get(alias)
        listed = filter(None, map(_words, value if isinstance(value, list) else [value]))
        stated = "; ".join(listed) if name in SEVERAL else next(listed, "")
        if stated:
            return _day(stated) if name in ("date", "updated") else stated
    return ""


def _words(value: object) -> str:
    """A plain value in words; empty for one that is none."""
    if isinstance(value, dict):
        value = next((value[name] for name in INSIDE if name in value), None)
    if isinstance(value, str):
        return UNSOUND.sub("\ufffd", value).strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def _day(stated: str) -> str:
    """The same, but for a day of eight digits, which gets its dashes, and for seconds or
    milliseconds since 1970, which become a time in UTC.

    Other numbers are left: 2020 is a year, 202001051230 is a minute.
    """
    day = DAY.fullmatch(stated)
    if day:
        with suppress(ValueError):  # 20251399
            return date.fromisoformat(day[1]).isoformat()
    epoch = EPOCH.fullmatch(stated)
    if not epoch:
        return stated
    seconds = int(epoch[1]) / (1000 if len(epoch[1]) == 13 else 1)
    return datetime.fromtimestamp(seconds, UTC).isoformat()
