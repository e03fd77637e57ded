"""Reads a feed, RSS or Atom: a document an entry."""

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
from search.readers.raw_bytes import LIMIT, PAGE_LIMIT, Raw, UnreadError, check_size, sound, whole
from search.readers.time_limit import impatient
from search.readers.timestamps import of_mail

PAGE = re.compile(rb"\A[\s\xef\xbb\xbf]*(?:<\?xml[^>]*>\s*)?(?:<!doctype\s+html|<html)\b", re.I)
WORDED = re.compile(r"\w")
TAG = re.compile(r"<[^<>]*>")


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """A document for each entry, named by its place; a Skip for each without a text.

    Raises: UnreadError where the file is no feed, and what reading raises.
    """
    content, _ = whole(raw, PAGE_LIMIT)
    if not content.strip():
        raise UnreadError("is empty")
    if PAGE.match(content):
        raise UnreadError("is a page of HTML, not a feed")
    with sound("feed"), impatient():
        # a stream, for what is no stream is taken for an address or a file; the HTML as it is
        parsed = feedparser.parse(
            io.BytesIO(content), resolve_relative_uris=False, sanitize_html=False
        )
    if not (parsed.get("version") or parsed.entries):
        raise UnreadError("is no feed of RSS or Atom")
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
    check_size(text.encode(), LIMIT)
    hints = _hints(entry, feed)
    digest = hashlib.sha256(json.dumps([text, hints]).encode()).hexdigest()
    return Document(path, "html", text, digest, hints)


def _content(entry: Mapping[str, Any]) -> str:
    """The longest of what the entry has for its text, as HTML: the summary is often its opening."""
    given = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    texts = [_html(each) for each in given if each.get("value")]
    return max(texts, key=len, default="")


def _html(content: Mapping[str, Any]) -> str:
    value = str(content["value"])
    return f"<p>{escape(value)}</p>" if content.get("type") == "text/plain" else value


def _hints(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> dict[str, str]:
    """What the entry states, and what the feed states of all of them."""
    published, updated = (of_mail(str(_own(entry, name))) for name in ("published", "updated"))
    facts = {
        "title": _words(entry.get("title")),
        "date": published or updated,
        "updated": updated,
        "source": _words((entry.get("source") or {}).get("title")) or _words(feed.get("title")),
        "authors": "; ".join(filter(None, map(_author, entry.get("authors", ())))),
        "url": _words(entry.get("link")),
        "language": _words(_own(entry, "language") or feed.get("language")),
    }
    return {fact: UNSOUND.sub("\ufffd", stated) for fact, stated in facts.items() if stated}


def _own(entry: Mapping[str, Any], name: str) -> Any:
    """What is there by the very name: feedparser answers for "updated" with "published"."""
    return dict.get(entry, name) or "" if isinstance(entry, dict) else ""


def _author(author: Mapping[str, Any]) -> str:
    return _words(author.get("name"))


def _words(stated: Any) -> str:
    """In words: titles may have markup."""
    return " ".join(TAG.sub("", UNSOUND.sub("\ufffd", str(stated or ""))).split())
