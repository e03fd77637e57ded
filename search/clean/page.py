"""A page of HTML as text: one line a block element, with the elements each line stands in."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from search.clean.lines import BLANK, Line

UNSEEN = frozenset(
    "script style noscript template head svg iframe object embed canvas audio video select "
    "datalist map math button textarea input".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby "
    "s samp small span strike strong sub sup time tt u var wbr nobr".split()
)
NAMES = ("class", "id", "itemprop", "role")  # attributes that say what an element is for
TELLING = {*NAMES, "aria-hidden", "aria-modal", "hidden"}  # all attributes that are read
STATES = ("role", "itemprop", "aria-hidden", "aria-modal")  # attributes that a label shows
OUTSIDE, HIDDEN = (
    -1,
    -2,
)  # the places of what is around the outermost element, and of what is not shown
_TEXTS = etree.XPath("/descendant::text()")


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


class Piece(NamedTuple):
    """Text between two tags."""

    text: str
    place: int  # of the element around it


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
    table = _Table()
    found: list[Line] = []
    start = 0
    for pieces in _runs(root, table) if root is not None else ():
        text = " ".join("".join([piece.text for piece in pieces]).split()).strip(BLANK)
        if text:
            found.append(_line(text, start, pieces, table.elements))
            start += len(text) + 1
    return Flat("\n".join([line.text for line in found]), found, table.elements)


def _line(text: str, start: int, pieces: Sequence[Piece], elements: Sequence[Element]) -> Line:
    first = next(piece.place for piece in pieces if piece.text.strip(BLANK))
    linked = sum(len(piece.text.strip(BLANK)) for piece in pieces if elements[piece.place].linked)
    tag = elements[elements[first].block].tag
    return Line(text, start, start + len(text), tag, min(1.0, linked / len(text)), first)


def _runs(root: Any, table: "_Table") -> Iterator[list[Piece]]:
    """Each run of text without a break."""
    pieces: list[Piece] = []
    block = OUTSIDE
    for text in _TEXTS(root):
        if not pieces and text.isspace():
            continue
        before = text.getparent()
        place = table.place(before.getparent() if text.is_tail else before)
        if place == HIDDEN:
            continue
        home = table.elements[place].block
        if pieces and (home != block or (text.is_tail and _breaks(before))):
            yield pieces
            pieces = []
        block = home
        if table.elements[home].tag == "pre":
            *whole, text = text.split("\n")
            for part in whole:
                yield [*pieces, Piece(part, place)]
                pieces = []
        pieces.append(Piece(text, place))
    yield pieces


def _breaks(element: Any) -> bool:
    """Whether the text behind an element begins a line: it, or what it ends with, is a block."""
    return element.tag not in INLINE or (len(element) > 0 and element[-1].tag not in INLINE)


class _Table:
    """The elements met so far, parents first."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self._places: dict[Any, int] = {}

    def place(self, element: Any) -> int:
        """The place of an element of the tree; it and those around it join the table."""
        path = []
        while element is not None and element not in self._places:
            path.append(element)
            element = element.getparent()
        place = OUTSIDE if element is None else self._places[element]
        for each in reversed(path):
            hidden = place == HIDDEN or each.tag in UNSEEN
            place = HIDDEN if hidden else self._joined(each, place)
            self._places[each] = place
        return place

    def _joined(self, element: Any, up: int) -> int:
        place = len(self.elements)
        tag = element.tag
        around = self.elements[up] if up != OUTSIDE else _NOTHING
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
