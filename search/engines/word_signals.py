"""Signals of the use of words: what the best articles gain for where they have those of a query.

A signal is a share, by rarity, of the words of the query: of all that any article has. It is worth
a part of the most that these words can add to a score, so that no filter changes it. Only the best
`DEPTH` articles by words are reordered: a signal costs the same in any archive.

They were chosen on five collections, each time without one of them: see benchmarks/README.md.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import fsum

from search.query import (
    HEADLINE,
    IN_ORDER,
    LEAD,
    TEXT_ZONES,
    TOGETHER,
    ClauseScore,
    Leaf,
    Phrase,
    SynonymGroup,
    Word,
)

DEPTH = 20  # articles; 50 gives the same
LEAD_WORDS = 100  # words at the start of the text, which say what a news article is about
WINDOW = 20  # words
REACH = 3  # words from one to the next

Places = Mapping[Leaf, Sequence[int]]  # the rising positions of each leaf in one zone
Weights = Mapping[Leaf, float]  # the rarity of each leaf


class Occurrences:
    """The words of a query, in its order, and their places in one article."""

    def __init__(self, words: Sequence[Leaf], title: Places, body: Places) -> None:
        self.words, self.title, self.body = words, title, body


def in_headline(found: Occurrences, weights: Weights) -> float:
    """Return the weight of the words in the headline."""
    return fsum(weights[word] for word in weights if found.title.get(word))


def in_lead(found: Occurrences, weights: Weights) -> float:
    """Return the weight of the words in the headline or at the start of the text."""
    title, body = found.title, found.body
    return fsum(
        weights[word]
        for word in weights
        if title.get(word) or min(body.get(word, ()), default=LEAD_WORDS) < LEAD_WORDS
    )


def together(found: Occurrences, weights: Weights) -> float:
    """Return the weight of the words in the best window of the text."""
    occurrences = sorted(
        (place, word) for word, at in enumerate(found.body.values()) for place in at
    )
    words, best, end = list(found.body), 0.0, 0
    inside = [0] * len(words)  # how often each word stands in the window
    for place, word in occurrences:
        while end < len(occurrences) and occurrences[end][0] < place + WINDOW:
            inside[occurrences[end][1]] += 1
            end += 1
        present = (weights[each] for each, count in zip(words, inside, strict=True) if count)
        best = max(best, fsum(present))
        inside[word] -= 1
    return best


def in_order(found: Occurrences, weights: Weights) -> float:
    """Return the weight of pairs of words that follow one another as in the query.

    A pair weighs the mean of its words, times n / (n + 1) where it occurs n times.
    """
    parts = []
    for first, second in pairwise(found.words):
        count = sum(
            _follows(places.get(first, ()), places.get(second, ()))
            for places in (found.title, found.body)
        )
        parts.append((weights[first] + weights[second]) / 2 * count / (count + 1))
    return fsum(parts)


def _follows(first: Sequence[int], second: Sequence[int]) -> int:
    """Return at how many positions of the first word the second comes soon after."""
    after = set(second)
    return sum(any(place + step in after for step in range(1, REACH + 1)) for place in first)


Signal = Callable[[Occurrences, Weights], float]
SIGNALS: Mapping[str, tuple[Signal, float]] = {
    HEADLINE: (in_headline, 0.25),
    LEAD: (in_lead, 0.15),
    TOGETHER: (together, 0.15),
    IN_ORDER: (in_order, 0.25),
}  # the clause of each, and the part of the most that words can add that it is worth


def signal_words(leaves: Sequence[Leaf]) -> list[Leaf]:
    """Return the leaves that have signals: plain words and phrases, in the order of the query."""
    plain = (leaf for leaf in leaves if isinstance(leaf, Word | SynonymGroup | Phrase))
    return [leaf for leaf in plain if set(leaf.zones) & set(TEXT_ZONES)]


def signal_scores(
    found: Occurrences, weights: Weights, most: float, digits: int
) -> tuple[ClauseScore, ...]:
    """Return what each signal adds to the score of an article, rounded; those above 0.

    `most` is what the words of the query can add together.
    """
    whole = fsum(weights.values()) or 1.0  # without words
    shares = {name: signal(found, weights) / whole for name, (signal, _) in SIGNALS.items()}
    return tuple(
        ClauseScore(name, round(share, digits), 0, round(most * SIGNALS[name][1] * share, digits))
        for name, share in shares.items()
        if share
    )
