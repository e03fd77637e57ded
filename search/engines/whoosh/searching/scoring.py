"""How much a leaf of the query adds to the score of an article: InB2 over pooled zones.

Source: Amati and van Rijsbergen, Probabilistic Models of Information Retrieval Based on Measuring
the Divergence from Randomness, 2002; c = 1, and n as counted. Zones are pooled before saturation,
as Robertson, Zaragoza and Taylor do for BM25 (2004).
"""

from collections.abc import Iterable, Mapping
from math import log2
from typing import Any

from search.schema import ZONES

FLOOR = 0.1  # of what the words of a query weigh together: an article must have as much of them
DIGITS = 6  # scores are rounded, so that the order of additions cannot settle a tie

Numbers = Any  # a number, or an array of them


def rarity(matching: int, articles: int) -> float:
    """How much rarer than everywhere a leaf is that so many of the articles match, in bits."""
    return log2((articles + 1) / (matching + 0.5))


def weight(matching: int, occurrences: float, articles: int) -> float:
    """What a leaf can add to a score at most: how rare it is, times how often it occurs where it
    does; what articles are about they name more than once.
    """
    return rarity(matching, articles) * (occurrences + 1) / matching if matching else 0.0


def norm(length: float, mean: float) -> float:
    """How many occurrences make half of the weight in an article of the length; mean is that of
    all articles.

    Units: tokens, each zone's times its weight.
    """
    return 1 / log2(1 + (mean or 1.0) / length) if length else 1.0


def share(count: Numbers, norm: Numbers, weight: float) -> Numbers:
    """What a leaf with so many weighted occurrences adds to the score: alike to the last bit for
    numbers and for arrays of them.
    """
    return weight * count / (count + norm)


def shares(counts: Iterable[float | None], norms: Iterable[float], weight: float) -> list[float]:
    """What `share` gives for each, which takes longer when it is called for each."""
    pairs = zip(counts, norms, strict=True)
    return [weight * count / (count + norm) if count else 0.0 for count, norm in pairs]


def pooled(lengths: Mapping[str, float], zones: tuple[str, ...]) -> float:
    """The length of the zones together, each times its weight."""
    return sum(ZONES[zone].weight * lengths.get(zone, 0) for zone in zones)
