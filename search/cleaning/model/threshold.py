"""The choice of the lines to keep, given their scores: the one with the best expected F1.

With p the chance that a line is the article's and w its words, the lines of p >= t are kept for
every t in turn, and 2 sum(kept pw) / (sum(kept w) + sum(all pw)), the expected F1 to first order,
is maximised. A document of which the model is sure is cut near p = 1/2; one of short or unusual
lines is cut lower, so that it is not emptied.
"""

from collections.abc import Sequence
from math import exp

SLOPE = 0.6  # the trees are a little too confident on new sites; by cross-validation
HIGHEST_LIMIT = 0.5
_STEEPEST = 700.0  # exp overflows beyond


def chances(scores: Sequence[float]) -> list[float]:
    """Return the chances for the log-odds."""
    return [1 / (1 + exp(min(-SLOPE * score, _STEEPEST))) for score in scores]


def choose_limit(chances: Sequence[float], sizes: Sequence[float]) -> float:
    """Return the lowest chance of a line that is kept."""
    article_words = sum(chance * size for chance, size in zip(chances, sizes, strict=True))
    kept = right = best = 0.0
    limit = HIGHEST_LIMIT
    for chance, size in sorted(zip(chances, sizes, strict=True), reverse=True):
        kept += size
        right += chance * size
        if kept and right / (kept + article_words) > best:
            best, limit = right / (kept + article_words), chance
    return min(limit, HIGHEST_LIMIT)
