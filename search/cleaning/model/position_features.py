"""The features of the position of each line on a page: its element and the elements around it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import fsum
from typing import NamedTuple

from search.cleaning.html_text import Element
from search.cleaning.model.line_features import Features
from search.cleaning.model.shape_features import CHARACTERS, LineShape

_NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
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
_FIRST_TAGS = {
    tag: number
    for number, tags in enumerate("a|strong b|em i|span font|small|time|cite".split("|"), 1)
    for tag in tags.split()
}
_AROUND = (
    "ul ol|figure figcaption picture|header|footer|nav|aside|form|table|blockquote|a|article"
).split("|")
_BITS = {tag: 1 << number for number, tags in enumerate(_AROUND) for tag in tags.split()}
BAD = -1.2  # a class word of less weight is evidence against all lines inside
MAIN = 0.3  # share of the sentence words in the main element of a line
DEEPEST = 30  # levels that are read
OUTERMOST = -1  # the parent of the outermost element
_NO_NEIGHBOUR = (-9.0,) * 5

BY_TAG = "tag first_tag parent_tag".split()
BY_CLASS = "lowest_class highest_class last_class class_total bad_classes".split()
BY_AROUND = [f"in_{tags.split()[0]}" for tags in _AROUND]
BY_LINK = "link_share".split()
BY_LEVEL = (
    "share_1 share_2 share_3 density_1 density_2 density_3 linked_1 linked_2 linked_3 "
    "lines_1 lines_2 lines_3 sentences_1 sentences_2 to_main in_best to_best best_share"
).split()
BY_KIND = "depth similar_sentences similar_lines same_parent".split()
BY_NEXT = [
    f"{name}{step:+d}"
    for step in (-1, 1)
    for name in "tag link_share last_class to_best to_main".split()
]
GROUPS = {
    "tags": [*BY_TAG, *BY_AROUND],
    "class names": BY_CLASS,
    "links": BY_LINK,
    "levels": BY_LEVEL,
    "similar lines": BY_KIND,
    "neighbours' positions": BY_NEXT,
}
NAMES = [*BY_TAG, *BY_CLASS, *BY_AROUND, *BY_LINK, *BY_LEVEL, *BY_KIND, *BY_NEXT]

LineKind = tuple[str, str, str]  # lines with the same tag, names and names of the parent


class LinePosition(NamedTuple):
    """The position of a line on its page."""

    element: int  # of its first text
    link_share: float  # share of its characters inside links


class Totals:
    """The totals of the lines inside an element."""

    __slots__ = ("lines", "linked", "sentence_words", "sentences", "words")

    def __init__(self) -> None:
        """Set all totals to 0."""
        self.words = self.sentence_words = 0.0
        self.linked = 0.0  # characters inside links
        self.lines = self.sentences = 0

    def add(self, inner: "Totals") -> None:
        """Add the totals of an element inside, in place."""
        self.words += inner.words
        self.sentence_words += inner.sentence_words
        self.linked += inner.linked
        self.lines += inner.lines
        self.sentences += inner.sentences


class NameWeights(NamedTuple):
    """The weights of the names of an element and of all elements around it."""

    lowest: float = 0.0
    highest: float = 0.0
    last: float = 0.0
    total: float = 0.0
    bad: int = 0
    bits: int = 0  # the tags of _AROUND among the elements


@lru_cache(maxsize=1 << 15)
def name_words(names: str) -> frozenset[str]:
    """Return the words of class names and the like, and pairs of them: entry, entry-content."""
    words: set[str] = set()
    for name in names.split():
        parts = [part.lower() for part in _NAME_PART.findall(name)]
        words.update(parts)
        words.update(map("-".join, pairwise(parts)))
    return frozenset(words)


def feature_rows(
    positions: Sequence[LinePosition],
    lines: Sequence[LineShape],
    elements: Sequence[Element],
    classes: Mapping[str, float],
) -> list[Features]:
    """Return the features of the position of each line, in the order of NAMES."""
    if not lines:
        return []
    blocks = [elements[position.element].block for position in positions]
    totals, best = _totals(positions, blocks, lines, elements)
    levels = _LevelFeatures(elements, totals, best)
    weights: dict[int, NameWeights] = {OUTERMOST: NameWeights()}
    usual_depth = _usual_depth(blocks, lines, elements)
    kinds = [_kind(elements, block) for block in blocks]
    by_kind = _totals_by_kind(kinds, lines)
    sentence_words = levels.sentence_words
    own: list[Features] = []
    near: list[Features] = []
    last_parent = OUTERMOST
    for position, block, line, kind in zip(positions, blocks, lines, kinds, strict=True):
        element, parent = elements[block], elements[block].parent
        names = _name_weights(position.element, elements, classes, weights)
        level = levels.of(block)
        tag = _TAGS.get(element.tag, 0)
        similar_words, count = by_kind[kind]
        own.append(
            (
                tag,
                _FIRST_TAGS.get(elements[position.element].tag, 0),
                _TAGS.get(elements[parent].tag, 0) if parent >= 0 else 0,
                *names[:5],
                *_tags_around(names.bits),
                position.link_share,
                *level,
                element.depth - usual_depth,
                (similar_words - (line.size if line.sentence else 0.0)) / sentence_words,
                count,
                last_parent == parent,
            )
        )
        near.append((tag, position.link_share, names.last, level[-2], level[-4]))
        last_parent = parent
    edged = [_NO_NEIGHBOUR, *near, _NO_NEIGHBOUR]
    return [(*row, *a, *b) for row, a, b in zip(own, edged, edged[2:], strict=False)]


@lru_cache(maxsize=1 << len(_AROUND))
def _tags_around(bits: int) -> Features:
    """Return for each item of BY_AROUND whether it is around."""
    return tuple([bits >> bit & 1 for bit in range(len(_AROUND))])


def _kind(elements: Sequence[Element], block: int) -> LineKind:
    element = elements[block]
    parent_names = elements[element.parent].names if element.parent >= 0 else ""
    return element.tag, element.names, parent_names


def _totals_by_kind(
    kinds: Sequence[LineKind], lines: Sequence[LineShape]
) -> dict[LineKind, tuple[float, int]]:
    """Return for each kind the sentence words and the number of its lines."""
    words: dict[LineKind, float] = defaultdict(float)
    for kind, line in zip(kinds, lines, strict=True):
        words[kind] += line.size if line.sentence else 0.0
    return {kind: (words[kind], count) for kind, count in Counter(kinds).items()}


def _usual_depth(
    blocks: Sequence[int], lines: Sequence[LineShape], elements: Sequence[Element]
) -> int:
    """Return the median depth of the sentences."""
    depths = sorted(
        elements[block].depth for block, line in zip(blocks, lines, strict=True) if line.sentence
    )
    return depths[len(depths) // 2] if depths else 0


def _totals(
    positions: Sequence[LinePosition],
    blocks: Sequence[int],
    lines: Sequence[LineShape],
    elements: Sequence[Element],
) -> tuple[dict[int, Totals], int]:
    """Return the totals of each element, and the parent of the most sentence words."""
    totals: dict[int, Totals] = defaultdict(Totals)
    words_by_parent: dict[int, float] = defaultdict(float)
    for position, block, line in zip(positions, blocks, lines, strict=True):
        own = totals[block]
        own.words += line.size
        own.lines += 1
        own.linked += position.link_share * line.features[1]
        is_sentence = line.sentence and position.link_share < 0.5
        if is_sentence:
            own.sentence_words += line.size
            own.sentences += 1
        parent = elements[block].parent
        words_by_parent[parent if parent >= 0 else block] += line.size if is_sentence else 0.0
    for n in range(max(totals), -1, -1):  # children come after their parents
        if n in totals and elements[n].parent >= 0:
            totals[elements[n].parent].add(totals[n])
    return totals, max(words_by_parent, key=words_by_parent.__getitem__)


class _LevelFeatures:
    """The features of the elements around each block, computed once for each block."""

    def __init__(
        self, elements: Sequence[Element], totals: Mapping[int, Totals], best: int
    ) -> None:
        self._elements, self._totals, self._best = elements, totals, best
        self.sentence_words = totals[0].sentence_words or 1.0
        self._best_share = totals[best].sentence_words / self.sentence_words
        self._by_block: dict[int, Features] = {}

    def of(self, block: int) -> Features:
        """Return the features of BY_LEVEL."""
        if block not in self._by_block:
            self._by_block[block] = self._features(block)
        return self._by_block[block]

    def _features(self, block: int) -> Features:
        path = self._path(block)
        outer = [*path[1:4], *[path[-1]] * 3][:3]  # the outermost fills missing levels
        three = [self._totals[n] for n in outer]
        least = MAIN * self.sentence_words
        main = next(
            (level for level, n in enumerate(path) if self._totals[n].sentence_words >= least),
            len(path),
        )
        best = path.index(self._best) if self._best in path else DEEPEST
        return (
            *[each.sentence_words / self.sentence_words for each in three],
            *[each.sentence_words / (each.words or 1.0) for each in three],
            *[each.linked / (CHARACTERS * each.words or 1.0) for each in three],
            *[min(each.lines, 300) for each in three],
            min(three[0].sentences, 60),
            min(three[1].sentences, 60),
            main,
            best < DEEPEST,
            best,
            self._best_share,
        )

    def _path(self, block: int) -> list[int]:
        """Return the element and those around it, at most DEEPEST."""
        path: list[int] = []
        while block >= 0 and len(path) < DEEPEST:
            path.append(block)
            block = self._elements[block].parent
        return path


def _name_weights(
    element: int,
    elements: Sequence[Element],
    classes: Mapping[str, float],
    known: dict[int, NameWeights],
) -> NameWeights:
    """Return the weights of the names around an element, and store them in `known`."""
    path = []
    while element not in known:
        path.append(element)
        element = elements[element].parent
    weights = known[element]
    for n in reversed(path):
        weights = known[n] = _add_names(weights, elements[n], classes)
    return weights


def _add_names(outer: NameWeights, element: Element, classes: Mapping[str, float]) -> NameWeights:
    """Return the weights of the elements around it with those of one more element."""
    bits = outer.bits | _BITS.get(element.tag, 0)
    if not element.names:
        return outer._replace(bits=bits) if bits != outer.bits else outer
    weights = [classes.get(word, 0.0) for word in name_words(element.names)] or [0.0]
    lowest = min(weights)
    mean = fsum(weights) / len(weights)  # exact, so the order of a set does not matter
    return NameWeights(
        min(outer.lowest, lowest),
        max(outer.highest, max(weights)),
        mean,
        outer.total + mean,
        outer.bad + (lowest < BAD),
        bits,
    )


def words_around(element: int, elements: Sequence[Element]) -> Iterable[str]:
    """Return the words of the names around an element, each once."""
    words: set[str] = set()
    while element >= 0:
        words |= name_words(elements[element].names)
        element = elements[element].parent
    return words
