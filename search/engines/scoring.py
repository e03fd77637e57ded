"""The scores of articles: what each leaf of a query adds, InB2 over pooled zones, and newness.

Source: Amati and van Rijsbergen, Probabilistic Models of Information Retrieval Based on Measuring
the Divergence from Randomness, 2002; c = 1, and n as counted. Zones are pooled before saturation,
as Robertson, Zaragoza and Taylor do for BM25 (2004).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from math import log2
from typing import Any

from search.query import RECENCY, ClauseScore
from search.schema import ZONES

MINIMUM_MATCH = 0.1  # of the weight of all words of a query: an article must have as much
GAIN = 0.5  # the part of its score by words that an article of the newest day gains
DIGITS = 6  # scores are rounded, so that the order of additions cannot settle a tie


def rarity(matching: int, articles: int) -> float:
    """Return the inverse document frequency of a leaf that so many articles match, in bits.

    >>> rarity(7, 29)
    2.0
    """
    return log2((articles + 1) / (matching + 0.5))


def leaf_weight(matching: int, occurrences: float, articles: int) -> float:
    """Return the most that a leaf can add to a score.

    It is the rarity of the leaf times its mean occurrences in the articles that match it: what
    articles are about they name more than once.
    """
    return rarity(matching, articles) * (occurrences + 1) / matching if matching else 0.0


def length_norm(length: float, mean: float) -> float:
    """Return the number of occurrences that earn half of a leaf's weight.

    Units: length and mean count tokens, each zone's times its weight; mean is over all articles.
    """
    return 1 / log2(1 + (mean or 1.0) / length) if length else 1.0


def leaf_score(count: Any, norm: Any, weight: float) -> Any:
    """Return what a leaf with so many weighted occurrences adds to the score.

    Count and norm are numbers or arrays of them, which give the same result to the last bit.
    """
    return weight * count / (count + norm)


def leaf_scores(
    counts: Iterable[float | None], norms: Iterable[float], weight: float
) -> list[float]:
    """Return the `leaf_score` of each count in turn, without the time of a call for each."""
    pairs = zip(counts, norms, strict=True)
    return [weight * count / (count + norm) if count else 0.0 for count, norm in pairs]


def pooled_length(lengths: Mapping[str, float], zones: tuple[str, ...]) -> float:
    """Return the length of the zones together, each times its weight."""
    return sum(ZONES[zone].weight * lengths.get(zone, 0) for zone in zones)


class Recency:
    """The bonus for new articles: their scores times 1 + GAIN * 2 ** (-age / halflife).

    An article without a date keeps its own. Ages count in days before `newest`, the last day of
    the index, so that an answer does not change while the index stays as it is.
    """

    def __init__(self, halflife: int, newest: str) -> None:
        self._halflife = halflife
        self._newest = date.fromisoformat(newest).toordinal() if newest else 0
        self._factors: dict[str, float] = {"": 1.0}

    def factor(self, day: str) -> float:
        """Return the factor for the scores of articles of the day; 1 without a day."""
        if day not in self._factors:
            self._factors[day] = 1 + GAIN * 2 ** (-self._age(day) / self._halflife)
        return self._factors[day]

    def clause_score(self, day: str, score: float) -> tuple[ClauseScore, ...]:
        """Return what the bonus added to a score by words; nothing without a day."""
        if not day:
            return ()
        added = round(score * (self.factor(day) - 1), DIGITS)
        return (ClauseScore(RECENCY, self._age(day), 0, added),)

    def _age(self, day: str) -> int:
        return self._newest - date.fromisoformat(day).toordinal()
