"""HTML pages as text: one line for each block element, with the elements around each line."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from search.cleaning.limits import check_page
from search.cleaning.text_lines import BLANK, Line

HIDDEN_TAGS = frozenset(
    "script style noscript template head svg iframe object embed canvas audio video select "
    "datalist map math button textarea input".split()
)
INLINE_TAGS = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby "
    "s samp small span strike strong sub sup time tt u var wbr nobr".split()
)
UNBROKEN_TAGS = INLINE_TAGS | {"svg", "script", "style"}  # a line continues after them
NAMING = ("class", "id", "itemprop", "role")  # attributes that say what an element is for
ATTRIBUTES = {*NAMING, "aria-hidden", "aria-modal", "hidden"}  # those that are read
LABELLED = ("role", "itemprop", "aria-hidden", "aria-modal")  # attributes that a label shows
NO_ELEMENT = -1  # the parent of the outermost element
CELL_TAGS = frozenset(("td", "th"))
SHORT_CELL = 80  # characters of a cell that joins the line of the next; layouts use tables too


class Element(NamedTuple):
    """An element around some text of the page."""

    tag: str
    parent: int  # the number of the element around it
    block: int  # the number of the nearest block element, itself included
    depth: int
    in_link: bool
    names: str  # its class, id, itemprop and role
    label: str  # as the HTML rules match it: `body>header.site#top[role=banner]`


class FlatPage(NamedTuple):
    """The text of a page, its lines, and the elements around any text, parents first."""

    text: str
    lines: list[Line]
    elements: list[Element]


Piece = tuple[str, int]  # text between two tags, and the number of the element around it


def parse(content: str) -> Any:
    """Return the root of the page's tree, however broken the page is; None without any content.

    Raises: OverLimit.
    """
    printable = content.encode("utf-8", "replace").replace(b"\0", b"")  # no lone surrogates
    check_page(printable)
    parser = _parser()
    root = _root(printable, parser)
    if any(error.message.startswith("Excessive depth") for error in parser.error_log):
        unnested = _root(printable, _parser(target=_Unnested()))
        root = _root(unnested.encode(), _parser())
    return root


def _parser(target: Any = None) -> Any:
    return etree.HTMLParser(
        target=target, encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )


def _root(printable: bytes, parser: Any) -> Any:
    try:
        return etree.fromstring(printable, parser)
    except etree.XMLSyntaxError:  # a page without a tag or a letter
        return None


class _Unnested:
    """A parser target that turns a page nested too deep for a tree into a row of paragraphs."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._hidden = 0

    def start(self, tag: str, _: Any) -> None:
        self._hidden += tag in HIDDEN_TAGS
        if tag not in INLINE_TAGS:
            self._parts.append("<p>")

    def end(self, tag: str) -> None:
        self._hidden -= tag in HIDDEN_TAGS

    def data(self, text: str) -> None:
        if not self._hidden:
            self._parts.append(escape(text))

    def close(self) -> str:
        return "".join(self._parts)


def flatten(root: Any) -> FlatPage:
    """Return the text a reader sees; a line ends at block elements and line breaks."""
    path = _Path()
    found: list[Line] = []
    start = 0
    for pieces in _runs(root, path) if root is not None else ():
        text = " ".join("".join([piece[0] for piece in pieces]).split()).strip(BLANK)
        if text:
            found.append(_line(text, start, pieces, path.elements))
            start += len(text) + 1
    return FlatPage("\n".join([line.text for line in found]), found, path.elements)


def _line(text: str, start: int, pieces: Sequence[Piece], elements: Sequence[Element]) -> Line:
    first = next(element for part, element in pieces if part.strip(BLANK))
    linked = sum([len(part.strip(BLANK)) for part, at in pieces if elements[at].in_link])
    tag = elements[elements[first].block].tag
    return Line(text, start, start + len(text), tag, min(1.0, linked / len(text)), first)


def _runs(root: Any, path: "_Path") -> Iterator[list[Piece]]:
    """Yield each run of text without a line break."""
    pieces: list[Piece] = []
    block = last_row = NO_ELEMENT  # the block of the text before, and the row of the last run
    for text, broken in _texts(root, path):
        if not pieces and text.isspace():
            continue
        element = path.innermost()
        home = path.elements[element].block
        if pieces and (home != block or broken):
            row = path.row(block) if home != block else NO_ELEMENT
            if row not in (NO_ELEMENT, last_row) and home == row and text.isspace():
                continue
            if row not in (NO_ELEMENT, last_row) and _joins(path.elements[home], row, text, pieces):
                pieces.append((" ", element))
            else:
                yield pieces
                pieces, last_row = [], path.row(block)
        block = home
        if path.elements[home].tag == "pre":
            *whole, text = text.split("\n")
            for part in whole:
                yield [*pieces, (part, element)]
                pieces = []
        pieces.append((text, element))
    yield pieces


def _texts(root: Any, path: "_Path") -> Iterator[tuple[str, bool]]:
    """Yield each visible text, and whether a block began or ended before it.

    `path` leads to the text. One walk down the tree: to look up the elements around each text took
    twice the time.
    """
    walk = etree.iterwalk(root, events=("start", "end"))
    broken = False
    for event, element in walk:
        broken = broken or element.tag not in UNBROKEN_TAGS
        if event == "end":
            path.close()
            text = element.tail if element is not root else None
        else:
            path.open(element)
            text = element.text
            if element.tag in HIDDEN_TAGS:
                walk.skip_subtree()
                text = None
        if text:
            yield text, broken
            broken = False


def _joins(cell: Element, row: int, text: str, pieces: Sequence[Piece]) -> bool:
    """Return whether the text of a cell joins the line of the cell before it."""
    short = len(text) <= SHORT_CELL and len(pieces[-1][0]) <= SHORT_CELL
    return cell.tag in CELL_TAGS and cell.parent == row and short


class _Path:
    """The open elements around the current text, and the list of elements around any text.

    Its methods change it in place.
    """

    def __init__(self) -> None:
        self.elements: list[Element] = []  # parents first
        self._open: list[Any] = []  # elements of the tree, outermost first
        self._numbers: list[int] = []  # in the list, of the first of these

    def open(self, element: Any) -> None:
        """Enter an element."""
        self._open.append(element)

    def close(self) -> None:
        """Leave the innermost element."""
        self._open.pop()
        del self._numbers[len(self._open) :]

    def innermost(self) -> int:
        """Return the number of the innermost element; add it and those around it to the list."""
        for element in self._open[len(self._numbers) :]:
            self._numbers.append(self._add(element))
        return self._numbers[-1]

    def row(self, block: int) -> int:
        """Return the number of the row around a cell; NO_ELEMENT where the block is no cell."""
        cell = self.elements[block]
        return cell.parent if cell.tag in CELL_TAGS else NO_ELEMENT

    def _add(self, element: Any) -> int:
        number = len(self.elements)
        tag = element.tag
        parent = self._numbers[-1] if self._numbers else NO_ELEMENT
        around = self.elements[parent] if self._numbers else _NO_PARENT
        given = tuple([pair for pair in element.items() if pair[0] in ATTRIBUTES])
        names, label = _names_and_label(around.tag, tag, given)
        self.elements.append(
            Element(
                tag,
                parent,
                around.block if tag in INLINE_TAGS and parent != NO_ELEMENT else number,
                around.depth + 1,
                tag == "a" or around.in_link,
                names,
                label,
            )
        )
        return number


_NO_PARENT = Element("", NO_ELEMENT, NO_ELEMENT, -1, False, "", "")


@lru_cache(maxsize=1 << 15)
def _names_and_label(around: str, tag: str, given: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """Return the names of an element, and its label: `body>header.site#top[role=banner]`."""
    attributes = dict(given)
    classes = "".join(f".{word}" for word in attributes.get("class", "").split())
    ids = "".join(f"#{word}" for word in attributes.get("id", "").split())
    states = "".join(f"[{name}={attributes[name]}]" for name in LABELLED if name in attributes)
    hidden = "[hidden]" if "hidden" in attributes else ""
    label = f"{around}>{tag}{classes}{ids}{states}{hidden}".casefold()
    return " ".join(attributes[name] for name in NAMING if name in attributes), label
