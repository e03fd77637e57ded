"""Sheets of a workbook as tables: a document a row, whatever program wrote them."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from search.article import Document, Skip
from search.readers.column_names import (
    HINTS,
    address,
    document,
    has_addresses,
    has_text,
    normalize_key,
)
from search.readers.raw_bytes import UnreadError, check_size
from search.readers.tables import MOST_EMPTY, check_names, list_as_text

ABOVE = 20  # rows in which the header is looked for: titles and notes may stand above it
AUTHORS = HINTS["authors"]


class Row(NamedTuple):
    """The cells of a row."""

    number: int  # from 1
    cells: Sequence[str]


class Sheet(NamedTuple):
    """A table of a workbook."""

    name: str
    rows: Iterator[Row]


def documents_of_sheets(path: str, sheets: Iterable[Sheet]) -> Iterator[Document | Skip]:
    """Yield a document for each row with a text, of every sheet with a header of known names.

    Paths are "a.xlsx#12" in the first such sheet, and "a.xlsx#Sheet 2#12" in the others.
    """
    first = True
    fault = UnreadError("has no sheet with rows")
    for sheet in sheets:
        try:
            header = _header(sheet.rows)
        except UnreadError as error:
            fault = error
            continue
        home = path if first else f"{path}#{sheet.name}"
        first = False
        yield from _documents(home, header, sheet.rows)
    if first:
        raise fault


def _header(rows: Iterator[Row]) -> list[str]:
    """Return the normalized names of the first row that has known ones."""
    names: list[str] = []
    for row, _ in zip(rows, range(ABOVE), strict=False):
        names = list(map(normalize_key, row.cells))
        if has_text(names) or has_addresses(names):
            return names
    check_names([])
    return names


def _documents(path: str, names: Sequence[str], rows: Iterator[Row]) -> Iterator[Document | Skip]:
    made = document if has_text(names) else address
    empty = 0
    for row in rows:
        if not any(row.cells):
            continue
        if empty == MOST_EMPTY:
            raise UnreadError(f"has no text in the {MOST_EMPTY} rows before row {row.number}")
        empty += 1
        own = f"{path}#{row.number}"
        try:
            values = _values_by_name(names, row.cells)
            stated = json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")
            check_size(len(stated))
            yield made(own, values, hashlib.sha256(stated).hexdigest())
            empty = 0
        except UnreadError as error:
            yield Skip(own, f"row {row.number} {error}")


def _values_by_name(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Return the cells by column name; of columns with the same name the first with a value."""
    found: dict[str, str] = {}
    for name, cell in zip(names, cells, strict=False):
        found[name] = found.get(name) or (list_as_text(cell) if name in AUTHORS else cell)
    return found
