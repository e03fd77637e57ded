"""Scores of documents, and which are the best."""

from collections.abc import Sequence

import numpy as np

from search.engines.whoosh.arrays.columns import Columns
from search.engines.whoosh.arrays.sets import Documents, Numbers
from search.engines.whoosh.kernel import Weighed
from search.engines.whoosh.ranking import DIGITS, norm, share
from search.schema import ZONES

HALF = 10.0**-DIGITS / 2
MANY = 500  # documents for which it is worth while to leave some out before they are scored
SURE = 3  # times as many as are wanted are scored to know what the best reach
SLACK = 1e-5  # what 32 bits and rounding may take from a score
BLOCKS = 12  # for each of the best: then two of them seldom share a block


Told = tuple[tuple[str, ...], float]  # the zones of a leaf, and their mean length


class Scorer:
    """The scores of one segment's documents."""

    def __init__(self, columns: Columns, size: int) -> None:
        self._columns = columns
        self._size = size  # documents of the segment
        self._norms: dict[Told, Numbers] = {}
        self._leasts: dict[Told, float] = {}

    def lengths(self, zones: tuple[str, ...]) -> Numbers:
        """That of each document, the zones pooled."""
        found = np.zeros(self._size, np.int64)
        for zone in zones:
            if weight := ZONES[zone].weight:
                found += weight * self._columns.numbers(f"{zone}.length").astype(np.int64)
        return found

    def scores(self, documents: Documents, weighed: Sequence[Weighed]) -> Numbers:
        """The sum of the leaves' shares, added in their order."""
        total = np.zeros(len(documents))
        norms: dict[Told, Numbers] = {}
        for leaf in weighed:
            told = leaf.zones, leaf.mean
            if told not in norms:
                norms[told] = self._norm(*told).take(documents.numbers)
            total += share(leaf.counts.at(documents), norms[told], leaf.weight)
        return total

    def best(
        self, documents: Documents, weighed: Sequence[Weighed], most: int
    ) -> list[tuple[float, int]]:
        """The documents with the highest scores; equal ones by id."""
        if not len(documents) or not most:
            return []
        if len(documents) > MANY + SURE * most:
            documents = self._contenders(documents, weighed, most)
        scores, numbers = self.scores(documents, weighed), documents.numbers
        if len(numbers) > most:
            (near,) = (scores >= floor(scores, most) - 2 * HALF).nonzero()
            numbers, scores = numbers.take(near), scores.take(near)
        scores = rounded(scores)
        order = np.lexsort((self._columns.numbers("ids.rank").take(numbers), -scores))[:most]
        pairs = zip(scores.take(order).tolist(), numbers.take(order).tolist(), strict=True)
        return list(pairs)

    def _contenders(self, documents: Documents, weighed: Sequence[Weighed], most: int) -> Documents:
        """Those of the documents that can be among the best.

        With so many occurrences a document scores at most what the shortest would. Some for which
        that is the most are scored; whose most is less than the best of these have is left out.
        """
        highest = np.zeros(len(documents), np.float32)  # half the memory to go through
        for leaf in weighed:
            counts = leaf.counts.at(documents)
            if not np.issubdtype(counts.dtype, np.integer):
                return documents
            table = share(np.arange(int(counts.max()) + 1), self._least(leaf), leaf.weight)
            highest += table.astype(np.float32).take(counts)
        likely = documents.only(highest >= floor(highest, SURE * most))
        reached = floor(self.scores(likely, weighed), most)
        return documents.only(highest >= reached * (1 - SLACK) - SLACK)

    def _least(self, leaf: Weighed) -> float:
        """The least norm of any document that has words."""
        told = leaf.zones, leaf.mean
        if told not in self._leasts:
            norms = self._norm(*told)[self.lengths(leaf.zones) > 0]
            self._leasts[told] = float(norms.min(initial=np.inf))
        return self._leasts[told]

    def _norm(self, zones: tuple[str, ...], mean: float) -> Numbers:
        """That of every document, to the last bit what a number alone gives: each length once."""
        found = self._norms.get((zones, mean))
        if found is None:
            lengths = self.lengths(zones)
            table = np.zeros(int(lengths.max(initial=0)) + 1)
            for length in np.flatnonzero(np.bincount(lengths)).tolist():
                table[length] = norm(length, mean)
            found = self._norms[zones, mean] = table[lengths]
        return found


def floor(scores: Numbers, most: int) -> float:
    """A number that at least so many of the scores reach, and few more.

    The highest of each block of scores are found in a tenth of the time that it takes to part
    the scores themselves.
    """
    blocks = most * BLOCKS
    if len(scores) > 4 * blocks:
        rows = len(scores) // blocks
        scores = scores[: rows * blocks].reshape(rows, blocks).max(axis=0)
    return float(np.partition(scores, len(scores) - most)[-most])


def rounded(scores: Numbers) -> Numbers:
    """What Python's `round` gives for each, to the last bit.

    A number divided by a power of ten is the nearest there is to that decimal; only where a score
    lies in the middle of two, as far as can be told, does the way to it matter.
    """
    scaled = scores * 10.0**DIGITS
    found: Numbers = np.rint(scaled) / 10.0**DIGITS
    middle = np.abs(scaled - np.floor(scaled) - 0.5) < 1e-5
    for place in np.flatnonzero(middle):
        found[place] = round(float(scores[place]), DIGITS)
    return found
