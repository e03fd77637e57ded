"""Texts of word processors as HTML: the parts of their ZIP files, read in bounded memory."""

import io
import zipfile
from collections.abc import Container, Iterator
from html import escape
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from search.readers.raw_bytes import PAGE_LIMIT, UnreadError, check_size, reporting_damage


def open_parts(content: bytes, kind: str) -> zipfile.ZipFile:
    """Return the ZIP file of a document.

    Raises: UnreadError.
    """
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadError("is an old Office file, or needs a password")
    with reporting_damage(kind):
        return zipfile.ZipFile(io.BytesIO(content))


def read_part(parts: zipfile.ZipFile, name: str, kind: str) -> Any:
    """Return the root of a part of XML; None if there is no such part."""
    if name not in parts.namelist():
        return None
    with reporting_damage(kind), parts.open(name) as part:
        stored = part.read(PAGE_LIMIT + 1)
        check_size(len(stored), PAGE_LIMIT)
        root = etree.fromstring(stored, _parser())
    _check_entities(root, kind)
    return root


def _check_entities(root: Any, kind: str) -> None:
    """Check that the part states no entities: no program writes any, and their text is not read."""
    stated = root.getroottree().docinfo.internalDTD
    if stated is not None and any(True for _ in stated.iterentities()):
        raise UnreadError(f"is no {kind} of a word processor: it has entities of its own")


def _parser() -> Any:
    """Return a parser that reads nothing but the part itself."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def element(tag: str, content: str) -> str:
    """Return an element of HTML; nothing for an empty one."""
    return f"<{tag}>{content}</{tag}>\n" if content.strip() else ""


def link(address: str, content: str) -> str:
    """Return a link to a page of the web; the content alone for other addresses."""
    if not address.startswith(("http:", "https:")):
        return content
    return f'<a href="{escape(address)}">{content}</a>'


def local(node: Any) -> str:
    """Return the name of a node without its namespace; empty for a comment."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def attribute(node: Any, name: str) -> str:
    """Return an attribute, whatever its namespace; empty if the node has none."""
    found = (value for key, value in node.attrib.items() if key.rpartition("}")[2] == name)
    return next(found, "")


def outermost(node: Any, name: str, left_out: Container[str] = ()) -> Iterator[Any]:
    """Yield the nodes of that name below a node, but none inside another."""
    pending = list(reversed(node))
    while pending:
        child = pending.pop()
        if local(child) == name:
            yield child
        elif local(child) not in left_out:
            pending.extend(reversed(child))


def table(rows: Iterator[list[str]]) -> str:
    """Return a table of HTML."""
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return element("table", "".join(f"<tr>{row}</tr>" for row in cells if row))
