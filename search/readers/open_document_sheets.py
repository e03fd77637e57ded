"""A reader of OpenDocument sheets, as LibreOffice writes them: a document a row."""

from collections.abc import Iterator
from typing import Any

from search.article import Document, Skip
from search.readers.office import attribute, local, open_parts, outermost, read_part
from search.readers.raw_bytes import PAGE_LIMIT, Raw, UnreadError, read_document
from search.readers.sheets import Row, Sheet, documents_of_sheets

KIND = "ODS"
MOST_COLUMNS = 1000  # the last cell of a row is repeated to the end of the sheet


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each row."""
    content, _ = read_document(raw, PAGE_LIMIT, text=False)
    root = read_part(open_parts(content, KIND), "content.xml", KIND)
    book = root.find("{*}body/{*}spreadsheet") if root is not None else None
    if book is None:
        raise UnreadError("is no ODS: it has no sheets")
    tables = (each for each in book if local(each) == "table")
    yield from documents_of_sheets(raw.path, map(_sheet, tables))


def _sheet(table: Any) -> Sheet:
    return Sheet(attribute(table, "name"), _rows(table))


def _rows(table: Any) -> Iterator[Row]:
    """Yield the rows; of equal ones in a row, which are mostly empty, the first."""
    number = 1
    for row in outermost(table, "table-row"):
        yield Row(number, _cells(row))
        number += _repeated(row, "number-rows-repeated")


def _cells(row: Any) -> list[str]:
    found: list[str] = []
    for cell in row:
        if local(cell) in ("table-cell", "covered-table-cell"):
            times = min(_repeated(cell, "number-columns-repeated"), MOST_COLUMNS - len(found))
            found += [_text(cell)] * times
    return found


def _repeated(node: Any, name: str) -> int:
    stated = attribute(node, name)
    return int(stated) if stated.isdecimal() and len(stated) < 9 else 1


def _text(cell: Any) -> str:
    """Return the value of a cell: a date as it is stored, other values as they are shown."""
    stored = attribute(cell, "date-value")
    paragraphs = (each for each in cell if local(each) == "p")
    return stored or "\n".join("".join(each.itertext()) for each in paragraphs)
