"""A table of the fingerprints of documents: columns of numbers, a row for each document.

    documents   source, outlet and its name, item of a wire and its version (places in a list of
                names), headline (four hashes), digest of the statistics by which it was cleaned,
                and whether it was far longer than its like
    lines       one number for each line of each document: see ARRAYS
    runs        one number for each run

Names are kept in lists, so a table has no object for each document but its id.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from search.cleaning.facts.publisher import Outlet
from search.cleaning.fingerprints import ARRAYS, Fingerprint, TitleHashes

Numbers: TypeAlias = NDArray[Any]
LINES = tuple(name for name in ARRAYS if name != "run_hashes")  # columns of lines
KINDS: Mapping[str, Any] = {
    "B": np.dtype("u1"),
    "H": np.dtype("<u2"),
    "I": np.dtype("<u4"),
    "Q": np.dtype("<u8"),
}
DOCUMENTS = {  # column -> type and width
    "source": ("I", 1),
    "outlet": ("I", 1),
    "outlet_name": ("I", 1),
    "item": ("I", 1),
    "version": ("I", 1),
    "title": ("Q", 4),
    "digest": ("Q", 1),
    "is_long": ("B", 1),
}
NAMED = ("source", "outlet", "outlet_name", "item", "version")  # columns of places in the names


@dataclass(frozen=True, eq=False)
class Table:
    """The fingerprints of some documents, by id."""

    ids: Sequence[str]
    names: Sequence[str]  # of sources and outlets
    documents: Mapping[str, Numbers]
    lines: Mapping[str, Numbers]
    runs: Numbers
    line_ends: Numbers  # where the lines of each document end
    run_ends: Numbers

    def __len__(self) -> int:
        return len(self.ids)

    def lines_of(self, row: int) -> slice:
        """Return the place of the lines of a document."""
        return slice(int(self.line_ends[row - 1]) if row else 0, int(self.line_ends[row]))

    def runs_of(self, row: int) -> slice:
        """Return the place of the runs of a document."""
        return slice(int(self.run_ends[row - 1]) if row else 0, int(self.run_ends[row]))

    def name(self, column: str, row: int) -> str:
        """Return the source of a document, its outlet, or the name of that."""
        return self.names[int(self.documents[column][row])]

    def fingerprint(self, row: int) -> Fingerprint:
        """Return the fingerprint of a document."""
        place = self.lines_of(row)
        return Fingerprint(
            source=self.name("source", row),
            title=TitleHashes(*self.documents["title"][row].tolist()),
            outlet=Outlet(self.name("outlet", row), self.name("outlet_name", row)),
            item=(self.name("item", row), self.name("version", row)),
            run_hashes=self.runs[self.runs_of(row)].tolist(),
            **{name: self.lines[name][place].tolist() for name in LINES},
        )

    def digest(self, row: int) -> str:
        """Return the digest of the statistics by which a document was cleaned."""
        digest = int(self.documents["digest"][row])
        return f"{digest:016x}" if digest else ""

    def take(self, rows: Numbers) -> "Table":
        """Return a table of some rows, in this order."""
        lines, line_ends = _ragged(self.line_ends, rows)
        runs, run_ends = _ragged(self.run_ends, rows)
        return Table(
            [self.ids[row] for row in rows.tolist()],
            self.names,
            {name: column[rows] for name, column in self.documents.items()},
            {name: column[lines] for name, column in self.lines.items()},
            self.runs[runs],
            line_ends,
            run_ends,
        )


def make_table(fingerprints: Mapping[str, Fingerprint], digests: Mapping[str, str]) -> Table:
    """Return the table of these fingerprints, and a digest for each."""
    ids = sorted(fingerprints)
    every = [fingerprints[id] for id in ids]
    names: dict[str, int] = {}
    rows = {
        "source": [_number(each.source, names) for each in every],
        "outlet": [_number(each.outlet.key, names) for each in every],
        "outlet_name": [_number(each.outlet.name, names) for each in every],
        "item": [_number(each.item[0], names) for each in every],
        "version": [_number(each.item[1], names) for each in every],
        "title": [tuple(each.title) for each in every],
        "digest": [int(digests.get(id) or "0", 16) for id in ids],
        "is_long": [0] * len(ids),
    }
    documents = {}
    for name, (kind, width) in DOCUMENTS.items():
        shape = (len(ids), width) if width > 1 else (len(ids),)
        documents[name] = np.array(rows[name], KINDS[kind]).reshape(shape)
    return Table(
        ids,
        list(names),
        documents,
        {name: _joined([getattr(each, name) for each in every], name) for name in LINES},
        _joined([each.run_hashes for each in every], "run_hashes"),
        _ends([len(each.hashes) for each in every]),
        _ends([len(each.run_hashes) for each in every]),
    )


def join(tables: Sequence[Table]) -> Table:
    """Return one table of the rows of several, sorted by id; equal ids keep their order."""
    names: dict[str, int] = {}
    documents: dict[str, list[Numbers]] = {name: [] for name in DOCUMENTS}
    for table in tables:
        renumbered = np.array([_number(name, names) for name in table.names], "<u4")
        for name, column in table.documents.items():
            is_named = name in NAMED and len(column)
            documents[name].append(renumbered[column] if is_named else column)
    ids = [id for table in tables for id in table.ids]
    whole = Table(
        ids,
        list(names),
        {name: np.concatenate(columns) for name, columns in documents.items()},
        {name: np.concatenate([table.lines[name] for table in tables]) for name in LINES},
        np.concatenate([table.runs for table in tables]),
        _joined_ends([table.line_ends for table in tables]),
        _joined_ends([table.run_ends for table in tables]),
    )
    order = sorted(range(len(ids)), key=ids.__getitem__)
    return whole if order == list(range(len(ids))) else whole.take(np.array(order, np.int64))


def rows_of_items(ends: Numbers) -> Numbers:
    """Return the document of each line, or run, given where those of each document end."""
    sizes = np.diff(ends, prepend=0)
    return np.repeat(np.arange(len(ends), dtype=np.int32), sizes)


def _number(name: str, numbers: dict[str, int]) -> int:
    return numbers.setdefault(name, len(numbers))


def _joined(columns: Sequence[Sequence[int]], name: str) -> Numbers:
    kind = KINDS[ARRAYS[name]]
    pieces = [np.asarray(column, kind) for column in columns]
    return np.concatenate(pieces) if pieces else np.zeros(0, kind)


def _ends(sizes: Iterable[int]) -> Numbers:
    return np.cumsum(np.array(list(sizes), np.int64))


def _joined_ends(ends: Sequence[Numbers]) -> Numbers:
    sizes = [np.diff(each, prepend=0) for each in ends]
    return np.cumsum(np.concatenate(sizes)) if sizes else np.zeros(0, np.int64)


def _ragged(ends: Numbers, rows: Numbers) -> tuple[Numbers, Numbers]:
    """Return the places of the items of these rows, one after the other, and where each ends."""
    starts = np.concatenate(([0], ends[:-1]))[rows] if len(rows) else np.zeros(0, np.int64)
    sizes = ends[rows] - starts
    new_ends = np.cumsum(sizes)
    shifts = np.repeat(starts - (new_ends - sizes), sizes)
    return np.arange(len(shifts), dtype=np.int64) + shifts, new_ends
