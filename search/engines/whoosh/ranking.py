"""How much a leaf of the query adds to the score of an article: BM25F over pooled zones.

Every function takes numbers or arrays of them, and gives the same to the last bit for both.
"""

from collections.abc import Mapping
from math import log
from typing import Any

from search.schema import ZONES

K1, B = 1.2, 0.75  # the usual defaults; tuned values did not carry over to other collections
DIGITS = 6  # scores are rounded, so that the order of additions cannot settle a tie

Numbers = Any  # a number, or an array of them


def idf(matching: int, articles: int) -> float:
    """The weight of a leaf that so many of the articles match, in nats.

    Source: Lucene's BM25Similarity; unlike Whoosh's it goes to 0 for what every article has.
    """
    return log(1 + (articles - matching + 0.5) / (matching + 0.5))


def norm(length: Numbers, mean: float) -> Numbers:
    """How much the length of an article tells against it.

    Units: length in tokens, each zone's times its weight; mean is that of all articles.
    """
    return K1 * (1 - B + B * length / (mean or 1.0))


def share(count: Numbers, norm: Numbers, idf: float) -> Numbers:
    """What a leaf with so many weighted occurrences adds to the score.

    Source: Robertson, Zaragoza and Taylor, Simple BM25 Extension to Multiple Weighted Fields,
    2004: zones are pooled before saturation.
    """
    return idf * count * (K1 + 1) / (count + norm)


def pooled(lengths: Mapping[str, float], zones: tuple[str, ...]) -> float:
    """The length of the zones together, each times its weight."""
    return sum(ZONES[zone].weight * lengths.get(zone, 0) for zone in zones)
