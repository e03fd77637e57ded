"""The documents that have each hash, as two sorted arrays."""

from typing import NamedTuple

import numpy as np

from search.cleaning.evidence.fingerprint_table import Numbers, Table, rows_of_items

NONE = -1  # in place of a document
MOST_BITS = 24  # of a hash, by which those that no other document has are left out


class Postings(NamedTuple):
    """The documents of each hash that several have, ascending."""

    keys: Numbers  # ascending
    ends: Numbers
    rows: Numbers

    def find(self, hashes: Numbers) -> list[slice]:
        """Return the place in `rows` of the documents of each hash; empty where not several."""
        places, found = look_up(self.keys, hashes)
        ends = np.concatenate(([0], self.ends))
        starts, stops = ends[places], ends[np.minimum(places + 1, len(self.keys))]
        stops = np.where(found, stops, starts)
        return list(map(slice, starts.tolist(), stops.tolist()))

    def sizes(self, hashes: Numbers) -> Numbers:
        """Return how many documents have each hash; 0 if it is not several."""
        places, found = look_up(self.keys, hashes)
        sizes = np.concatenate((np.diff(self.ends, prepend=0), [0]))
        return np.where(found, sizes[places], 0)


def look_up(keys: Numbers, hashes: Numbers) -> tuple[Numbers, Numbers]:
    """Return the place of each hash among the keys, and whether it is one of them."""
    places = np.searchsorted(keys, hashes)
    if not len(keys):
        return places, np.zeros(len(hashes), bool)
    return places, keys[np.minimum(places, len(keys) - 1)] == hashes


def make_postings(hashes: Numbers, rows: Numbers) -> Postings:
    """Return the postings of items with these hashes in these documents; 0 is no hash."""
    may_be = _may_be_repeated(hashes)
    repeated, rows = hashes[may_be], rows[may_be]
    order = np.argsort(repeated, kind="stable")
    repeated, rows = repeated[order], rows[order]
    is_new = np.ones(len(repeated), bool)  # a document counts once
    is_new[1:] = (repeated[1:] != repeated[:-1]) | (rows[1:] != rows[:-1])
    repeated, rows = repeated[is_new], rows[is_new]
    starts = np.flatnonzero(np.concatenate(([True], repeated[1:] != repeated[:-1])))
    starts = starts[: len(repeated)]
    sizes = np.diff(np.concatenate((starts, [len(repeated)])))
    several = sizes > 1
    return Postings(
        repeated[starts[several]],
        np.cumsum(sizes[several]),
        rows[np.repeat(several, sizes)],
    )


def first_rows(keys: Numbers, rows: Numbers) -> tuple[Numbers, Numbers]:
    """Return the keys, each once and ascending, and the first document of each."""
    order = np.lexsort((rows, keys))
    keys, rows = keys[order], rows[order]
    is_first = np.ones(len(keys), bool)
    is_first[1:] = keys[1:] != keys[:-1]
    return keys[is_first], rows[is_first]


def line_postings(table: Table) -> Postings:
    """Return the documents that have each line."""
    return make_postings(table.lines["hashes"], rows_of_items(table.line_ends))


def run_postings(table: Table) -> Postings:
    """Return the documents that have each run."""
    return make_postings(table.runs, rows_of_items(table.run_ends))


def _may_be_repeated(hashes: Numbers) -> Numbers:
    """Return which hashes may be there again, and are not 0: sorting all would take longer."""
    bits = min(MOST_BITS, max(10, len(hashes).bit_length() + 2))
    places = hashes & hashes.dtype.type((1 << bits) - 1)
    last = np.zeros(1 << bits, np.int32)  # of the items with these bits
    numbers = np.arange(len(hashes), dtype=np.int32)
    last[places] = numbers
    is_shared = np.zeros(1 << bits, bool)
    is_shared[places[last[places] != numbers]] = True
    repeated: Numbers = is_shared[places] & (hashes != 0)
    return repeated
