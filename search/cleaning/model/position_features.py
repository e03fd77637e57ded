"""The numbers that describe where on a page each line stands."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import fsum
from typing import NamedTuple

from search.cleaning.html_text import Element
from search.cleaning.model.line_features import Numbers
from search.cleaning.model.shape_features import CHARACTERS, Shape

_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_TAGS = {
    tag: number
    for number, tags in enumerate(
        (
            "p", "h1", "h2 h3", "h4 h5 h6", "li", "td th dd dt",
            "div section article body center main", "figcaption", "blockquote",
        ),
        1,
    )
    for tag in tags.split()
}  # fmt: skip
_FIRSTS = {
    tag: number
    for number, tags in enumerate("a|strong b|em i|span font|small|time|cite".split("|"), 1)
    for tag in tags.split()
}
_AROUND = (
    "ul ol|figure figcaption picture|header|footer|nav|aside|form|table|blockquote|a|article"
).split("|")
_BITS = {tag: 1 << number for number, tags in enumerate(_AROUND) for tag in tags.split()}
BAD = -1.2  # a class word of less weight speaks against all inside
MAIN = 0.3  # share of the sentence words that the main element of a line holds
DEEPEST = 30  # levels counted
OUTERMOST = -1  # the place of what is around the outermost element
_NOWHERE = (-9.0,) * 5

BY_TAG = "tag first uptag".split()
BY_CLASS = "lowclass highclass lastclass classes badclasses".split()
BY_AROUND = [f"in{tags.split()[0]}" for tags in _AROUND]
BY_LINK = "link".split()
BY_LEVEL = (
    "share1 share2 share3 dense1 dense2 dense3 linked1 linked2 linked3 lines1 lines2 lines3 "
    "sentences1 sentences2 tomain inbest tobest bestshare"
).split()
BY_SIGN = "depth likegood like sameup".split()
BY_NEXT = [
    f"{name}{step:+d}" for step in (-1, 1) for name in "tag link lastclass tobest tomain".split()
]
GROUPS = {
    "tags": [*BY_TAG, *BY_AROUND],
    "class names": BY_CLASS,
    "links": BY_LINK,
    "levels": BY_LEVEL,
    "likeness": BY_SIGN,
    "places beside": BY_NEXT,
}
NAMES = [*BY_TAG, *BY_CLASS, *BY_AROUND, *BY_LINK, *BY_LEVEL, *BY_SIGN, *BY_NEXT]

Sign = tuple[str, str, str]


class Place(NamedTuple):
    """Where a line stands."""

    element: int  # of its first text
    linked: float  # share of it inside links


class Held:
    """What the lines of the page that stand in an element amount to."""

    __slots__ = ("all", "good", "lines", "linked", "sentences")

    def __init__(self) -> None:
        self.all = self.good = self.linked = 0.0  # words; words of sentences; characters
        self.lines = self.sentences = 0

    def add(self, inner: "Held") -> None:
        """Count what an element inside holds. Changes this value in place."""
        self.all += inner.all
        self.good += inner.good
        self.linked += inner.linked
        self.lines += inner.lines
        self.sentences += inner.sentences


class Marks(NamedTuple):
    """What the names of an element and of all around it say."""

    low: float = 0.0
    high: float = 0.0
    last: float = 0.0
    total: float = 0.0
    bad: int = 0
    bits: int = 0  # the kinds of elements around


@lru_cache(maxsize=1 << 15)
def tokens(names: str) -> frozenset[str]:
    """The words of class names and the like, and their neighbouring pairs: entry, entry-content."""
    found: set[str] = set()
    for name in names.split():
        parts = [part.lower() for part in _TOKEN.findall(name)]
        found.update(parts)
        found.update(map("-".join, pairwise(parts)))
    return frozenset(found)


def rows(
    places: Sequence[Place],
    lines: Sequence[Shape],
    elements: Sequence[Element],
    classes: Mapping[str, float],
) -> list[Numbers]:
    """The numbers of each line's place, in the order of NAMES."""
    if not lines:
        return []
    blocks = [elements[place.element].block for place in places]
    held, best = _held(places, blocks, lines, elements)
    levels = _Levels(elements, held, best)
    marks: dict[int, Marks] = {OUTERMOST: Marks()}
    usual = _usual_depth(blocks, lines, elements)
    signs = [_sign(elements, block) for block in blocks]
    alike = _alike(signs, lines)
    good = levels.good
    own: list[Numbers] = []
    near: list[Numbers] = []
    before = OUTERMOST
    for place, block, line, sign in zip(places, blocks, lines, signs, strict=True):
        home, up = elements[block], elements[block].parent
        mark = _marks(place.element, elements, classes, marks)
        level = levels.of(block)
        tag = _TAGS.get(home.tag, 0)
        weight, count = alike[sign]
        own.append(
            (
                tag,
                _FIRSTS.get(elements[place.element].tag, 0),
                _TAGS.get(elements[up].tag, 0) if up >= 0 else 0,
                *mark[:5],
                *_each(mark.bits),
                place.linked,
                *level,
                home.depth - usual,
                (weight - (line.size if line.good else 0.0)) / good,
                count,
                before == up,
            )
        )
        near.append((tag, place.linked, mark.last, level[-2], level[-4]))
        before = up
    edged = [_NOWHERE, *near, _NOWHERE]
    return [(*row, *a, *b) for row, a, b in zip(own, edged, edged[2:], strict=False)]


@lru_cache(maxsize=1 << len(_AROUND))
def _each(bits: int) -> Numbers:
    """Whether each of the kinds of elements of BY_AROUND stands around."""
    return tuple([bits >> bit & 1 for bit in range(len(_AROUND))])


def _sign(elements: Sequence[Element], block: int) -> Sign:
    """What makes two lines of a page alike: the tag and the names of their elements."""
    home = elements[block]
    return home.tag, home.names, elements[home.parent].names if home.parent >= 0 else ""


def _alike(signs: Sequence[Sign], lines: Sequence[Shape]) -> dict[Sign, tuple[float, int]]:
    """For each sign the sentence words and the number of the lines that have it."""
    weights: dict[Sign, float] = defaultdict(float)
    for sign, line in zip(signs, lines, strict=True):
        weights[sign] += line.size if line.good else 0.0
    return {sign: (weights[sign], count) for sign, count in Counter(signs).items()}


def _usual_depth(blocks: Sequence[int], lines: Sequence[Shape], elements: Sequence[Element]) -> int:
    depths = sorted(
        elements[block].depth for block, line in zip(blocks, lines, strict=True) if line.good
    )
    return depths[len(depths) // 2] if depths else 0


def _held(
    places: Sequence[Place],
    blocks: Sequence[int],
    lines: Sequence[Shape],
    elements: Sequence[Element],
) -> tuple[dict[int, Held], int]:
    """What each element holds, and the parent of the most sentence words."""
    held: dict[int, Held] = defaultdict(Held)
    direct: dict[int, float] = defaultdict(float)
    for place, block, line in zip(places, blocks, lines, strict=True):
        at = held[block]
        at.all += line.size
        at.lines += 1
        at.linked += place.linked * line.numbers[1]
        good = line.good and place.linked < 0.5
        if good:
            at.good += line.size
            at.sentences += 1
        up = elements[block].parent
        direct[up if up >= 0 else block] += line.size if good else 0.0
    for n in range(max(held), -1, -1):  # children stand behind their parents
        if n in held and elements[n].parent >= 0:
            held[elements[n].parent].add(held[n])
    return held, max(direct, key=direct.__getitem__)


class _Levels:
    """The numbers of the elements around a block, asked once for each block."""

    def __init__(self, elements: Sequence[Element], held: Mapping[int, Held], best: int) -> None:
        self._elements, self._held, self._best = elements, held, best
        self.good = held[0].good or 1.0
        self._share = held[best].good / self.good
        self._known: dict[int, Numbers] = {}

    def of(self, block: int) -> Numbers:
        """The numbers of BY_LEVEL."""
        if block not in self._known:
            self._known[block] = self._found(block)
        return self._known[block]

    def _found(self, block: int) -> Numbers:
        path = self._path(block)
        up = [*path[1:4], *[path[-1]] * 3][:3]  # the outermost stands for what is missing
        three = [self._held[n] for n in up]
        main = next(
            (level for level, n in enumerate(path) if self._held[n].good >= MAIN * self.good),
            len(path),
        )
        best = path.index(self._best) if self._best in path else DEEPEST
        return (
            *[at.good / self.good for at in three],
            *[at.good / (at.all or 1.0) for at in three],
            *[at.linked / (CHARACTERS * at.all or 1.0) for at in three],
            *[min(at.lines, 300) for at in three],
            min(three[0].sentences, 60),
            min(three[1].sentences, 60),
            main,
            best < DEEPEST,
            best,
            self._share,
        )

    def _path(self, block: int) -> list[int]:
        """The element and those around it, as many as are counted."""
        path: list[int] = []
        while block >= 0 and len(path) < DEEPEST:
            path.append(block)
            block = self._elements[block].parent
        return path


def _marks(
    place: int,
    elements: Sequence[Element],
    classes: Mapping[str, float],
    known: dict[int, Marks],
) -> Marks:
    """What the names around an element say; `known` is added to."""
    path = []
    while place not in known:
        path.append(place)
        place = elements[place].parent
    mark = known[place]
    for n in reversed(path):
        mark = known[n] = _marked(mark, elements[n], classes)
    return mark


def _marked(around: Marks, element: Element, classes: Mapping[str, float]) -> Marks:
    bits = around.bits | _BITS.get(element.tag, 0)
    if not element.names:
        return around._replace(bits=bits) if bits != around.bits else around
    weights = [classes.get(word, 0.0) for word in tokens(element.names)] or [0.0]
    own = min(weights)
    mean = fsum(weights) / len(weights)  # exact, so that the order of a set does not show
    return Marks(
        min(around.low, own),
        max(around.high, max(weights)),
        mean,
        around.total + mean,
        around.bad + (own < BAD),
        bits,
    )


def words(element: int, elements: Sequence[Element]) -> Iterable[str]:
    """The words of the names around an element, each once."""
    found: set[str] = set()
    while element >= 0:
        found |= tokens(elements[element].names)
        element = elements[element].parent
    return found
