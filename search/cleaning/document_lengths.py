"""Documents that are far longer than their like: two articles in one file, or a failed cleaning.

The like of a document are those of its source, or all where its source has too few. Lines that
many documents have, such as menus, do not count.
"""

from typing import NamedTuple

import numpy as np

from search.cleaning.evidence.fingerprint_table import Numbers, Table, rows_of_items
from search.cleaning.evidence.postings import look_up

TIMES = 10  # the median of its like
ENOUGH = 10  # documents whose median says something
FLOOR = 3000  # words; a long report among short notices is no event


class Lines(NamedTuple):
    """The lines of documents, one after the other."""

    hashes: Numbers
    word_counts: Numbers
    rows: Numbers  # the document of each line
    sources: Numbers  # the number of the source of each document


def lines_of(table: Table) -> Lines:
    """Return the lines of the documents of a table."""
    rows = rows_of_items(table.line_ends)
    columns = table.lines["hashes"], table.lines["word_counts"]
    return Lines(*columns, rows, table.documents["source"])


def long_documents(lines: Lines, boilerplate: Numbers) -> Numbers:
    """Return which documents are far longer than their like.

    `boilerplate` has the hashes of the lines that do not count, ascending. The length of a document
    is that of all it holds, cut or kept.
    """
    lengths = own_lengths(lines, boilerplate)
    limits = np.full(len(lengths), _limit(lengths))
    order = np.argsort(lines.sources, kind="stable")
    starts = np.flatnonzero(np.diff(lines.sources[order], prepend=-1))
    for own in np.split(order, starts[1:]):
        if len(own) >= ENOUGH:
            limits[own] = _limit(lengths[own])
    is_long: Numbers = lengths >= limits
    return is_long


def own_lengths(lines: Lines, boilerplate: Numbers) -> Numbers:
    """Return the number of words in the lines that count, of each document."""
    counted = np.where(look_up(boilerplate, lines.hashes)[1], 0, lines.word_counts)
    return np.bincount(lines.rows, counted, len(lines.sources))


def _limit(lengths: Numbers) -> float:
    """Return the length from which on a document among these is long."""
    return max(FLOOR, TIMES * float(np.median(lengths))) if len(lengths) >= ENOUGH else np.inf
