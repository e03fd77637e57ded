"""Reads a file of JSON Lines: one document a row, row by row."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from search.article import Document, Skip
from search.readers.bounded_lines import lines
from search.readers.column_names import document, squeezed
from search.readers.raw_bytes import Raw, UnreadError, check_size
from search.readers.text_decoding import decoded

BARREN = 1000  # lines in a row without JSON, after which the file is something else


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """A document for each row that has a text, a Skip for each other; empty lines are nothing.

    Raises: UnreadError where the file is no JSON Lines, and what reading raises.
    """
    object_line, blank = 0, True
    for number, line in enumerate(lines(raw.unpack(raw.stored)), 1):
        if number - object_line > BARREN:
            raise UnreadError(f"has no JSON object in the {BARREN} lines before line {number}")
        if line.isspace():
            continue
        blank = False
        path = f"{raw.path}#{number}"
        try:
            row = _row(line)
            object_line = number
            yield document(path, row, hashlib.sha256(line).hexdigest())
        except UnreadError as error:
            yield Skip(path, f"line {number} {error}")
    if blank:
        raise UnreadError("is empty")


def _row(line: bytes) -> Mapping[str, Any]:
    """The row of a line, its keys squeezed; of keys that become one, the first with a value."""
    check_size(line)
    try:
        row = json.loads(decoded(line).strip())
    except json.JSONDecodeError as error:
        fault = f"{error.msg[:1].lower()}{error.msg[1:]} at column {error.colno}"
        raise UnreadError(f"is not JSON: {fault}") from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, 1,000 brackets
        raise UnreadError("is not JSON that can be read: it goes too deep or too long") from error
    if not isinstance(row, dict):
        raise UnreadError("is not a JSON object")
    return squeezed(row)
