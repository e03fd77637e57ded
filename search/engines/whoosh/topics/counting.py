"""How often each of the words of the topics occurs in each article, read from a segment."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engines.whoosh.packing import sizes, unpack
from search.engines.whoosh.segment import Segment
from search.query import TEXT_ZONES
from search.schema import ZONES

K1, B = 1.2, 0.75  # the usual ones of BM25, whose saturation and norm of length this is
BLOCK = 1 << 16  # documents taken at once, whose numbers fit 16 bits: they are sorted in no time
ENTRIES = 1 << 22  # occurrences unpacked at once: some 60 MB
CODE = 7  # the bits of a width among those of a posting

Numbers = NDArray[Any]


class Rows(NamedTuple):
    """Documents by their words, one after the other, as sparse matrices are kept."""

    starts: Numbers  # where each begins, and the end
    words: Numbers
    weights: Numbers

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


class Counting:
    """The words of one segment, by the numbers they have among the topics'."""

    def __init__(self, segment: Segment, stems: Sequence[str], mean: float) -> None:
        """`mean` is the mean length of an article, title and body pooled."""
        self._file = segment.file
        known = {stem.encode("utf-8", "surrogatepass"): word for word, stem in enumerate(stems)}
        numbers = (known.get(stem, -1) for stem in segment.stems.all())
        self._words = np.fromiter(numbers, np.int64, len(segment.stems))
        self._norms = _norms(segment, mean)

    def frequencies(self, size: int) -> Numbers:
        """How many documents have each word: those whose text does, or else whose title."""
        found = np.zeros(size, np.int64)
        for zone in TEXT_ZONES:
            words = self._words.take(self._section(f"{zone}.terms"))
            mine = words >= 0
            counts = self._section(f"{zone}.df").astype(np.int64)
            found[words[mine]] = np.maximum(found[words[mine]], counts[mine])
        return found

    def rows(self, start: int, wanted: Numbers) -> Rows:
        """The weights of the words in a block of documents, those that are marked as wanted."""
        each = [np.concatenate(column) for column in zip(*self._held(start, wanted), strict=True)]
        documents, words, counts = each
        keys = words * BLOCK + documents
        order = np.argsort(keys, kind="stable")
        fresh = np.append(True, np.diff(keys[order]) > 0)
        places = np.flatnonzero(fresh)
        counts = np.add.reduceat(counts[order], places) if len(places) else counts
        documents, words = documents[order][places], words[order][places]
        weights = counts / (counts + self._norms[start + documents])
        order = np.argsort(documents.astype(np.uint16), kind="stable")
        ends = np.cumsum(np.bincount(documents, minlength=len(wanted)))
        starts = np.append(0, ends)
        return Rows(starts, words[order], weights[order].astype(np.float32))

    def _held(self, start: int, wanted: Numbers) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
        """Documents of the block, words, and weighted occurrences."""
        yield tuple(np.zeros(0, np.int64) for _ in range(3))  # type: ignore[misc]
        for zone in TEXT_ZONES:
            words = self._words.take(self._section(f"{zone}.terms"))
            (known,) = (words >= 0).nonzero()
            held = self._section(f"{zone}.df").take(known).astype(np.int64)
            pieces = np.cumsum(held) // ENTRIES
            for piece in range(int(pieces[-1]) + 1 if len(pieces) else 0):
                terms = known[pieces == piece]
                if not len(terms):
                    continue
                documents, counts, runs = self._unpacked(zone, terms)
                inside = (documents >= start) & (documents < start + len(wanted))
                (kept,) = inside.nonzero()
                kept = kept[wanted[documents[kept] - start]]
                yield (
                    documents[kept] - start,
                    words[terms].repeat(runs)[kept],
                    ZONES[zone].weight * counts[kept].astype(np.int64),
                )

    def _unpacked(self, zone: str, terms: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Documents and frequencies of terms one after the other, and how many each has."""
        held = self._section(f"{zone}.postings")
        runs = self._section(f"{zone}.df").take(terms).astype(np.int64)
        widths = self._section(f"{zone}.widths").take(terms).astype(np.int64)
        at = self._section(f"{zone}.at").take(terms).astype(np.int64)
        gaps = unpack(held, runs, widths & CODE, at, 0).astype(np.int64)
        after = at + sizes(runs, widths & CODE)
        counts = unpack(held, runs, widths >> 3 & CODE, after, 1)
        sums = np.cumsum(gaps)
        before = np.append(0, sums[np.cumsum(runs)[:-1] - 1]) if len(runs) else sums
        return sums - before.repeat(runs) - 1, counts, runs

    def _section(self, name: str) -> Numbers:
        held = self._file.numbers(name)
        return np.frombuffer(held, held.format)


def _norms(segment: Segment, mean: float) -> Numbers:
    lengths = np.zeros(segment.documents)
    for zone in TEXT_ZONES:
        held = segment.file.numbers(f"{zone}.length")
        lengths += ZONES[zone].weight * np.frombuffer(held, held.format)
    return K1 * (1 - B + B * lengths / (mean or 1.0))
