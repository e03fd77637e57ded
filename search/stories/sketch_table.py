"""The sketches of many articles as flat arrays, by id."""

import json
import struct
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from search.stories.grouping import DatedSketch
from search.stories.sketches import TYPES, StorySketch

Numbers: TypeAlias = NDArray[Any]
COLUMNS = ("runs", "names", "numbers")  # of a sketch, as TYPES has them
KINDS: Mapping[str, Any] = {"I": np.dtype("<u4"), "H": np.dtype("<u2")}
_SIZE = struct.Struct("<I")


class Column(NamedTuple):
    """The numbers of each sketch, one sketch after the other."""

    ends: Numbers
    values: Numbers

    def of(self, row: int) -> list[int]:
        """Return the numbers of a sketch."""
        numbers: list[int] = self.values[self.ends[row - 1] if row else 0 : self.ends[row]].tolist()
        return numbers

    def take(self, rows: Numbers) -> "Column":
        """Return the column of some rows."""
        starts = np.concatenate(([0], self.ends))[rows]
        sizes = self.ends[rows] - starts
        ends = np.cumsum(sizes)
        places = np.arange(sizes.sum()) + np.repeat(starts - (ends - sizes), sizes)
        return Column(ends, self.values[places])


class SketchTable(NamedTuple):
    """The sketches and days of articles, sorted by id."""

    ids: Sequence[str]
    days: Sequence[str]  # "2025-01-13", empty where an article has no date
    sizes: Numbers
    columns: Sequence[Column]

    def sketch(self, row: int) -> StorySketch:
        """Return the sketch of an article."""
        return StorySketch(int(self.sizes[row]), *(column.of(row) for column in self.columns))

    def sketches(self) -> dict[str, DatedSketch]:
        """Return all sketches, by id."""
        return {
            id: DatedSketch(self.sketch(row), self.days[row]) for row, id in enumerate(self.ids)
        }

    def changed(self, kept: Collection[str], new: Mapping[str, DatedSketch]) -> "SketchTable":
        """Return the table of those of its articles that are kept, and of new ones."""
        own = [row for row, id in enumerate(self.ids) if id in kept and id not in new]
        added = make_table(new)
        ids = [*(self.ids[row] for row in own), *added.ids]
        days = [*(self.days[row] for row in own), *added.days]
        order = sorted(range(len(ids)), key=ids.__getitem__)
        rows = np.array([*own, *range(len(self.ids), len(self.ids) + len(added.ids))], np.int64)
        rows = rows[np.array(order, np.int64)]
        columns = []
        for old, extra in zip(self.columns, added.columns, strict=True):
            shift = len(old.values)
            whole = np.concatenate((old.ends, extra.ends + shift))
            columns.append(Column(whole, np.concatenate((old.values, extra.values))).take(rows))
        return SketchTable(
            [ids[place] for place in order],
            [days[place] for place in order],
            np.concatenate((self.sizes, added.sizes))[rows],
            columns,
        )

    def to_bytes(self) -> bytes:
        """Return ids and days, then the sketches: sizes, counts of runs and facts, values."""
        names = json.dumps(list(zip(self.ids, self.days, strict=True))).encode()
        parts = [self.sizes.astype("<u4").tobytes()]
        for column in self.columns:
            parts.append(np.diff(column.ends, prepend=0).astype("u1").tobytes())
            parts.append(column.values.tobytes())
        return b"".join([_SIZE.pack(len(names)), names, *parts])


def make_table(sketches: Mapping[str, DatedSketch]) -> SketchTable:
    """Return the table of these sketches."""
    ids = sorted(sketches)
    every = [sketches[id].sketch for id in ids]
    columns = []
    for name, kind in zip(COLUMNS, TYPES, strict=True):
        pieces = [np.asarray(getattr(each, name), KINDS[kind]) for each in every]
        values = np.concatenate(pieces) if pieces else np.zeros(0, KINDS[kind])
        columns.append(Column(np.cumsum(_array(map(len, pieces))), values))
    days = [sketches[id].day for id in ids]
    return SketchTable(ids, days, _array(each.size for each in every), columns)


def read_table(kept: bytes) -> SketchTable:
    """Return the table that `to_bytes` wrote.

    Raises: ValueError, TypeError, struct.error, where it did not write it.
    """
    (size,) = _SIZE.unpack_from(kept)
    pairs = json.loads(kept[_SIZE.size : _SIZE.size + size])
    place, count = _SIZE.size + size, len(pairs)
    sizes = np.frombuffer(kept, "<u4", count, place).astype(np.int64)
    place += 4 * count
    columns = []
    for kind in TYPES:
        ends = np.cumsum(np.frombuffer(kept, "u1", count, place), dtype=np.int64)
        place += count
        total = int(ends[-1]) if count else 0
        columns.append(Column(ends, np.frombuffer(kept, KINDS[kind], total, place)))
        place += total * KINDS[kind].itemsize
    return SketchTable([id for id, _ in pairs], [day for _, day in pairs], sizes, columns)


def _array(numbers: Iterable[int]) -> Numbers:
    return np.array(list(numbers), np.int64)
