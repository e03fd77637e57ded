"""Reads a table with a header, parted by commas, semicolons or tabs: a document a row."""

import csv
import hashlib
import re
from collections import deque
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from search.article import Document, Skip
from search.readers.bounded_lines import lines
from search.readers.column_names import HINTS, HTML, NAMES, TEXT, document, squeeze
from search.readers.raw_bytes import LIMIT, Raw, UnreadError
from search.readers.text_decoding import decoded

DELIMITERS = (",", ";", "\t", "|")
UNIT = "\x1f"  # parts decoded fields, and those of a table of one column, which has no delimiter
BARREN = 1000  # rows in a row without a document, after which the file is something else
PATIENCE = 20  # how often in a file the rows that an open quote has swallowed are read again
AUTHORS = HINTS["authors"]
EXCEL = re.compile(r"sep=(.)\n?")  # a first line that names the delimiter
LISTED = re.compile(r"\[['\"].*['\"]\]", re.DOTALL)  # what a list of Python is in a field
MEMBER = re.compile(r"'([^']+)'|\"([^\"]+)\"")

# The limit is the process's, not the reader's: by default 128 KB, less than a long article has.
csv.field_size_limit(max(csv.field_size_limit(), LIMIT))


class Header(NamedTuple):
    """The names of the columns, and what parts them."""

    names: tuple[str, ...]  # squeezed
    delimiter: str
    line: bytes


class Row(NamedTuple):
    """The fields of a row, or why it has none."""

    number: int  # of its first line
    stored: bytes
    fields: list[str]  # their bytes, as Latin-1
    fault: str = ""


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """A document for each row that has a text, a Skip for each other; empty lines are nothing.

    A row goes by the number of its first line.
    Raises: UnreadError where no column is named as a text, and what reading raises.
    """
    source = _Source(lines(raw.unpack(raw.stored)))
    header = _header(source)
    barren = 0
    for row in _rows(source, header):
        if barren == BARREN:
            raise UnreadError(f"has no text in the {BARREN} rows before line {row.number}")
        path = f"{raw.path}#{row.number}"
        barren += 1
        try:
            digest = hashlib.sha256(header.line + row.stored).hexdigest()
            yield document(path, _named(header, row), digest)
            barren = 0
        except UnreadError as error:
            yield Skip(path, f"line {row.number} {error}")


class _Source:
    """The lines with their numbers; those taken last can be given back."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._ahead: deque[tuple[int, bytes]] = deque()
        self._lines = enumerate(lines, 1)
        self.taken: list[tuple[int, bytes]] = []  # since the last row
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        """The lines as Latin-1, which changes no byte, noted as taken."""
        self.taken = []
        size = 0
        for number, line in chain(self._again(), self._lines):
            self.taken.append((number, line))
            size += len(line)
            if size > LIMIT:
                raise UnreadError(f"is larger than {LIMIT // 1_000_000} MB")
            yield line.decode("latin-1")
        self.ended = True

    def give_back(self) -> None:
        """Give back all lines taken but the first."""
        self._ahead.extendleft(reversed(self.taken[1:]))
        self.ended = False

    def _again(self) -> Iterator[tuple[int, bytes]]:
        while self._ahead:
            yield self._ahead.popleft()


def _header(source: _Source) -> Header:
    """The first line that says anything, parted where that gives the most names that are known.

    Raises: UnreadError.
    """
    delimiters: tuple[str, ...] = DELIMITERS
    for line in source:
        text = decoded(line.encode("latin-1"))
        excel = EXCEL.fullmatch(text)
        if excel:
            delimiters = (excel[1],)
        elif text.strip():
            found = [_parted(text, delimiter) for delimiter in delimiters]
            best = max(found, key=lambda header: len(NAMES.intersection(header.names)))
            if not {*TEXT, *HTML}.intersection(best.names):
                raise UnreadError("has no column that is named text, body, content or the like")
            return best if len(best.names) > 1 else best._replace(delimiter=UNIT)
    raise UnreadError("is empty")


def _parted(line: str, delimiter: str) -> Header:
    try:
        fields = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error as error:
        raise UnreadError(f"has no header: {error}") from error
    return Header(tuple(map(squeeze, fields)), delimiter, line.encode())


def _rows(source: _Source, header: Header) -> Iterator[Row]:
    """The rows. One that cannot be is its first line alone: an open quote swallows what follows,
    which is then read again.
    """
    patience = PATIENCE
    while not source.ended:
        row = _row(source, header)
        if row.fault and len(source.taken) > 1 and patience:
            patience -= 1
            source.give_back()
        if row.fault or row.fields:
            yield row


def _row(source: _Source, header: Header) -> Row:
    fields: list[str] = []
    fault = ""
    try:
        fields = _fields(source, header.delimiter)
    except csv.Error as error:
        fault = _told(source, error)
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
    """The fields of the next row; of one on a single line also where its quotes are odd.

    Raises: csv.Error, and what the source raises.
    """
    try:
        return next(csv.reader(source, delimiter=delimiter, strict=True), [])
    except csv.Error:
        if len(source.taken) != 1 or source.ended:
            raise
        line = source.taken[0][1].decode("latin-1")
        return next(csv.reader([line], delimiter=delimiter), [])


def _told(source: _Source, error: csv.Error) -> str:
    """What is wrong, by what a reader sees: quotes that are no pair run on over the lines."""
    if len(source.taken) > 1 or source.ended:
        return "has a quote that is not closed"
    return f"is no row of a table: {error}"


def _named(header: Header, row: Row) -> dict[str, str]:
    """The fields by the names of their columns; of columns of one name the first with a value.

    Raises: UnreadError.
    """
    if row.fault:
        raise UnreadError(row.fault)
    packed = UNIT.join(field.replace(UNIT, " ") for field in row.fields)
    fields = decoded(packed.encode("latin-1")).split(UNIT)
    found: dict[str, str] = {}
    for name, field in zip(header.names, fields, strict=True):
        found[name] = found.get(name) or (_unlisted(field) if name in AUTHORS else field)
    return found


def _unlisted(field: str) -> str:
    """A list that Python printed, as names with semicolons."""
    if not LISTED.fullmatch(field):
        return field
    return "; ".join(one or other for one, other in MEMBER.findall(field))
