"""The one printer of tables: an answer as text, tsv, csv, json or jsonl.

A spreadsheet computes a cell of a csv that begins with one of `= + - @`, a tab or a line end,
whoever wrote it: `=HYPERLINK(...)` in the headline of a page that was scraped. Such a cell gets an
apostrophe before it, which spreadsheets take for "this is text". Source: OWASP, CSV Injection.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from search.output.display import View, text_width
from search.output.safe_text import json_text, safe_line, safe_lines
from search.values import Value

SCHEMA_VERSION = 1  # of json and jsonl: raise it when a key is removed or changes its meaning
SEPARATOR = "; "  # between several values in one cell: a character that is in no name
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
GAP = 2  # columns between the cells of a text

Cell = str | int | float | date | tuple[str, ...] | None
Record = Mapping[str, object]


class Table(Value):
    """An answer, and how the formats show it. Only the parts a format shows are computed."""

    columns: tuple[str, ...]
    rows: Iterable[Mapping[str, Cell]]  # by the names of the columns
    document: Callable[[], Record]  # of json, without its version
    records: Iterable[Record] | None = None  # of jsonl; None: the rows
    text: Callable[[View], Iterable[str]] | None = None  # None: the rows in aligned columns
    tsv_columns: tuple[str, ...] | None = None  # where they are not those of csv
    guarded: bool = True  # no cell of a csv is taken for a formula


def versioned_json(record: Record, indent: int | None = 2) -> str:
    """Return the record as JSON that begins with the version of its schema."""
    return json_text({"schema_version": SCHEMA_VERSION, **record}, indent)


def guard(cell: str) -> str:
    """Return the cell as one that no spreadsheet computes.

    >>> guard("=1+1"), guard("Air defense")
    ("'=1+1", 'Air defense')
    """
    return "'" + cell if cell.lstrip(" ").startswith(FORMULA_STARTS) else cell


def _text_lines(table: Table, view: View) -> Iterator[str]:
    """Yield the text of the table, or a header and the rows in columns, numbers to the right."""
    if table.text:
        yield from table.text(view)
        return
    rows = [[row[name] for name in table.columns] for row in table.rows]
    texts = [[safe_line(_cell_text(cell)) for cell in row] for row in rows]
    widths = [max(map(text_width, cells)) for cells in zip(table.columns, *texts, strict=True)]
    if not rows:
        return
    right = [_is_number(cell) for cell in rows[0]]
    yield view.paint("strong", _aligned_line(table.columns, widths, right))
    for row in texts:
        yield _aligned_line(row, widths, right)


def _aligned_line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = []
    for cell, width, to_the_right in zip(cells, widths, right, strict=True):
        padding = " " * (width - text_width(cell))
        padded.append(padding + cell if to_the_right else cell + padding)
    return (" " * GAP).join(padded).rstrip()


def _tsv_lines(table: Table, view: View) -> Iterator[str]:  # noqa: ARG001
    """Yield the rows without a header, as `cut` and `awk` take them."""
    columns = table.columns if table.tsv_columns is None else table.tsv_columns
    for row in table.rows:
        yield "\t".join(safe_line(_cell_text(row[name])) for name in columns)


def _csv_lines(table: Table, view: View) -> Iterator[str]:
    """Yield a header and the rows: RFC 4180 with the line end of Unix.

    Values keep the line ends within them, but on a terminal nothing else that steers it.
    """
    import csv  # other formats do not wait for it

    buffer = io.StringIO()
    writer = csv.writer(buffer)  # its own line end, or old versions do not quote one in a cell
    writer.writerow(table.columns)
    yield buffer.getvalue()[:-2]
    for row in table.rows:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([_csv_cell(row[name], table.guarded) for name in table.columns])
        line = buffer.getvalue()[:-2]
        yield safe_lines(line) if view.terminal else line


def _json_lines(table: Table, view: View) -> Iterator[str]:  # noqa: ARG001
    yield versioned_json(table.document())


def _jsonl_lines(table: Table, view: View) -> Iterator[str]:  # noqa: ARG001
    own = ({name: row[name] for name in table.columns} for row in table.rows)
    for record in own if table.records is None else table.records:
        yield versioned_json(record, indent=None)


def _csv_cell(cell: Cell, guarded: bool) -> str:
    text = _cell_text(cell).replace("\0", "")  # csv has no way to write it
    return guard(text) if guarded and not _is_number(cell) else text  # a minus there is a minus


def _cell_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, tuple):
        return SEPARATOR.join(cell)
    if isinstance(cell, float):
        return f"{cell:.4f}"
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else str(cell)


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


# Each yields the lines of a table without their ends.
FORMATS: Mapping[str, Callable[[Table, View], Iterator[str]]] = {
    "text": _text_lines,
    "tsv": _tsv_lines,
    "csv": _csv_lines,
    "json": _json_lines,
    "jsonl": _jsonl_lines,
}
