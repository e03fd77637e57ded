"""The features of the position of each line on a page: its element and the elements around it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise, takewhile
from math import fsum
from typing import NamedTuple

from search.cleaning.html_text import Element
from search.cleaning.model.line_features import Features
from search.cleaning.model.shape_features import CHARACTERS, LineShape
from search.cleaning.text_lines import Line

_NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_BLOCKS = (
    "p|h1|h2 h3|h4 h5 h6|li|td th dd dt|div section article body center main|figcaption|blockquote"
)
_INLINE = "a|strong b|em i|span font|small|time|cite"
_AROUND = "ul ol|figure figcaption picture|header|footer|nav|aside|form|table|blockquote|a|article"
BAD = -1.2  # a class word of less weight is evidence against all lines inside
MAIN = 0.3  # share of the sentence words in the main element of a line
DEEPEST = 30  # levels that are read
OUTERMOST = -1  # the parent of the outermost element
_NO_NEIGHBOUR = (-9.0,) * 5

GROUPS = {
    "tags": "tag first_tag parent_tag".split(),
    "class names": "lowest_class highest_class last_class class_total bad_classes".split(),
    "tags around": [f"in_{tags.split()[0]}" for tags in _AROUND.split("|")],
    "links": ["link_share"],
    "levels": (
        "share_1 share_2 share_3 density_1 density_2 density_3 linked_1 linked_2 linked_3 "
        "lines_1 lines_2 lines_3 sentences_1 sentences_2 to_main in_best to_best best_share"
    ).split(),
    "similar lines": "depth similar_sentences similar_lines same_parent".split(),
    "neighbours' positions": (
        "tag-1 link_share-1 last_class-1 to_best-1 to_main-1 "
        "tag+1 link_share+1 last_class+1 to_best+1 to_main+1"
    ).split(),
}
NAMES = [name for group in GROUPS.values() for name in group]

LineKind = tuple[str, str, str]  # lines with the same tag, names and names of the parent


def _numbers(groups: str) -> dict[str, int]:
    """Return the number of the group of each tag, from 1 on."""
    return {tag: n for n, tags in enumerate(groups.split("|"), 1) for tag in tags.split()}


_BLOCK_NUMBERS, _INLINE_NUMBERS, _AROUND_NUMBERS = map(_numbers, (_BLOCKS, _INLINE, _AROUND))


@dataclass(slots=True)
class Totals:
    """The totals of the lines inside an element."""

    words: float = 0.0
    sentence_words: float = 0.0
    linked: float = 0.0  # characters inside links
    lines: int = 0
    sentences: int = 0

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
    tags: frozenset[int] = frozenset()  # the numbers of those of _AROUND among the elements


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
    lines: Sequence[Line],
    shapes: Sequence[LineShape],
    elements: Sequence[Element],
    classes: Mapping[str, float],
) -> list[Features]:
    """Return the features of the position of each line, in the order of NAMES."""
    if not lines:
        return []
    blocks = [elements[line.element].block for line in lines]
    totals, best = _totals(lines, shapes, elements)
    levels = {block: _level_features(block, elements, totals, best) for block in set(blocks)}
    weights: dict[int, NameWeights] = {OUTERMOST: NameWeights()}
    usual_depth = _usual_depth(blocks, shapes, elements)
    kinds = [_kind(elements, block) for block in blocks]
    counts = Counter(kinds)
    words_by_kind: dict[LineKind, float] = defaultdict(float)
    for kind, shape in zip(kinds, shapes, strict=True):
        words_by_kind[kind] += shape.sentence_words
    own: list[Features] = []
    near: list[Features] = []
    last_parent = OUTERMOST
    for line, block, shape, kind in zip(lines, blocks, shapes, kinds, strict=True):
        element, parent = elements[block], elements[block].parent
        names = _name_weights(line.element, elements, classes, weights)
        level = levels[block]
        tag = _BLOCK_NUMBERS.get(element.tag, 0)
        similar_words = words_by_kind[kind] - shape.sentence_words
        own.append(
            (
                tag,
                _INLINE_NUMBERS.get(elements[line.element].tag, 0),
                _BLOCK_NUMBERS.get(elements[parent].tag, 0) if parent >= 0 else 0,
                *names[:5],
                *[number in names.tags for number in range(1, _AROUND.count("|") + 2)],
                line.link_share,
                *level,
                element.depth - usual_depth,
                similar_words / (totals[0].sentence_words or 1.0),
                counts[kind],
                last_parent == parent,
            )
        )
        near.append((tag, line.link_share, names.last, level[-2], level[-4]))
        last_parent = parent
    edged = [_NO_NEIGHBOUR, *near, _NO_NEIGHBOUR]
    return [(*row, *a, *b) for row, a, b in zip(own, edged, edged[2:], strict=False)]


def _kind(elements: Sequence[Element], block: int) -> LineKind:
    tag, parent, names = elements[block].tag, elements[block].parent, elements[block].names
    return tag, names, elements[parent].names if parent >= 0 else ""


def _usual_depth(
    blocks: Sequence[int], shapes: Sequence[LineShape], elements: Sequence[Element]
) -> int:
    """Return the median depth of the sentences."""
    depths = sorted(
        elements[block].depth for block, shape in zip(blocks, shapes, strict=True) if shape.sentence
    )
    return depths[len(depths) // 2] if depths else 0


def _totals(
    lines: Sequence[Line], shapes: Sequence[LineShape], elements: Sequence[Element]
) -> tuple[dict[int, Totals], int]:
    """Return the totals of each element, and the parent of the most sentence words."""
    totals: dict[int, Totals] = defaultdict(Totals)
    words_by_parent: dict[int, float] = defaultdict(float)
    for line, shape in zip(lines, shapes, strict=True):
        block = elements[line.element].block
        is_sentence = shape.sentence and line.link_share < 0.5
        sentence_words = shape.size if is_sentence else 0.0
        linked = line.link_share * shape.features[1]
        totals[block].add(Totals(shape.size, sentence_words, linked, 1, is_sentence))
        parent = elements[block].parent
        words_by_parent[parent if parent >= 0 else block] += sentence_words
    for n in range(max(totals), -1, -1):  # children come after their parents
        if n in totals and elements[n].parent >= 0:
            totals[elements[n].parent].add(totals[n])
    return totals, max(words_by_parent, key=words_by_parent.__getitem__)


def _level_features(
    block: int, elements: Sequence[Element], totals: Mapping[int, Totals], best: int
) -> Features:
    """Return the features of the elements around a block; `best` has the most sentence words."""
    path = list(islice(_path(block, elements), DEEPEST))
    outer = [*path[1:4], *[path[-1]] * 3][:3]  # the outermost fills missing levels
    three = [totals[n] for n in outer]
    sentence_words = totals[0].sentence_words or 1.0
    least = MAIN * sentence_words
    to_main = [*[totals[n].sentence_words >= least for n in path], True].index(True)
    to_best = path.index(best) if best in path else DEEPEST
    return (
        *[each.sentence_words / sentence_words for each in three],
        *[each.sentence_words / (each.words or 1.0) for each in three],
        *[each.linked / (CHARACTERS * each.words or 1.0) for each in three],
        *[min(each.lines, 300) for each in three],
        min(three[0].sentences, 60),
        min(three[1].sentences, 60),
        to_main,
        to_best < DEEPEST,
        to_best,
        totals[best].sentence_words / sentence_words,
    )


def _path(element: int, elements: Sequence[Element]) -> Iterator[int]:
    """Yield an element and those around it, the outermost last."""
    while element >= 0:
        yield element
        element = elements[element].parent


def _name_weights(
    element: int,
    elements: Sequence[Element],
    classes: Mapping[str, float],
    known: dict[int, NameWeights],
) -> NameWeights:
    """Return the weights of the names around an element, and store them in `known`."""
    path = list(takewhile(lambda n: n not in known, _path(element, elements)))
    for n in reversed(path):
        known[n] = _add_names(known[elements[n].parent], elements[n], classes)
    return known[element]


def _add_names(outer: NameWeights, element: Element, classes: Mapping[str, float]) -> NameWeights:
    """Return the weights of the elements around it with those of one more element."""
    tags = outer.tags | {_AROUND_NUMBERS.get(element.tag, 0)}
    if not element.names:
        return outer._replace(tags=tags)
    weights = [classes.get(word, 0.0) for word in name_words(element.names)] or [0.0]
    lowest = min(weights)
    mean = fsum(weights) / len(weights)  # exact, so the order of a set does not matter
    return NameWeights(
        min(outer.lowest, lowest),
        max(outer.highest, max(weights)),
        mean,
        outer.total + mean,
        outer.bad + (lowest < BAD),
        tags,
    )


def words_around(element: int, elements: Sequence[Element]) -> Iterable[str]:
    """Return the words of the names around an element, each once."""
    return set().union(*(name_words(elements[n].names) for n in _path(element, elements)))
