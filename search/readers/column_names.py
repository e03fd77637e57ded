"""What a row calls its text and its facts: of JSON Lines, of a table, of front matter."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any, Literal

from search.article import Document
from search.readers.raw_bytes import UnreadError

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
NAMES = frozenset((*TEXT, *HTML, *chain.from_iterable(HINTS.values())))
SEVERAL = frozenset({"authors"})  # hints of which a list holds more than one; else its first counts
INSIDE = ("name", "$date")  # where an object keeps what it stands for: schema.org, MongoDB

MARKUP = re.compile(
    r"\A\s*<(?:!doctype|html|head|body|main|article|section|div|p|h[1-6]|figure|ul|ol|table)\b"
    r"|</(?:p|div|h[1-6]|li|article|section|table|blockquote)>|<br\s*/?>",
    re.I,
)
UNSOUND = re.compile("[\0\ud800-\udfff]")  # JSON can write them, a UTF-8 file cannot hold them
DAY = re.compile(r"(\d{8})(?:\.0*)?", re.A)  # 20250113; 20250113.0 from a column with gaps
PLACE = re.compile(r"https?://[^/\s]+/\S+")  # of a page; "https://www.bbc.com/" is an outlet
EPOCH = re.compile(r"(\d{9,10}|\d{13})(?:\.\d*)?", re.A)  # 1973 to 2286


def squeezed(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row by the letters and digits of its keys; of keys that become one, the first with a
    value.
    """
    found: dict[str, Any] = {}
    for key, value in row.items():
        name = squeeze(key)
        found[name] = found.get(name) or value
    return found


def squeeze(key: str) -> str:
    """The key as the tables here have it.

    >>> squeeze("Date-Published")
    'datepublished'
    """
    return "".join(filter(str.isalnum, key.lower()))


def document(path: str, row: Mapping[str, Any], digest: str) -> Document:
    """The document of a row whose keys are squeezed.

    Raises: UnreadError where it has no text.
    """
    text, html = _content(row, TEXT), _content(row, HTML)
    kind: Literal["text", "html"] = "html" if not text or MARKUP.search(text) else "text"
    content = text or html
    if not content:
        raise UnreadError("has no text")
    return Document(path, kind, content, digest, hints(row))


def hints(row: Mapping[str, Any]) -> dict[str, str]:
    """The facts of a row whose keys are squeezed.

    A source that is the address of a page is where the article was, not who published it.
    """
    facts = {name: _fact(name, row, aliases) for name, aliases in HINTS.items()}
    if PLACE.fullmatch(facts["source"]):
        facts["url"] = facts["url"] or facts["source"]
        facts["source"] = ""
    return {name: value for name, value in facts.items() if value}


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
