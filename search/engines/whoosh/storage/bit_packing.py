"""Many short runs of numbers, each packed at the smallest width that fits (see segment.py).

A width is given by its place in WIDTHS.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engines.whoosh.storage.segment import WIDTHS

Numbers = NDArray[Any]
_BITS = np.array(WIDTHS)
_PAIRED = (_BITS == 4) | (_BITS == 12)  # two numbers share the bytes of a unit
_UNIT_BYTES = np.where(_PAIRED, _BITS // 4, _BITS // 8)
_LARGEST = np.array([(1 << width) - 1 for width in WIDTHS], np.int64)
_KINDS = (np.uint8, np.uint8, np.uint8, np.uint16, np.uint16, np.uint32)  # by place in WIDTHS


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
    return np.where(_PAIRED[widths], (counts + 1) // 2, counts) * _UNIT_BYTES[widths]


def pack(numbers: Numbers, counts: Numbers, widths: Numbers, at: Numbers, out: Numbers) -> None:
    """Write each run into the bytes `out`, which are changed, at its place `at`.

    Shapes: numbers (counts.sum(),); counts, widths and at (runs,).
    """
    for width in range(1, len(WIDTHS)):
        runs = widths == width
        if runs.any():
            units = numbers if runs.all() else numbers[np.repeat(runs, counts)]
            unit_counts = counts[runs]
            if _PAIRED[width]:
                units, unit_counts = _paired(units, unit_counts, width)
            place = ranges(at[runs], unit_counts, _UNIT_BYTES[width])
            for byte in range(_UNIT_BYTES[width]):
                out[place + byte] = units >> 8 * byte & 255


def unpack(
    packed: Numbers, counts: Numbers, widths: Numbers, at: Numbers, constant: int
) -> Numbers:
    """Return the numbers of every run, one run after another: the inverse of `pack`.

    They are as narrow as the widest run allows.
    """
    widest = int(widths.max(initial=0))
    unpacked = np.full(int(counts.sum()), constant, _KINDS[widest])
    for width in range(1, widest + 1):
        runs = widths == width
        if runs.any():
            numbers = _unpacked(packed, counts[runs], width, at[runs])
            if runs.all():
                return numbers
            unpacked[np.repeat(runs, counts)] = numbers
    return unpacked


def ranges(starts: Numbers, counts: Numbers, step: int = 1) -> Numbers:
    """Return start, start + step, ... for each start, `count` numbers each, one after another."""
    place = np.arange(int(counts.sum()))
    return np.repeat(starts - run_starts(counts) * step, counts) + place * step


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


def _paired(numbers: Numbers, counts: Numbers, width: int) -> tuple[Numbers, Numbers]:
    """Return the pairs of each run as one number each, and how many; a lone number gets a 0."""
    pairs = (counts + 1) // 2
    both = np.zeros(2 * int(pairs.sum()), np.uint32)
    both[ranges(2 * run_starts(pairs), counts)] = numbers
    low, high = both[0::2], both[1::2]
    if WIDTHS[width] == 4:
        return low | high << 4, pairs
    return low | high >> 8 << 12 | (high & 255) << 16, pairs


def _unpacked(packed: Numbers, counts: Numbers, width: int, at: Numbers) -> Numbers:
    """Return the numbers of runs of one width."""
    unit_counts = (counts + 1) // 2 if _PAIRED[width] else counts
    place = ranges(at, unit_counts, _UNIT_BYTES[width])
    units: Numbers = np.zeros(len(place), np.uint32)
    for byte in range(_UNIT_BYTES[width]):
        units |= packed[place + byte].astype(np.uint32) << 8 * byte
    if _PAIRED[width]:
        both = np.empty(2 * len(units), np.uint16)
        is_half = WIDTHS[width] == 4
        both[0::2] = units & 15 if is_half else units & 0xFFF
        both[1::2] = units >> 4 if is_half else units >> 16 | (units >> 12 & 15) << 8
        units = both[ranges(2 * run_starts(unit_counts), counts)]
    return units.astype(_KINDS[width])
