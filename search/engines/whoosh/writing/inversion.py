"""From the words of texts in their order to the postings of terms in theirs."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engines.whoosh.storage.bit_packing import (
    pack,
    packed_sizes,
    run_starts,
    smallest_widths,
)
from search.engines.whoosh.storage.segment_file import SegmentFile
from search.engines.whoosh.storage.segment_writer import SegmentWriter

Numbers = NDArray[Any]
_SHORT = 1 << 16  # numpy sorts numbers of 16 bits by radix, four times as fast as longer ones


class Zone(NamedTuple):
    """The words of one zone. Shapes: terms, forms (words,); the rest (texts,)."""

    terms: Numbers  # of each word its stem, by number
    forms: Numbers  # and which word of the stem it is
    counts: Numbers  # how many words a text has
    documents: Numbers  # whose text it is; never falling
    starts: Numbers  # the position of the text's first word in its document


class Postings(NamedTuple):
    """Where terms occur. Shapes: (terms,), then (postings,), then (occurrences,)."""

    terms: Numbers  # rising
    df: Numbers
    cf: Numbers
    documents: Numbers  # term by term, rising within each
    frequencies: Numbers
    positions: Numbers  # posting by posting, rising within each
    forms: Numbers


def inverted(zone: Zone) -> Postings:
    """The postings of a zone: its words sorted by term, else left in their order."""
    order = in_order(zone.terms)
    terms = zone.terms[order]
    places, bits = _places(zone)
    places = places[order]
    new_term = terms[1:] != terms[:-1]
    fresh = np.ones(len(order), bool)
    fresh[1:] = new_term | ((places[1:] ^ places[:-1]) >> bits != 0)
    heads = np.flatnonzero(fresh)
    starts = np.concatenate(([0], np.flatnonzero(new_term) + 1)) if len(order) else heads
    df = np.diff(np.searchsorted(heads, starts), append=len(heads))
    return Postings(
        terms=terms[starts],
        df=df,
        cf=np.diff(starts, append=len(order)),
        documents=places[heads] >> bits,
        frequencies=np.diff(heads, append=len(order)),
        positions=places & places.dtype.type((1 << bits) - 1),
        forms=zone.forms[order],
    )


def _places(zone: Zone) -> tuple[Numbers, int]:
    """Document and position of each word as one number, and the bits that the position has."""
    last = int((zone.starts + zone.counts).max()) if len(zone.counts) else 0
    short = max(last, int(zone.documents.max()) if len(zone.documents) else 0) < _SHORT
    bits, kind = (16, np.uint32) if short else (32, np.uint64)
    first = (zone.documents << bits) + zone.starts - run_starts(zone.counts)
    places = np.repeat(first.astype(kind), zone.counts)  # modulo the size of a number: see below
    places += np.arange(len(places), dtype=kind)
    return places, bits


def in_order(terms: Numbers) -> Numbers:
    """The places of the numbers, sorted; equal ones stay in their order."""
    order = np.argsort(terms.astype(np.uint16), kind="stable")  # by the low 16 bits
    if len(terms) and terms.max() >= _SHORT:
        high = (terms >> 16).astype(np.uint16)[order]
        order = order[np.argsort(high, kind="stable")]
    return order


_KNOWN = ("terms", "df", "cf", "at", "widths")  # of each term, see segment.py


class ZoneWriter:
    """Writes the postings of one zone to a segment, terms in order, some at a time."""

    def __init__(self, file: SegmentWriter, zone: str) -> None:
        self._file = file
        self._zone = zone
        self._known: list[tuple[Numbers, Numbers, Numbers, Numbers, Numbers]] = []
        self._size = 0

    def write(self, pieces: Iterable[memoryview]) -> None:
        """Write the postings and then what is known of each term; `pieces` are what is below."""
        self._file.write_pieces(f"{self._zone}.postings", pieces)
        for number, name in enumerate(_KNOWN):
            parts = [known[number] for known in self._known] or [np.zeros(0, np.uint8)]
            self._file.write_numbers(f"{self._zone}.{name}", np.concatenate(parts))

    def packed(self, postings: Postings) -> memoryview:
        """The bytes of these postings, which follow those before."""
        df, cf = postings.df, postings.cf
        first, occurrence = run_starts(df), run_starts(cf)
        gaps = postings.documents.astype(np.int32)
        gaps[1:] -= postings.documents[:-1]
        gaps[first] = postings.documents[first] + 1
        columns = (
            (gaps, df, first, 0),
            (postings.frequencies, df, first, 1),
            (postings.positions, cf, occurrence, -1),
            (postings.forms, cf, occurrence, 0),
        )
        widths = [smallest_widths(numbers, starts, same) for numbers, _, starts, same in columns]
        taken = [
            packed_sizes(column[1], width) for column, width in zip(columns, widths, strict=True)
        ]
        whole = np.sum(taken, axis=0)
        at = run_starts(whole)
        code = np.bitwise_or.reduce([w.astype(np.uint16) << 3 * i for i, w in enumerate(widths)])
        self._known.append((postings.terms, df, cf, at + self._size, code))
        out = np.zeros(int(whole.sum()), np.uint8)
        for column, width, size in zip(columns, widths, taken, strict=True):
            pack(column[0], column[1], width, at, out)
            at = at + size
        self._size += len(out)
        return out.data

    def taken(self, share: SegmentFile) -> memoryview:
        """The bytes of the postings of a share, which follow those before."""
        held = [share.numbers(f"{self._zone}.{name}") for name in _KNOWN]
        terms, df, cf, at, code = (np.frombuffer(each, each.format) for each in held)
        self._known.append((terms, df, cf, at.astype(np.int64) + self._size, code))
        found = share.numbers(f"{self._zone}.postings")
        self._size += len(found)
        return found
