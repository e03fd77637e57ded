"""Inversion: words in the order of their texts become postings in the order of their terms."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from search.engines.whoosh.storage.bit_packing import (
    Numbers,
    pack,
    packed_sizes,
    run_starts,
    smallest_widths,
)
from search.engines.whoosh.storage.segment_file import SegmentFile
from search.engines.whoosh.storage.segment_writer import SegmentWriter

_16_BITS = 1 << 16  # numpy sorts numbers of 16 bits by radix, four times as fast as longer ones


class ZoneWords(NamedTuple):
    """The words of one zone. Shapes: terms and forms (words,); the rest (texts,)."""

    terms: Numbers  # the number of each word's stem
    forms: Numbers  # which word of the stem it is
    counts: Numbers  # the number of words of a text
    documents: Numbers  # the document of a text; ascending
    starts: Numbers  # the position of a text's first word in its document


class Postings(NamedTuple):
    """The occurrences of terms. Shapes: (terms,), then (postings,), then (occurrences,)."""

    terms: Numbers  # ascending
    df: Numbers
    cf: Numbers
    documents: Numbers  # term by term, ascending within each
    frequencies: Numbers
    positions: Numbers  # posting by posting, ascending within each
    forms: Numbers


def invert(zone: ZoneWords) -> Postings:
    """Return the postings of a zone: its words, sorted by term and else in their order."""
    order = _stable_order(zone.terms)
    terms = zone.terms[order]
    places, bits = _places(zone)
    places = places[order]
    new_term = terms[1:] != terms[:-1]
    new_posting = np.ones(len(order), bool)
    new_posting[1:] = new_term | ((places[1:] ^ places[:-1]) >> bits != 0)
    heads = np.flatnonzero(new_posting)
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


def _places(zone: ZoneWords) -> tuple[Numbers, int]:
    """Return document and position of each word as one number, and the bits of the position."""
    last_position = int((zone.starts + zone.counts).max()) if len(zone.counts) else 0
    last_document = int(zone.documents.max()) if len(zone.documents) else 0
    short = max(last_position, last_document) < _16_BITS
    bits, kind = (16, np.uint32) if short else (32, np.uint64)
    first = (zone.documents << bits) + zone.starts - run_starts(zone.counts)
    places = np.repeat(first.astype(kind), zone.counts)  # may wrap; the next sum wraps back
    places += np.arange(len(places), dtype=kind)
    return places, bits


def _stable_order(terms: Numbers) -> Numbers:
    """Return the order that sorts the numbers; equal ones keep theirs."""
    order = np.argsort(terms.astype(np.uint16), kind="stable")  # by the low 16 bits
    if len(terms) and terms.max() >= _16_BITS:
        high = (terms >> 16).astype(np.uint16)[order]
        order = order[np.argsort(high, kind="stable")]
    return order


_TERM_COLUMNS = ("terms", "df", "cf", "at", "widths")  # see segment.py


class ZoneWriter:
    """A writer of the postings of one zone of a segment, in pieces, in the order of terms."""

    def __init__(self, file: SegmentWriter, zone: str) -> None:
        self._file = file
        self._zone = zone
        self._term_columns: list[tuple[Numbers, ...]] = []  # of each piece
        self._size = 0

    def write(self, pieces: Iterable[memoryview]) -> None:
        """Write the pieces, which are results of `packed` or `copied`, and the term columns."""
        self._file.write_pieces(f"{self._zone}.postings", pieces)
        for number, name in enumerate(_TERM_COLUMNS):
            parts = [columns[number] for columns in self._term_columns] or [np.zeros(0, np.uint8)]
            self._file.write_numbers(f"{self._zone}.{name}", np.concatenate(parts))

    def packed(self, postings: Postings) -> memoryview:
        """Return the bytes of the postings, and keep their term columns for `write`."""
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
        sizes = [packed_sizes(column[1], w) for column, w in zip(columns, widths, strict=True)]
        posting_sizes = np.sum(sizes, axis=0)
        at = run_starts(posting_sizes)
        code = np.bitwise_or.reduce([w.astype(np.uint16) << 3 * i for i, w in enumerate(widths)])
        self._term_columns.append((postings.terms, df, cf, at + self._size, code))
        content = np.zeros(int(posting_sizes.sum()), np.uint8)
        for column, width, size in zip(columns, widths, sizes, strict=True):
            pack(column[0], column[1], width, at, content)
            at = at + size
        self._size += len(content)
        return content.data

    def copied(self, share: SegmentFile) -> memoryview:
        """Return the bytes of the postings of a share, and keep their term columns."""
        columns = [share.numbers(f"{self._zone}.{name}") for name in _TERM_COLUMNS]
        terms, df, cf, at, code = (np.frombuffer(each, each.format) for each in columns)
        self._term_columns.append((terms, df, cf, at.astype(np.int64) + self._size, code))
        content = share.numbers(f"{self._zone}.postings")
        self._size += len(content)
        return content
