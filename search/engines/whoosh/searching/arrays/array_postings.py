"""What the postings of one segment say: decoded, and kept where that is worth it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from search.engines.whoosh.searching.arrays.array_counts import ArrayCounts
from search.engines.whoosh.searching.arrays.cache import Memo
from search.engines.whoosh.searching.arrays.document_sets import (
    ArrayDocuments,
    Numbers,
    places_in,
    stretches,
)
from search.engines.whoosh.storage.segment import Packed, Posting, Segment, Term

_TYPES = {8: np.uint8, 16: np.uint16, 32: np.uint32}


class Places(NamedTuple):
    """Where a term stands. Shapes: (documents,), (documents,), (occurrences,)."""

    documents: Numbers
    counts: Numbers
    positions: Numbers


class Decoded(NamedTuple):
    """A posting's documents, rising, and where the occurrences of each start; and the end."""

    documents: Numbers
    starts: Numbers


class Postings:
    """Those of one segment. Deleted documents are left out by `counts` and `common`."""

    def __init__(self, segment: Segment, alive: Numbers | None, memo: Memo) -> None:
        self._segment = segment
        self._alive = alive
        self._memo = memo
        self.nowhere = ArrayCounts(
            ArrayDocuments(segment.documents, np.zeros(0, np.int64)), np.zeros(0)
        )

    def counts(self, zone: str, term: Term) -> ArrayCounts:
        """How often the term occurs in the zone."""
        posting, size = self._segment.posting(zone, term.stem), self._segment.documents
        if posting is None:
            return self.nowhere
        documents, counts = documents_of(posting), unpacked(posting.frequencies, 1)
        bound = 1 << (posting.frequencies.width or 1)
        kept = None if self._alive is None else self._alive.take(documents)
        if term.forms is not None:
            starts = counts.cumsum(dtype=np.int64) - counts
            counts = np.add.reduceat(_asked(posting, term.forms), starts, dtype=np.int64)
            kept = counts > 0 if kept is None else kept & (counts > 0)
        if kept is not None:
            documents, counts = documents.compress(kept), counts.compress(kept)
        return ArrayCounts(ArrayDocuments(size, documents), counts, bound)

    def common(self, zone: str, terms: Sequence[Term]) -> dict[Term, Places] | None:
        """The places of the terms in the documents that have them all; None where none has."""
        found: dict[Term, Posting] = {}
        for term in dict.fromkeys(terms):
            posting = self._segment.posting(zone, term.stem)
            if posting is None:
                return None
            found[term] = posting
        left = self._in_all(zone, found)
        while len(left):
            places = {
                term: places_of(posting, term, self._decoded(zone, term.stem, posting), left)
                for term, posting in found.items()
            }
            rarest = min((each.documents for each in places.values()), key=len)
            if len(rarest) == len(left):
                return places
            left = rarest  # not every occurrence of the stem is of the word asked for
        return None

    def _in_all(self, zone: str, found: dict[Term, Posting]) -> Numbers:
        """The documents of all the postings; from the rarest on, so that few are decoded."""
        left: ArrayDocuments | None = None
        for term, posting in sorted(found.items(), key=lambda each: each[1].documents):
            numbers = self._decoded(zone, term.stem, posting).documents
            documents = ArrayDocuments(self._segment.documents, numbers)
            if left is not None:
                left = left & documents
            else:
                left = documents
                if self._alive is not None:
                    left = left.only(self._alive.take(numbers))
            if not len(left):
                break
        assert left is not None
        return left.numbers

    def _decoded(self, zone: str, stem: int, posting: Posting) -> Decoded:
        return self._memo.held((zone, stem), lambda: decoded(posting), 16 * posting.documents)


def decoded(posting: Posting) -> Decoded:
    """The documents, and where the occurrences of each start."""
    starts = np.zeros(posting.documents + 1, np.int64)
    np.cumsum(unpacked(posting.frequencies, 1), out=starts[1:])
    return Decoded(documents_of(posting), starts)


def documents_of(posting: Posting) -> Numbers:
    """Rising."""
    documents = unpacked(posting.gaps, 0).cumsum(dtype=np.int64)
    documents -= 1
    return documents


def unpacked(packed: Packed, same: int) -> Numbers:
    """The numbers of one run; where they take no room, so many times the same."""
    held, width, count = packed
    if width in _TYPES:
        return np.frombuffer(held, _TYPES[width])
    if width == 0:
        return np.full(count, same, np.int64)
    signs = np.frombuffer(held, np.uint8)
    found = np.empty((count + 1) // 2 * 2, np.uint8 if width == 4 else np.uint16)
    if width == 4:
        found[0::2], found[1::2] = signs & 15, signs >> 4
        return found[:count]
    middle = signs[1::3].astype(np.uint16)
    found[0::2] = signs[0::3] | (middle & 15) << 8
    found[1::2] = signs[2::3] | (middle & 240) << 4
    return found[:count]


def places_of(
    posting: Posting, term: Term, known: Decoded | None = None, wanted: Numbers | None = None
) -> Places:
    """Where the term stands: in all documents of its posting, or in those wanted of them."""
    documents, starts = known or decoded(posting)
    counts, places = np.diff(starts), None
    if wanted is not None and len(wanted) < len(documents):
        rows = places_in(wanted, documents, int(documents[-1]) + 1)
        documents, counts = wanted, counts.take(rows)
        places = stretches(starts.take(rows), counts)
    standing = _picked(posting.positions, places)
    if term.forms is not None and len(counts):
        asked = _table(term.forms)[np.minimum(_picked(posting.forms, places), max(term.forms) + 1)]
        first = counts.cumsum() - counts
        standing, counts = standing.compress(asked), np.add.reduceat(asked, first, dtype=np.int64)
        documents, counts = documents.compress(counts > 0), counts.compress(counts > 0)
    return Places(documents, counts, standing)


def keys(places: Places) -> Numbers:
    """Document and position of each occurrence as one number."""
    found: Numbers = (places.documents << 32).repeat(places.counts)
    found += places.positions
    return found


def lists(places: Places) -> list[list[int]]:
    """The positions of each document."""
    ends = np.cumsum(places.counts)[:-1]
    return [part.tolist() for part in np.split(places.positions, ends)]


def _picked(packed: Packed, places: Numbers | None) -> Numbers:
    """The numbers of a run at these places, or all of them."""
    if places is None:
        return unpacked(packed, 0)
    held, width, count = packed
    if width not in (4, 12) or len(places) * 4 > count:
        return unpacked(packed, 0).take(places)
    signs = np.frombuffer(held, np.uint8)
    pairs, second = places >> 1, (places & 1).astype(bool)
    if width == 4:
        return np.where(second, signs.take(pairs) >> 4, signs.take(pairs) & 15)
    pairs *= 3
    middle = signs.take(pairs + 1).astype(np.uint16)
    low = signs.take(pairs + 2 * second)
    return np.where(second, (middle & 240) << 4, (middle & 15) << 8) | low


def _asked(posting: Posting, forms: frozenset[int]) -> Numbers:
    """Which occurrences are of these words of the stem."""
    return _table(forms)[np.minimum(unpacked(posting.forms, 0), max(forms) + 1)]


def _table(forms: frozenset[int]) -> Numbers:
    """Which words of a stem are meant; the last place stands for all beyond."""
    table = np.zeros(max(forms) + 2, bool)
    table[list(forms)] = True
    return table
