"""The text of pieces of HTML, by the elements of lxml."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

HIDDEN = frozenset(("script", "style", "noscript", "head", "template"))
INLINE = frozenset(
    "a abbr b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small span "
    "strike strong sub sup tt u var wbr hlt".split()
)
BLANK = re.compile(r"[ \t\r\n\f]+")


def parse_html(piece: str) -> Any:
    """Return the root of a piece of a page; None for one without an element or a letter."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    content = piece.encode("utf-8", "replace").replace(b"\0", b"")
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None


def text_of(node: Any) -> str:
    r"""Return the text of an element as a reader sees it; "\n" stands for a line break."""
    return "\n".join(lines_of(node))


def line_of(node: Any) -> str:
    """Return the text of an element in one line."""
    return " ".join(text_of(node).split())


def lines_of(node: Any) -> list[str]:
    """Return the lines of an element: they end at line breaks and at blocks inside it."""
    joined = "".join(_pieces(node))
    return [line for each in joined.split("\n") if (line := " ".join(each.split()))]


def _pieces(node: Any) -> Iterator[str]:
    if node is None or not isinstance(node.tag, str) or node.tag in HIDDEN:
        return
    yield BLANK.sub(" ", node.text or "")
    for child in node:
        if child.tag == "br" or child.tag not in INLINE:
            yield "\n"
        yield from _pieces(child)
        if isinstance(child.tag, str) and child.tag != "br" and child.tag not in INLINE:
            yield "\n"
        yield BLANK.sub(" ", child.tail or "")


def classes_of(node: Any) -> list[str]:
    """Return the classes of an element, in lower case."""
    return (node.get("class") or "").lower().split()
