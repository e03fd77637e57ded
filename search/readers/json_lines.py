"""A reader of JSON Lines: a document a row."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from search.article import Document, Skip
from search.readers.bounded_lines import read_lines
from search.readers.column_names import document, normalize_keys
from search.readers.raw_bytes import Raw, UnreadError, check_size
from search.readers.text_decoding import decode

MOST_EMPTY = 1000  # consecutive lines without JSON, after which the file is rejected


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each row with a text, a Skip for each other; empty lines are ignored."""
    object_line, blank = 0, True
    for number, line in enumerate(read_lines(raw.unpacked()), 1):
        if number - object_line > MOST_EMPTY:
            raise UnreadError(f"has no JSON object in the {MOST_EMPTY} lines before line {number}")
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
    """Return the row of a line with normalized keys; of equal keys the first with a value."""
    check_size(len(line))
    try:
        row = json.loads(decode(line).strip())
    except json.JSONDecodeError as error:
        fault = f"{error.msg[:1].lower()}{error.msg[1:]} at column {error.colno}"
        raise UnreadError(f"is not JSON: {fault}") from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, 1,000 brackets
        raise UnreadError("is not readable JSON: it is nested too deep or too long") from error
    if not isinstance(row, dict):
        raise UnreadError("is not a JSON object")
    return normalize_keys(row)
