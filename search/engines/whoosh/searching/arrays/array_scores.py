"""Scores of documents, and which are the best."""

from collections.abc import Sequence

import numpy as np

from search.engines.scoring import DIGITS, leaf_score, length_norm
from search.engines.whoosh.searching.arrays.array_counts import ArrayCounts
from search.engines.whoosh.searching.arrays.document_sets import ArrayDocuments, Numbers
from search.engines.whoosh.searching.arrays.sections import Sections
from search.engines.whoosh.searching.kernel import WeightedLeaf
from search.schema import ZONES

HALF = 10.0**-DIGITS / 2
BLOCKS = 12  # for each of the best: then two of them seldom share a block
Told = tuple[tuple[str, ...], float]  # the zones of a leaf, and their mean length


class Scorer:
    """The scores of one segment's documents."""

    def __init__(self, sections: Sections, size: int) -> None:
        self._sections = sections
        self._size = size  # documents of the segment
        self._lengths: dict[tuple[str, ...], Numbers] = {}  # by document
        self._norms: dict[Told, Numbers] = {}  # by length

    def lengths(self, zones: tuple[str, ...]) -> Numbers:
        """That of each document, the zones pooled."""
        found = np.zeros(self._size, np.int64)
        for zone in zones:
            if weight := ZONES[zone].weight:
                found += weight * self._sections[f"{zone}.length"].astype(np.int64)
        return found

    def scores(
        self, documents: ArrayDocuments, leaves: Sequence[WeightedLeaf[ArrayCounts]]
    ) -> Numbers:
        """The sum of the leaves' shares, added in their order."""
        total: Numbers | None = None
        norms: dict[Told, Numbers] = {}
        for leaf in leaves:
            told = leaf.zones, leaf.mean
            if told not in norms:
                norms[told] = self._norm(told, documents)
            scores = leaf_score(leaf.counts.at(documents), norms[told], leaf.weight)
            total = scores if total is None else np.add(total, scores, out=total)
        return np.zeros(len(documents)) if total is None else total

    def best(
        self, documents: ArrayDocuments, leaves: Sequence[WeightedLeaf[ArrayCounts]], most: int
    ) -> list[tuple[float, int]]:
        """The documents with the highest scores; equal ones by id."""
        if not len(documents) or not most:
            return []
        scores, numbers = self.scores(documents, leaves), documents.numbers
        if len(numbers) > most:
            (near,) = (scores >= floor(scores, most) - 2 * HALF).nonzero()
            numbers, scores = numbers.take(near), scores.take(near)
        ranks = self._sections["ids.rank"].take(numbers)
        scores = rounded(scores)
        order = np.lexsort((ranks, -scores))[:most]
        return list(zip(scores.take(order).tolist(), numbers.take(order).tolist(), strict=True))

    def _norm(self, told: Told, documents: ArrayDocuments) -> Numbers:
        """That of each of the documents, to the last bit what a number alone gives: each length
        once. Lengths and their norms take a quarter of the memory that norms of all would.
        """
        zones, mean = told
        if zones not in self._lengths:
            lengths = self.lengths(zones)
            self._lengths[zones] = lengths.astype(np.min_scalar_type(lengths.max(initial=0)))
        lengths = self._lengths[zones]
        if told not in self._norms:
            table = self._norms[told] = np.zeros(int(lengths.max(initial=0)) + 1)
            for length in np.flatnonzero(np.bincount(lengths)).tolist():
                table[length] = length_norm(length, mean)
        return self._norms[told].take(lengths.take(documents.numbers))


def floor(scores: Numbers, most: int) -> float:
    """A number that at least so many of the scores reach, and few more.

    The highest of each block of scores are found in a tenth of the time that it takes to part
    the scores themselves.
    """
    blocks = most * BLOCKS
    if len(scores) > 4 * blocks:
        rows = len(scores) // blocks
        scores = scores[: rows * blocks].reshape(rows, blocks).max(axis=0)
    held = scores.copy()
    held.partition(len(held) - most)
    return float(held[-most])


def rounded(scores: Numbers) -> Numbers:
    """What Python's `round` gives for each, to the last bit.

    A number divided by a power of ten is the nearest there is to that decimal; only where a score
    lies in the middle of two, as far as can be told, does the way to it matter.
    """
    scaled = scores * 10.0**DIGITS
    found: Numbers = np.rint(scaled) / 10.0**DIGITS
    middle = np.abs(scaled - np.floor(scaled) - 0.5) < 1e-5
    for place in middle.nonzero()[0].tolist():
        found[place] = round(float(scores[place]), DIGITS)
    return found
