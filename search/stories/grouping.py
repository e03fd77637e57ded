"""Grouping of articles into stories: every copy matches the fullest copy of its story.

The longest texts come first. Each is compared with the fullest copies of earlier stories, and
joins the one it shares most runs with or opens a story of its own. So matches never form a chain,
a story of a thousand copies costs no more than a thousand stories, and the stories depend on the
articles alone, not on their order.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from search.stories.containment import copy_share
from search.stories.sketches import StorySketch
from search.stories.story_index import Story, StoryMember

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
    ids = sorted(articles, key=lambda id: _order(id, articles[id]))
    sketches = [articles[id].sketch for id in ids]
    counts = _count_runs(sketches)
    holders: dict[int, tuple[int, ...]] = {}  # a run -> the fullest copies that have it
    stories: dict[int, list[StoryMember]] = {}
    for number, sketch in enumerate(sketches):
        runs = [run for run in sketch.runs if counts[run & LAST_BITS] > 1]
        fullest, share = _most_similar(sketch, runs, holders, sketches)
        if share:
            stories.setdefault(fullest, []).append(StoryMember(ids[number], share))
            continue
        for run in runs:
            numbers = holders.get(run, ())
            if len(numbers) < MOST_STORIES:
                # A tuple, since a list for each run would slow the garbage collector.
                holders[run] = (*numbers, number)
    found = (_story(ids[fullest], others) for fullest, others in stories.items())
    return sorted(found, key=lambda story: story[0].id)


def _order(id: str, article: DatedSketch) -> tuple[int, str, str]:
    """Return the sort key: the longest first, then the oldest, those without a date last."""
    return -article.sketch.size, article.day or "9999", id


def _story(fullest: str, others: list[StoryMember]) -> Story:
    ranked = sorted(others, key=lambda member: (-member.share, member.id))
    return (StoryMember(fullest, 1.0), *ranked)


def _count_runs(sketches: Sequence[StorySketch]) -> bytearray:
    """Return how many articles have a run with each of the last bits; 2 stands for more."""
    counts = bytearray(LAST_BITS + 1)
    for sketch in sketches:
        for run in sketch.runs:
            place = run & LAST_BITS
            if counts[place] < 2:
                counts[place] += 1
    return counts


def _most_similar(
    sketch: StorySketch,
    runs: Sequence[int],
    holders: Mapping[int, Sequence[int]],
    sketches: Sequence[StorySketch],
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
        share = copy_share(sketch, sketches[number]) if count >= SHARED_RUNS else 0.0
        if share:
            return number, share
    return 0, 0.0
