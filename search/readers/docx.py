"""A reader of Word's DOCX: one document, as HTML with its headings, links, lists and tables.

A DOCX of Nexis Uni has a document for each article. The XML is read as it is, since the libraries
for it leave out text in content controls, text boxes and tracked insertions.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, NamedTuple

from search.article import Document, Skip
from search.readers.exports import nexis_uni
from search.readers.exports.word_blocks import word_blocks
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

KIND = "DOCX"
NOTES = ("footnotes.xml", "endnotes.xml")
HEADING = re.compile(r"(?:heading|title) ?([1-6]?)", re.I)
# Deleted text, the other version of a picture, properties, comments.
LEFT_OUT = frozenset(("del", "moveFrom", "Fallback", "pPr", "rPr", "sectPr", "tblPr", "instrText"))
BREAKS = {"tab": " ", "br": "<br>", "cr": "<br>", "noBreakHyphen": "\u2011"}


class _Context(NamedTuple):
    """Facts of the other parts of the file."""

    styles: Mapping[str, str]  # id of a style -> its name, in English in every language
    links: Mapping[str, str]  # id of a relation -> address


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield the document of a text, its notes at the end; of an export, one for each article."""
    content, digest = read_document(raw, PAGE_LIMIT, text=False)
    parts = open_parts(content, KIND)
    name = _main_part(parts)
    body = read_part(parts, name, KIND) if name else None
    if body is None:
        raise UnreadError("is no DOCX: it has no text part")
    folder = posixpath.dirname(name)
    paragraphs = list(word_blocks(body))
    if nexis_uni.is_nexis(paragraphs):
        yield from nexis_uni.documents(raw.path, paragraphs)
        return
    context = _Context(_styles(parts, folder), _relations(parts, name))
    html = "".join(_blocks(body, context))
    for note in NOTES:
        root = read_part(parts, posixpath.join(folder, note), KIND)
        html += "".join(_blocks(root, context)) if root is not None else ""
    if not html:
        raise UnreadError("has no text")
    yield Document(raw.path, "html", html, digest)


def _main_part(parts: zipfile.ZipFile) -> str:
    root = read_part(parts, "_rels/.rels", KIND)
    for relation in root if root is not None else ():
        if attribute(relation, "Type").endswith("/officeDocument"):
            return attribute(relation, "Target").lstrip("/")
    return ""


def _relations(parts: zipfile.ZipFile, name: str) -> dict[str, str]:
    folder, base = posixpath.split(name)
    root = read_part(parts, posixpath.join(folder, "_rels", f"{base}.rels"), KIND)
    relations = root if root is not None else ()
    return {attribute(each, "Id"): attribute(each, "Target") for each in relations}


def _styles(parts: zipfile.ZipFile, folder: str) -> dict[str, str]:
    root = read_part(parts, posixpath.join(folder, "styles.xml"), KIND)
    found = {}
    for style in root if root is not None else ():
        for each in style:
            if local(each) == "name":
                found[attribute(style, "styleId")] = attribute(each, "val")
    return found


def _blocks(node: Any, context: _Context) -> Iterator[str]:
    """Yield the paragraphs and tables below a node, whatever is around them."""
    for child in node:
        name = local(child)
        if name == "p":
            yield element(_tag(child, context), _inline(child, context))
            for box in outermost(child, "txbxContent", LEFT_OUT):
                yield from _blocks(box, context)
        elif name == "tbl":
            yield table(_rows(child, context))
        elif name not in LEFT_OUT:
            yield from _blocks(child, context)


def _rows(node: Any, context: _Context) -> Iterator[list[str]]:
    for row in outermost(node, "tr", LEFT_OUT):
        yield ["".join(_blocks(cell, context)) for cell in outermost(row, "tc", LEFT_OUT)]


def _tag(paragraph: Any, context: _Context) -> str:
    for properties in paragraph.iterchildren("{*}pPr"):
        for each in properties:
            if local(each) == "numPr":
                return "li"
            if local(each) == "pStyle":
                style = attribute(each, "val")
                heading = HEADING.fullmatch(context.styles.get(style, style))
                if heading:
                    return f"h{heading[1] or 1}"
    return "p"


def _inline(node: Any, context: _Context) -> str:
    """Return the text of a paragraph with its links; not that of text boxes in it."""
    found = []
    for child in node:
        name = local(child)
        if name == "t":
            found.append(escape(child.text or "", quote=False))
        elif name in BREAKS:
            found.append(BREAKS[name])
        elif name == "hyperlink":
            address = context.links.get(attribute(child, "id"), "")
            found.append(link(address, _inline(child, context)))
        elif name not in LEFT_OUT and name != "txbxContent":
            found.append(_inline(child, context))
    return "".join(found)
