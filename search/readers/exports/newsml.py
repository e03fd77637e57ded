"""A reader of NewsML 1, with texts as NITF, HTML or plain text."""

from collections.abc import Iterator
from typing import Any

from search.article import Document, Skip
from search.readers.exports import nitf
from search.readers.exports.entry import TEXT, Entry
from search.readers.exports.item_status import state_status
from search.readers.exports.xml_parts import (
    all_named,
    day,
    first,
    first_text,
    first_value,
    item_documents,
    paragraphs,
    text_blocks,
    text_of,
)
from search.readers.office import attribute, local
from search.readers.raw_bytes import Raw

PROVIDER = "NewsML"
LINES = {  # element of NewsLines -> kind of the line
    "SubHeadLine": "export headline",
    "ByLine": "export byline",
    "CreditLine": "export byline",
    "DateLine": "export label",
    "SlugLine": "export label",
    "KeywordLine": "export terms",
    "SeriesLine": "export label",
    "RightsLine": "export copyright",
    "CopyrightLine": "export copyright",
}


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each item of news; its parts are one text."""
    yield from item_documents(raw, PROVIDER, "NewsItem", _entry)


def _entry(item: Any) -> Entry:
    found = Entry(PROVIDER)
    titles = ("HeadLine", "Title", "body.head/hl1")
    title = first_text(item, *titles) or first_text(item, "NewsLines/SlugLine")
    found.state("title", title)
    found.add("title", title)
    for node in all_named(item, *LINES):
        found.add(LINES[local(node)], text_of(node))
    found.state("authors", first_text(item, "ByLine", "AdministrativeMetadata/Creator"))
    found.state("authors", first_value(item, ("Creator/Party", "FormalName")))
    created = first_text(item, "FirstCreated", "ThisRevisionCreated", "DateId", "DateAndTime")
    revised = first_text(item, "ThisRevisionCreated")
    found.state("date", day(created) or day(revised))
    found.state("updated", day(revised))
    source = first_value(item, ("Source/Party", "FormalName"), ("Provider/Party", "FormalName"))
    found.state("source", source or first_text(item, "CreditLine", "ProviderId"))
    _list_terms(item, found)
    revision = first_text(item, "RevisionId")
    state_status(found, first_value(item, ("NewsManagement/Status", "FormalName")), revision)
    for content in all_named(item, "DataContent"):
        _add_content(content, found)
    return found


def _list_terms(item: Any, found: Entry) -> None:
    identifier = first_text(item, "ProviderId"), first_text(item, "NewsItemId")
    found.list("accession", [":".join(filter(None, identifier))])
    language = first_value(item, ("DescriptiveMetadata/Language", "FormalName"))
    found.list("language", [language or attribute(item, "lang")])
    stated = [(attribute(each, "FormalName"), each) for each in all_named(item, "Property")]
    for name, catalogue in (("Keyword", "subjects"), ("City", "places"), ("Country", "places")):
        found.list(catalogue, (attribute(each, "Value") for key, each in stated if key == name))
    found.list(
        "words", (attribute(each, "Value") for key, each in stated if key.startswith("Word"))
    )


def _add_content(content: Any, found: Entry) -> None:
    """Add the text of a component; the caption of a picture is one."""
    inner = first(content, "nitf")
    role = _role(content)
    if inner is not None and first(inner, "hl1") is not None and not found.hints.get("title"):
        nitf.add_head(inner, found)
    body = first(inner, "body.content") if inner is not None else first(content, "body")
    if body is None:
        body = content
    blocks = list(paragraphs(body) if len(body) else text_blocks(body.text or ""))
    for kind, text in blocks:
        found.add("export caption" if "caption" in role and kind == TEXT else kind, text)


def _role(content: Any) -> str:
    """Return the role of the nearest component around a content, in lower case."""
    for each in content.iterancestors():
        for node in each:
            if local(node) == "Role":
                return attribute(node, "FormalName").lower()
    return ""
