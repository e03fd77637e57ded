"""A reader of what Telegram Desktop exports as HTML: a document a message."""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

from search.article import Document, Skip
from search.readers.exports.entry import Entry, numbered
from search.readers.exports.telegram import PROVIDER
from search.readers.exports.xml_parts import text_of
from search.readers.office import attribute
from search.readers.raw_bytes import PAGE_LIMIT, Raw, UnreadError, read_document, reporting_damage

DATE = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})")


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each message with a text."""
    content, _ = read_document(raw, PAGE_LIMIT)
    with reporting_damage("page of Telegram"):
        page = html.fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    header = next(_classed(page, "page_header"), None)
    channel = text_of(next(_classed(header, "text"), None)) if header is not None else ""
    entries = []
    sender = ""
    for message in _classed(page, "message"):
        body = next(_classed(message, "text"), None)
        sender = text_of(_own_sender(message)) or sender  # the same one writes on
        if body is not None and "service" not in attribute(message, "class").split():
            entries.append(_entry(message, body, channel, sender))
    if not entries:
        raise UnreadError("has no message with a text")
    yield from numbered(raw.path, entries)
    if not content.rstrip().endswith(b"</html>"):
        yield Skip(raw.path, "is cut short: its page does not end")


def _entry(message: Any, body: Any, channel: str, sender: str) -> Entry:
    found = Entry(PROVIDER)
    date = next(_classed(message, "date"), None)
    stated = DATE.search(attribute(date, "title")) if date is not None else None
    found.state("date", f"{stated[3]}-{stated[2]}-{stated[1]}" if stated else "")
    found.state("source", channel or sender or PROVIDER)
    found.state("authors", sender if sender != channel else "")
    found.list("accession", [attribute(message, "id")])
    forwarded = next(_classed(message, "forwarded"), None)
    name = next(_classed(forwarded, "from_name"), None) if forwarded is not None else None
    found.add("export label", f"Forwarded from {text_of(name)}" if name is not None else "")
    inner = "".join(etree.tostring(each, encoding="unicode", method="html") for each in body)
    found.add_html(f"<p>{escape(body.text or '')}{inner}</p>")
    return found


def _own_sender(message: Any) -> Any:
    """Return the name of who sent it, and not of whom it was forwarded from."""
    for name in _classed(message, "from_name"):
        if not any("forwarded" in attribute(each, "class") for each in name.iterancestors()):
            return name
    return None


def _classed(node: Any, name: str) -> Iterator[Any]:
    return (each for each in node.iter() if name in attribute(each, "class").split())
