"""A reader of ninjs 1 to 3, items of news in JSON."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from search.article import Document, Skip
from search.readers.column_names import normalize_keys
from search.readers.exports.entry import TEXT, Entry, numbered
from search.readers.exports.item_status import state_status
from search.readers.exports.xml_parts import day
from search.readers.json_values import values
from search.readers.raw_bytes import Raw

PROVIDER = "ninjs"
BODIES = ("bodyhtml", "bodyxhtml", "bodytext")
DEPTH = 5  # at which items are looked for: {"data": {"items": [{"item": {...}}]}}
OWN = frozenset((*BODIES, "bodies", "headline", "headlines"))
SIGNS = frozenset((*OWN, "versioncreated", "pubstatus", "uri", "guid", "firstcreated"))
TERMS = {
    "subject": "subjects",
    "subjects": "subjects",
    "keywords": "subjects",
    "person": "people",
    "people": "people",
    "organisation": "companies",
    "organisations": "companies",
    "place": "places",
    "places": "places",
}
LINES = {
    "byline": "export byline",
    "by": "export byline",
    "dateline": "export label",
    "slugline": "export label",
    "ednote": "export note",
    "copyrightnotice": "export copyright",
    "usageterms": "export copyright",
}
TAG = re.compile(r"<[^<>]{0,2000}>")

Json = Mapping[str, Any]


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each item; what an item is associated with is a part of it."""
    found = (value.content for value in values(raw.unpacked()))
    items = (item for content in found for item in _items(content, DEPTH))
    yield from numbered(raw.path, map(_entry, items))


def _items(content: Any, depth: int) -> Iterator[Json]:
    """Yield the items in a value."""
    if isinstance(content, list):
        for each in content if depth else ():
            yield from _items(each, depth - 1)
    elif isinstance(content, dict):
        item = normalize_keys(content)
        if OWN & item.keys() and len(SIGNS & item.keys()) > 1:
            yield item
        elif depth:
            for each in content.values():
                yield from _items(each, depth - 1)


def _entry(item: Json) -> Entry:
    found = Entry(PROVIDER)
    title = _plain(_main(item.get("headline")) or _main(item.get("headlines")))
    title = title or _plain(_main(item.get("title")))
    found.state("title", title)
    found.add("title", title)
    for name, kind in LINES.items():
        found.add(kind, _plain(_main(item.get(name))))
    authors = _names(item.get("authors") or item.get("creators"))
    found.state("authors", _main(item.get("byline")) or _main(item.get("by")) or "; ".join(authors))
    created = (_main(item.get(n)) for n in ("firstcreated", "contentcreated", "versioncreated"))
    found.state("date", next(filter(None, map(day, created)), ""))
    found.state("updated", day(_main(item.get("versioncreated"))))
    for name in ("source", "infosource", "infosources", "provider", "copyrightholder"):
        found.state("source", next(iter(_names(item.get(name))), ""))
    found.state("url", next(filter(_is_page, (_main(item.get(n)) for n in ("url", "uri"))), ""))
    found.list("accession", [_main(item.get("guid")) or _main(item.get("uri"))])
    found.list("language", [_main(item.get("language"))])
    for name, listed in TERMS.items():
        found.list(listed, _names(item.get(name)))
    state_status(found, _main(item.get("pubstatus")), _main(item.get("version")))
    _add_body(item, found)
    return found


def _add_body(item: Json, found: Entry) -> None:
    """Add the text: HTML if there is any, otherwise plain text with empty lines in it."""
    bodies = {name: _main(item.get(name)) for name in BODIES}
    text = (
        bodies["bodyhtml"] or bodies["bodyxhtml"] or _main(item.get("bodies")) or bodies["bodytext"]
    )
    if "</" in text or "<br" in text or "<p>" in text:
        found.add_html(text)
    else:
        found.add(TEXT, *(" ".join(each.split()) for each in text.split("\n\n")))
    if not text:
        described = _main(item.get("descriptiontext")) or _main(item.get("descriptions"))
        found.add("export note", _plain(described))


def _main(value: Any) -> str:
    """Return a text, or the one of a list that is the main one."""
    if isinstance(value, list):
        main = [each for each in value if isinstance(each, dict) and each.get("role") == "main"]
        value = next(iter((*main, *value)), "")
    if isinstance(value, dict):
        value = value.get("value") or value.get("name") or ""
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _names(value: Any) -> list[str]:
    """Return the names in a value: a text, an object with a name, or a list of either."""
    listed = value if isinstance(value, list) else [value]
    return [name for name in map(_main, ([each] for each in listed)) if name]


def _plain(text: str) -> str:
    return " ".join(unescape(TAG.sub(" ", text)).split())


def _is_page(address: str) -> bool:
    return address.startswith(("http:", "https:"))
