"""A reader of Excel's XLSX: a document a row."""

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

from search.article import Document, Skip
from search.readers.raw_bytes import Raw, UnreadError, reporting_damage, seekable
from search.readers.sheets import Row, Sheet, documents_of_sheets

KIND = "XLSX"
OLD = b"\xd0\xcf\x11\xe0"
MOST_UNPACKED = 500_000_000  # bytes of one part: a million rows have about half of it
MOST_TEXT = 100_000_000  # bytes of the texts of all cells, which are read at once


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each row; formulas have the values that they had when it was saved."""
    with seekable(raw) as stored:
        if stored.read(4) == OLD:
            raise UnreadError("is an old Excel file, or needs a password")
        stored.seek(0)
        _check_parts(stored)
        with reporting_damage(KIND), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and the like
            book = load_workbook(stored, read_only=True, data_only=True, keep_links=False)
        yield from documents_of_sheets(raw.path, map(_sheet, book.worksheets))


def _check_parts(stored: Any) -> None:
    """Check that no part unpacks to more than a process may use."""
    with reporting_damage(KIND):
        parts = zipfile.ZipFile(stored).infolist()
    for part in parts:
        most = MOST_TEXT if part.filename.endswith("sharedStrings.xml") else MOST_UNPACKED
        if part.file_size > most:
            raise UnreadError(f"has a part that unpacks to more than {most // 1_000_000} MB")


def _sheet(sheet: Any) -> Sheet:
    return Sheet(sheet.title, _rows(sheet))


def _rows(sheet: Any) -> Iterator[Row]:
    with reporting_damage(KIND):
        rows = enumerate(sheet.iter_rows(values_only=True), 1)
    while True:
        with reporting_damage(KIND), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about dates that are none
            number, cells = next(rows, (0, ()))
        if not number:
            return
        yield Row(number, list(map(_text, cells)))


def _text(value: Any) -> str:
    """Return the value of a cell as text; a day without a time as a day."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
