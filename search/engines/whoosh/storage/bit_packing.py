"""Many short runs of numbers, each packed at the least width that holds it (see segment.py)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engines.whoosh.storage.segment import WIDTHS

Numbers = NDArray[Any]
_BITS = np.array(WIDTHS)
_MOST = np.array([(1 << width) - 1 for width in WIDTHS], np.int64)


def chosen(numbers: Numbers, starts: Numbers, same: int) -> Numbers:
    """For each run the place in WIDTHS of the least that holds it; 0 where all of it is `same`.

    Shapes: numbers (all,); starts and the result (runs,). No run is empty.
    """
    if not len(starts):
        return np.zeros(0, np.uint8)
    most = np.maximum.reduceat(numbers, starts)
    found = np.maximum(np.searchsorted(_MOST, most), 1).astype(np.uint8)
    found[most == same] = 0
    return found


def sizes(counts: Numbers, widths: Numbers) -> Numbers:
    """The bytes that each run takes, as `segment.packed_size` has it."""
    bits = _BITS[widths]
    paired = (bits == 4) | (bits == 12)
    return np.where(paired, (counts + 1) // 2 * (bits // 4), counts * (bits // 8))


def pack(numbers: Numbers, counts: Numbers, widths: Numbers, at: Numbers, out: Numbers) -> None:
    """Write every run into the bytes `out`, which it changes, each at its place `at`.

    Shapes: numbers (counts.sum(),); counts, widths and at (runs,).
    """
    for code in range(1, len(WIDTHS)):
        mine = widths == code
        if mine.any():
            held = numbers if mine.all() else numbers[np.repeat(mine, counts)]
            _PACKERS[WIDTHS[code]](held, counts[mine], at[mine], out)


def unpack(held: Numbers, counts: Numbers, widths: Numbers, at: Numbers, same: int) -> Numbers:
    """The numbers of every run, one run after the other; what `pack` has written.

    They are as narrow as the widest run allows.
    """
    most = WIDTHS[int(widths.max())] if len(widths) else 0
    kind = np.uint8 if most <= 8 else np.uint16 if most <= 16 else np.uint32
    found = np.full(int(counts.sum()), same, kind)
    for code in range(1, len(WIDTHS)):
        mine = widths == code
        if mine.any():
            numbers = _UNPACKERS[WIDTHS[code]](held, counts[mine], at[mine])
            if mine.all():
                return numbers
            found[np.repeat(mine, counts)] = numbers
    return found


def ranges(starts: Numbers, counts: Numbers, step: int = 1) -> Numbers:
    """start, start + step, ... for each start, so many as its count says, one run after another."""
    ends = np.cumsum(counts)
    first = ends - counts
    if step == 1:
        return np.repeat(starts - first, counts) + np.arange(ends[-1] if len(ends) else 0)
    return np.repeat(starts - first * step, counts) + np.arange(ends[-1] if len(ends) else 0) * step


def _pack_bytes(numbers: Numbers, counts: Numbers, at: Numbers, out: Numbers) -> None:
    out[ranges(at, counts)] = numbers


def _pack_shorts(numbers: Numbers, counts: Numbers, at: Numbers, out: Numbers) -> None:
    place = ranges(at, counts, 2)
    out[place] = numbers & 255
    out[place + 1] = numbers >> 8


def _pack_words(numbers: Numbers, counts: Numbers, at: Numbers, out: Numbers) -> None:
    place = ranges(at, counts, 4)
    for byte in range(4):
        out[place + byte] = numbers >> 8 * byte & 255


def _pack_halves(numbers: Numbers, counts: Numbers, at: Numbers, out: Numbers) -> None:
    low, high, place = _pairs(numbers, counts, at, 1)
    out[place] = low | high << 4


def _pack_twelves(numbers: Numbers, counts: Numbers, at: Numbers, out: Numbers) -> None:
    low, high, place = _pairs(numbers, counts, at, 3)
    out[place] = low & 255
    out[place + 1] = low >> 8 | high >> 8 << 4
    out[place + 2] = high & 255


def _pairs(
    numbers: Numbers, counts: Numbers, at: Numbers, step: int
) -> tuple[Numbers, Numbers, Numbers]:
    """The first and the second number of each pair, 0 where there is none, and its place."""
    pairs = (counts + 1) // 2
    first = offsets_of(counts)
    even = ranges(first, pairs, 2)
    low = numbers[even]
    lone = np.zeros(len(even), bool)
    odd_runs = counts % 2 == 1
    lone[(np.cumsum(pairs) - 1)[odd_runs]] = True
    high = numbers[np.minimum(even + 1, len(numbers) - 1)]
    high[lone] = 0
    return low, high, ranges(at, pairs, step)


def _unpack_bytes(held: Numbers, counts: Numbers, at: Numbers) -> Numbers:
    return held[ranges(at, counts)]


def _unpack_shorts(held: Numbers, counts: Numbers, at: Numbers) -> Numbers:
    place = ranges(at, counts, 2)
    return held[place] | held[place + 1].astype(np.uint16) << 8


def _unpack_words(held: Numbers, counts: Numbers, at: Numbers) -> Numbers:
    place = ranges(at, counts, 4)
    found = held[place].astype(np.uint32)
    for byte in range(1, 4):
        found |= held[place + byte].astype(np.uint32) << 8 * byte
    return found


def _unpack_halves(held: Numbers, counts: Numbers, at: Numbers) -> Numbers:
    pairs = held[ranges(at, (counts + 1) // 2)]
    return _unpaired(pairs & 15, pairs >> 4, counts)


def _unpack_twelves(held: Numbers, counts: Numbers, at: Numbers) -> Numbers:
    place = ranges(at, (counts + 1) // 2, 3)
    middle = held[place + 1].astype(np.uint16)
    low = held[place] | (middle & 15) << 8
    return _unpaired(low, held[place + 2] | middle >> 4 << 8, counts)


def _unpaired(low: Numbers, high: Numbers, counts: Numbers) -> Numbers:
    """The numbers of the pairs in turn, less the second of a last pair that has one only."""
    both = np.empty(2 * len(low), low.dtype)
    both[0::2] = low
    both[1::2] = high
    odd = counts % 2 == 1
    if not odd.any():
        return both
    kept = np.ones(len(both), bool)
    kept[(np.cumsum((counts + 1) // 2) * 2 - 1)[odd]] = False
    return both[kept]


def offsets_of(counts: Numbers) -> Numbers:
    """Where each run starts."""
    return np.cumsum(counts) - counts


def from_gaps(gaps: Numbers, counts: Numbers) -> Numbers:
    """The rising numbers of every run, one run after the other; the first gap is from -1.

    Shapes: gaps (counts.sum(),); counts (runs,). No run is empty.
    """
    found = np.cumsum(gaps, dtype=np.int64)
    first = offsets_of(counts)
    found -= np.repeat(found[first] - gaps[first], counts) + 1
    return found


_PACKERS = {4: _pack_halves, 8: _pack_bytes, 12: _pack_twelves, 16: _pack_shorts, 32: _pack_words}
_UNPACKERS = {
    4: _unpack_halves,
    8: _unpack_bytes,
    12: _unpack_twelves,
    16: _unpack_shorts,
    32: _unpack_words,
}
