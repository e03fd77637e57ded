"""A reader of OpenDocument text, as LibreOffice writes it: one document, as HTML."""

from collections.abc import Iterator
from html import escape
from typing import Any

from search.article import Document
from search.readers.office import (
    attribute,
    element,
    link,
    local,
    open_parts,
    outermost,
    read_part,
    table,
)
from search.readers.raw_bytes import PAGE_LIMIT, Raw, UnreadError, read_document

KIND = "ODT"
LEFT_OUT = frozenset(
    ("tracked-changes", "annotation", "sequence-decls", "forms", "note", "desc", "title")
)
BREAKS = {"s": " ", "tab": " ", "line-break": "<br>"}
MOST_LEVELS = 6  # of headings


def documents(raw: Raw) -> Iterator[Document]:
    """Yield the document of a text, its notes at the end."""
    content, digest = read_document(raw, PAGE_LIMIT, text=False)
    root = read_part(open_parts(content, KIND), "content.xml", KIND)
    body = root.find("{*}body/{*}text") if root is not None else None
    if body is None:
        raise UnreadError("is no ODT: it has no text")
    notes = (block for note in body.iter("{*}note-body") for block in _blocks(note))
    html = "".join((*_blocks(body), *notes))
    if not html:
        raise UnreadError("has no text")
    yield Document(raw.path, "html", html, digest)


def _blocks(node: Any, tag: str = "p") -> Iterator[str]:
    """Yield the paragraphs and tables below a node, whatever is around them."""
    for child in node:
        name = local(child)
        if name in ("p", "h"):
            yield element(_heading(child) if name == "h" else tag, _inline(child))
            for box in outermost(child, "text-box", LEFT_OUT):
                yield from _blocks(box)
        elif name == "table":
            yield table(_rows(child))
        elif name not in LEFT_OUT:
            yield from _blocks(child, "li" if name in ("list", "list-item") else "p")


def _heading(node: Any) -> str:
    level = attribute(node, "outline-level")
    return f"h{min(int(level), MOST_LEVELS)}" if level.isdecimal() and int(level) else "h1"


def _rows(node: Any) -> Iterator[list[str]]:
    for row in outermost(node, "table-row"):
        yield ["".join(_blocks(cell)) for cell in row]


def _inline(node: Any) -> str:
    """Return the text of a paragraph with its links; not that of notes and text boxes in it."""
    found = [escape(node.text or "", quote=False)]
    for child in node:
        name = local(child)
        if name in BREAKS:
            found.append(BREAKS[name])
        elif name == "a":
            found.append(link(attribute(child, "href"), _inline(child)))
        elif name and name not in LEFT_OUT and name != "text-box":
            found.append(_inline(child))
        found.append(escape(child.tail or "", quote=False))
    return "".join(found)
