"""The sketches of all articles, stored with the index, and the stories found by them."""

import json
import struct
from array import array
from collections.abc import Collection, Mapping
from functools import partial
from itertools import accumulate, pairwise

from search.article import Article
from search.engines.base import Writer
from search.process_pools import Pool
from search.stories.grouping import DatedSketch, group_stories
from search.stories.sketches import TYPES, StorySketch
from search.stories.story_index import FILE, encode_stories

SKETCHES = "sketches"  # the name of the stored sketches in the index: some 250 bytes an article
COLUMNS = ("runs", "names", "numbers")  # of a sketch, as TYPES has them
_SIZE = struct.Struct("<I")


class SketchStore:
    """The sketches of the articles of one index; `kept` is the record of the last build."""

    def __init__(self, kept: bytes | None) -> None:
        self._sketches = _unpacked(kept) if kept else {}
        self._has_changed = not kept

    def add(self, article: Article, sketch: StorySketch) -> None:
        """Add or replace the sketch of the article."""
        day = article.date.isoformat() if article.date else ""
        self._sketches[article.id] = DatedSketch(sketch, day)
        self._has_changed = True

    def store(self, present: Collection[str], writer: Writer, pool: Pool) -> None:
        """Store the sketches of these articles, and their stories, if they have changed."""
        if self._sketches.keys() - present:
            self._has_changed = True
        if self._has_changed:
            kept = {id: self._sketches[id] for id in sorted(present) if id in self._sketches}
            writer.write_store(FILE, pool.submit(_stories, kept).result)
            writer.write_store(SKETCHES, partial(_packed, kept))


def _stories(sketches: Mapping[str, DatedSketch]) -> bytes:
    return encode_stories(group_stories(sketches))


def _packed(articles: Mapping[str, DatedSketch]) -> bytes:
    """Return ids and days, then the sketches: sizes, counts of runs and facts, values."""
    names = json.dumps([(id, each.day) for id, each in articles.items()]).encode()
    sketches = [each.sketch for each in articles.values()]
    parts = [array("I", [each.size for each in sketches])]
    for name, kind in zip(COLUMNS, TYPES, strict=True):
        column = [getattr(each, name) for each in sketches]
        parts.append(array("B", list(map(len, column))))
        parts.append(array(kind))
        for numbers in column:
            parts[-1].extend(numbers)
    return _SIZE.pack(len(names)) + names + b"".join(part.tobytes() for part in parts)


def _unpacked(kept: bytes) -> dict[str, DatedSketch]:
    """Return the sketches that were packed."""
    (size,) = _SIZE.unpack_from(kept)
    names = json.loads(kept[_SIZE.size : _SIZE.size + size])
    rest = memoryview(kept)[_SIZE.size + size :]
    count = len(names)
    sizes, rest = rest[: 4 * count].cast("I"), rest[4 * count :]
    columns = []
    for kind in TYPES:
        ends = list(accumulate(rest[:count], initial=0))
        held = array(kind)
        end = count + ends[-1] * held.itemsize
        held.frombytes(rest[count:end])
        columns.append([held[first:last] for first, last in pairwise(ends)])
        rest = rest[end:]
    rows = zip(names, sizes, *columns, strict=True)
    return {id: DatedSketch(StorySketch(size, *each), day) for (id, day), size, *each in rows}
