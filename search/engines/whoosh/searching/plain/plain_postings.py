"""The postings of one segment: how often and where terms occur in documents."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, compress, islice, pairwise
from typing import Literal

from search.engines.whoosh.searching.plain.plain_counts import Documents, PlainCounts
from search.engines.whoosh.storage.segment import Packed, Posting, Segment, Term

Positions = dict[int, Sequence[int]]  # of one term, by document

_TYPES: dict[int, Literal["B", "H", "I"]] = {8: "B", 16: "H", 32: "I"}
_LOW = bytes(byte & 15 for byte in range(256))
_HIGH = bytes(byte >> 4 for byte in range(256))


class PlainPostings:
    """The postings of one segment, less deleted documents."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def counts(self, zone: str, term: Term) -> PlainCounts:
        """Count the occurrences of the term in the zone."""
        posting = self._segment.posting(zone, term.stem)
        if posting is None:
            return PlainCounts()
        counts: Iterable[int] = unpacked(posting.frequencies, 1)
        if term.forms is None:
            found = PlainCounts(zip(documents_of(posting), counts, strict=True))
        else:
            matches = list(map(term.forms.__contains__, unpacked(posting.forms, 0)))
            ends = list(accumulate(counts, initial=0))
            sums = (sum(matches[start:end]) for start, end in pairwise(ends))
            pairs = zip(documents_of(posting), sums, strict=True)
            found = PlainCounts(pair for pair in pairs if pair[1])
        for each in self._segment.deleted & found.keys():
            del found[each]
        return found

    def common(self, zone: str, terms: Sequence[Term]) -> tuple[Documents, dict[Term, Positions]]:
        """Return the documents that have all the terms, and the positions of each term."""
        postings: dict[Term, Posting] = {}
        for term in dict.fromkeys(terms):
            posting = self._segment.posting(zone, term.stem)
            if posting is None:
                return set(), {}
            postings[term] = posting
        by_size = sorted(postings.values(), key=lambda each: each.document_count)
        common = set(documents_of(by_size[0])) - self._segment.deleted
        for posting in by_size[1:]:
            common.intersection_update(documents_of(posting))
        places = {term: _positions(each, term, common) for term, each in postings.items()}
        common.intersection_update(*places.values())
        return common, places


def _positions(posting: Posting, term: Term, documents: Documents) -> Positions:
    """Return the positions of the term in each of the documents."""
    ends = list(accumulate(unpacked(posting.frequencies, 1), initial=0))
    positions = unpacked(posting.positions, 0)
    selected = list(map(documents.__contains__, documents_of(posting)))
    every = zip(documents_of(posting), ends, islice(ends, 1, None), strict=False)
    rows = compress(every, selected)
    if term.forms is None:
        return {document: positions[start:end] for document, start, end in rows}
    matches = bytes(map(term.forms.__contains__, unpacked(posting.forms, 0)))
    found = {
        document: list(compress(positions[start:end], matches[start:end]))
        for document, start, end in rows
    }
    return {document: places for document, places in found.items() if places}


def documents_of(posting: Posting) -> Iterable[int]:
    """Return the documents of a posting, in rising order."""
    return islice(accumulate(unpacked(posting.gaps, 0), initial=-1), 1, None)


def unpacked(packed: Packed, constant: int) -> Sequence[int]:
    """Return the numbers of one run; a run without bytes repeats the constant."""
    stored, width, count = packed
    if width in _TYPES:
        return stored.cast(_TYPES[width])
    if width == 0:
        return (constant,) * count
    packed_bytes = bytes(stored)
    if width == 4:
        halves = bytearray(2 * len(packed_bytes))
        halves[0::2], halves[1::2] = packed_bytes.translate(_LOW), packed_bytes.translate(_HIGH)
        return memoryview(halves)[:count]
    middle = packed_bytes[1::3]  # the high half bytes of both numbers of a pair
    pairs = bytearray(4 * len(middle))
    pairs[0::4], pairs[1::4] = packed_bytes[0::3], middle.translate(_LOW)
    pairs[2::4], pairs[3::4] = packed_bytes[2::3], middle.translate(_HIGH)
    return memoryview(pairs).cast("H")[:count]
