"""A page of HTML as text: one line a block element, with the elements each line stands in."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from search.cleaning.text_lines import BLANK, Line

UNSEEN = frozenset(
    "script style noscript template head svg iframe object embed canvas audio video select "
    "datalist map math button textarea input".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby "
    "s samp small span strike strong sub sup time tt u var wbr nobr".split()
)
UNBROKEN = INLINE | {"svg", "script", "style"}  # a line goes on behind them
NAMES = ("class", "id", "itemprop", "role")  # attributes that say what an element is for
TELLING = {*NAMES, "aria-hidden", "aria-modal", "hidden"}  # all attributes that are read
STATES = ("role", "itemprop", "aria-hidden", "aria-modal")  # attributes that a label shows
OUTSIDE = -1  # the place of what is around the outermost element
CELLS = frozenset(("td", "th"))
SHORT = 80  # characters of a cell that is read in one line with the next; pages sit in tables too


class Element(NamedTuple):
    """An element around some text of the page."""

    tag: str
    up: int  # the place of the element around it
    block: int  # the place of the nearest block element, itself included
    depth: int
    linked: bool  # whether it stands in a link
    names: str
    label: str  # as the table of drops reads it: `body>header.site#top[role=banner]`


class Flat(NamedTuple):
    """A page as text, its lines, and the elements that hold any of it, parents first."""

    text: str
    lines: list[Line]
    elements: list[Element]


Piece = tuple[str, int]  # text between two tags, and the place of the element around it


def parsed(content: str) -> Any:
    """The root of the page's tree, however broken it is; None where there is none."""
    printable = content.encode("utf-8", "replace").replace(b"\0", b"")  # no lone surrogates
    parser = _parser()
    root = _fed(printable, parser)
    if any(error.message.startswith("Excessive depth") for error in parser.error_log):
        root = _fed(_fed(printable, _parser(target=_Unnested())).encode(), _parser())
    return root


def _parser(target: Any = None) -> Any:
    return etree.HTMLParser(
        target=target, encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )


def _fed(printable: bytes, parser: Any) -> Any:
    try:
        return etree.fromstring(printable, parser)
    except etree.XMLSyntaxError:  # a page without a tag or a letter
        return None


class _Unnested:
    """A page that is nested too deep for a tree, as paragraphs side by side."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._hidden = 0

    def start(self, tag: str, _: Any) -> None:
        self._hidden += tag in UNSEEN
        if tag not in INLINE:
            self._parts.append("<p>")

    def end(self, tag: str) -> None:
        self._hidden -= tag in UNSEEN

    def data(self, text: str) -> None:
        if not self._hidden:
            self._parts.append(escape(text))

    def close(self) -> str:
        return "".join(self._parts)


def flat(root: Any) -> Flat:
    """The text a reader sees, block elements and line breaks ending a line."""
    path = _Path()
    found: list[Line] = []
    start = 0
    for pieces in _runs(root, path) if root is not None else ():
        text = " ".join("".join([piece[0] for piece in pieces]).split()).strip(BLANK)
        if text:
            found.append(_line(text, start, pieces, path.elements))
            start += len(text) + 1
    return Flat("\n".join([line.text for line in found]), found, path.elements)


def _line(text: str, start: int, pieces: Sequence[Piece], elements: Sequence[Element]) -> Line:
    first = next(place for said, place in pieces if said.strip(BLANK))
    linked = sum([len(said.strip(BLANK)) for said, place in pieces if elements[place].linked])
    tag = elements[elements[first].block].tag
    return Line(text, start, start + len(text), tag, min(1.0, linked / len(text)), first)


def _runs(root: Any, path: "_Path") -> Iterator[list[Piece]]:
    """Each run of text without a break."""
    pieces: list[Piece] = []
    block = ended = OUTSIDE  # the block read, and the row of the last run
    for text, broken in _texts(root, path):
        if not pieces and text.isspace():
            continue
        place = path.place()
        home = path.elements[place].block
        if pieces and (home != block or broken):
            row = path.row(block) if home != block else OUTSIDE
            if row not in (OUTSIDE, ended) and home == row and text.isspace():
                continue
            if row not in (OUTSIDE, ended) and _goes_on(path.elements[home], row, text, pieces):
                pieces.append((" ", place))
            else:
                yield pieces
                pieces, ended = [], path.row(block)
        block = home
        if path.elements[home].tag == "pre":
            *whole, text = text.split("\n")
            for part in whole:
                yield [*pieces, (part, place)]
                pieces = []
        pieces.append((text, place))
    yield pieces


def _texts(root: Any, path: "_Path") -> Iterator[tuple[str, bool]]:
    """Each text that is shown, and whether a block began or ended before it; `path` leads to it.

    One walk down the tree: to ask each text for its elements took twice the time.
    """
    walk = etree.iterwalk(root, events=("start", "end"))
    broken = False
    for event, element in walk:
        broken = broken or element.tag not in UNBROKEN
        if event == "end":
            path.close()
            text = element.tail if element is not root else None
        else:
            path.open(element)
            text = element.text
            if element.tag in UNSEEN:
                walk.skip_subtree()
                text = None
        if text:
            yield text, broken
            broken = False


def _goes_on(cell: Element, row: int, text: str, pieces: Sequence[Piece]) -> bool:
    """Whether a text in a cell stands in one line with that of the cell before it."""
    short = len(text) <= SHORT and len(pieces[-1][0]) <= SHORT
    return cell.tag in CELLS and cell.up == row and short


class _Path:
    """The elements around the text that is read, and the table of those that hold any.

    Its methods change it in place.
    """

    def __init__(self) -> None:
        self.elements: list[Element] = []  # parents first
        self._open: list[Any] = []  # of the tree, outermost first
        self._places: list[int] = []  # in the table, of the first of these

    def open(self, element: Any) -> None:
        """Go into an element."""
        self._open.append(element)

    def close(self) -> None:
        """Leave the innermost element."""
        self._open.pop()
        del self._places[len(self._open) :]

    def place(self) -> int:
        """The place of the innermost element; it and those around it join the table."""
        for element in self._open[len(self._places) :]:
            self._places.append(self._joined(element))
        return self._places[-1]

    def row(self, block: int) -> int:
        """The place of the row that a cell stands in; OUTSIDE for what is no cell."""
        cell = self.elements[block]
        return cell.up if cell.tag in CELLS else OUTSIDE

    def _joined(self, element: Any) -> int:
        place = len(self.elements)
        tag = element.tag
        up = self._places[-1] if self._places else OUTSIDE
        around = self.elements[up] if self._places else _NOTHING
        given = tuple([pair for pair in element.items() if pair[0] in TELLING])
        names, label = _called(around.tag, tag, given)
        self.elements.append(
            Element(
                tag,
                up,
                around.block if tag in INLINE and up != OUTSIDE else place,
                around.depth + 1,
                tag == "a" or around.linked,
                names,
                label,
            )
        )
        return place


_NOTHING = Element("", OUTSIDE, OUTSIDE, -1, False, "", "")


@lru_cache(maxsize=1 << 15)
def _called(around: str, tag: str, given: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """The names of an element, and its label: `body>header.site#top[role=banner]`."""
    found = dict(given)
    classes = "".join(f".{word}" for word in found.get("class", "").split())
    ids = "".join(f"#{word}" for word in found.get("id", "").split())
    states = "".join(f"[{name}={found[name]}]" for name in STATES if name in found)
    hidden = "[hidden]" if "hidden" in found else ""
    label = f"{around}>{tag}{classes}{ids}{states}{hidden}".casefold()
    return " ".join(found[name] for name in NAMES if name in found), label
