"""How likely each line is the article's, by the line model; the lines it cuts."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from search.clean import decode, features, places, trees
from search.clean.evidence import NOTHING, Seen
from search.clean.features import Numbers
from search.clean.lines import Line
from search.clean.page import Element
from search.clean.places import Place
from search.clean.shapes import Shape, Words, shape
from search.clean.trees import Model

FEW = 5  # lines a document must have for the model to be asked
LIKELY = 0.75  # chance that some line must reach for the model to be trusted with the others


class Lines(NamedTuple):
    """The lines of a document that are left when what is certain is cut."""

    places: Sequence[int]  # among all the lines of the document
    lines: Sequence[Line]
    seen: Sequence[Seen]
    total: int  # lines of the document
    elements: Sequence[Element] = ()  # of a page


def left(
    lines: Sequence[Line],
    certain: Sequence[object],
    seen: Sequence[Seen],
    elements: Sequence[Element],
) -> Lines:
    """The lines of which nothing is certain."""
    rest = [place for place, verdict in enumerate(certain) if verdict is None]
    said = [seen[place] if seen else NOTHING for place in rest]
    return Lines(rest, [lines[place] for place in rest], said, len(lines), elements)


def unlikely(left: Lines) -> Mapping[int, float] | None:
    """The places of the lines that are not the article's, each with the chance that it is.

    None where the model is not to be trusted: the document is too short, or nothing in it looks
    like an article to it.
    """
    if len(left.lines) < FEW:
        return None
    model = trees.load("page" if left.elements else "text")
    return chosen(left, *scored(left, model))


def scored(left: Lines, model: Model) -> tuple[list[float], list[float]]:
    """The log-odds that each line is the article's, and its words."""
    shapes = [shape(line.text, model.words) for line in left.lines]
    found = rows(left, shapes, model.words, model.classes)
    return [model.score(row) for row in found], [line.size for line in shapes]


def chosen(
    left: Lines, scores: Sequence[float], sizes: Sequence[float]
) -> Mapping[int, float] | None:
    """What `unlikely` answers, given the scores."""
    chances = decode.chances(scores)
    if max(chances, default=0.0) < LIKELY:
        return None
    floor = decode.limit(chances, sizes)
    return {
        place: chance for place, chance in zip(left.places, chances, strict=True) if chance < floor
    }


def rows(
    left: Lines, shapes: Sequence[Shape], words: Words, classes: Mapping[str, float]
) -> list[Numbers]:
    """The numbers the model is asked with; `names` has their names."""
    around = features.around(left.places, left.total)
    evidence = [(*gaps, said.same) for gaps, said in zip(around, left.seen, strict=True)]
    found = features.rows(shapes, words.stops, evidence)
    if not left.elements:
        return found
    where = [Place(line.element, line.links) for line in left.lines]
    beside = places.rows(where, shapes, left.elements, classes)
    return [row + more for row, more in zip(found, beside, strict=True)]


def names(pages: bool) -> list[str]:
    """The names of the numbers of a line."""
    return [*features.NAMES, *places.NAMES] if pages else features.NAMES
