"""Weighted occurrences by document, and their sums."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from search.engines.whoosh.arrays.sets import FAR, NONE, Numbers

ZEROED = 8  # elements of a fresh array take as long as one that is marked or picked


class Counted:
    """Weighted occurrences. Shapes: (documents,) both; the first rises."""

    def __init__(self, documents: Numbers, numbers: Numbers) -> None:
        self.documents = documents
        self.numbers = numbers

    def __len__(self) -> int:
        return len(self.documents)

    @cached_property
    def matching(self) -> int:
        """How many are above 0."""
        return int(np.count_nonzero(self.numbers))

    @cached_property
    def occurrences(self) -> float:
        """The sum of all."""
        return float(self.numbers.sum())

    @property
    def standing(self) -> Numbers:
        """The documents whose count is above 0."""
        whole = self.matching == len(self.numbers)
        return self.documents if whole else self.documents.compress(self.numbers > 0)

    def times(self, weight: int) -> "Counted":
        """So many times as many."""
        return self if weight == 1 else Counted(self.documents, self.numbers * weight)

    def of(self, document: int) -> float:
        """That of one document."""
        place = int(self.documents.searchsorted(document))
        there = place < len(self) and self.documents[place] == document
        return float(self.numbers[place]) if there else 0.0

    def at(self, documents: Numbers, size: int) -> Numbers:
        """Those of these documents, which rise and are below `size`; 0 where there is none."""
        if documents is self.documents:
            return self.numbers
        few = min(len(self), len(documents))
        if few * FAR > size // ZEROED + len(self) + len(documents):
            every = np.zeros(size)
            every[self.documents] = self.numbers
            return every.take(documents)
        if not few:
            return np.zeros(len(documents))
        if len(documents) < len(self):
            places = self.documents.searchsorted(documents)
            places[places == len(self)] = 0
            return self.numbers.take(places) * (self.documents.take(places) == documents)
        places = documents.searchsorted(self.documents)
        places[places == len(documents)] = 0
        hit = documents.take(places) == self.documents
        found = np.zeros(len(documents))
        found[places.compress(hit)] = self.numbers.compress(hit)
        return found


NOWHERE = Counted(NONE, np.zeros(0))


def pooled(counts: Sequence[Counted], size: int) -> Counted:
    """The sums; all documents are below `size`."""
    met = [each for each in counts if len(each)]
    if len(met) < 2:
        return met[0] if met else NOWHERE
    if len(met) > 2:
        return _total(met, size)
    small, large = sorted(met, key=len)
    if len(small) * FAR > len(large) + size // ZEROED:
        return _total(met, size)
    return _sum(large, small)


def _sum(large: Counted, small: Counted) -> Counted:
    """The sum of two, the second of far fewer documents."""
    places = large.documents.searchsorted(small.documents)
    hit = large.documents.take(np.minimum(places, len(large) - 1)) == small.documents
    numbers = large.numbers.copy()
    if hit.all():
        numbers[places] += small.numbers
        return Counted(large.documents, numbers)
    numbers[places.compress(hit)] += small.numbers.compress(hit)
    miss = ~hit
    fresh = places.compress(miss) + np.arange(np.count_nonzero(miss))
    old = np.ones(len(numbers) + len(fresh), bool)
    old[fresh] = False
    documents, sums = np.empty(len(old), np.int64), np.empty(len(old))
    documents[old], documents[fresh] = large.documents, small.documents.compress(miss)
    sums[old], sums[fresh] = numbers, small.numbers.compress(miss)
    return Counted(documents, sums)


def _total(counts: Sequence[Counted], size: int) -> Counted:
    totals, marks = np.zeros(size), np.zeros(size, bool)
    for each in counts:
        totals[each.documents] += each.numbers
        marks[each.documents] = True
    documents = np.flatnonzero(marks)
    return Counted(documents, totals.take(documents))
