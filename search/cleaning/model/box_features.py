"""The numbers of the boxes around a line: what in them other pages have, and how many are alike.

A box most of whose lines stand on other pages of the source too is a box of the source, with all
that is in it. Boxes side by side that are called alike are a list: of teasers, of comments.
"""

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from search.cleaning.html_text import Element
from search.cleaning.model.line_features import Numbers
from search.cleaning.text_lines import Line

LEVELS = 4  # boxes counted, from the parent of the line's block outward
FAR = 50  # lines past which the heading is no nearer
FEW = 6  # characters that a box is taken to have besides
MANY = 20  # boxes past which a list is no longer

BY_BOX = [f"told{level}" for level in range(1, LEVELS + 1)]
BY_LIST = ["boxes", "boxshare"]
BY_HEADING = ["heading"]
GROUPS = {"boxes told again": BY_BOX, "boxes alike": BY_LIST, "heading above": BY_HEADING}
NAMES = [*BY_BOX, *BY_LIST, *BY_HEADING]


class Box(NamedTuple):
    """What is known of an element."""

    told: float  # share of the characters in it that other pages have
    boxes: int  # how many like it stand side by side, of the longest list around
    share: float  # of the characters of that list, those in the box around


def rows(
    places: Sequence[int],
    lines: Sequence[Line],
    told: AbstractSet[int],
    elements: Sequence[Element],
) -> list[Numbers]:
    """The numbers of the lines at these places among all lines, in the order of NAMES."""
    boxes = _boxes(lines, told, elements)
    headings = _headings(lines)
    known: dict[int, Numbers] = {}
    found: list[Numbers] = []
    for place in places:
        block = elements[lines[place].element].block
        if block not in known:
            known[block] = _around(block, boxes, elements)
        found.append((*known[block], headings[place]))
    return found


def _boxes(lines: Sequence[Line], told: AbstractSet[int], elements: Sequence[Element]) -> list[Box]:
    """Each element's."""
    sizes, again = _held(lines, told, elements)
    counts: dict[tuple[int, str, str], int] = defaultdict(int)
    totals: dict[tuple[int, str, str], int] = defaultdict(int)
    keys = [(element.parent, element.tag, element.names) for element in elements]
    for key, size in zip(keys, sizes, strict=True):
        counts[key] += 1
        totals[key] += size
    found: list[Box] = []
    for n, key in enumerate(keys):
        count, up = min(MANY, counts[key]), elements[n].parent
        around = found[up] if up >= 0 else Box(0.0, 1, 1.0)
        longest = (count, sizes[n] / totals[key]) if count > around.boxes else around[1:]
        found.append(Box(again[n] / sizes[n], *longest))
    return found


def _held(
    lines: Sequence[Line], told: AbstractSet[int], elements: Sequence[Element]
) -> tuple[list[int], list[int]]:
    """The characters in each element, and those of them that other pages have."""
    sizes, again = [FEW] * len(elements), [0] * len(elements)
    for place, line in enumerate(lines):
        sizes[line.element] += len(line.text)
        if place in told:
            again[line.element] += len(line.text)
    for n in range(len(elements) - 1, 0, -1):  # children stand behind their parents
        up = elements[n].parent
        if up >= 0:
            sizes[up] += sizes[n] - FEW
            again[up] += again[n]
    return sizes, again


def _around(block: int, boxes: Sequence[Box], elements: Sequence[Element]) -> Numbers:
    """The boxes around a block; the outermost stands for what is missing."""
    shares: list[float] = []
    for _ in range(LEVELS):
        block = elements[block].parent if elements[block].parent >= 0 else block
        shares.append(boxes[block].told)
        if len(shares) == 1:
            _, count, share = boxes[block]
    return (*shares, count, share)


def _headings(lines: Sequence[Line]) -> list[int]:
    """How many lines above each the last great heading stands; -1 where none does."""
    found, last = [], -1
    for place, line in enumerate(lines):
        if line.tag == "h1":
            last = place
        found.append(min(FAR, place - last) if last >= 0 else -1)
    return found
