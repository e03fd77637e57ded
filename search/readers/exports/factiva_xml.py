"""A reader of Factiva's XML: a document for each article of the answer."""

from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from search.article import Document, Skip
from search.readers.exports.entry import TEXT, Entry, numbered
from search.readers.office import local
from search.readers.raw_bytes import PAGE_LIMIT, Raw, read_document, reporting_damage

PROVIDER = "Factiva XML"

# Element -> name in the catalogue.
LISTED = {
    "accessionNo": "accession",
    "wordCount": "words",
    "sectionName": "section",
    "pages": "section",
    "edition": "edition",
    "baseLanguage": "language",
    "newsSubject": "subjects",
    "industry": "subjects",
    "company": "companies",
    "person": "people",
    "region": "places",
}
TERMS = ("newsSubject", "industry", "company", "person", "region")
# Element -> fact.
FACTS = {"publicationDate": "date", "modificationDate": "updated", "sourceName": "source"}
PARAGRAPHS = ("leadParagraph", "tailParagraphs", "contentParts")
FRAMES = {
    "copyright": "export copyright",
    "byline": "export byline",
    "credit": "export byline",
    "notes": "export note",
    "contact": "export note",
    "artWork": "export caption",
    "corrections": "export correction",
    "columnName": "export label",
    "publisherName": "export publication",
}


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each article."""
    content, _ = read_document(raw, PAGE_LIMIT)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    with reporting_damage("file of Factiva"):
        root = etree.fromstring(content, parser)
    results = [each for each in root.iter() if local(each) == "ppsarticleResultSet"]
    stated = next((each.get("count", "") for each in results), "")
    articles = (each for each in root.iter() if local(each) == "article")
    count = int(stated) if stated.isdecimal() else None
    yield from numbered(raw.path, map(_entry, articles), count)


def _entry(article: Any) -> Entry:
    entry = Entry(PROVIDER)
    for part in article:
        name = local(part)
        text = _text(part)
        if name == "headline":
            entry.state("title", text)
            entry.add("title", " ".join(text.split()))
        elif name in PARAGRAPHS:
            entry.add(TEXT, *_paragraphs(part))
        elif name in FRAMES:
            entry.add(FRAMES[name], " ".join(text.split()))
            if name == "byline":
                entry.state("authors", text)
        elif text.strip():
            entry.add("export terms" if name in TERMS else "export label", f"{name}: {_line(part)}")
        if name in FACTS:
            entry.state(FACTS[name], " ".join(part.itertext()))
        if name in LISTED:
            entry.list(LISTED[name], [text])
    return entry


def _text(node: Any) -> str:
    return "".join(node.itertext())


def _line(node: Any) -> str:
    return " ".join(_text(node).split())


def _paragraphs(part: Any) -> Iterator[str]:
    own = [each for each in part.iter() if local(each) == "paragraph"]
    yield from (_line(each) for each in own or [part])
