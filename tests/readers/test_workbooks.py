"""A workbook is read like a table: a row is a document, its columns are known by their names."""

import io
import json
from datetime import date, datetime
from pathlib import Path

import pytest
from odf import opendocument, table, text
from openpyxl import Workbook

from search.article import Document, Seed, Skip
from search.readers import read

HEADER = ("Headline", "Date", "Publisher", "Author", "URL", "Body")
ROWS = (
    ("Flood", date(2025, 1, 13), "Oder Herald", "Ada Weiss", "https://a.example/1", "It rained."),
    (
        "Fire",
        datetime(2025, 1, 14, 8, 30),
        "Oder Herald",
        "",
        "",
        "The mill burnt.\n\nNobody died.",
    ),
    ("Nothing", None, "", "", "", ""),
)


def found(folder: Path, stored: bytes, name: str) -> list[Document | Skip]:
    (folder / name).write_bytes(stored)
    listed = list(read(Seed(f"news/{name}", str(folder / name))))
    assert all(isinstance(each, Document | Skip) for each in listed)
    return [each for each in listed if isinstance(each, Document | Skip)]


def workbook(*sheets: tuple[tuple[object, ...], ...]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def open_document(*sheets: tuple[tuple[object, ...], ...]) -> bytes:
    book = opendocument.OpenDocumentSpreadsheet()
    for number, rows in enumerate(sheets, 1):
        sheet = table.Table(name=f"Sheet {number}")
        for row in rows:
            line = table.TableRow()
            for value in row:
                is_day = isinstance(value, date)
                facts = {"valuetype": "date", "datevalue": value.isoformat()} if is_day else {}
                cell = table.TableCell(**facts)
                for paragraph in str("" if value is None else value).split("\n"):
                    cell.addElement(text.P(text=paragraph))
                line.addElement(cell)
            line.addElement(table.TableCell(numbercolumnsrepeated=16_000))
            sheet.addElement(line)
        sheet.addElement(table.TableRow(numberrowsrepeated=1_000_000))
        book.spreadsheet.addElement(sheet)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


MAKERS = {"a.xlsx": workbook, "a.ods": open_document}


@pytest.mark.parametrize("name", MAKERS)
def test_a_row_is_a_document(tmp_path: Path, name: str) -> None:
    first, second, third = found(tmp_path, MAKERS[name]((HEADER, *ROWS)), name)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.path, first.content) == (f"news/{name}#2", "It rained.")
    assert first.hints == {
        "title": "Flood",
        "date": "2025-01-13",
        "source": "Oder Herald",
        "authors": "Ada Weiss",
        "url": "https://a.example/1",
    }
    assert second.hints["date"] == "2025-01-14T08:30:00"
    assert second.content == "The mill burnt.\n\nNobody died."
    assert third == Skip(f"news/{name}#4", "row 4 has no text")


@pytest.mark.parametrize("name", MAKERS)
def test_the_header_may_be_lower_and_in_any_sheet(tmp_path: Path, name: str) -> None:
    about = (("About this export",), ("Made in January",))
    made = MAKERS[name](about, (*about, HEADER, ROWS[0]), (HEADER, ROWS[1]))
    assert [each.path for each in found(tmp_path, made, name)] == [
        f"news/{name}#4",
        f"news/{name}#Sheet 3#2",
    ]


ADDRESSES = (
    ("id", "publish_date", "title", "url", "language", "media_name"),
    ("17", "2025-01-13", "River rises", "https://a.example/1", "en", "a.example"),
    ("18", "2025-01-14", "Mill burns", "https://a.example/2", "en", "a.example"),
    ("19", "2025-01-15", "", "https://a.example/3", "en", "a.example"),
)


def table_of_text(*sheets: tuple[tuple[str, ...], ...]) -> bytes:
    return "".join(",".join(row) + "\n" for row in sheets[0]).encode()


@pytest.mark.parametrize("name", [*MAKERS, "a.csv"])
def test_a_table_of_addresses_gives_headlines(tmp_path: Path, name: str) -> None:
    maker = MAKERS.get(name, table_of_text)
    first, second, third = found(tmp_path, maker(ADDRESSES), name)
    assert isinstance(first, Document)
    assert first.content == "River rises"
    assert first.catalogue == {"provider": ("addresses without text",)}
    assert first.hints["source"] == "a.example"
    assert first.hints["date"] == "2025-01-13"
    assert isinstance(second, Document)
    assert isinstance(third, Skip)
    assert third.reason.endswith("4 has no headline, or no address")


def test_an_answer_of_gdelt_gives_headlines(tmp_path: Path) -> None:
    row = {
        "url": "https://a.example/1",
        "title": "River rises",
        "seendate": "20250113T211800Z",
        "domain": "a.example",
        "language": "English",
    }
    stored = json.dumps({"articles": [row, {**row, "title": "Mill burns"}]}).encode()
    first, second = found(tmp_path, stored, "a.json")
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.content, second.content) == ("River rises", "Mill burns")
    assert (first.hints["date"], first.hints["source"]) == ("2025-01-13", "a.example")
    assert first.catalogue == {"provider": ("addresses without text",)}


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize(
    ("stored", "reason"),
    [
        (b"", "is a damaged {}"),
        (b"PK\x03\x04", "is a damaged {}"),
        (b"\xd0\xcf\x11\xe0" + bytes(500), "is an old"),
    ],
)
def test_one_that_cannot_be_read_says_so(
    tmp_path: Path, name: str, stored: bytes, reason: str
) -> None:
    (skip,) = found(tmp_path, stored, name)
    assert isinstance(skip, Skip)
    assert skip.reason.startswith(reason.format(name[2:].upper()))


@pytest.mark.parametrize("name", MAKERS)
def test_one_without_texts_says_so(tmp_path: Path, name: str) -> None:
    (skip,) = found(tmp_path, MAKERS[name]((("a", "b"), (1, 2))), name)
    reason = "has no column that is named text, body, content or the like"
    assert skip == Skip(f"news/{name}", reason)
