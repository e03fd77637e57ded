"""What stands around the headline of a page: the lines in which a page names day and author."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from search.cleaning.facts.page_markup import Markup
from search.cleaning.facts.text_keys import key

AFTER = 400  # elements behind the headline that are looked at
BEFORE = 60  # elements before it, in the elements around it
ROOM = 1_500  # characters of text behind it; a byline stands within a few hundred
SHORT = 90  # characters a line of stamps or names may have: longer ones are prose
OTHER_HEADINGS = 100  # headings of lower rank that are asked
PROSE = 160  # characters from which a text is a paragraph
PARAGRAPHS = 3  # behind so many the header is over
UNSEEN = frozenset(
    "script style noscript template svg iframe button select form nav aside footer".split()
)
INSIDE = frozenset("body main article time a".split())  # elements whose names tell nothing
NAMES = ("class", "id", "itemprop", "rel", "data-testid", "data-test", "data-component")
# The names of elements that hold something else than the head of the article; a page "with-sidebar"
# is none, nor is the foot of a headline.
_OTHERS = re.compile(
    r"(?<!with-)(?<!has-)(?<!no-)(?:comment|repl(?:y|ies)\b|reviews\b|related|recommend|sidebar|teaser|trending|popular|promo|"
    r"newsletter|disqus|more-stories|also-like|copyright)|"
    r"(?<![\w-])(?:site|page|global|main)?[-_]*footer",
    re.IGNORECASE,
)
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
SMALL = 60  # elements in a teaser; the article itself has more
TEASER = 4  # words of a link that are a headline: names of people are shorter
AROUND = 50  # elements around one that may tell what it belongs to
MARKED = 100  # elements made for days or authors that are looked at
_MARKED = etree.XPath(
    "//*[self::time or @itemprop='datePublished' or @itemprop='author' or @rel='author' or "
    "contains(@class, 'byline') or contains(@class, 'author')]"
)


class Piece(NamedTuple):
    """A text around the headline."""

    text: str
    element: Any  # the one it stands in
    stated: str  # the day a time element states
    names: str  # class, id and the like of the element and of the one around it


def header(root: Any, markup: Markup, title: str) -> list[Piece]:
    """The pieces before and behind the headline, in order; none where the page shows none."""
    if root is None:
        return []
    found = _headline(root, markup, title)
    if found is None:
        return []
    return [*_before(found), *_behind(found)]


def _headline(root: Any, markup: Markup, title: str) -> Any:
    """The h1 that is the headline; of several the last that says it, else the first of all.

    A page may repeat its headline for screen readers; the one with a byline below is the later.
    Where there is no h1, another heading may say it.
    """
    wanted = key(title)
    others = root.iter("h2", "h3") if wanted and not markup.headings else ()
    every = [*markup.headings, *islice(others, OTHER_HEADINGS)]
    own = [heading for heading in every if key("".join(heading.itertext())) == wanted]
    return own[-1] if own else next(iter(markup.headings), None)


def _before(headline: Any) -> list[Piece]:
    """What precedes the headline in the elements around it, as long as that is little."""
    best: list[Piece] = []
    for around in islice(headline.iterancestors(), 3):
        if around.tag in ("body", "html"):
            break
        before: list[Piece] = []
        for number, (element, piece) in enumerate(_walk(around, True)):
            if element is headline:
                best = before
                break
            if number == BEFORE:
                return best
            before += [piece] if piece else []
    return best


def _behind(headline: Any) -> Iterator[Piece]:
    room, paragraphs = ROOM, 0
    for _, piece in islice(_walk(headline, False), AFTER):
        if piece is None:
            continue
        if room <= 0 or paragraphs == PARAGRAPHS:
            return
        room -= len(piece.text)
        paragraphs += len(piece.text) > PROSE
        yield piece


def _walk(element: Any, enter: bool) -> Iterator[tuple[Any, Piece | None]]:
    """Each text in the order of the document, from an element on or from its end on."""
    if enter:
        yield element, _piece(element, element.text, True)
    while True:
        if enter and len(element):
            element = element[0]
        else:
            after = None
            while after is None:
                around = element.getparent()
                if around is None:
                    return
                yield None, _piece(around, element.tail, False)
                after = element.getnext()
                element = around if after is None else after
        enter = not _is_apart(element)
        yield element, _piece(element, element.text, True) if enter else None


def elsewhere(root: Any) -> list[Piece]:
    """The pieces of the whole page that are made for days and authors, other things' left out."""
    if root is None:
        return []
    return [
        piece
        for element in _MARKED(root)[:MARKED]
        if not _is_within_other(element)
        for piece in [_piece(element, " ".join(islice(element.itertext(), 40)), True)]
        if piece
    ]


def _is_within_other(element: Any) -> bool:
    return any(_is_apart(each) for each in (element, *islice(element.iterancestors(), AROUND)))


def _is_apart(element: Any) -> bool:
    """Whether an element holds something else than the head of the article."""
    if element.tag in UNSEEN or _is_teaser(element):
        return True
    names = "" if element.tag in INSIDE else _named(element)
    return names != "" and _OTHERS.search(names) is not None


def _is_teaser(element: Any) -> bool:
    """Whether an element is the teaser of another story: a small one whose heading is a link."""
    if element.tag not in ("article", "div", "section", "li", *HEADINGS):
        return False
    inner = list(islice(element.iter(), SMALL + 1))
    if len(inner) > SMALL:
        return False
    if any(each.tag in HEADINGS and _is_link(each) and _words(each) >= TEASER for each in inner):
        return True
    links = [_words(each) for each in inner if each.tag == "a"]
    if element.tag == "li" and links and any(each.tag == "time" for each in inner):
        return True
    return element.tag in ("article", "li") and max(links, default=0) >= TEASER


def _words(element: Any) -> int:
    return len("".join(element.itertext()).split())


def _is_link(heading: Any) -> bool:
    return heading.find(".//a[@href]") is not None or heading.getparent().tag == "a"


def _named(element: Any) -> str:
    return " ".join([given for name in NAMES if (given := element.get(name))])


def _piece(element: Any, text: str | None, opening: bool) -> Piece | None:
    """A text of an element, or the day that the element states at its opening."""
    shown = " ".join((text or "").split())
    stated = (element.get("datetime") or _property(element) or "") if opening else ""
    if not shown and not stated:
        return None
    around = element.getparent()
    names = f"{_named(element)} {_named(around) if around is not None else ''}"
    return Piece(shown, element, stated, names)


def _property(element: Any) -> str:
    return (element.get("content") or "") if "date" in (element.get("itemprop") or "") else ""


def line(pieces: Sequence[Piece]) -> str:
    """The texts in one line."""
    return " ".join(piece.text for piece in pieces)
