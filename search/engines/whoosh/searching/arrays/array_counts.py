"""Weighted occurrences by document, and their sums."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from search.engines.whoosh.searching.arrays.document_sets import (
    FAR,
    ZEROED,
    ArrayDocuments,
    Numbers,
)

ANY = 1 << 62


class ArrayCounts:
    """Weighted occurrences, each below `bound`; `positive` where none is known to be 0.

    Shapes: numbers (documents,), or (all documents,) where `dense`; then those of others are 0.
    """

    def __init__(
        self,
        documents: ArrayDocuments,
        numbers: Numbers,
        bound: int = ANY,
        dense: bool = False,
        positive: bool = False,
    ) -> None:
        self.documents = documents
        self.numbers = numbers
        self.bound = bound
        self.dense = dense
        self._positive = positive

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def bytes(self) -> int:
        """How much it takes to keep it."""
        lean = self.dense and self._positive
        return 1024 + self.numbers.nbytes + (0 if lean else self.documents.bytes)

    def again(self) -> "ArrayCounts":
        """The same, less what was made of it since."""
        if not (self.dense and self._positive):
            return self
        found = ArrayCounts(self.documents.again(), self.numbers, self.bound, True, True)
        found.occurrences = self.occurrences
        return found

    @cached_property
    def matching(self) -> int:
        """How many are above 0."""
        if self._positive:
            return len(self)
        return int(np.count_nonzero(self.numbers))

    @cached_property
    def occurrences(self) -> float:
        """The sum of all."""
        return float(self.numbers.sum())

    @property
    def standing(self) -> Numbers:
        """The documents whose count is above 0."""
        if self._positive:
            return self.documents.numbers
        (places,) = self.numbers.nonzero()
        return places if self.dense else self.documents.numbers.take(places)

    def times(self, weight: int) -> "ArrayCounts":
        """So many times as many."""
        if weight == 1:
            return self
        bound = self.bound * weight
        numbers: Numbers = self.numbers.astype(_type(bound)) * weight
        return ArrayCounts(self.documents, numbers, bound, self.dense)

    def of(self, document: int) -> float:
        """That of one document."""
        return float(self.at(ArrayDocuments(self.documents.size, np.array([document])))[0])

    def at(self, documents: ArrayDocuments) -> Numbers:
        """Those of these documents; 0 where there is none."""
        if self.dense:
            return self.numbers.take(documents.numbers)
        if documents is self.documents:
            return self.numbers
        mine, asked = self.documents.numbers, documents.numbers
        few = min(len(mine), len(asked))
        if few * FAR > documents.size // ZEROED + len(mine) + len(asked):
            every = np.zeros(documents.size, self.numbers.dtype)
            every[mine] = self.numbers
            return every.take(asked)
        if not few:
            return np.zeros(len(asked), self.numbers.dtype)
        if len(asked) < len(mine):
            places = mine.searchsorted(asked)
            places[places == len(mine)] = 0
            return self.numbers.take(places) * (mine.take(places) == asked)
        places = asked.searchsorted(mine)
        places[places == len(asked)] = 0
        hit = asked.take(places) == mine
        found = np.zeros(len(asked), self.numbers.dtype)
        found[places.compress(hit)] = self.numbers.compress(hit)
        return found


def pooled(counts: Sequence[ArrayCounts], none: ArrayCounts) -> ArrayCounts:
    """The sums; `none` where there is nothing."""
    met = [each for each in counts if len(each)]
    if len(met) < 2:
        return met[0] if met else none
    size, bound = none.documents.size, sum(each.bound for each in met)
    small, large = sorted(met, key=len)[-2:]
    if len(large) * FAR > size or len(met) > 2 or small.dense or large.dense:
        return _dense(met, size, bound)
    return _sum(large, small, bound)


def _dense(counts: Sequence[ArrayCounts], size: int, bound: int) -> ArrayCounts:
    """The sum of several, on a map of all documents."""
    totals: Numbers = np.zeros(size, _type(bound))
    for each in counts:
        numbers = each.numbers.astype(totals.dtype, copy=False)
        if each.dense:
            totals += numbers
        else:
            totals[each.documents.numbers] += numbers
    zeros = [each for each in counts if each.matching < len(each)]
    if not zeros:
        return ArrayCounts(ArrayDocuments(size, counts=totals), totals, bound, True, True)
    marks = totals != 0
    for each in zeros:  # they tell of documents as well
        marks[each.documents.numbers] = True
    return ArrayCounts(ArrayDocuments(size, marks=marks), totals, bound, True)


def _sum(large: ArrayCounts, small: ArrayCounts, bound: int) -> ArrayCounts:
    """The sum of two, the second of fewer documents."""
    own, others = large.documents.numbers, small.documents.numbers
    places = own.searchsorted(others)
    hit = own.take(np.minimum(places, len(own) - 1)) == others
    numbers: Numbers = large.numbers.astype(_type(bound))
    added = small.numbers.astype(numbers.dtype, copy=False)
    if hit.all():
        numbers[places] += added
        return ArrayCounts(large.documents, numbers, bound)
    numbers[places.compress(hit)] += added.compress(hit)
    miss = ~hit
    fresh = places.compress(miss) + np.arange(np.count_nonzero(miss))
    old = np.ones(len(numbers) + len(fresh), bool)
    old[fresh] = False
    documents, sums = np.empty(len(old), np.int64), np.empty(len(old), numbers.dtype)
    documents[old], documents[fresh] = own, others.compress(miss)
    sums[old], sums[fresh] = numbers, added.compress(miss)
    return ArrayCounts(ArrayDocuments(large.documents.size, documents), sums, bound)


def _type(bound: int) -> type[np.uint8] | type[np.uint16] | type[np.float64]:
    """The narrowest of some: the less memory there is to go through the better."""
    return np.uint8 if bound <= 1 << 8 else np.uint16 if bound <= 1 << 16 else np.float64
