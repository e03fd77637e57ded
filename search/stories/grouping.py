"""Grouping of articles into stories: every copy matches the fullest copy of its story.

The longest texts come first. Each is compared with the fullest copies of earlier stories, and
joins the one it shares most runs with or opens a story of its own. So matches never form a chain,
a story of a thousand copies costs no more than a thousand stories, and the stories depend on the
articles alone, not on their order.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from search.stories.sketches import MOST_FACTS, MOST_HASH, MOST_RUNS, StorySketch
from search.stories.story_index import Story, StoryMember

# The limits of a copy, chosen on the even half of the pairs of benchmarks/stories.py; that script
# reports the results on the odd half.
RUN_SHARE = 0.4  # of the runs of the shorter text must be in the longer
MORE_RUNS = 15  # besides: a report of 50 words must share .7 of its runs, one of 300 words .45
NUMBER_SHARE = 0.6  # of the numbers of the text with fewer must be in the other
TOTAL_SHARE = 2.0  # the least sum of the shares of runs, names and numbers
MOST_TIMES_LONGER = 5  # a text that is longer still only quotes the shorter

# The last bits of a run are its place in a table of 16 MB; the first bits are not evenly spread,
# since samples are of small numbers. Of 100,000 articles one run in four is a false alarm.
LAST_BITS = (1 << 24) - 1
MOST_STORIES = 64  # with the same run; a run of more is a stock phrase
MOST_HOLDERS = 256  # stories that are counted by the runs of a text, those of the rarest runs first
SHARED_RUNS = 2  # in both samples: a barely similar copy has fewer once in a thousand
MOST_COMPARED = 8  # stories compared with a text, those that share most runs first


class DatedSketch(NamedTuple):
    """The sketch of an article, and its day."""

    sketch: StorySketch
    day: str = ""  # "2025-01-13", empty where it has no date


def group_stories(articles: Mapping[str, DatedSketch]) -> list[Story]:
    """Return the stories of more than one article, by the id of their fullest copy."""
    ids = sorted(articles, key=lambda id: sort_key(id, articles[id].sketch.size, articles[id].day))
    sketches = [articles[id].sketch for id in ids]
    counts = _count_runs(sketches)
    holders: dict[int, tuple[int, ...]] = {}  # a run -> the fullest copies that have it
    stories: dict[int, list[StoryMember]] = {}
    for number, sketch in enumerate(sketches):
        runs = [run for run in sketch.runs if counts[run & LAST_BITS] > 1]
        fullest, share = most_similar(sketch, runs, holders, sketches.__getitem__)
        if share:
            stories.setdefault(fullest, []).append(StoryMember(ids[number], share))
            continue
        for run in runs:
            numbers = holders.get(run, ())
            if len(numbers) < MOST_STORIES:
                # A tuple, since a list for each run would slow the garbage collector.
                holders[run] = (*numbers, number)
    for others in stories.values():
        others.sort(key=lambda member: (-member.share, member.id))
    found = ((StoryMember(ids[n], 1.0), *others) for n, others in stories.items())
    return sorted(found, key=lambda story: story[0].id)


def _count_runs(sketches: Sequence[StorySketch]) -> bytearray:
    """Return how many articles have a run with each of the last bits; 2 stands for more."""
    counts = bytearray(LAST_BITS + 1)
    for sketch in sketches:
        for run in sketch.runs:
            place = run & LAST_BITS
            if counts[place] < 2:
                counts[place] += 1
    return counts


def sort_key(id: str, size: int, day: str) -> tuple[int, str, str]:
    """Return the key of the order of articles: the longest first, then the oldest.

    Those without a date come last.
    """
    return (-size, day or "9999", id)


def most_similar(
    sketch: StorySketch,
    runs: Sequence[int],
    holders: Mapping[int, Sequence[int]],
    sketches: Callable[[int], StorySketch],
) -> tuple[int, float]:
    """Return the fullest copy that the text shares most runs with, and the share.

    The share is 0 where the text is a copy of none.
    """
    shared: Counter[int] = Counter()
    total = 0
    for numbers in sorted((holders[run] for run in runs if run in holders), key=len):
        total += len(numbers)
        if total > MOST_HOLDERS:
            break
        shared.update(numbers)
    for number, count in shared.most_common(MOST_COMPARED):
        share = copy_share(sketch, sketches(number)) if count >= SHARED_RUNS else 0.0
        if share:
            return number, share
    return 0, 0.0


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
