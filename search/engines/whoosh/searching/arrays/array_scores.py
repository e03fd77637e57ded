"""The scores of documents, and the best of them."""

from collections.abc import Sequence

import numpy as np

from search.engines.scoring import DIGITS, leaf_score, length_norm
from search.engines.whoosh.searching.arrays.array_counts import ArrayCounts
from search.engines.whoosh.searching.arrays.document_sets import ArrayDocuments, Numbers, section
from search.engines.whoosh.searching.kernel import WeightedLeaf
from search.engines.whoosh.storage.segment import Segment
from search.schema import ZONES

ROUNDING = 10.0**-DIGITS  # the most by which two scores differ that are rounded to the same
BLOCKS = 12  # for each of the best scores: then two of them rarely share a block
Pool = tuple[tuple[str, ...], float]  # the zones of a leaf, and their mean length


class ArrayScorer:
    """The scores of the documents of one segment."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._lengths: dict[tuple[str, ...], Numbers] = {}  # by document
        self._norms: dict[Pool, Numbers] = {}  # by length

    def scores(
        self, documents: ArrayDocuments, leaves: Sequence[WeightedLeaf[ArrayCounts]]
    ) -> Numbers:
        """Return the sums of the scores of all leaves, added in their order."""
        total: Numbers | None = None
        norms: dict[Pool, Numbers] = {}
        for leaf in leaves:
            pool = leaf.zones, leaf.mean
            if pool not in norms:
                norms[pool] = self._norm(pool, documents)
            scores = leaf_score(leaf.counts.counts_of(documents), norms[pool], leaf.weight)
            total = scores if total is None else np.add(total, scores, out=total)
        return np.zeros(len(documents)) if total is None else total

    def best(
        self, documents: ArrayDocuments, leaves: Sequence[WeightedLeaf[ArrayCounts]], most: int
    ) -> list[tuple[float, int]]:
        """Return the highest rounded scores, each with its document; equal scores by id."""
        if not len(documents) or not most:
            return []
        scores, numbers = self.scores(documents, leaves), documents.numbers
        if len(numbers) > most:
            (near,) = (scores >= floor(scores, most) - ROUNDING).nonzero()
            numbers, scores = numbers.take(near), scores.take(near)
        ranks = section(self._segment, "ids.rank").take(numbers)
        scores = rounded(scores)
        order = np.lexsort((ranks, -scores))[:most]
        return list(zip(scores.take(order).tolist(), numbers.take(order).tolist(), strict=True))

    def _norm(self, pool: Pool, documents: ArrayDocuments) -> Numbers:
        """Return the length norm of each of the documents, to the last bit that of one number.

        It is calculated once for each length. Lengths and their norms take a quarter of the memory
        that norms of all documents would.
        """
        zones, mean = pool
        if zones not in self._lengths:
            self._lengths[zones] = self._pooled_lengths(zones)
        lengths = self._lengths[zones]
        if pool not in self._norms:
            table = self._norms[pool] = np.zeros(int(lengths.max(initial=0)) + 1)
            for length in np.flatnonzero(np.bincount(lengths)).tolist():
                table[length] = length_norm(length, mean)
        return self._norms[pool].take(lengths.take(documents.numbers))

    def _pooled_lengths(self, zones: tuple[str, ...]) -> Numbers:
        """Return the pooled length of the zones of each document."""
        lengths = np.zeros(self._segment.document_count, np.int64)
        for zone in zones:
            if weight := ZONES[zone].weight:
                lengths += weight * section(self._segment, f"{zone}.length").astype(np.int64)
        return lengths.astype(np.min_scalar_type(lengths.max(initial=0)))


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
