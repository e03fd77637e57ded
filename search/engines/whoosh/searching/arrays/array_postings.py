"""Postings decoded into arrays: how often and where terms occur in documents."""

from typing import NamedTuple

import numpy as np

from search.engines.whoosh.searching.arrays.document_sets import Numbers, places_in, stretches
from search.engines.whoosh.storage.segment import Packed, Posting, Term

_TYPES = {8: np.uint8, 16: np.uint16, 32: np.uint32}


class Places(NamedTuple):
    """The positions of a term. Shapes: (documents,), (documents,), (occurrences,)."""

    documents: Numbers
    counts: Numbers
    positions: Numbers


class Decoded(NamedTuple):
    """A posting's rising documents, and where the occurrences of each start and all end."""

    documents: Numbers
    starts: Numbers

    @property
    def bytes(self) -> int:
        """Return the memory it takes."""
        return self.documents.nbytes + self.starts.nbytes


def decoded(posting: Posting) -> Decoded:
    """Return the documents, and where the occurrences of each start."""
    starts = np.zeros(posting.document_count + 1, np.int64)
    np.cumsum(unpacked(posting.frequencies, 1), out=starts[1:])
    return Decoded(documents_of(posting), starts)


def documents_of(posting: Posting) -> Numbers:
    """Return the documents of a posting, in rising order."""
    documents = unpacked(posting.gaps, 0).cumsum(dtype=np.int64)
    documents -= 1
    return documents


def unpacked(packed: Packed, constant: int) -> Numbers:
    """Return the numbers of one run; a run without bytes repeats the constant."""
    stored, width, count = packed
    if width in _TYPES:
        return np.frombuffer(stored, _TYPES[width])
    if width == 0:
        return np.full(count, constant, np.int64)
    packed_bytes = np.frombuffer(stored, np.uint8)
    numbers = np.empty((count + 1) // 2 * 2, np.uint8 if width == 4 else np.uint16)
    if width == 4:
        numbers[0::2], numbers[1::2] = packed_bytes & 15, packed_bytes >> 4
        return numbers[:count]
    middle = packed_bytes[1::3].astype(np.uint16)  # the high half bytes of both of a pair
    numbers[0::2] = packed_bytes[0::3] | (middle & 15) << 8
    numbers[1::2] = packed_bytes[2::3] | (middle & 240) << 4
    return numbers[:count]


def places_of(
    posting: Posting, term: Term, known: Decoded | None = None, only: Numbers | None = None
) -> Places:
    """Return the places of the term in the documents of its posting, or only in some of them.

    `known` is the posting decoded, if it is known.
    """
    documents, starts = known or decoded(posting)
    counts, places = np.diff(starts), None
    if only is not None and len(only) < len(documents):
        rows = places_in(only, documents, int(documents[-1]) + 1)
        documents, counts = only, counts.take(rows)
        places = stretches(starts.take(rows), counts)
    positions = _numbers_at(posting.positions, places)
    if term.forms is not None and len(counts):
        matches = np.isin(_numbers_at(posting.forms, places), list(term.forms))
        first = counts.cumsum() - counts
        positions = positions.compress(matches)
        counts = np.add.reduceat(matches, first, dtype=np.int64)
        documents, counts = documents.compress(counts > 0), counts.compress(counts > 0)
    return Places(documents, counts, positions)


def keys(places: Places) -> Numbers:
    """Return document and position of each occurrence as one number."""
    keys: Numbers = (places.documents << 32).repeat(places.counts)
    keys += places.positions
    return keys


def lists(places: Places) -> list[list[int]]:
    """Return the positions in each document."""
    ends = np.cumsum(places.counts)[:-1]
    return [part.tolist() for part in np.split(places.positions, ends)]


def _numbers_at(packed: Packed, places: Numbers | None) -> Numbers:
    """Return the numbers of a run at these places, or all of them."""
    if places is None:
        return unpacked(packed, 0)
    stored, width, count = packed
    if width not in (4, 12) or len(places) * 4 > count:
        return unpacked(packed, 0).take(places)
    packed_bytes = np.frombuffer(stored, np.uint8)
    pairs, second = places >> 1, (places & 1).astype(bool)
    if width == 4:
        both = packed_bytes.take(pairs)
        return np.where(second, both >> 4, both & 15)
    pairs *= 3
    middle = packed_bytes.take(pairs + 1).astype(np.uint16)
    low = packed_bytes.take(pairs + 2 * second)
    return np.where(second, (middle & 240) << 4, (middle & 15) << 8) | low
