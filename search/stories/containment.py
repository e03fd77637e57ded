"""How much of one text is in another, by their sketches, and when it is a copy of the same story.

The thresholds were chosen on the even half of the pairs of benchmarks/stories.py; that script says
what they come to on the odd half.
"""

from bisect import bisect_right
from collections.abc import Sequence

from search.stories.sketches import FACTS, RUNS, WHOLE, Sketch

SHARE = 0.4  # of the runs of the shorter text must be in the longer
FLOOR = 15  # runs more: a cut report of 50 words must share .7 of them, one of 300 words .45
NUMBERS = 0.6  # of the numbers of the text that has fewer must be in the other
TOGETHER = 2.0  # what the shares of runs, names and numbers must come to
TIMES = 5  # the longer text has of the shorter; in one longer still a text is only quoted


def copied(one: Sketch, other: Sketch) -> float:
    """What of the shorter text is in the longer, if one is a copy of the other; else 0."""
    shorter, longer = sorted((one.size, other.size))
    if longer > TIMES * shorter:
        return 0.0
    runs = _share(one.runs, other.runs, RUNS)
    if runs * shorter < SHARE * shorter + FLOOR:
        return 0.0
    names = _share(one.names, other.names, FACTS, 1)
    numbers = _share(one.numbers, other.numbers, FACTS, 1)
    return runs if numbers >= NUMBERS and runs + names + numbers >= TOGETHER else 0.0


def _share(one: Sequence[int], other: Sequence[int], most: int, prior: int = 0) -> float:
    """The share of the smaller sample that is in the other; so many more are taken as shared.

    It is an estimate unless there are no more than `most`: a full sample says nothing of hashes
    above its last, so both are cut there.
    """
    end = min(
        one[-1] if len(one) == most else WHOLE,
        other[-1] if len(other) == most else WHOLE,
    )
    size = min(bisect_right(one, end), bisect_right(other, end))
    shared = len(set(one).intersection(other))
    return (shared + prior) / (size + prior) if size + prior else 0.0
