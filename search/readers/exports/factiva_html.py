"""A reader of Factiva's HTML, in both layouts: with codes in a table, and with bare boxes."""

import re
from collections.abc import Iterator
from typing import Any

from search.article import Document, Skip
from search.readers.exports.entry import TEXT, Entry, numbered
from search.readers.exports.factiva_fields import (
    CODES,
    COUNTED,
    DOCUMENT,
    Line,
    read_field,
    read_ordered,
)
from search.readers.exports.html_blocks import classes_of, line_of, lines_of, parse_html
from search.readers.exports.labels import COPYRIGHT
from search.readers.exports.pieces import pieces
from search.readers.raw_bytes import Raw

PROVIDER = "Factiva HTML"
START = re.compile(
    rb"<div\b[^<>]{0,300}(?:\bclass\s{0,3}=\s{0,3}[\"']?article\s{1,3}"
    rb"(?:[a-z]{2}|zh-?cn|zh-?tw|pt-?br)Article\b|"
    rb"\bid\s{0,3}=\s{0,3}[\"']?article-)",
    re.I,
)
SHORT = 15  # words of the name of the publisher below the text


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each article, read one by one."""
    yield from numbered(raw.path, _entries(pieces(raw.unpacked(), START)), provider=PROVIDER)


def _entries(found: Iterator[str]) -> Iterator[Entry | str]:
    above = lines_of(parse_html(next(found)))
    for piece in found:
        root = parse_html(piece)
        box = next(root.iter("div"), None) if root is not None else None
        own = lines_of(box)
        rest = lines_of(root)[len(own) :]
        if not own:
            above += rest
            continue
        entry = Entry(PROVIDER)
        entry.add("export cover", "\n".join(above))
        above = []
        if _read_table(entry, box) or _read_boxes(entry, box):
            entry.add("export rest", "\n".join(rest))
            yield entry
        else:
            yield "\n".join([entry.text, *own, *rest]).strip()


def _read_table(entry: Entry, box: Any) -> bool:
    """Read an article with codes; return whether it is one."""
    rows = [list(row.iterchildren("td", "th")) for row in box.iter("tr")]
    fields = [(line_of(row[0]).upper(), row[1]) for row in rows if len(row) > 1]
    if "HD" not in {code for code, _ in fields}:
        return False
    code = ""
    for stated, cell in fields:
        code = stated or code
        lines = lines_of(cell)
        if code in CODES:
            read_field(entry, code, lines)
        else:
            entry.add("export label", " ".join([code, *lines]))
    return True


def _read_boxes(entry: Entry, box: Any) -> bool:
    """Read an article whose fields are in boxes in their order; return whether it is one."""
    parts = list(_parts(box))
    heads = [number for number, (kind, _) in enumerate(parts) if kind == "headline"]
    if not heads:
        return False
    head = heads[0]
    start = next((n for n in range(head + 1, len(parts)) if parts[n][0] == "text"), len(parts))
    above = [Line(" ".join(lines)) for _, lines in parts[:head]]
    title = COUNTED.sub("", " ".join(parts[head][1]), count=1)
    entry.state("title", title)
    below = []
    for kind, lines in parts[head + 1 : start]:
        if kind == "author":
            entry.state("authors", " ".join(lines))
            entry.add("export byline", " ".join(lines))
        else:
            below.append(Line(" ".join(lines)))
    entry.add("title", title)
    read_ordered(entry, above, below)
    _read_text(entry, parts[start:])
    return True


def _parts(box: Any) -> Iterator[tuple[str, list[str]]]:
    """Yield the boxes of an article: their kind, and their lines."""
    for child in box.iterchildren("div", "p", "table", "span", "ul", "ol", "blockquote", "pre"):
        lines = lines_of(child)
        if not lines:
            continue
        classes = classes_of(child)
        inside = {name for each in child.iter("span") for name in classes_of(each)}
        if child.get("id") == "hd" or any(name.endswith("headline") for name in inside):
            yield "headline", lines
        elif any(name.startswith("author") for name in classes):
            yield "author", lines
        elif child.tag != "div":
            yield "text", lines
        elif "article" in classes or next(child.iter("p"), None) is not None:
            yield from _parts(child)
        else:
            yield "field", lines


def _read_text(entry: Entry, parts: list[tuple[str, list[str]]]) -> None:
    """Read the paragraphs; below them are the publisher and the number of the document."""
    end = len(parts)
    for number in range(len(parts) - 1, -1, -1):
        found = DOCUMENT.fullmatch(" ".join(parts[number][1]))
        if found:
            entry.list("accession", [found[1]])
            end = number
            break
    for number, (_, lines) in enumerate(parts):
        text = " ".join(lines)
        if number >= end:
            entry.add("export number" if number == end else "export rest", text)
        elif COPYRIGHT.match(text) or (0 < number == end - 1 < len(parts) - 1 and _is_owner(text)):
            entry.add("export copyright", text)
        else:
            entry.add(TEXT, *lines)


def _is_owner(text: str) -> bool:
    """Return whether the line above the number of the document is the name of the publisher."""
    words = len(text.split())
    return words <= SHORT // 2 or (words <= SHORT and text[-1:] not in '.?!”"')
