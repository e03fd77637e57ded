"""Rows of named cells as csv, tsv or JSON Lines, each written when it is there."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from search.output import SCHEMA_VERSION
from search.output.display import line
from search.output.export_csv import guarded

Row = Mapping[str, object]  # None stands for no value
Writer = Callable[[Sequence[str], Iterable[Row]], Iterator[str]]


def _csv(names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """A header and the rows; no cell is one that a spreadsheet computes."""
    held = io.StringIO()
    written = csv.writer(held, lineterminator="")
    written.writerow(names)
    yield held.getvalue()
    for row in rows:
        held.seek(0)
        held.truncate()
        cells = (row[name] for name in names)
        written.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in cells])
        yield held.getvalue()


def _tsv(names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """The rows without a header."""
    for row in rows:
        cells = (row[name] for name in names)
        yield "\t".join("" if cell is None else line(str(cell)) for cell in cells)


def _jsonl(names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        record = {"schema_version": SCHEMA_VERSION, **{name: row[name] for name in names}}
        yield json.dumps(record, ensure_ascii=False)


ROWS: Mapping[str, Writer] = {"csv": _csv, "tsv": _tsv, "jsonl": _jsonl}
