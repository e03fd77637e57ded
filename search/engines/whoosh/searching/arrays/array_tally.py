"""How many documents have each name of a facet."""

import numpy as np

from search.engines.whoosh.searching.arrays.document_sets import Numbers
from search.engines.whoosh.storage.segment import MISSING


class ArrayTally:
    """Counts by number."""

    def __init__(self, counts: Numbers) -> None:
        self._counts = counts

    def counts(self) -> tuple[list[int], list[int]]:
        (met,) = (self._counts > 0).nonzero()  # of numbers it takes three times as long
        return met.tolist(), self._counts.take(met).tolist()

    def largest(self, most: int) -> list[tuple[int, int]]:
        counts = self._counts
        missing = int(counts[MISSING])
        (met,) = (counts > 0).nonzero()
        if missing:
            met = met[1:]
        held = counts.take(met)
        if len(met) > 4 * most:  # only those as high as the last of the highest
            at_least = np.bincount(held)[::-1].cumsum()
            floor = len(at_least) - 1 - int(at_least.searchsorted(most))
            high = held >= floor
            met, held = met.compress(high), held.compress(high)
        order = (-held).argsort(kind="stable")[:most]
        found = list(zip(met.take(order).tolist(), held.take(order).tolist(), strict=True))
        return [*found, (MISSING, missing)][:most] if missing else found
