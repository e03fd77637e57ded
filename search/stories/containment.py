"""Containment of one text in another, estimated from their sketches, and the limits of a copy.

The limits were chosen on the even half of the pairs of benchmarks/stories.py; that script reports
the results on the odd half.
"""

from bisect import bisect_right
from collections.abc import Sequence

from search.stories.sketches import MOST_FACTS, MOST_HASH, MOST_RUNS, StorySketch

RUN_SHARE = 0.4  # of the runs of the shorter text must be in the longer
MORE_RUNS = 15  # besides: a report of 50 words must share .7 of its runs, one of 300 words .45
NUMBER_SHARE = 0.6  # of the numbers of the text with fewer must be in the other
TOTAL_SHARE = 2.0  # the least sum of the shares of runs, names and numbers
MOST_TIMES_LONGER = 5  # a text that is longer still only quotes the shorter


def copy_share(one: StorySketch, other: StorySketch) -> float:
    """Return the share of the shorter text that the longer contains; 0 if neither is a copy."""
    shorter, longer = sorted((one.size, other.size))
    if longer > MOST_TIMES_LONGER * shorter:
        return 0.0
    runs = _share(one.runs, other.runs, MOST_RUNS)
    if runs * shorter < RUN_SHARE * shorter + MORE_RUNS:
        return 0.0
    names = _share(one.names, other.names, MOST_FACTS, 1)
    numbers = _share(one.numbers, other.numbers, MOST_FACTS, 1)
    is_copy = numbers >= NUMBER_SHARE and runs + names + numbers >= TOTAL_SHARE
    return runs if is_copy else 0.0


def _share(one: Sequence[int], other: Sequence[int], most: int, prior: int = 0) -> float:
    """Return the share of the smaller sample that is in the other.

    `prior` more are counted as shared. A sample of `most` hashes is full and says nothing about
    higher hashes, so both samples are cut after the last hash of a full one; then the share is an
    estimate.
    """
    end = min(
        one[-1] if len(one) == most else MOST_HASH,
        other[-1] if len(other) == most else MOST_HASH,
    )
    size = min(bisect_right(one, end), bisect_right(other, end))
    shared = len(set(one).intersection(other))
    return (shared + prior) / (size + prior) if size + prior else 0.0
