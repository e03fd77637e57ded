"""The sketches of all articles, kept beside the index, and the stories they come to."""

import json
import struct
from array import array
from collections.abc import Collection, Mapping
from functools import partial
from itertools import accumulate, pairwise

from search.article import Article
from search.engines.base import Writer
from search.indexing.parallel_map import Aside
from search.stories.grouping import Told, grouped
from search.stories.sketches import KINDS, Sketch
from search.stories.story_index import FILE, record

SKETCHES = "sketches"  # the name under which the index keeps them: some 250 bytes an article
COLUMNS = ("runs", "names", "numbers")  # of a sketch, as KINDS has them
_SIZE = struct.Struct("<I")


class Sketches:
    """The sketches of the articles of one index; `kept` is what it kept when last built."""

    def __init__(self, kept: bytes | None) -> None:
        self._told = _unpacked(kept) if kept else {}
        self._fresh = not kept

    def note(self, article: Article, sketch: Sketch) -> None:
        """Take the sketch of the article, in place of what it was."""
        day = article.date.isoformat() if article.date else ""
        self._told[article.id] = Told(sketch, day)
        self._fresh = True

    def hand_over(self, present: Collection[str], writer: Writer, aside: Aside) -> None:
        """Keep the sketches of these articles, and their stories, where they are others."""
        if self._told.keys() - present:
            self._fresh = True
        if self._fresh:
            kept = {id: self._told[id] for id in sorted(present) if id in self._told}
            writer.write_store(FILE, aside.begin(_stories, kept))
            writer.write_store(SKETCHES, partial(_packed, kept))


def _stories(told: Mapping[str, Told]) -> bytes:
    return record(grouped(told))


def _packed(told: Mapping[str, Told]) -> bytes:
    """Ids and days, then the numbers of all sketches: sizes, how many runs and facts, these."""
    names = json.dumps([(id, each.day) for id, each in told.items()]).encode()
    sketches = [each.sketch for each in told.values()]
    parts = [array("I", [each.size for each in sketches])]
    for name, kind in zip(COLUMNS, KINDS, strict=True):
        column = [getattr(each, name) for each in sketches]
        parts.append(array("B", list(map(len, column))))
        parts.append(array(kind))
        for numbers in column:
            parts[-1].extend(numbers)
    return _SIZE.pack(len(names)) + names + b"".join(part.tobytes() for part in parts)


def _unpacked(kept: bytes) -> dict[str, Told]:
    """The sketches that were packed."""
    (size,) = _SIZE.unpack_from(kept)
    names = json.loads(kept[_SIZE.size : _SIZE.size + size])
    rest = memoryview(kept)[_SIZE.size + size :]
    count = len(names)
    sizes, rest = rest[: 4 * count].cast("I"), rest[4 * count :]
    columns = []
    for kind in KINDS:
        ends = list(accumulate(rest[:count], initial=0))
        held = array(kind)
        end = count + ends[-1] * held.itemsize
        held.frombytes(rest[count:end])
        columns.append([held[first:last] for first, last in pairwise(ends)])
        rest = rest[end:]
    rows = zip(names, sizes, *columns, strict=True)
    return {id: Told(Sketch(size, *each), day) for (id, day), size, *each in rows}
