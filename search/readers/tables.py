"""A reader of tables with a header, separated by commas, semicolons or tabs: a document a row."""

import csv
import hashlib
import re
from collections.abc import Collection, Iterator
from itertools import chain
from typing import NamedTuple

from search.article import Document, Skip
from search.readers.bounded_lines import read_lines
from search.readers.column_names import (
    HINTS,
    NAMES,
    address,
    document,
    has_addresses,
    has_text,
    normalize_key,
)
from search.readers.raw_bytes import LIMIT, Raw, UnreadError, check_size
from search.readers.text_decoding import decode

DELIMITERS = (",", ";", "\t", "|")
UNIT = "\x1f"  # separates decoded fields; the delimiter of a table with one column
MOST_EMPTY = 1000  # consecutive rows without a document, after which the file is rejected
MOST_LINES = 100_000  # of a row: lines of a long text in quotes
PATIENCE = 20  # times in a file that the rows after an open quote are read again
AUTHORS = HINTS["authors"]
EXCEL = re.compile(r"sep=(.)\n?")  # a first line that names the delimiter
LISTED = re.compile(r"\[['\"].*['\"]\]", re.DOTALL)  # a field with a Python list
MEMBER = re.compile(r"'([^']+)'|\"([^\"]+)\"")

# The limit is the process's, not the reader's: by default 128 KB, less than a long article has.
csv.field_size_limit(max(csv.field_size_limit(), LIMIT))


class Header(NamedTuple):
    """The names of the columns, and their delimiter."""

    names: tuple[str, ...]  # normalized
    delimiter: str
    line: bytes


class Row(NamedTuple):
    """The fields of a row, or the reason that it has none."""

    number: int  # of its first line
    stored: bytes
    fields: list[str]  # their bytes, as Latin-1
    fault: str = ""


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each row with a text, numbered by its first line; a Skip for others."""
    source = _Source(read_lines(raw.unpacked()))
    header = _header(source)
    made = document if has_text(header.names) else address
    empty_rows = 0
    for row in _rows(source, header):
        if empty_rows == MOST_EMPTY:
            raise UnreadError(f"has no text in the {MOST_EMPTY} rows before line {row.number}")
        path = f"{raw.path}#{row.number}"
        empty_rows += 1
        try:
            digest = hashlib.sha256(header.line + row.stored).hexdigest()
            yield made(path, _values_by_name(header, row), digest)
            empty_rows = 0
        except UnreadError as error:
            yield Skip(path, f"line {row.number} {error}")


class _Source:
    """Numbered lines; the last ones can be put back."""

    def __init__(self, read_lines: Iterator[bytes]) -> None:
        self._lines: Iterator[tuple[int, bytes]] = enumerate(read_lines, 1)
        self.taken: list[tuple[int, bytes]] = []  # since the last row
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        """Yield the lines as Latin-1, which changes no byte."""
        self.taken = []
        size = 0
        for number, line in self._lines:
            self.taken.append((number, line))
            size += len(line)
            check_size(size)
            if len(self.taken) > MOST_LINES:
                raise UnreadError(f"has more than {MOST_LINES:,} lines in one row")
            yield line.decode("latin-1")
        self.ended = True

    def put_back(self) -> None:
        """Put back all lines of the row but the first."""
        self._lines = chain(self.taken[1:], self._lines)
        self.ended = False


def _header(source: _Source) -> Header:
    """Return the first line with text, split by the delimiter that gives the most known names."""
    delimiters: tuple[str, ...] = DELIMITERS
    for line in source:
        text = decode(line.encode("latin-1"))
        excel = EXCEL.fullmatch(text)
        if excel:
            delimiters = (excel[1],)
        elif text.strip():
            found = [_split_header(text, delimiter) for delimiter in delimiters]
            best = max(found, key=lambda header: len(NAMES.intersection(header.names)))
            check_names(best.names)
            return best if len(best.names) > 1 else best._replace(delimiter=UNIT)
    raise UnreadError("is empty")


def check_names(names: Collection[str]) -> None:
    """Check that a table has texts, or at least headlines and addresses."""
    if not (has_text(names) or has_addresses(names)):
        raise UnreadError("has no column that is named text, body, content or the like")


def _split_header(line: str, delimiter: str) -> Header:
    try:
        fields = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error as error:
        raise UnreadError(f"has no header: {error}") from error
    return Header(tuple(map(normalize_key, fields)), delimiter, line.encode())


def _rows(source: _Source, header: Header) -> Iterator[Row]:
    """Yield the rows; a broken one is its first line only: lines after a quote are read again."""
    patience = PATIENCE
    while not source.ended:
        row = _row(source, header)
        if row.fault and len(source.taken) > 1 and patience:
            patience -= 1
            source.put_back()
        if row.fault or row.fields:
            yield row


def _row(source: _Source, header: Header) -> Row:
    fields: list[str] = []
    fault = ""
    try:
        fields = _fields(source, header.delimiter)
    except csv.Error as error:
        is_open = len(source.taken) > 1 or source.ended  # a quote, over many lines
        fault = "has a quote that is not closed" if is_open else f"is not a row of a table: {error}"
    except UnreadError as error:
        if not source.taken:
            raise
        fault = str(error)
    width = len(header.names)
    while len(fields) > width and not fields[-1]:
        fields.pop()
    if fields and len(fields) != width:
        plural = "s" if len(fields) > 1 else ""
        fault = f"has {len(fields)} field{plural} where the header has {width}"
    number = source.taken[0][0] if source.taken else 0
    return Row(number, b"".join(line for _, line in source.taken), fields, fault)


def _fields(source: _Source, delimiter: str) -> list[str]:
    """Return the fields of the next row; a single line may have unbalanced quotes."""
    try:
        return next(csv.reader(source, delimiter=delimiter, strict=True), [])
    except csv.Error:
        if len(source.taken) != 1 or source.ended:
            raise
        line = source.taken[0][1].decode("latin-1")
        return next(csv.reader([line], delimiter=delimiter), [])


def _values_by_name(header: Header, row: Row) -> dict[str, str]:
    """Return the fields by column name; of columns with the same name the first with a value."""
    if row.fault:
        raise UnreadError(row.fault)
    packed = UNIT.join(field.replace(UNIT, " ") for field in row.fields)
    fields = decode(packed.encode("latin-1")).split(UNIT)
    found: dict[str, str] = {}
    for name, field in zip(header.names, fields, strict=True):
        found[name] = found.get(name) or (list_as_text(field) if name in AUTHORS else field)
    return found


def list_as_text(field: str) -> str:
    """Return a list printed by Python as names separated by semicolons."""
    if not LISTED.fullmatch(field):
        return field
    return "; ".join(one or other for one, other in MEMBER.findall(field))
