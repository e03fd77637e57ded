"""From the scores of lines to the lines kept: the choice whose expected F1 is the best.

With p the chance that a line is the article's and w its words, the lines of p >= t are tried for
every t, and 2 sum(kept pw) / (sum(kept w) + sum(all pw)), the expected F1 to first order, is made
the largest. A document the model is sure of is cut near p = 1/2; one of short or strange lines is
cut lower, so that it is not emptied.
"""

from collections.abc import Sequence
from math import exp

SLOPE = 0.6  # the trees are a little too sure of themselves on new sites; by cross-validation
HIGHEST = 0.5
_STEEPEST = 700.0  # past it exp overflows


def chances(scores: Sequence[float]) -> list[float]:
    """The chances of log-odds."""
    return [1 / (1 + exp(min(-SLOPE * score, _STEEPEST))) for score in scores]


def limit(chances: Sequence[float], sizes: Sequence[float]) -> float:
    """The lowest chance of a line that is kept."""
    mass = sum(chance * size for chance, size in zip(chances, sizes, strict=True))
    kept = right = best = 0.0
    lowest = HIGHEST
    for chance, size in sorted(zip(chances, sizes, strict=True), reverse=True):
        kept += size
        right += chance * size
        if kept and right / (kept + mass) > best:
            best, lowest = right / (kept + mass), chance
    return min(lowest, HIGHEST)
