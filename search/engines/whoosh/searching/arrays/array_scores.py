"""The best of some scores, and scores as Python rounds them."""

import numpy as np

from search.engines.scoring import DIGITS
from search.engines.whoosh.searching.arrays.document_sets import Numbers

BLOCKS = 12  # for each of the best scores: then two of them rarely share a block


def floor(scores: Numbers, most: int) -> float:
    """Return a number that at least `most` of the scores reach, and few more.

    To find the highest of each block of scores takes a tenth of the time of a partition of all.
    """
    blocks = most * BLOCKS
    if len(scores) > 4 * blocks:
        rows = len(scores) // blocks
        scores = scores[: rows * blocks].reshape(rows, blocks).max(axis=0)
    parted = scores.copy()
    parted.partition(len(parted) - most)
    return float(parted[-most])


def rounded(scores: Numbers) -> Numbers:
    """Return what Python's `round` returns for each score, to the last bit.

    An integer divided by a power of ten is the number nearest to that decimal. Only for a score
    halfway between two decimals, or so near to it that the error of a product could decide, does
    it matter how it is rounded: Python rounds those.
    """
    scaled = scores * 10.0**DIGITS
    result: Numbers = np.rint(scaled) / 10.0**DIGITS
    middle = np.abs(scaled - np.floor(scaled) - 0.5) < 1e-5
    for place in middle.nonzero()[0].tolist():
        result[place] = round(float(scores[place]), DIGITS)
    return result
