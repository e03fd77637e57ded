"""A table of fingerprints as bytes: a head in JSON, then the numbers, column by column."""

import json
import struct
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from search.cleaning.evidence.fingerprint_table import (
    DOCUMENTS,
    KINDS,
    LINES,
    NAMED,
    Numbers,
    Table,
)
from search.cleaning.fingerprints import ARRAYS

_HEAD = struct.Struct("<8sQ")  # magic, and the size of the head
_MAGIC = b"NEWSEVID"
_UTF_8 = ("utf-8", "surrogatepass")  # a file name may contain half of a surrogate pair
_TEXTS = ("ids", "names", "gone")


class Part(NamedTuple):
    """The fingerprints that one change has added, and the ids that it has removed."""

    table: Table
    gone: Sequence[str]


def encode_part(part: Part) -> bytes:
    """Return the part as bytes, for `decode_part`."""
    table = part.table
    texts = {"ids": table.ids, "names": table.names, "gone": part.gone}
    columns: dict[str, Numbers] = {}
    for name, values in texts.items():
        encoded = [value.encode(*_UTF_8) for value in values]
        columns[f"{name}.ends"] = np.array(list(accumulate(map(len, encoded))), "<u4")
        columns[name] = np.frombuffer(b"".join(encoded), "u1")
    columns |= table.documents
    columns |= table.lines
    columns |= {"run_hashes": table.runs}
    columns |= {"line_ends": table.line_ends, "run_ends": table.run_ends}
    pieces = [
        np.ascontiguousarray(columns[name], kind).tobytes() for name, kind in _types().items()
    ]
    head = json.dumps([len(piece) for piece in pieces]).encode()
    return b"".join([_HEAD.pack(_MAGIC, len(head)), head, *pieces])


def decode_part(contents: bytes) -> Part:
    """Return the part of these bytes, whose numbers are read in place.

    Raises: ValueError, TypeError, struct.error, where it was not written by `encode_part`.
    """
    magic, size = _HEAD.unpack_from(contents)
    head = json.loads(contents[_HEAD.size : _HEAD.size + size])
    types = _types()
    ends = [*accumulate(head, initial=_HEAD.size + size)]
    if magic != _MAGIC or len(head) != len(types) or ends[-1] != len(contents) or min(head) < 0:
        raise ValueError("not what was written")
    whole = memoryview(contents)
    columns = {
        name: np.frombuffer(whole[start:end], kind)
        for (name, kind), (start, end) in zip(types.items(), pairwise(ends), strict=True)
    }
    ids, names, gone = (_texts(columns[name], columns[f"{name}.ends"]) for name in _TEXTS)
    documents = {
        name: columns[name].reshape((-1, width)) if width > 1 else columns[name]
        for name, (_, width) in DOCUMENTS.items()
    }
    table = Table(
        ids,
        names,
        documents,
        {name: columns[name] for name in LINES},
        columns["run_hashes"],
        columns["line_ends"].astype(np.int64),
        columns["run_ends"].astype(np.int64),
    )
    _check(table)
    return Part(table, gone)


def _types() -> Mapping[str, np.dtype[np.generic]]:
    """Return the type of each column, in the order of the file."""
    types: dict[str, np.dtype[np.generic]] = {}
    for name in _TEXTS:
        types |= {f"{name}.ends": np.dtype("<u4"), name: np.dtype("u1")}
    kinds = {name: kind for name, (kind, _) in DOCUMENTS.items()} | ARRAYS
    kinds |= {"line_ends": "Q", "run_ends": "Q"}
    return types | {name: np.dtype(KINDS[kind]) for name, kind in kinds.items()}


def _texts(content: Numbers, ends: Numbers) -> list[str]:
    places = [0, *ends.tolist()]
    if places != sorted(places) or places[-1] != len(content):
        raise ValueError("texts that do not fit")
    text = content.tobytes()
    if text.isascii():
        whole = text.decode("ascii")
        return [whole[start:end] for start, end in pairwise(places)]
    return [text[start:end].decode(*_UTF_8) for start, end in pairwise(places)]


def _check(table: Table) -> None:
    """Refuse columns that do not fit one another.

    Raises: ValueError.
    """
    count = len(table.ids)
    for ends, column in ((table.line_ends, table.lines["hashes"]), (table.run_ends, table.runs)):
        sizes = np.diff(ends, prepend=0)
        if len(ends) != count or (sizes < 0).any() or sizes.sum() != len(column):
            raise ValueError("documents that do not fit")
    columns = [*table.documents.values(), *table.lines.values()]
    expected = [count] * len(table.documents) + [len(table.lines["hashes"])] * len(table.lines)
    if [len(column) for column in columns] != expected:
        raise ValueError("columns that do not fit")
    runs = np.concatenate(([0], np.cumsum(table.lines["run_counts"], dtype=np.int64)))
    if (runs[table.line_ends] != table.run_ends).any():
        raise ValueError("runs that do not fit")
    for name in NAMED:
        if count and table.documents[name].max() >= len(table.names):
            raise ValueError("a name that is none")
