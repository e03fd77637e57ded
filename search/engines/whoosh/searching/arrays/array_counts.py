"""Weighted occurrences by document, and their sums."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from search.engines.whoosh.searching.arrays.document_sets import (
    FAR,
    ZEROED,
    ArrayDocuments,
    Numbers,
    lookup,
    run_lengths,
)

UNBOUNDED = 1 << 62


class ArrayCounts:
    """Weighted occurrences by document, each below `bound`.

    Shapes: numbers (documents,), or (all documents,) if `dense`; then those of the others are 0.
    """

    def __init__(
        self,
        documents: ArrayDocuments,
        numbers: Numbers,
        bound: int = UNBOUNDED,
        dense: bool = False,
    ) -> None:
        self.documents = documents
        self.numbers = numbers
        self.bound = bound
        self.dense = dense

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def bytes(self) -> int:
        """Return the memory it takes."""
        return 1024 + self.numbers.nbytes + self.documents.bytes

    def without_derived(self) -> "ArrayCounts":
        """Return the same counts without what can be calculated from them again."""
        documents = self.documents.without_derived()
        if documents is self.documents:
            return self
        lean = ArrayCounts(documents, self.numbers, self.bound, self.dense)
        lean.matching, lean.occurrences = self.matching, self.occurrences
        return lean

    @cached_property
    def matching(self) -> int:
        """Return the number of documents with a count above 0."""
        return int(np.count_nonzero(self.numbers))

    @cached_property
    def occurrences(self) -> float:
        """Return the sum over all documents."""
        return float(self.numbers.sum())

    @property
    def matching_documents(self) -> Numbers:
        """Return the documents with a count above 0."""
        (places,) = self.numbers.nonzero()
        return places if self.dense else self.documents.numbers.take(places)

    def times(self, weight: int) -> "ArrayCounts":
        """Return every count times the weight."""
        if weight == 1:
            return self
        bound = self.bound * weight
        numbers: Numbers = self.numbers.astype(_type(bound)) * weight
        return ArrayCounts(self.documents, numbers, bound, self.dense)

    def of(self, document: int) -> float:
        """Return the count of one document."""
        return float(self.counts_of(ArrayDocuments(self.documents.size, np.array([document])))[0])

    def counts_of(self, documents: ArrayDocuments) -> Numbers:
        """Return the counts of these documents; 0 for those without an entry."""
        if self.dense:
            return self.numbers.take(documents.numbers)
        if documents is self.documents:
            return self.numbers
        own, others = self.documents.numbers, documents.numbers
        few = min(len(own), len(others))
        if few * FAR > documents.size // ZEROED + len(own) + len(others):
            every = np.zeros(documents.size, self.numbers.dtype)
            every[own] = self.numbers
            return every.take(others)
        if len(others) < len(own):
            places, present = lookup(others, own)
            return self.numbers.take(places) * present
        places, present = lookup(own, others)
        found = np.zeros(len(others), self.numbers.dtype)
        found[places.compress(present)] = self.numbers.compress(present)
        return found


def total(counts: Sequence[ArrayCounts], nothing: ArrayCounts) -> ArrayCounts:
    """Return the sums by document; `nothing` if no document has an entry."""
    found = [each for each in counts if len(each)]
    if len(found) < 2:
        return found[0] if found else nothing
    size, bound = nothing.documents.size, sum(each.bound for each in found)
    dense = any(each.dense for each in found) or sum(map(len, found)) * FAR > size
    return (_dense_total if dense else _sparse_total)(found, size, bound)


def _dense_total(counts: Sequence[ArrayCounts], size: int, bound: int) -> ArrayCounts:
    """Return the sums of several, on a map of all documents."""
    totals: Numbers = np.zeros(size, _type(bound))
    for each in counts:
        numbers = each.numbers.astype(totals.dtype, copy=False)
        if each.dense:
            totals += numbers
        else:
            totals[each.documents.numbers] += numbers
    zeros = [each for each in counts if each.matching < len(each)]
    if not zeros:
        return ArrayCounts(ArrayDocuments(size, counts=totals), totals, bound, True)
    marks = totals != 0
    for each in zeros:  # a count of 0 is an entry as well
        marks[each.documents.numbers] = True
    return ArrayCounts(ArrayDocuments(size, marks=marks), totals, bound, True)


def _sparse_total(counts: Sequence[ArrayCounts], size: int, bound: int) -> ArrayCounts:
    """Return the sums of several that have few documents."""
    every = np.concatenate([each.documents.numbers for each in counts])
    order = every.argsort(kind="stable")
    documents, repeats = run_lengths(every.take(order))
    numbers = np.concatenate([each.numbers for each in counts]).astype(_type(bound)).take(order)
    starts = repeats.cumsum() - repeats
    sums: Numbers = np.add.reduceat(numbers, starts, dtype=numbers.dtype)
    return ArrayCounts(ArrayDocuments(size, documents), sums, bound)


def _type(bound: int) -> type[np.uint8] | type[np.uint16] | type[np.float64]:
    """Return the narrowest of some types: less memory is faster to read."""
    return np.uint8 if bound <= 1 << 8 else np.uint16 if bound <= 1 << 16 else np.float64
