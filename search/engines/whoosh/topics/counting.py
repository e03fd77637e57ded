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
BLOCK = 1 << 14  # documents taken at once: some 80 MB; their numbers are sorted as 16 bits
ENTRIES = 1 << 20  # postings unpacked at once: some 40 MB
CODE = 7  # the bits of a width among those of a posting

Numbers = NDArray[Any]
Held = tuple[Numbers, Numbers, Numbers]  # documents of a block, words, and how much they weigh


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
        self._words = np.fromiter(numbers, np.int32, len(segment.stems))
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
        """The weights of the words in a block of documents, those that are marked as wanted.

        A word that the title has too stands there twice.
        """
        pieces = [piece for zone in TEXT_ZONES for piece in self._held(zone, start, wanted)]
        documents, words, weights = (np.concatenate(each) for each in zip(*pieces, strict=True))
        order = np.argsort(documents, kind="stable")
        ends = np.cumsum(np.bincount(documents, minlength=len(wanted)))
        return Rows(np.append(0, ends), words[order], weights[order])

    def _held(self, zone: str, start: int, wanted: Numbers) -> Iterator[Held]:
        """What the zone has of the documents of the block."""
        yield np.zeros(0, np.uint16), np.zeros(0, np.int32), np.zeros(0, np.float32)
        words = self._words.take(self._section(f"{zone}.terms"))
        (known,) = (words >= 0).nonzero()
        pieces = np.cumsum(self._section(f"{zone}.df").take(known), dtype=np.int64) // ENTRIES
        for piece in np.unique(pieces):
            terms = known[pieces == piece]
            documents, counts, runs = self._unpacked(zone, terms)
            (inside,) = ((documents >= start) & (documents < start + len(wanted))).nonzero()
            local = (documents.take(inside) - start).astype(np.uint16)
            chosen = wanted.take(local)
            inside, local = inside.compress(chosen), local.compress(chosen)
            found = ZONES[zone].weight * counts.take(inside).astype(np.float32)
            weights = found / (found + self._norms[start + local.astype(np.int64)])
            yield local, words.take(terms).repeat(runs).take(inside), weights

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
    found: Numbers = (K1 * (1 - B + B * lengths / (mean or 1.0))).astype(np.float32)
    return found
