"""A page of HTML as text: one line a block element, with what the markup says of each line."""

import re
import warnings
from collections.abc import Iterator
from typing import NamedTuple

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.element import NavigableString, PageElement, Tag

from search.clean.lines import BLANK, Line

UNSEEN = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "svg",
    "iframe",
    "object",
    "audio",
    "canvas",
}
BLOCKS = set(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html label legend li main "
    "menu nav ol optgroup option p pre section select summary table tbody td textarea tfoot th "
    "thead tr ul".split()
)
_SPACES = re.compile(f"[{re.escape(BLANK)}]+")
NEAREST = 4  # how many elements around a line lend it their class words


class Flat(NamedTuple):
    """A page as text, and the element each line stood in."""

    text: str
    lines: list[Line]
    homes: list[Tag]  # the block element around each line


def soup(content: str) -> BeautifulSoup:
    """The page as a tree, however broken it is."""
    printable = content.encode("utf-8", "replace").decode("utf-8")  # no lone surrogates
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(printable, "lxml")


def flat(tree: BeautifulSoup) -> Flat:
    """The text a reader sees, block elements and line breaks ending a line."""
    shown: list[Line] = []
    homes: list[Tag] = []
    start = 0
    for home, pieces in _runs(tree):
        text = _SPACES.sub(" ", "".join(piece for piece, _ in pieces)).strip(BLANK)
        if not text:
            continue
        linked = sum(len(piece.strip(BLANK)) for piece, link in pieces if link)
        share = min(1.0, linked / len(text))
        shown.append(Line(text, start, start + len(text), home.name, _words(home), share))
        homes.append(home)
        start += len(text) + 1
    return Flat("\n".join(line.text for line in shown), shown, homes)


def _runs(tree: BeautifulSoup) -> Iterator[tuple[Tag, list[tuple[str, bool]]]]:
    """Each run of text without a break: its block element, its pieces, and which are links."""
    pieces: list[tuple[str, bool]] = []
    homes: list[Tag] = [tree]
    links = 0
    for element, opens in _events(tree):
        if isinstance(element, NavigableString):
            parts = element.split("\n") if homes[-1].name == "pre" else [element]
            for part in parts[:-1]:
                yield homes[-1], [*pieces, (part, links > 0)]
                pieces = []
            pieces.append((parts[-1], links > 0))
        elif isinstance(element, Tag) and (element.name in BLOCKS or element.name == "br"):
            yield homes[-1], pieces
            pieces = []
            if element.name != "br":
                homes.append(element) if opens else homes.pop()
        elif isinstance(element, Tag) and element.name == "a":
            links += 1 if opens else -1
    yield tree, pieces


def _events(tree: BeautifulSoup) -> Iterator[tuple[PageElement, bool]]:
    """Every element that is seen, when it opens and when it closes; no recursion, however deep."""
    stack: list[tuple[Tag, Iterator[PageElement]]] = [(tree, iter(tree.contents))]
    while stack:
        around, inside = stack[-1]
        child = next(inside, None)
        if child is None:
            stack.pop()
            if stack:
                yield around, False
        elif isinstance(child, Tag):
            if child.name not in UNSEEN:
                yield child, True
                stack.append((child, iter(child.contents)))
        elif (
            type(child) is NavigableString
        ):  # comments, declarations and scripts are its subclasses
            yield child, True


def _words(home: Tag) -> str:
    """Class and id words of an element and of the nearest around it."""
    found: list[str] = []
    for element in (home, *_around(home, NEAREST - 1)):
        found += element.get_attribute_list("class") + element.get_attribute_list("id")
    return " ".join(word for word in found if word)


def _around(element: Tag, count: int) -> Iterator[Tag]:
    for _, around in zip(range(count), element.parents, strict=False):
        yield around
