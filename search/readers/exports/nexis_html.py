"""A reader of the HTML of the old Nexis: a document for each of its "DOCUMENTS"."""

import re
from collections.abc import Iterator
from typing import Any

from search.article import Document, Skip
from search.readers.exports.entry import Entry, numbered
from search.readers.exports.html_blocks import classes_of, line_of, lines_of, parse_html, text_of
from search.readers.exports.labelled_blocks import Block, read_article
from search.readers.exports.labels import Label, role_of
from search.readers.exports.pieces import pieces
from search.readers.raw_bytes import Raw

PROVIDER = "Nexis HTML"
START = re.compile(rb"<a\s{1,9}name\s{0,9}=\s{0,9}[\"']?DOC_ID_\d", re.I)
STATED = re.compile(r"<meta\b[^<>]{0,400}\bdocuments\s{0,3}=\s{0,3}[\"']?(\d{1,6})", re.I)
NUMBER = re.compile(
    r"\W{0,3}(?:\w{3,20}\s{1,3})?\d{1,6}\s{1,3}\w{1,4}\s{1,3}\d{1,6}(?:\s{1,3}\w{3,20})?\W{0,3}"
)


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each article, read one by one."""
    found = pieces(raw.unpacked(), START)
    cover = next(found)
    stated = STATED.search(cover)
    count = int(stated[1]) if stated else None
    yield from numbered(raw.path, _entries(cover, found), count, PROVIDER)


def _entries(cover: str, found: Iterator[str]) -> Iterator[Entry | str]:
    above = "\n".join(lines_of(parse_html(cover)))
    for piece in found:
        root = parse_html(piece)
        blocks = list(_blocks(root)) if root is not None else []
        if len(blocks) < 2:
            if blocks:
                yield "\n\n".join(each.text for each in blocks)
            continue
        entry = Entry(PROVIDER)
        entry.add("export cover", above)
        above = ""
        if NUMBER.fullmatch(blocks[0].text):
            entry.add("export number", blocks.pop(0).text)
        read_article(entry, blocks, headline_first=False)
        yield entry


def _blocks(root: Any) -> Iterator[Block]:
    """Yield the paragraphs; one that is alone in its box and begins with a label has that."""
    for box in root.iter("div", "p"):
        if box.tag == "p" and next(box.iterancestors("div"), None) is not None:
            continue
        inside = box.iter("p") if box.tag == "div" else (box,)
        paragraphs = [each for each in inside if text_of(each)]
        place = " ".join(classes_of(box))
        if len(paragraphs) == 1 and (label := _label(paragraphs[0])):
            yield Block(line_of(paragraphs[0]), label, place="label")
        elif not paragraphs and text_of(box):
            yield Block(line_of(box), place=place)
        else:
            yield from (Block(text_of(each), place=place) for each in paragraphs)


def _label(paragraph: Any) -> Label | None:
    """Return the label in the first of several spans: "BYLINE: ", in whatever language."""
    spans = [each for each in paragraph.iter("span", "b", "strong") if text_of(each)]
    first = line_of(spans[0]) if spans else ""
    if line_of(paragraph) == first or not first.endswith((":", "：")) or len(first) > 40:
        return None
    name = first.rstrip(":： ")
    value = " ".join(line_of(paragraph).split())[len(first) :].strip()
    role = role_of(name)
    if role is None and name.upper() != name:
        return None
    return Label(role or "label", name, value, role is not None)
