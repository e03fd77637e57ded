"""From the words of texts in their order to the postings of terms in theirs."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engines.whoosh.laying import FileWriter
from search.engines.whoosh.packing import chosen, offsets_of, pack, sizes

Numbers = NDArray[Any]
_LOW = 1 << 16  # numpy sorts numbers of 16 bits by radix, four times as fast as longer ones


class Zone(NamedTuple):
    """The words of one zone. Shapes: words, forms (words,); the rest (texts,)."""

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
    first = offsets_of(zone.counts)
    places = np.repeat((zone.documents << 32) + zone.starts - first, zone.counts)
    places += np.arange(len(places))
    places = places[order]
    documents = places >> 32
    fresh = np.ones(len(order), bool)
    new_term = terms[1:] != terms[:-1]
    fresh[1:] = new_term | (documents[1:] != documents[:-1])
    heads = np.flatnonzero(fresh)
    starts = np.concatenate(([0], np.flatnonzero(new_term) + 1)) if len(order) else heads
    df = np.add.reduceat(fresh, starts, dtype=np.int64) if len(order) else heads
    return Postings(
        terms=terms[starts],
        df=df,
        cf=np.diff(starts, append=len(order)),
        documents=documents[heads],
        frequencies=np.diff(heads, append=len(order)),
        positions=(places & 0xFFFFFFFF).astype(np.uint32),
        forms=zone.forms[order],
    )


def in_order(terms: Numbers) -> Numbers:
    """The places of the numbers, sorted; equal ones stay in their order."""
    order = np.argsort((terms & (_LOW - 1)).astype(np.uint16), kind="stable")
    if len(terms) and terms.max() >= _LOW:
        high = (terms >> 16).astype(np.uint16)[order]
        order = order[np.argsort(high, kind="stable")]
    return order


class ZoneWriter:
    """Writes the postings of one zone to a segment, terms in order, some at a time."""

    def __init__(self, file: FileWriter, zone: str) -> None:
        self._file = file
        self._zone = zone
        self._known: list[tuple[Numbers, Numbers, Numbers, Numbers, Numbers]] = []
        self._size = 0

    def packed(self, postings: Postings) -> memoryview:
        """The bytes of these postings, which follow those before."""
        df, cf = postings.df, postings.cf
        first, occurrence = offsets_of(df), offsets_of(cf)
        gaps = np.diff(postings.documents, prepend=-1)
        gaps[first] = postings.documents[first] + 1
        columns = (
            (gaps, df, first, 0),
            (postings.frequencies, df, first, 1),
            (postings.positions, cf, occurrence, -1),
            (postings.forms, cf, occurrence, 0),
        )
        widths = [chosen(numbers, starts, same) for numbers, _, starts, same in columns]
        taken = [sizes(column[1], width) for column, width in zip(columns, widths, strict=True)]
        whole = np.sum(taken, axis=0)
        at = offsets_of(whole)
        code = np.bitwise_or.reduce([w.astype(np.uint16) << 3 * i for i, w in enumerate(widths)])
        self._known.append((postings.terms, df, cf, at + self._size, code))
        out = np.zeros(int(whole.sum()), np.uint8)
        for column, width, size in zip(columns, widths, taken, strict=True):
            pack(column[0], column[1], width, at, out)
            at = at + size
        self._size += len(out)
        return out.data

    def finish(self) -> None:
        """Write what is known of each term."""
        for number, name in enumerate(("terms", "df", "cf", "at", "widths")):
            parts = [known[number] for known in self._known] or [np.zeros(0, np.uint8)]
            self._file.numbers(f"{self._zone}.{name}", np.concatenate(parts))
