"""A reader of feeds, RSS and Atom: a document an entry."""

import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import feedparser

from search.article import Document, Skip
from search.readers.column_names import UNSOUND
from search.readers.mail import mail_date
from search.readers.raw_bytes import (
    PAGE_LIMIT,
    Raw,
    UnreadError,
    check_size,
    read_document,
    reporting_damage,
)

PAGE = re.compile(rb"\A[\s\xef\xbb\xbf]*(?:<\?xml[^>]*>\s*)?(?:<!doctype\s+html|<html)\b", re.I)
WORDED = re.compile(r"\w")
TAG = re.compile(r"<[^<>]*>")


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each entry, numbered by its place; a Skip for each without a text."""
    content, _ = read_document(raw, PAGE_LIMIT)
    if not content.strip():
        raise UnreadError("is empty")
    if PAGE.match(content):
        raise UnreadError("is a page of HTML, not a feed")
    with reporting_damage("feed"):
        # as a stream: anything else is read as a URL or a file name; the HTML is left as it is
        parsed = feedparser.parse(
            io.BytesIO(content), resolve_relative_uris=False, sanitize_html=False
        )
    if not (parsed.get("version") or parsed.entries):
        raise UnreadError("is not a feed of RSS or Atom")
    if not parsed.entries:
        raise UnreadError("is a feed without entries")
    for number, entry in enumerate(parsed.entries, 1):
        path = f"{raw.path}#{number}"
        try:
            yield _document(path, entry, parsed.feed)
        except UnreadError as error:
            yield Skip(path, f"entry {number} {error}")


def _document(path: str, entry: Mapping[str, Any], feed: Mapping[str, Any]) -> Document:
    text = UNSOUND.sub("\ufffd", _content(entry))
    if not WORDED.search(TAG.sub("", text)):
        raise UnreadError("has no text")
    check_size(len(text.encode()))
    hints = _hints(entry, feed)
    digest = hashlib.sha256(json.dumps([text, hints]).encode()).hexdigest()
    return Document(path, "html", text, digest, hints)


def _content(entry: Mapping[str, Any]) -> str:
    """Return the longest text of the entry, as HTML: the summary is often only its start."""
    given = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    texts = [_html(each) for each in given if each.get("value")]
    return max(texts, key=len, default="")


def _html(content: Mapping[str, Any]) -> str:
    value = str(content["value"])
    return f"<p>{escape(value)}</p>" if content.get("type") == "text/plain" else value


def _hints(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> dict[str, str]:
    """Return the facts of the entry, and those of the feed for all entries."""
    published = mail_date(str(_own_value(entry, "published")))
    updated = mail_date(str(_own_value(entry, "updated")))
    authors = [_plain_text(each.get("name")) for each in entry.get("authors", ())]
    facts = {
        "title": _plain_text(entry.get("title")),
        "date": published or updated,
        "updated": updated,
        "source": _plain_text((entry.get("source") or {}).get("title"))
        or _plain_text(feed.get("title")),
        "authors": "; ".join(filter(None, authors)),
        "url": _plain_text(entry.get("link")),
        "language": _plain_text(_own_value(entry, "language") or feed.get("language")),
    }
    return {fact: UNSOUND.sub("\ufffd", stated) for fact, stated in facts.items() if stated}


def _own_value(entry: Mapping[str, Any], name: str) -> Any:
    """Return the value of the exact name: feedparser returns "published" for "updated"."""
    return dict.get(entry, name) or "" if isinstance(entry, dict) else ""


def _plain_text(stated: Any) -> str:
    """Return the text without markup, which titles may have."""
    return " ".join(TAG.sub("", str(stated or "")).split())
