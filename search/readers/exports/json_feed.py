"""A reader of JSON Feed: a document an item."""

from collections.abc import Iterator, Mapping
from typing import Any

from search.article import Document, Skip
from search.readers.exports.entry import TEXT, Entry, numbered
from search.readers.json_values import values
from search.readers.raw_bytes import Raw, UnreadError

PROVIDER = "JSON Feed"

Json = Mapping[str, Any]


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each item."""
    feed = next((each.content for each in values(raw.unpacked())), None)
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(feed, dict) or not isinstance(items, list):
        raise UnreadError("is a JSON Feed without items")
    yield from numbered(raw.path, (_entry(_object(each), feed) for each in items))


def _object(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def _entry(item: Json, feed: Json) -> Entry:
    found = Entry(PROVIDER)
    title = _text(item, "title")
    found.state("title", title)
    found.add("title", " ".join(title.split()))
    found.state("date", _text(item, "date_published") or _text(item, "date_modified"))
    found.state("updated", _text(item, "date_modified"))
    found.state("source", _text(feed, "title"))
    found.state("authors", "; ".join(_authors(item) or _authors(feed)))
    for name in ("url", "external_url", "id"):
        if _text(item, name).startswith(("http:", "https:")):
            found.state("url", _text(item, name))
    found.list("language", [_text(item, "language") or _text(feed, "language")])
    tags = item.get("tags")
    found.list(
        "subjects",
        (each for each in tags if isinstance(each, str)) if isinstance(tags, list) else (),
    )
    page = _text(item, "content_html")
    if page:
        found.add_html(page)
    else:
        text = _text(item, "content_text") or _text(item, "summary")
        found.add(TEXT, *text.replace("\r\n", "\n").split("\n\n"))
    return found


def _authors(item: Json) -> list[str]:
    listed = item.get("authors")
    people = listed if isinstance(listed, list) else [item.get("author")]
    return [name for name in (_text(_object(each), "name") for each in people) if name]


def _text(item: Json, name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""
