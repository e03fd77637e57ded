"""How likely each line is the article's, by the line model; the lines it cuts."""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from search.article import Verdict
from search.cleaning.corpus_statistics import NO_STATISTICS, LineStatistics
from search.cleaning.html_text import Element
from search.cleaning.model import (
    boosted_trees,
    box_features,
    line_features,
    position_features,
    threshold,
)
from search.cleaning.model.boosted_trees import Model
from search.cleaning.model.line_features import Context, Numbers
from search.cleaning.model.position_features import Place
from search.cleaning.model.shape_features import Shape, Words, shape
from search.cleaning.rules import END_RULES
from search.cleaning.text_lines import Line

FEW = 4  # lines a document must have for the model to be asked
SHORT = 8  # lines below which it must be surer to cut any
SURER = 0.2  # the chance below which it then cuts
MANY = 10  # lines of a page from which some are cut whatever their chances
LIKELY = 0.5  # chance that some line must reach for the model to be trusted with the others
SURE = 0.85  # the same where no line is a sentence of some length, as in a poem
EVIDENCE = ("repeated", "teaser")  # what the other documents prove
MOST = 5  # cut lines beside a line that are counted


class Lines(NamedTuple):
    """The lines of a document that are left when what is certain is cut."""

    places: Sequence[int]  # among all the lines of the document
    lines: Sequence[Line]
    contexts: Sequence[Context]
    title: str  # of the document
    elements: Sequence[Element] = ()  # of a page
    every: Sequence[Line] = ()  # with those that are cut for certain
    told: frozenset[int] = frozenset()  # the places, among all, of lines the other documents have


def left(
    lines: Sequence[Line],
    certain: Sequence[Verdict | None],
    statistics: Sequence[LineStatistics],
    title: str,
    elements: Sequence[Element],
) -> Lines:
    """The lines of which nothing is certain."""
    rest = [place for place, verdict in enumerate(certain) if verdict is None]
    closing = [verdict is not None and verdict.rule in END_RULES for verdict in certain]
    closers = list(accumulate(closing, initial=0))
    edges = [-1, *rest, len(lines)]
    gaps = [min(MOST, after - before - 1) for before, after in pairwise(edges)]
    known = statistics or [NO_STATISTICS] * len(lines)
    shared = [0 if elements else each.shared_runs for each in known]  # a page's boxes tell more
    contexts = [
        Context(gaps[n], gaps[n + 1], known[at].same_source, shared[at], at - n, closers[at])
        for n, at in enumerate(rest)
    ]
    told = frozenset(
        place for place, each in enumerate(certain) if each is not None and each.rule in EVIDENCE
    )
    own = [lines[place] for place in rest]
    return Lines(rest, own, contexts, title, elements, lines, told)


def unlikely(left: Lines) -> Mapping[int, float] | None:
    """The places of the lines that are not the article's, each with the chance that it is.

    None where the model is not to be trusted: the document is too short, or nothing in it looks
    like an article to it.
    """
    if len(left.lines) < FEW:
        return None
    model = boosted_trees.load("page" if left.elements else "text")
    return chosen(left, *scored(left, model))


def scored(left: Lines, model: Model) -> tuple[list[float], list[Shape]]:
    """The log-odds that each line is the article's, and the lines by themselves."""
    shapes = [shape(line.text, model.words) for line in left.lines]
    found = rows(left, shapes, model.words, model.classes)
    return list(map(model.score, found)), shapes


def chosen(
    left: Lines, scores: Sequence[float], shapes: Sequence[Shape]
) -> Mapping[int, float] | None:
    """What `unlikely` answers, given the scores."""
    chances = threshold.chances(scores)
    sentences = any(line.good for line in shapes)  # a poem or a list has none
    told = bool(left.elements) and len(chances) >= MANY  # a page's boxes tell where a text does not
    if not told and max(chances, default=0.0) < (LIKELY if sentences else SURE):
        return None
    floor = threshold.limit(chances, [line.size for line in shapes])
    if len(chances) < SHORT:
        floor = min(floor, SURER)
    return {
        place: chance for place, chance in zip(left.places, chances, strict=True) if chance < floor
    }


def rows(
    left: Lines, shapes: Sequence[Shape], words: Words, classes: Mapping[str, float]
) -> list[Numbers]:
    """The numbers the model is asked with; `names` has their names."""
    found = line_features.rows(shapes, words.stops, left.contexts, left.title)
    if not left.elements:
        return found
    where = [Place(line.element, line.link_share) for line in left.lines]
    beside = position_features.rows(where, shapes, left.elements, classes)
    around = box_features.rows(left.places, left.every, left.told, left.elements)
    return [row + more + box for row, more, box in zip(found, beside, around, strict=True)]


def names(pages: bool) -> list[str]:
    """The names of the numbers of a line."""
    return (
        [*line_features.NAMES, *position_features.NAMES, *box_features.NAMES]
        if pages
        else line_features.NAMES
    )
