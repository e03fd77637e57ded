"""A reader of RCV1, Reuters' news of 1996 and 1997: an item a file."""

from collections.abc import Iterator
from typing import Any

from search.article import Document, Skip
from search.readers.exports.entry import TEXT, Entry
from search.readers.exports.xml_parts import (
    all_named,
    day,
    first,
    first_text,
    item_documents,
    paragraphs,
)
from search.readers.office import attribute
from search.readers.raw_bytes import Raw

PROVIDER = "RCV1"
CODES = {"countries": "places", "industries": "companies", "topics": "subjects"}


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each item."""
    yield from item_documents(raw, PROVIDER, "newsitem", _entry)


def _entry(item: Any) -> Entry:
    found = Entry(PROVIDER)
    title = first_text(item, "headline", "title")
    found.state("title", title)
    found.add("title", title)
    found.add("export byline", first_text(item, "byline"))
    found.add("export label", first_text(item, "dateline"))
    stated = {
        attribute(each, "element"): attribute(each, "value") for each in all_named(item, "dc")
    }
    found.state("authors", first_text(item, "byline") or stated.get("dc.creator", ""))
    found.state("date", day(attribute(item, "date") or stated.get("dc.date.published", "")))
    found.state("source", stated.get("dc.source", "Reuters"))
    found.list("accession", [attribute(item, "itemid")])
    found.list("language", [attribute(item, "lang")])
    for codes in all_named(item, "codes"):
        group = attribute(codes, "class").partition(":")[2].partition(":")[0]
        found.list(
            CODES.get(group, "subjects"),
            (attribute(each, "code") for each in all_named(codes, "code")),
        )
    text = first(item, "text")
    for kind, paragraph in paragraphs(text) if text is not None else ():
        found.add(kind or TEXT, paragraph)
    found.add("export copyright", first_text(item, "copyright"))
    return found
