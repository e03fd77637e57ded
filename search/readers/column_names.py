"""The names of columns with text and facts, in JSON Lines, tables and front matter."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any, Literal

from search.article import Document
from search.readers.raw_bytes import UnreadError

# Names of the text, best first; keys are compared by letters and digits only, so "datePublished",
# "date_published" and "Date-Published" are the same.
TEXT = (
    *("text", "body", "content", "article", "articlebody", "articletext", "maintext", "fulltext"),
    *("paras", "paragraphs", "bodytext", "textcontent", "contenttext"),
    *("abstract", "abstractnote"),  # of a catalogue, such as Zotero's: it has no other text
)
HTML = ("html", "rawhtml", "contenthtml", "htmlcontent", "bodyhtml", "articlehtml")
HINTS = {
    "title": ("title", "headline", "name", "heading", "webtitle"),
    "date": (
        *("date", "published", "publishdate", "publishedat", "pubdate", "datepublished"),
        *("publicationdate", "datepublish", "publishedtime", "webpublicationdate", "issued"),
        *("timestamp", "seendate"),
    ),
    "updated": ("updated", "updatedat", "modified", "datemodified", "modifieddate", "lastmodified"),
    "source": (
        *("source", "publisher", "outlet", "site", "sitename", "domain", "publication"),
        *("publicationtitle", "containertitle", "medianame", "domainname", "sourceurl"),
    ),
    "authors": ("authors", "author", "byline", "creator", "creators", "publishedby"),
    "url": ("url", "link", "canonicalurl", "permalink", "canonicallink", "weburl"),
    "language": ("language", "lang", "metalang"),
}
NAMES = frozenset((*TEXT, *HTML, *chain.from_iterable(HINTS.values())))
SEVERAL = frozenset({"authors"})  # hints that may have several values; of others the first counts
INSIDE = ("name", "$date", "literal")  # key of an object with its value: schema.org, MongoDB, CSL
ADDRESSES = "addresses without text"  # of Media Cloud and GDELT
# What only rows of GDELT, Media Cloud and Omnivore have, whose texts lie in other files.
LISTINGS = frozenset(("seendate", "medianame", "mediaurl", "readingprogress"))
NAME_PARTS = (("firstName", "lastName"), ("given", "family"))  # of people: Zotero, CSL
DATE_PARTS = "date-parts"  # CSL: {"date-parts": [[2025, 1, 13]]}

MARKUP = re.compile(
    r"\A\s*<(?:!doctype|html|head|body|main|article|section|div|p|h[1-6]|figure|ul|ol|table)\b"
    r"|</(?:p|div|h[1-6]|li|article|section|table|blockquote)>|<br\s*/?>",
    re.I,
)
UNSOUND = re.compile("[\0\ud800-\udfff]")  # allowed in JSON, but not in a UTF-8 file
# 20250113; 20250113.0 from a column with gaps; 20250113T211800Z
DAY = re.compile(r"(\d{8})(?:\.0*|T\d{4,6}Z?)?", re.A)
PLACE = re.compile(r"https?://[^/\s]+/\S+")  # of a page; "https://www.bbc.com/" is an outlet
EPOCH = re.compile(r"(\d{9,10}|\d{13})(?:\.\d*)?", re.A)  # 1973 to 2286


def normalize_keys(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row with normalized keys; of equal keys the first with a value."""
    found: dict[str, Any] = {}
    for key, value in row.items():
        name = normalize_key(key)
        found[name] = found.get(name) or value
    return found


def normalize_key(key: str) -> str:
    """Return the key in lower case, letters and digits only.

    >>> normalize_key("Date-Published")
    'datepublished'
    """
    return "".join(filter(str.isalnum, key.lower()))


def has_text(names: Iterable[str]) -> bool:
    """Return True if one of the normalized names is that of a text or of HTML."""
    return not {*TEXT, *HTML}.isdisjoint(names)


def has_addresses(names: Collection[str]) -> bool:
    """Return True if the normalized names are those of headlines and addresses of pages."""
    return not (set(HINTS["title"]).isdisjoint(names) or set(HINTS["url"]).isdisjoint(names))


def address(path: str, row: Mapping[str, Any], digest: str) -> Document:
    """Return the document of a row that has a headline and an address, and no text."""
    facts = hints(row)
    if not (facts.get("title") and facts.get("url")):
        raise UnreadError("has no headline, or no address")
    return Document(path, "text", facts["title"], digest, facts, {"provider": (ADDRESSES,)})


def document(path: str, row: Mapping[str, Any], digest: str) -> Document:
    """Return the document of a row with normalized keys."""
    text, html = _content(row, TEXT), _content(row, HTML)
    kind: Literal["text", "html"] = "html" if not text or MARKUP.search(text) else "text"
    content = text or html
    if not content and not LISTINGS.isdisjoint(row):
        return address(path, row, digest)
    if not content:
        raise UnreadError("has no text")
    return Document(path, kind, content, digest, hints(row))


def hints(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the facts of a row with normalized keys.

    A source that is the address of a page is the URL of the article, not its publisher.
    """
    facts = {name: _fact(name, row, aliases) for name, aliases in HINTS.items()}
    if PLACE.fullmatch(facts["source"]):
        facts["url"] = facts["url"] or facts["source"]
        facts["source"] = ""
    return {name: value for name, value in facts.items() if value}


def _content(row: Mapping[str, Any], aliases: Sequence[str]) -> str:
    r"""Return the text of the first name that has any, with line ends as "\n"; or nothing."""
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
        value_text = "; ".join(listed) if name in SEVERAL else next(listed, "")
        if value_text:
            return _iso_date(value_text) if name in ("date", "updated") else value_text
    return ""


def _words(value: object) -> str:
    """Return a plain value as text; empty for other values."""
    if isinstance(value, dict):
        value = next((value[name] for name in INSIDE if name in value), None) or _parts(value)
    if isinstance(value, str):
        return UNSOUND.sub("\ufffd", value).strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def _parts(value: Mapping[str, Any]) -> str:
    """Return the name or the date that an object has in parts."""
    for names in NAME_PARTS:
        if names[1] in value:
            return " ".join(str(value[name]) for name in names if value.get(name))
    dates = value.get(DATE_PARTS)
    if isinstance(dates, list) and dates and isinstance(dates[0], list):
        return "-".join(f"{part:0>2}" for part in map(str, dates[0]))
    return ""


def _iso_date(stated: str) -> str:
    """Return a day of eight digits with dashes, and seconds or milliseconds since 1970 as UTC.

    Other text is unchanged: 2020 is a year, 202001051230 is a minute.
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
