"""How often each of the words of the topics occurs in each article, read from a segment."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engines.whoosh.segments.packing import from_gaps, offsets_of, sizes, unpack
from search.engines.whoosh.segments.segment import Segment
from search.query import TEXT_ZONES
from search.schema import ZONES

K1, B = 1.2, 0.75  # the usual ones of BM25, whose saturation and norm of length this is
POSTINGS = 1 << 19  # unpacked at once: some 20 MB
CODE = 7  # the bits of a width among those of a posting

Numbers = NDArray[Any]
Entries = tuple[Numbers, Numbers, Numbers]  # rows, below 65,536; words; and how often each occurs


class Rows(NamedTuple):
    """Documents by their words, one after the other, as sparse matrices are kept."""

    starts: Numbers  # where each begins, and the end
    words: Numbers
    weights: Numbers  # at first how often each word occurs

    def part(self, first: int, last: int) -> "Rows":
        """The rows from the first to the last, exclusive."""
        starts = self.starts[first : last + 1]
        held = slice(starts[0], starts[-1])
        return Rows(starts - starts[0], self.words[held], self.weights[held])

    def saturated(self, norms: Numbers) -> "Rows":
        """What each word weighs by how often it occurs, with the norm of each row's length."""
        counts = self.weights.astype(np.float32)
        return self._replace(weights=counts / (counts + norms.repeat(np.diff(self.starts))))

    def unit(self) -> "Rows":
        """Each row of unit length; one without words stays empty."""
        squares = np.add.reduceat(np.append(self.weights**2, 0), self.starts[:-1])
        lengths = np.sqrt(np.where(np.diff(self.starts) > 0, squares, 1))
        counts = np.diff(self.starts)
        return self._replace(weights=self.weights / lengths.repeat(counts))


def product(rows: Rows, basis: Numbers) -> Numbers:
    """The rows times the basis: (rows, columns of the basis)."""
    found = np.zeros((len(rows.starts) - 1, basis.shape[1]), np.float32)
    starts = rows.starts.tolist()
    for row, (start, end) in enumerate(pairwise(starts)):
        if start < end:
            found[row] = rows.weights[start:end] @ basis.take(rows.words[start:end], 0)
    return found


def gathered(entries: Iterable[Entries], rows: int) -> Rows:
    """So many rows of what was told of one by one; piece by piece, which takes half of the room
    that it takes to sort all at once.
    """
    pieces = deque((*each, np.bincount(each[0], minlength=rows)) for each in entries)
    starts = np.append(0, np.cumsum(sum((each[-1] for each in pieces), np.zeros(rows, np.int64))))
    kind = pieces[0][1].dtype if pieces else np.int32
    words = np.empty(starts[-1], kind)
    weights = np.empty(starts[-1], np.result_type(np.uint8, *(each[2] for each in pieces)))
    free = starts[:-1].copy()  # the first place of each row that is not taken
    while pieces:
        owners, its_words, its_weights, counts = pieces.popleft()
        order = np.argsort(owners, kind="stable")  # of 16 bits: in no time
        places = (free - offsets_of(counts)).repeat(counts)
        places += np.arange(len(owners))
        words[places], weights[places] = its_words[order], its_weights[order]
        free += counts
    return Rows(starts, words, weights)


class Counting:
    """The words of one segment, by the numbers they have among the topics'."""

    def __init__(self, segment: Segment, stems: Sequence[str], mean: float) -> None:
        """`mean` is the mean length of an article, title and body pooled."""
        self._file = segment.file
        known = {stem.encode("utf-8", "surrogatepass"): word for word, stem in enumerate(stems)}
        numbers = (known.get(stem, -1) for stem in segment.stems.all())
        self._words = np.fromiter(numbers, np.int32, len(segment.stems))
        self.norms = _norms(segment, mean)  # by document
        self._kind = np.min_scalar_type(len(stems))  # of the words' numbers

    def frequencies(self, size: int) -> Numbers:
        """How many documents have each word: those whose text does, or else whose title."""
        found = np.zeros(size, np.int64)
        for zone in TEXT_ZONES:
            words = self._words.take(self._section(f"{zone}.terms"))
            mine = words >= 0
            counts = self._section(f"{zone}.df").astype(np.int64)
            found[words[mine]] = np.maximum(found[words[mine]], counts[mine])
        return found

    def entries(self, row_of: Numbers) -> Iterator[Entries]:
        """What the articles have that are given a row, by their documents; -1 is none.

        A word that the title has too is told of twice.
        """
        for zone in TEXT_ZONES:
            words = self._words.take(self._section(f"{zone}.terms"))
            (known,) = (words >= 0).nonzero()
            pieces = np.cumsum(self._section(f"{zone}.df").take(known), dtype=np.int64) // POSTINGS
            for piece in np.unique(pieces):
                terms = known[pieces == piece]
                documents, counts, runs = self._unpacked(zone, terms)
                rows = row_of.take(documents)
                (kept,) = (rows >= 0).nonzero()
                mine = words.take(terms).astype(self._kind).repeat(runs).take(kept)
                yield rows.take(kept).astype(np.uint16), mine, _times(counts.take(kept), zone)

    def _unpacked(self, zone: str, terms: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Documents and frequencies of terms one after the other, and how many each has."""
        held = self._section(f"{zone}.postings")
        runs = self._section(f"{zone}.df").take(terms).astype(np.int64)
        widths = self._section(f"{zone}.widths").take(terms).astype(np.int64)
        at = self._section(f"{zone}.at").take(terms).astype(np.int64)
        gaps = unpack(held, runs, widths & CODE, at, 0)
        after = at + sizes(runs, widths & CODE)
        counts = unpack(held, runs, widths >> 3 & CODE, after, 1)
        return from_gaps(gaps, runs), counts, runs

    def _section(self, name: str) -> Numbers:
        held = self._file.numbers(name)
        return np.frombuffer(held, held.format)


def _times(counts: Numbers, zone: str) -> Numbers:
    """What they count for in the zone, as narrow as the largest allows."""
    weight = ZONES[zone].weight
    if weight == 1:
        return counts
    found: Numbers = counts.astype(np.int64) * weight
    return found.astype(np.min_scalar_type(found.max(initial=0)))


def _norms(segment: Segment, mean: float) -> Numbers:
    lengths = np.zeros(segment.documents)
    for zone in TEXT_ZONES:
        held = segment.file.numbers(f"{zone}.length")
        lengths += ZONES[zone].weight * np.frombuffer(held, held.format)
    found: Numbers = (K1 * (1 - B + B * lengths / (mean or 1.0))).astype(np.float32)
    return found
