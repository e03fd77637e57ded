"""The features of the boxes around a line: the share of repeated text, and similar neighbours.

A box most of whose lines are repeated on other pages of the source is boilerplate, with all that
is in it. Neighbouring boxes with the same names are a list: of teasers, of comments.
"""

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from search.cleaning.html_text import Element
from search.cleaning.model.line_features import Features
from search.cleaning.text_lines import Line

LEVELS = 4  # boxes that are read, from the parent of the line's block outward
MOST_DISTANCE = 50  # lines from the heading; a longer distance says nothing more
LEAST_SIZE = 6  # characters that are added to each box
MOST_BOXES = 20  # of a list; a longer list says nothing more

GROUPS = {
    "repeated boxes": [f"repeated_share_{level}" for level in range(1, LEVELS + 1)],
    "similar boxes": ["similar_boxes", "box_share"],
    "heading above": ["lines_since_heading"],
}
NAMES = [name for group in GROUPS.values() for name in group]


class Box(NamedTuple):
    """The features of an element."""

    repeated: float  # share of its characters that other pages have
    similar: int  # neighbours with the same names, in the longest list around
    share: float  # share of the characters of that list in the element that is part of it


def feature_rows(
    numbers: Sequence[int],
    lines: Sequence[Line],
    repeated: AbstractSet[int],
    elements: Sequence[Element],
) -> list[Features]:
    """Return the features of the lines of these numbers among all lines, in the order of NAMES."""
    boxes = _boxes(lines, repeated, elements)
    distances = _distances_from_heading(lines)
    blocks = [elements[lines[number].element].block for number in numbers]
    around = {block: _features_around(block, boxes, elements) for block in set(blocks)}
    return [
        (*around[block], distances[number]) for number, block in zip(numbers, blocks, strict=True)
    ]


def _boxes(
    lines: Sequence[Line], repeated: AbstractSet[int], elements: Sequence[Element]
) -> list[Box]:
    sizes, repeated_sizes = _sizes(lines, repeated, elements)
    kinds = [(element.parent, element.tag, element.names) for element in elements]
    counts = Counter(kinds)
    totals: Counter[tuple[int, str, str]] = Counter()
    for kind, size in zip(kinds, sizes, strict=True):
        totals[kind] += size
    boxes: list[Box] = []
    for n, kind in enumerate(kinds):
        count, parent = min(MOST_BOXES, counts[kind]), elements[n].parent
        outer = boxes[parent] if parent >= 0 else Box(0.0, 1, 1.0)
        longest = (count, sizes[n] / totals[kind]) if count > outer.similar else outer[1:]
        boxes.append(Box(repeated_sizes[n] / sizes[n], *longest))
    return boxes


def _sizes(
    lines: Sequence[Line], repeated: AbstractSet[int], elements: Sequence[Element]
) -> tuple[list[int], list[int]]:
    """Return the characters in each element, and those that other pages have."""
    sizes, repeated_sizes = [LEAST_SIZE] * len(elements), [0] * len(elements)
    for number, line in enumerate(lines):
        sizes[line.element] += len(line.text)
        if number in repeated:
            repeated_sizes[line.element] += len(line.text)
    for n in range(len(elements) - 1, 0, -1):  # children come after their parents
        parent = elements[n].parent
        if parent >= 0:
            sizes[parent] += sizes[n] - LEAST_SIZE
            repeated_sizes[parent] += repeated_sizes[n]
    return sizes, repeated_sizes


def _features_around(block: int, boxes: Sequence[Box], elements: Sequence[Element]) -> Features:
    """Return the features of the boxes around a block; the outermost fills missing levels."""
    shares: list[float] = []
    for _ in range(LEVELS):
        block = max(elements[block].parent, 0)
        shares.append(boxes[block].repeated)
        if len(shares) == 1:
            _, similar, share = boxes[block]
    return (*shares, similar, share)


def _distances_from_heading(lines: Sequence[Line]) -> list[int]:
    """Return how many lines above each the last h1 is; -1 without one."""
    distances, last = [], -1
    for number, line in enumerate(lines):
        if line.tag == "h1":
            last = number
        distances.append(min(MOST_DISTANCE, number - last) if last >= 0 else -1)
    return distances
