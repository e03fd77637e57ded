"""The kinds of files that are read, by suffix, and how a seed of any kind becomes documents."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import NamedTuple

from search.article import Document, Seed, Skip
from search.readers import page, records, text
from search.readers.raw import FAULTS, Raw, Unpacker, fault, gunzipped, opened, plain

Reader = Callable[[Raw], Iterator[Document | Skip]]

READERS: dict[str, Reader] = {
    ".htm": page.documents,
    ".html": page.documents,
    ".jsonl": records.documents,
    ".txt": text.documents,
}
UNPACKERS: dict[str, Unpacker] = {".gz": gunzipped}  # of any kind


class Kind(NamedTuple):
    """How the bytes of a file are unpacked and read."""

    reader: Reader
    unpack: Unpacker


def kind(name: str) -> Kind | None:
    """The kind of a file by its name; None where it is none that is read."""
    path = PurePath(name.lower())
    unpack = UNPACKERS.get(path.suffix, plain)
    if unpack is not plain:
        path = path.with_suffix("")
    reader = READERS.get(path.suffix)
    return Kind(reader, unpack) if reader else None


def read(seed: Seed) -> Iterator[Document | Skip]:
    """The documents of the seed, and a Skip for each part of it that could not be read.

    What was read before a fault stands: a cut .jsonl.gz gives its rows, then the Skip.
    """
    found = kind(seed.location)
    if not found:
        yield Skip(seed.path, "is of no kind that is read")
        return
    try:
        with opened(seed.location) as stored:
            yield from found.reader(Raw(seed.path, stored, found.unpack))
    except FAULTS as error:
        yield Skip(seed.path, fault(error))


def fingerprint(seed: Seed) -> str:
    """The sha256 of the file as stored, in hex.

    Raises: OSError where the file is gone or cannot be opened; `fault` has the words for it.
    """
    with opened(seed.location) as stored:
        return hashlib.file_digest(stored, "sha256").hexdigest()
