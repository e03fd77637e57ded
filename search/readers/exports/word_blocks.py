"""The paragraphs of a DOCX as blocks: their text, and how they are set."""

import re
from collections.abc import Iterator
from typing import Any

from search.readers.exports.labelled_blocks import Block
from search.readers.exports.labels import Label, label_of, role_of
from search.readers.office import attribute, local

LEFT_OUT = frozenset(("del", "moveFrom", "Fallback", "rPr", "instrText", "pict", "drawing"))
BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
ZERO_WIDTH = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
STRUCTURED = re.compile(r"([^\W\d_][^:：]{0,38})[:：]\u00a0")  # what follows a label of Nexis Uni


def word_blocks(body: Any) -> Iterator[Block]:
    """Yield a block for each paragraph, those of tables and text boxes too."""
    for paragraph in body.iter("{*}p"):
        if not any(local(each) in LEFT_OUT for each in paragraph.iterancestors()):
            yield _block(paragraph)


def _block(paragraph: Any) -> Block:
    pieces = list(_pieces(paragraph, linked=False))
    text = ZERO_WIDTH.sub("", "".join(piece for piece, _, _ in pieces)).strip()
    shown = [(bold, linked) for piece, bold, linked in pieces if piece.strip()]
    marked = any(local(each) == "bookmarkStart" for each in paragraph)
    label = label_of(text)
    structured = STRUCTURED.match(text) if shown and shown[0][0] else None
    if structured and label is None:
        label = Label("label", structured[1], text[structured.end() :].strip(), False)
    in_cell = any(local(each) == "tc" for each in paragraph.iterancestors())
    place = "cell" if in_cell else "label" if structured else ""
    if label and label.role in ("caption", "note") and not structured and role_of(text) is None:
        label = None  # "Note: ..." in a text
    return Block(
        text,
        label,
        strong=bool(shown) and (all(bold for bold, _ in shown) or marked),
        linked=any(linked for _, linked in shown),
        place=place,
        ends_section=next(paragraph.iter("{*}sectPr"), None) is not None,
    )


def _pieces(node: Any, linked: bool) -> Iterator[tuple[str, bool, bool]]:
    """Yield the texts of a paragraph: whether each is bold, and whether it is a link."""
    for child in node:
        name = local(child)
        if name == "r":
            bold = _is_bold(child)
            yield from ((piece, bold, linked) for piece in _texts(child))
        elif name not in LEFT_OUT and name != "pPr":
            yield from _pieces(child, linked or name == "hyperlink")


def _is_bold(run: Any) -> bool:
    bold = next(run.iterfind("{*}rPr/{*}b"), None)
    return bold is not None and attribute(bold, "val") not in ("0", "false", "none")


def _texts(run: Any) -> Iterator[str]:
    for child in run:
        name = local(child)
        if name == "t":
            yield child.text or ""
        elif name in BREAKS:
            page = name == "br" and attribute(child, "type") in ("page", "column")
            yield "" if page else BREAKS[name]
        elif name not in LEFT_OUT:
            yield from _texts(child)
