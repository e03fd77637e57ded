"""A reader of NewsML-G2: items of news with a text; packages only refer to items."""

from collections.abc import Iterator
from typing import Any

from search.article import Document, Skip
from search.readers.exports.entry import NONE, Entry
from search.readers.exports.item_status import state_status
from search.readers.exports.xml_parts import (
    all_named,
    day,
    first,
    first_text,
    item_documents,
    paragraphs,
    text_blocks,
    text_of,
)
from search.readers.office import attribute, local
from search.readers.raw_bytes import Raw, UnreadError

PROVIDER = "NewsML-G2"
TERMS = {"person": "people", "organisation": "companies", "geoArea": "places", "poi": "places"}
LINES = {
    "dateline": "export label",
    "slugline": "export label",
    "by": "export byline",
    "creditline": "export byline",
    "edNote": "export note",
    "copyrightNotice": "export copyright",
}


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each item of news."""
    try:
        yield from item_documents(raw, PROVIDER, "newsItem", _entry)
    except UnreadError as error:
        if str(error) != NONE:
            raise
        reason = "has no item of news: it is a package, or knowledge, that refers to some"
        raise UnreadError(reason) from error


def _entry(item: Any) -> Entry:
    found = Entry(PROVIDER)
    title = _title(item)
    found.state("title", title)
    found.add("title", title)
    for node in all_named(item, *LINES):
        found.add(LINES[local(node)], text_of(node))
    found.state("authors", first_text(item, "contentMeta/by") or _names(item, "creator"))
    created = first_text(item, "contentCreated", "firstCreated", "versionCreated")
    found.state("date", day(created))
    found.state("updated", day(first_text(item, "contentModified", "versionCreated")))
    for source in (
        _names(item, "infoSource"),
        _names(item, "provider"),
        _names(item, "creditline"),
    ):
        found.state("source", source.partition(";")[0])
    found.state("source", _names(item, "copyrightHolder"))
    found.list("accession", [attribute(item, "guid")])
    found.list("language", (attribute(each, "tag") for each in all_named(item, "language")))
    for node in all_named(item, "subject"):
        kind = attribute(node, "type").rpartition(":")[2]
        found.list(TERMS.get(kind, "subjects"), [_name(node)])
    found.list("subjects", map(text_of, all_named(item, "keyword")))
    status = first(item, "itemMeta", "pubStatus")
    stated = "" if status is None else attribute(status, "qcode") or attribute(status, "uri")
    state_status(found, stated, attribute(item, "version"))
    _add_content(item, found)
    return found


def _title(item: Any) -> str:
    """Return the headline; that of the item itself, not of those it refers to."""
    meta = first(item, "contentMeta")
    own = [] if meta is None else [each for each in meta if local(each) == "headline"]
    main = [each for each in own if attribute(each, "role") in ("", "hld:main", "hl:main")]
    title = next(filter(None, map(text_of, (*main, *own))), "")
    return title or first_text(
        item, "contentSet/hl1", "contentSet/h1", "itemMeta/title", "slugline"
    )


def _names(item: Any, name: str) -> str:
    """Return the names of the nodes, with the qualified code or the literal for those without."""
    found = (_name(each) for each in all_named(item, name))
    return "; ".join(dict.fromkeys(filter(None, found)))


def _name(node: Any) -> str:
    names = [each for each in node if local(each) == "name"]
    usual = [each for each in names if attribute(each, "role") in ("", "nrol:display", "nrol:full")]
    stated = next(map(text_of, (*usual, *names)), "") or (node.text or "").strip()
    code = attribute(node, "qcode").partition(":")[2] or attribute(node, "literal")
    return stated or ("" if local(node) == "subject" else code)


def _add_content(item: Any, found: Entry) -> None:
    """Add the text: the first of the renditions that has any."""
    content = first(item, "contentSet")
    for rendition in content if content is not None else ():
        blocks = list(_blocks(rendition))
        if any(text for _, text in blocks):
            for kind, text in blocks:
                found.add(kind, text)
            return
    for node in all_named(item, "description"):
        found.add("export note", text_of(node))


def _blocks(rendition: Any) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs of a rendition: XML in place, or HTML or plain text as a string."""
    if local(rendition) == "inlineXML":
        body = first(rendition, "body.content")
        if body is None:
            body = first(rendition, "body")
        yield from _without_headline(paragraphs(rendition if body is None else body), rendition)
    elif local(rendition) == "inlineData":
        yield from text_blocks(rendition.text or "")


def _without_headline(blocks: Iterator[tuple[str, str]], node: Any) -> Iterator[tuple[str, str]]:
    """Yield the blocks, the headline at their start marked as one."""
    titles = {text_of(each) for each in all_named(node, "h1", "hl1")}
    for number, (kind, text) in enumerate(blocks):
        yield ("export headline" if not number and text in titles else kind), text
