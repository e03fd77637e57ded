"""New stories after a change, which are those that all articles together would form.

Articles are compared from the longest to the shortest, so a change can only affect what comes after
it and shares a run of words with it. Those are compared again; where one opens a story that did
not, or joins one, so are those that come after it in turn.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Set
from functools import lru_cache
from heapq import heapify, heappop, heappush

import numpy as np

from search.stories.grouping import MOST_STORIES, copy_share, most_similar, sort_key
from search.stories.sketch_table import Numbers, SketchTable
from search.stories.sketches import StorySketch
from search.stories.story_index import Stories, Story, StoryMember

BITS = 16  # of the table by which most runs are found not to be wanted


class Regrouping:
    """The stories of a changed collection, given its sketches before and now.

    `known` are the stories before.
    """

    def __init__(self, old: SketchTable, new: SketchTable, known: Stories) -> None:
        self._old, self._new = old, new
        self._stories = {members[0]: members for members in _every(known)}
        self._shares = {id: known.share(id) for members in self._stories.values() for id in members}
        self._fullest = {
            id: members[0] for members in self._stories.values() for id in members[1:]
        }  # of the story that an article has joined
        self._rows = {id: row for row, id in enumerate(new.ids)}
        days = np.array([day or "9999" for day in new.days] or [""])
        order = np.lexsort((np.arange(len(new.ids)), days[: len(new.ids)], -new.sizes))
        self._ranks = np.empty(len(order), np.int64)
        self._ranks[order] = np.arange(len(order))
        self._order = order
        self._holders: dict[int, list[int]] = {}  # run -> ranks of the articles that have it
        self._sketch = lru_cache(1 << 12)(self._sketch_at)

    def stories(self, changed: Set[str]) -> list[Story]:
        """Return all stories; `changed` are the articles that are new, changed or removed."""
        touched = self._touched(changed)
        for id in changed:
            if id in self._stories:
                touched |= set(self._stories[id])
        groups: dict[str, list[str]] = defaultdict(list)
        for id, fullest in self._fullest.items():
            groups[fullest].append(id)
        found = []
        for fullest, others in groups.items():
            before = self._stories.get(fullest, ())
            if touched.isdisjoint((fullest, *others)) and len(before) == len(others) + 1:
                story = [StoryMember(id, self._shares[id]) for id in before]
            else:
                story = self._members(fullest, others)
            found.append(tuple(story))
        return sorted(found, key=lambda story: story[0].id)

    def _members(self, fullest: str, others: Iterable[str]) -> list[StoryMember]:
        """Return the members of a story, those most similar to the fullest first."""
        centre = self._sketch(int(self._ranks[self._rows[fullest]]))
        members = []
        for id in others:
            own = self._sketch(int(self._ranks[self._rows[id]]))
            members.append(StoryMember(id, copy_share(own, centre)))
        members.sort(key=lambda member: (-member.share, member.id))
        return [StoryMember(fullest, 1.0), *members]

    def _touched(self, changed: Set[str]) -> set[str]:
        """Compare again what the change may affect; return the articles that were compared."""
        waiting = {int(self._ranks[self._rows[id]]) for id in changed if id in self._rows}
        old_rows = {id: row for row, id in enumerate(self._old.ids) if id in changed}
        for id, row in old_rows.items():
            if id not in self._fullest:  # it may have been the fullest of some
                sketch = self._old.sketch(row)
                key = sort_key(id, sketch.size, self._old.days[row])
                waiting |= {rank for rank in self._sharing(sketch.runs) if self._key(rank) > key}
        was_alone = {id: id not in self._fullest for id in self._rows if id not in changed}
        for id in changed:
            self._fullest.pop(id, None)
        self._load(waiting)
        heap, done = list(waiting), set[int]()
        heapify(heap)
        while heap:
            rank = heappop(heap)
            if rank in done:
                continue
            done.add(rank)
            id = self._id(rank)
            opens = self._compare(rank)
            if opens != was_alone.get(id, False):
                later = {each for each in self._sharing(self._sketch(rank).runs) if each > rank}
                self._load(later - done)
                for each in later - done:
                    heappush(heap, each)
        return {self._id(rank) for rank in done} | changed

    def _compare(self, rank: int) -> bool:
        """Let an article join a story or open one; return whether it opens one."""
        sketch, id = self._sketch(rank), self._id(rank)
        holders: dict[int, tuple[int, ...]] = {}
        for run in sketch.runs:
            before = (each for each in self._holders[run] if each < rank)
            first = [each for each in before if self._id(each) not in self._fullest]
            if first:
                holders[run] = tuple(first[:MOST_STORIES])
        fullest, share = most_similar(sketch, sketch.runs, holders, self._sketch)
        if share:
            self._fullest[id] = self._id(fullest)
        else:
            self._fullest.pop(id, None)
        return not share

    def _load(self, ranks: Collection[int]) -> None:
        """Find the articles that have the runs of these."""
        runs = {run for rank in ranks for run in self._sketch(rank).runs}
        missing = runs - self._holders.keys()
        if not missing:
            return
        for run in missing:
            self._holders[run] = []
        places = _places(self._new.columns[0].values, missing)
        found = self._new.columns[0].values[places].tolist()
        for run, rank in zip(found, self._ranks_at(places), strict=True):
            self._holders[run].append(rank)
        for run in missing:
            self._holders[run].sort()

    def _sharing(self, runs: Iterable[int]) -> set[int]:
        """Return the ranks of the articles that have one of the runs."""
        return set(self._ranks_at(_places(self._new.columns[0].values, set(runs))))

    def _ranks_at(self, places: Numbers) -> list[int]:
        """Return the ranks of the articles that have the runs at these places."""
        rows = np.searchsorted(self._new.columns[0].ends, places, "right")
        ranks: list[int] = self._ranks[rows].tolist()
        return ranks

    def _key(self, rank: int) -> tuple[int, str, str]:
        row = int(self._order[rank])
        return sort_key(self._new.ids[row], int(self._new.sizes[row]), self._new.days[row])

    def _id(self, rank: int) -> str:
        return self._new.ids[int(self._order[rank])]

    def _sketch_at(self, rank: int) -> StorySketch:
        return self._new.sketch(int(self._order[rank]))


def _places(values: Numbers, wanted: Collection[int]) -> Numbers:
    """Return where the values are wanted."""
    codes = np.array(sorted(wanted), values.dtype)
    bits = np.zeros(1 << BITS, bool)
    bits[codes & ((1 << BITS) - 1)] = True
    places = np.flatnonzero(bits[values & ((1 << BITS) - 1)])
    found: Numbers = places[np.isin(values[places], codes)]
    return found


def _every(stories: Stories) -> Iterable[tuple[str, ...]]:
    return (stories.members(number) for number in range(len(stories)))
