"""The score that a leaf of the query adds to an article: InB2 over pooled zones.

Source: Amati and van Rijsbergen, Probabilistic Models of Information Retrieval Based on Measuring
the Divergence from Randomness, 2002; c = 1, and n as counted. Zones are pooled before saturation,
as Robertson, Zaragoza and Taylor do for BM25 (2004).
"""

from collections.abc import Iterable, Mapping
from math import log2
from typing import Any

from search.schema import ZONES

FLOOR = 0.1  # the part of the rarity of all words of a query that an article must reach
DIGITS = 6  # scores are rounded, so that the order of additions cannot decide a tie

Numbers = Any  # a number, or an array of them


def rarity(matching: int, articles: int) -> float:
    """Return how much rarer than everywhere a leaf is that so many of the articles match, in bits.

    >>> rarity(7, 29)
    2.0
    """
    return log2((articles + 1) / (matching + 0.5))


def weight(matching: int, occurrences: float, articles: int) -> float:
    """Return the most that a leaf can add to a score.

    It is the rarity times the mean number of occurrences where the leaf occurs: what articles are
    about they name more than once.
    """
    return rarity(matching, articles) * (occurrences + 1) / matching if matching else 0.0


def norm(length: float, mean: float) -> float:
    """Return how many occurrences give half of the weight in an article of that length.

    Units: tokens, each zone's times its weight; mean is the mean length over all articles.
    """
    return 1 / log2(1 + (mean or 1.0) / length) if length else 1.0


def share(count: Numbers, norm: Numbers, weight: float) -> Numbers:
    """Return what a leaf with so many weighted occurrences adds to the score.

    The result is the same to the last bit for numbers and for arrays of them.
    """
    return weight * count / (count + norm)


def shares(counts: Iterable[float | None], norms: Iterable[float], weight: float) -> list[float]:
    """Return `share` for each count; calling `share` for each would be slower."""
    pairs = zip(counts, norms, strict=True)
    return [weight * count / (count + norm) if count else 0.0 for count, norm in pairs]


def pooled(lengths: Mapping[str, float], zones: tuple[str, ...]) -> float:
    """Return the length of the zones together, each times its weight."""
    return sum(ZONES[zone].weight * lengths.get(zone, 0) for zone in zones)
