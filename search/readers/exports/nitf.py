"""A reader of NITF, the format of agencies and of the New York Times Annotated Corpus."""

from collections.abc import Iterator
from typing import Any

from search.article import Document, Skip
from search.readers.exports.entry import Entry
from search.readers.exports.item_status import state_status
from search.readers.exports.xml_parts import (
    all_named,
    day,
    first,
    first_text,
    first_value,
    item_documents,
    paragraphs,
    text_of,
)
from search.readers.office import attribute
from search.readers.raw_bytes import Raw

PROVIDER = "NITF"
DATES = (
    ("pubdata", "date.publication"),
    ("date.release", "norm"),
    ("date.issue", "norm"),
    ("story.date", "norm"),
)
SOURCES = (("pubdata", "name"), ("doc.copyright", "holder"), ("from-src", "src-name"))
TERMS = {  # element of identified content -> name in the catalogue
    "classifier": "subjects",
    "org": "companies",
    "person": "people",
    "location": "places",
}


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each `nitf` of the file."""
    yield from item_documents(raw, PROVIDER, "nitf", entry)


def entry(nitf: Any) -> Entry:
    """Return the article of a `nitf`."""
    found = Entry(PROVIDER)
    add_head(nitf, found)
    add_body(nitf, found)
    return found


def add_head(nitf: Any, found: Entry) -> None:
    """Add what is stated about the text."""
    title = first_text(nitf, "hedline/hl1", "body.head/headline", "head/title")
    found.state("title", title)
    found.add("title", title)
    for deck in all_named(nitf, "hl2"):
        if text_of(deck) != title:
            found.add("export headline", text_of(deck))
    for byline in all_named(nitf, "byline"):
        found.add("export byline", text_of(byline))
    found.state("authors", _authors(nitf))
    found.state("date", next(filter(None, (day(first_value(nitf, each)) for each in DATES)), ""))
    found.state("source", first_value(nitf, SOURCES[0]))
    found.state("source", first_text(nitf, "distributor") or first_value(nitf, *SOURCES[1:]))
    found.state("source", _meta(nitf, "source", "provider", "publication", "dsk"))
    found.state("url", first_value(nitf, ("pubdata", "ex-ref")))
    found.add("export label", first_text(nitf, "dateline"), first_text(nitf, "distributor"))
    for note in all_named(nitf, "abstract", "series"):
        found.add("export note", text_of(note))
    found.list("accession", [first_value(nitf, ("doc-id", "id-string"))])
    found.list("section", [_meta(nitf, "online_sections", "section", "print_section", "category")])
    found.list("words", [first_value(nitf, ("pubdata", "item-length"))])
    _list_terms(nitf, found)
    state_status(found, first_value(nitf, ("docdata", "management-status")))


def add_body(nitf: Any, found: Entry) -> None:
    """Add the text: in the New York Times the block that is called full, without its opening."""
    blocks = {attribute(each, "class"): each for each in all_named(nitf, "block")}
    body = blocks.get("full_text")
    body = first(nitf, "body.content") if body is None else body
    for kind, text in paragraphs(body) if body is not None else ():
        found.add(kind, text)
    found.add("export byline", text_of(first(nitf, "body.end")))


def _authors(nitf: Any) -> str:
    """Return the names of the authors, without what they are: "AP Staff Writer"."""
    names = []
    for byline in all_named(nitf, "byline"):
        kind = attribute(byline, "class")
        titles = {text_of(each) for each in all_named(byline, "byttl")}
        people = [text_of(each) for each in all_named(byline, "person")]
        own = " ".join(filter(None, (_words(each, titles) for each in byline.itertext())))
        if kind != "normalized_byline" and own:
            names.append(own if not people or len(people) == 1 else "; ".join(people))
    return "; ".join(dict.fromkeys(names))


def _words(piece: str, titles: set[str]) -> str:
    words = " ".join(piece.split())
    return "" if words in titles else words


def _meta(nitf: Any, *names: str) -> str:
    stated = {
        attribute(each, "name"): attribute(each, "content") for each in all_named(nitf, "meta")
    }
    return next((stated[name] for name in names if stated.get(name)), "")


def _list_terms(nitf: Any, found: Entry) -> None:
    content = first(nitf, "identified-content")
    for node in content if content is not None else ():
        name = TERMS.get(str(node.tag).rpartition("}")[2])
        if name:
            found.list(name, [text_of(node) or attribute(node, "value")])
    keys = (attribute(each, "key") for each in all_named(nitf, "keyword"))
    found.list("subjects", keys)
    for node in all_named(nitf, "tobject.subject"):
        parts = ("type", "matter", "detail")
        found.list("subjects", (attribute(node, f"tobject.subject.{part}") for part in parts))
