"""Many short runs of numbers, each packed at the smallest width that fits (see segment.py).

A width is given by its place in WIDTHS.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engines.whoosh.storage.segment import WIDTHS

Numbers = NDArray[Any]
_BITS = np.array(WIDTHS)
_LARGEST = np.array([(1 << width) - 1 for width in WIDTHS], np.int64)


def smallest_widths(numbers: Numbers, starts: Numbers, constant: int) -> Numbers:
    """Return the smallest width of each run; 0 for a run of nothing but the constant.

    Shapes: numbers (all,); starts and the result (runs,). No run is empty.
    """
    if not len(starts):
        return np.zeros(0, np.uint8)
    largest = np.maximum.reduceat(numbers, starts)
    widths = np.maximum(np.searchsorted(_LARGEST, largest), 1).astype(np.uint8)
    widths[largest == constant] = 0
    return widths


def packed_sizes(counts: Numbers, widths: Numbers) -> Numbers:
    """Return the bytes of each run, as `segment.packed_size` does for one."""
    bits = _BITS[widths]
    paired = (bits == 4) | (bits == 12)
    return np.where(paired, (counts + 1) // 2 * (bits // 4), counts * (bits // 8))


def pack(numbers: Numbers, counts: Numbers, widths: Numbers, at: Numbers, out: Numbers) -> None:
    """Write each run into the bytes `out`, which are changed, at its place `at`.

    Shapes: numbers (counts.sum(),); counts, widths and at (runs,).
    """
    for width in range(1, len(WIDTHS)):
        runs = widths == width
        if runs.any():
            chosen = numbers if runs.all() else numbers[np.repeat(runs, counts)]
            _PACKERS[WIDTHS[width]](chosen, counts[runs], at[runs], out)


def unpack(
    packed: Numbers, counts: Numbers, widths: Numbers, at: Numbers, constant: int
) -> Numbers:
    """Return the numbers of every run, one run after another: the inverse of `pack`.

    They are as narrow as the widest run allows.
    """
    widest = WIDTHS[int(widths.max())] if len(widths) else 0
    kind = np.uint8 if widest <= 8 else np.uint16 if widest <= 16 else np.uint32
    unpacked = np.full(int(counts.sum()), constant, kind)
    for width in range(1, len(WIDTHS)):
        runs = widths == width
        if runs.any():
            numbers = _UNPACKERS[WIDTHS[width]](packed, counts[runs], at[runs])
            if runs.all():
                return numbers
            unpacked[np.repeat(runs, counts)] = numbers
    return unpacked


def ranges(starts: Numbers, counts: Numbers, step: int = 1) -> Numbers:
    """Return start, start + step, ... for each start, `count` numbers each, one after another."""
    ends = np.cumsum(counts)
    first = ends - counts
    if step == 1:
        return np.repeat(starts - first, counts) + np.arange(ends[-1] if len(ends) else 0)
    return np.repeat(starts - first * step, counts) + np.arange(ends[-1] if len(ends) else 0) * step


def run_starts(counts: Numbers) -> Numbers:
    """Return where each run starts."""
    return np.cumsum(counts) - counts


def from_gaps(gaps: Numbers, counts: Numbers) -> Numbers:
    """Return the ascending numbers of every run, one run after another; a first gap is from -1.

    Shapes: gaps (counts.sum(),); counts (runs,). No run is empty.
    """
    numbers = np.cumsum(gaps, dtype=np.int64)
    first = run_starts(counts)
    numbers -= np.repeat(numbers[first] - gaps[first], counts) + 1
    return numbers


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
    """Return the first and the second number of each pair, and its place; a lone one gets a 0."""
    pairs = (counts + 1) // 2
    even = ranges(run_starts(counts), pairs, 2)
    low = numbers[even]
    lone = np.zeros(len(even), bool)
    odd_runs = counts % 2 == 1
    lone[(np.cumsum(pairs) - 1)[odd_runs]] = True
    high = numbers[np.minimum(even + 1, len(numbers) - 1)]
    high[lone] = 0
    return low, high, ranges(at, pairs, step)


def _unpack_bytes(packed: Numbers, counts: Numbers, at: Numbers) -> Numbers:
    return packed[ranges(at, counts)]


def _unpack_shorts(packed: Numbers, counts: Numbers, at: Numbers) -> Numbers:
    place = ranges(at, counts, 2)
    return packed[place] | packed[place + 1].astype(np.uint16) << 8


def _unpack_words(packed: Numbers, counts: Numbers, at: Numbers) -> Numbers:
    place = ranges(at, counts, 4)
    numbers = packed[place].astype(np.uint32)
    for byte in range(1, 4):
        numbers |= packed[place + byte].astype(np.uint32) << 8 * byte
    return numbers


def _unpack_halves(packed: Numbers, counts: Numbers, at: Numbers) -> Numbers:
    pairs = packed[ranges(at, (counts + 1) // 2)]
    return _unpaired(pairs & 15, pairs >> 4, counts)


def _unpack_twelves(packed: Numbers, counts: Numbers, at: Numbers) -> Numbers:
    place = ranges(at, (counts + 1) // 2, 3)
    middle = packed[place + 1].astype(np.uint16)
    low = packed[place] | (middle & 15) << 8
    return _unpaired(low, packed[place + 2] | middle >> 4 << 8, counts)


def _unpaired(low: Numbers, high: Numbers, counts: Numbers) -> Numbers:
    """Return the numbers of the pairs in turn, without the zero that fills an odd run's last."""
    both = np.empty(2 * len(low), low.dtype)
    both[0::2] = low
    both[1::2] = high
    odd = counts % 2 == 1
    if not odd.any():
        return both
    kept = np.ones(len(both), bool)
    kept[(np.cumsum((counts + 1) // 2) * 2 - 1)[odd]] = False
    return both[kept]


_PACKERS = {4: _pack_halves, 8: _pack_bytes, 12: _pack_twelves, 16: _pack_shorts, 32: _pack_words}
_UNPACKERS = {
    4: _unpack_halves,
    8: _unpack_bytes,
    12: _unpack_twelves,
    16: _unpack_shorts,
    32: _unpack_words,
}
