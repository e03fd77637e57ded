"""The line model: the chance of each line to be the article's, and the lines that it cuts."""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from math import exp
from typing import NamedTuple

from search.article import Verdict
from search.cleaning.corpus_statistics import NO_STATISTICS, LineStatistics
from search.cleaning.html_text import Element
from search.cleaning.model import boosted_trees, box_features, line_features, position_features
from search.cleaning.model.boosted_trees import Model
from search.cleaning.model.line_features import Features, LineContext
from search.cleaning.model.shape_features import LineShape, WordWeights, line_shape
from search.cleaning.rules import END_RULES
from search.cleaning.text_lines import Line

FEWEST_LINES = 4  # in a document; the model is not used for a shorter one
SHORT_DOCUMENT = 8  # lines below which only lines of a low chance are cut
SHORT_LIMIT = 0.2  # the chance below which they are
LONG_PAGE = 10  # lines from which a page is cut whatever the chances
LIKELY = 0.5  # the chance that some line must reach, or else the model is not trusted
LIKELY_WITHOUT_SENTENCES = 0.85  # the same where no line is a long sentence, as in a poem
CORPUS_RULES = ("repeated", "teaser")  # cuts that other documents justify
MOST_CUTS = 5  # cut lines next to a line that are counted
SLOPE = 0.6  # the trees are a little too confident on new sites; by cross-validation
HIGHEST_LIMIT = 0.5
_STEEPEST = 700.0  # exp overflows beyond


class UndecidedLines(NamedTuple):
    """The lines of a document that have no certain verdict."""

    numbers: Sequence[int]  # among all lines of the document
    lines: Sequence[Line]
    contexts: Sequence[LineContext]
    title: str  # of the document
    elements: Sequence[Element] = ()  # of a page
    all_lines: Sequence[Line] = ()
    repeated: frozenset[int] = frozenset()  # the numbers of lines that other documents have


def undecided_lines(
    lines: Sequence[Line],
    certain: Sequence[Verdict | None],
    statistics: Sequence[LineStatistics],
    title: str,
    elements: Sequence[Element],
) -> UndecidedLines:
    """Return the lines without a certain verdict."""
    numbers = [number for number, verdict in enumerate(certain) if verdict is None]
    ends = [verdict is not None and verdict.rule in END_RULES for verdict in certain]
    ends_above = list(accumulate(ends, initial=0))
    gaps = [
        min(MOST_CUTS, after - before - 1) for before, after in pairwise([-1, *numbers, len(lines)])
    ]
    known = statistics or [NO_STATISTICS] * len(lines)
    # The boxes of a page say more than the runs that a line shares.
    shared = [0 if elements else each.shared_runs for each in known]
    contexts = [
        LineContext(gaps[n], gaps[n + 1], known[at].same_source, shared[at], at - n, ends_above[at])
        for n, at in enumerate(numbers)
    ]
    repeated = frozenset(
        number for number, each in enumerate(certain) if each and each.rule in CORPUS_RULES
    )
    own = [lines[number] for number in numbers]
    return UndecidedLines(numbers, own, contexts, title, elements, lines, repeated)


def model_cuts(undecided: UndecidedLines) -> Mapping[int, float] | None:
    """Return the numbers of the lines to cut, each with the chance that it is the article's.

    None where the model is not trusted: the document is too short, or no line of it looks like an
    article.
    """
    if len(undecided.lines) < FEWEST_LINES:
        return None
    model = boosted_trees.load_model("page" if undecided.elements else "text")
    return choose_cuts(undecided, *score_lines(undecided, model))


def score_lines(undecided: UndecidedLines, model: Model) -> tuple[list[float], list[LineShape]]:
    """Return the log-odds that each line is the article's, and the shapes of the lines."""
    shapes = [line_shape(line.text, model.words) for line in undecided.lines]
    rows = feature_rows(undecided, shapes, model.words, model.classes)
    return list(map(model.score, rows)), shapes


def choose_cuts(
    undecided: UndecidedLines, scores: Sequence[float], shapes: Sequence[LineShape]
) -> Mapping[int, float] | None:
    """Return the cuts of `model_cuts`, given the scores."""
    chances = line_chances(scores)
    # The boxes of a page say enough where the lines of a text do not.
    is_trusted = bool(undecided.elements) and len(chances) >= LONG_PAGE
    has_sentences = any(shape.sentence for shape in shapes)  # a poem or a list has none
    least = LIKELY if has_sentences else LIKELY_WITHOUT_SENTENCES
    if not is_trusted and max(chances, default=0.0) < least:
        return None
    limit = choose_limit(chances, [shape.size for shape in shapes])
    if len(chances) < SHORT_DOCUMENT:
        limit = min(limit, SHORT_LIMIT)
    return {
        number: chance
        for number, chance in zip(undecided.numbers, chances, strict=True)
        if chance < limit
    }


def line_chances(scores: Sequence[float]) -> list[float]:
    """Return the chances for the log-odds."""
    return [1 / (1 + exp(min(-SLOPE * score, _STEEPEST))) for score in scores]


def choose_limit(chances: Sequence[float], sizes: Sequence[float]) -> float:
    """Return the lowest chance of a line that is kept: the one with the best expected F1.

    With p the chance that a line is the article's and w its words, the lines of p >= t are kept for
    every t in turn, and 2 sum(kept pw) / (sum(kept w) + sum(all pw)), the expected F1 to first
    order, is maximised. A document of which the model is sure is cut near p = 1/2; one of short or
    unusual lines is cut lower, so that it is not emptied.
    """
    article_words = sum(chance * size for chance, size in zip(chances, sizes, strict=True))
    kept = right = best = 0.0
    limit = HIGHEST_LIMIT
    for chance, size in sorted(zip(chances, sizes, strict=True), reverse=True):
        kept += size
        right += chance * size
        if kept and right / (kept + article_words) > best:
            best, limit = right / (kept + article_words), chance
    return min(limit, HIGHEST_LIMIT)


def feature_rows(
    undecided: UndecidedLines,
    shapes: Sequence[LineShape],
    words: WordWeights,
    classes: Mapping[str, float],
) -> list[Features]:
    """Return the features of each line, in the order of `feature_names`."""
    rows = line_features.feature_rows(shapes, words.stop_words, undecided.contexts, undecided.title)
    if not undecided.elements:
        return rows
    by_position = position_features.feature_rows(
        undecided.lines, shapes, undecided.elements, classes
    )
    by_box = box_features.feature_rows(
        undecided.numbers, undecided.all_lines, undecided.repeated, undecided.elements
    )
    return [a + b + c for a, b, c in zip(rows, by_position, by_box, strict=True)]


def feature_names(is_page: bool) -> list[str]:
    """Return the names of the features of a line."""
    if not is_page:
        return line_features.NAMES
    return [*line_features.NAMES, *position_features.NAMES, *box_features.NAMES]
