"""Parts of XML files, whatever their namespaces; nothing but the file itself is read."""

import re
from collections.abc import Callable, Iterator
from html.entities import name2codepoint
from typing import Any, NamedTuple

from lxml import etree, html  # type: ignore[import-untyped]

from search.article import Document, Skip
from search.readers.exports.entry import Entry, numbered
from search.readers.office import attribute, local, outermost
from search.readers.raw_bytes import PAGE_LIMIT, Raw, UnreadError, read_document, reporting_damage

BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 hl1 hl2 li dt dd tr pre blockquote bq block div section article ul ol dl "
    "table thead tbody tfoot nitf-table body body.content body.end html fn tagline header footer "
    "figure media DataContent inlineXML main hr aside credit contentset note".split()
)
CELLS = frozenset(("td", "th"))
LEFT_OUT = frozenset(
    ("script", "style", "head", "media-metadata", "media-reference", "media-object")
)
AROUND = frozenset(("header", "footer", "nav"))  # of the text, in XHTML
CAPTIONS = frozenset(("media-caption", "figcaption", "caption"))
BYLINES = frozenset(("media-producer", "tagline"))
MARKUP = re.compile(r"</\w|<br\s?/?>|<p>", re.IGNORECASE)
PARTED = re.compile(r"\n[ \t]*\n|\n(?=[ \t]{2})")  # an empty line, or an indented one
DECLARATION = re.compile(rb"<\?xml\s")
ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,7});")
DAY = re.compile(r"\s{0,20}(\d{4})-?(\d\d)-?(\d\d)(?!\d{3})")


class Tree(NamedTuple):
    """A file of XML, as far as it can be read."""

    root: Any
    fault: str  # why some of it may be missing; empty if it is whole


def item_documents(
    raw: Raw, kind: str, name: str, entry: Callable[[Any], Entry]
) -> Iterator[Document | Skip]:
    """Yield a document for each outermost node of the name, and a Skip if the file is damaged.

    Raises: UnreadError.
    """
    tree = parse(raw, kind)
    yield from numbered(raw.path, map(entry, outermost(tree.root, name)))
    if tree.fault:
        yield Skip(raw.path, tree.fault)


def parse(raw: Raw, kind: str) -> Tree:
    """Return the nodes of a file below one root: it may hold several files that were joined.

    Raises: UnreadError.
    """
    content, _ = read_document(raw, PAGE_LIMIT)
    root = etree.Element("files")
    fault = ""
    starts = [0, *(found.start() for found in DECLARATION.finditer(content, 1))]
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        piece = ENTITY.sub(_character, content[start:end])
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, recover=True
        )
        with reporting_damage(kind):
            own = etree.fromstring(piece, parser)
        errors = [each for each in parser.error_log if each.level == etree.ErrorLevels.FATAL]
        if own is not None:
            root.append(own)
        if errors or own is None:
            message = errors[0].message if errors else "there is no element"
            fault = fault or f"is damaged {kind}, of which some may be missing: {message}"
    if not len(root):
        raise UnreadError(fault)
    return Tree(root, fault)


def _character(found: re.Match[bytes]) -> bytes:
    """Return a character that HTML has a name for, and XML has none: "&nbsp;"."""
    code = name2codepoint.get(found[1].decode())
    is_known = found[1] in (b"lt", b"gt", b"amp", b"quot", b"apos") or not code
    return found[0] if is_known else b"&#%d;" % (code or 0)


def all_named(node: Any, *names: str) -> Iterator[Any]:
    """Yield the node and those below it that have one of the names, in order."""
    return (each for each in node.iter() if local(each) in names)


def first(node: Any, *path: str) -> Any:
    """Return the first node that a path of names leads to, at any depth; None without one."""
    name, *rest = path
    for found in all_named(node, name):
        if found is not node:
            inner = first(found, *rest) if rest else found
            if inner is not None:
                return inner
    return None


def text_of(node: Any) -> str:
    """Return the text of a node in one line; empty for None."""
    return "" if node is None else " ".join("".join(node.itertext()).split())


def first_text(node: Any, *paths: str) -> str:
    """Return the text of the first of the paths, "body.head/byline", that leads to any."""
    return next(filter(None, (text_of(first(node, *path.split("/"))) for path in paths)), "")


def first_value(node: Any, *places: tuple[str, str]) -> str:
    """Return the first attribute that has a value, of a path and a name."""
    for path, name in places:
        for found in all_named(node, path.rpartition("/")[2]):
            value = attribute(found, name).strip()
            if value and _is_below(found, path):
                return value
    return ""


def day(stated: str) -> str:
    """Return the day of a date of ISO 8601, also without dashes: "20151014T043001+0100".

    >>> day("20151014T043001+0100"), day("2015-10-14"), day("in 2015")
    ('2015-10-14', '2015-10-14', '')
    """
    found = DAY.match(stated)
    return "-".join(found.groups()) if found else ""


def paragraphs(node: Any) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs below a node, each with the kind of its lines; see `Entry.lines`."""
    pieces: list[str] = []
    for kind, piece in _pieces(node, ""):
        if piece is None or kind:
            yield from _whole(pieces)
        if kind and piece:
            yield kind, " ".join(piece.split())
        elif piece:
            pieces.append(piece)
    yield from _whole(pieces)


def text_blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs of a text, which may be HTML; of a plain one, empty lines part them."""
    if MARKUP.search(text):
        with reporting_damage("text of HTML"):
            page = html.fromstring(f"<div>{text}</div>")
        yield from paragraphs(page)
        return
    parts = PARTED.split(text.replace("\r\n", "\n"))
    yield from (("", " ".join(part.split())) for part in parts if part.strip())


def _whole(pieces: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the paragraph of these pieces, which are then removed."""
    lines = [" ".join(line.split()) for line in "".join(pieces).split("\0")]
    pieces.clear()
    text = "\n".join(filter(None, lines))
    if text:
        yield "", text


def _pieces(node: Any, kind: str) -> Iterator[tuple[str, str | None]]:
    """Yield pieces of text with their kinds; None between paragraphs, and NUL for a line break."""
    yield kind, node.text or ""
    for child in node:
        name = local(child)
        if name in CAPTIONS or name in BYLINES:
            yield "export caption" if name in CAPTIONS else "export byline", text_of(child)
        elif name == "br":
            yield kind, "\0"
        elif name in BLOCKS:
            yield kind, None
            yield from _pieces(child, "export label" if name in AROUND else kind)
            yield kind, None
        elif name and name not in LEFT_OUT:
            yield from _pieces(child, kind)
            yield kind, " | " if name in CELLS and child.getnext() is not None else ""
        yield kind, child.tail or ""


def _is_below(node: Any, path: str) -> bool:
    """Return True if the names of the path are those of the nodes around it, in order."""
    names = path.split("/")[:-1]
    around = [local(each) for each in node.iterancestors()]
    return all(name in around for name in names)
