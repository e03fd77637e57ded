"""The stories of all articles: every copy is like the fullest one of its story.

The longest texts come first. Each is compared with the fullest copies of the stories so far, and
joins the likeliest or opens a story of its own: so there are no chains of likeness, a story of a
thousand copies costs no more than a thousand stories, and the outcome is a function of the
articles, whatever their order.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from search.stories.containment import copied
from search.stories.sketches import Sketch
from search.stories.story_index import Copy, Story

LOW = (1 << 24) - 1  # the last bits of a run, a place in a table of 16 MB; the first are not evenly
# spread, for samples are of small numbers. Of 100,000 articles one run in four is a false alarm.
MOST = 64  # stories that a run tells of; one of more is a stock phrase
MENTIONS = 256  # of stories by the runs of a text that are heard, those of the rarest runs first
SHARED = 2  # runs sampled of both: a copy of the least likeness has fewer once in a thousand
LOOKED = 8  # stories compared with, those that share most runs first


class Told(NamedTuple):
    """What grouping knows of an article."""

    sketch: Sketch
    day: str = ""  # "2025-01-13", empty where it has no date


def grouped(told: Mapping[str, Told]) -> list[Story]:
    """The stories of more than one article, by the id of their fullest copy."""
    ids = sorted(told, key=lambda id: _order(id, told[id]))
    sketches = [told[id].sketch for id in ids]
    repeated = _repeated(sketches)
    holders: dict[int, tuple[int, ...]] = {}  # a run -> the fullest copies that have it
    stories: dict[int, list[Copy]] = {}
    for number, own in enumerate(sketches):
        runs = [run for run in own.runs if repeated[run & LOW] > 1]
        fullest, share = _likeliest(own, runs, holders, sketches)
        if share:
            stories.setdefault(fullest, []).append(Copy(ids[number], share))
            continue
        for run in runs:
            held = holders.get(run, ())
            if len(held) < MOST:
                holders[run] = (*held, number)  # a list for each run would busy the collector
    found = (_story(ids[fullest], others) for fullest, others in stories.items())
    return sorted(found, key=lambda story: story[0].id)


def _order(id: str, told: Told) -> tuple[int, str, str]:
    """The longest first, of equal ones the oldest; those without a date last."""
    return -told.sketch.size, told.day or "9999", id


def _story(fullest: str, others: list[Copy]) -> Story:
    return (Copy(fullest, 1.0), *sorted(others, key=lambda copy: (-copy.share, copy.id)))


def _repeated(sketches: Sequence[Sketch]) -> bytearray:
    """For the last bits of a run, how many articles have such a one; 2 stands for more."""
    met = bytearray(LOW + 1)
    for sketch in sketches:
        for run in sketch.runs:
            place = run & LOW
            if met[place] < 2:
                met[place] += 1
    return met


def _likeliest(
    own: Sketch,
    runs: Sequence[int],
    holders: Mapping[int, Sequence[int]],
    sketches: Sequence[Sketch],
) -> tuple[int, float]:
    """Of the fullest copies that a text is a copy of the one it shares most runs with, and its
    share; 0 where there is none.
    """
    shared: Counter[int] = Counter()
    met = 0
    for held in sorted((holders[run] for run in runs if run in holders), key=len):
        met += len(held)
        if met > MENTIONS:
            break
        shared.update(held)
    for number, count in shared.most_common(LOOKED):
        share = copied(own, sketches[number]) if count >= SHARED else 0.0
        if share:
            return number, share
    return 0, 0.0
