"""The number of documents with each value of a column, as an array."""

import numpy as np

from search.engines.whoosh.searching.arrays.document_sets import Numbers
from search.engines.whoosh.storage.segment import MISSING


class ArrayTally:
    """The number of documents with each value. Shapes: counts (values,)."""

    def __init__(self, counts: Numbers) -> None:
        self._counts = counts

    def counts(self) -> tuple[list[int], list[int]]:
        (values,) = (self._counts > 0).nonzero()  # of the counts themselves: three times slower
        return values.tolist(), self._counts.take(values).tolist()

    def largest(self, most: int) -> list[tuple[int, int]]:
        missing = int(self._counts[MISSING])
        (values,) = (self._counts > 0).nonzero()
        if missing:
            values = values[1:]
        counts = self._counts.take(values)
        if len(values) > 4 * most:  # sort only those that reach the last of the highest
            reached = np.bincount(counts)[::-1].cumsum()
            floor = len(reached) - 1 - int(reached.searchsorted(most))
            high = counts >= floor
            values, counts = values.compress(high), counts.compress(high)
        order = (-counts).argsort(kind="stable")[:most]
        pairs = zip(values.take(order).tolist(), counts.take(order).tolist(), strict=True)
        return [*pairs, (MISSING, missing)][:most] if missing else list(pairs)
