"""How much more often a word is in some articles than in the others."""

from math import log


def significance(matching: int, matches: int, having: int, articles: int) -> float:
    """How far the share of articles with a word departs from that of the others; below 0 where it
    is less: the log-likelihood ratio G2.

    `matching` of the `matches` have the word, and `having` of all `articles`.
    Source: Dunning, Accurate Methods for the Statistics of Surprise and Coincidence, 1993.
    """
    rest, elsewhere = articles - matches, having - matching
    table = (
        (matching, matches, having),
        (matches - matching, matches, articles - having),
        (elsewhere, rest, having),
        (rest - elsewhere, rest, articles - having),
    )
    found = 2 * sum(n * log(n * articles / (row * column)) for n, row, column in table if n)
    return found if matching * articles > having * matches else -found
