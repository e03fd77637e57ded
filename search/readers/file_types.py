"""The kinds of files that are read, by suffix, and how a seed of any kind becomes documents."""

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import PurePath
from typing import NamedTuple, cast

from search.article import Document, Seed, Skip
from search.readers.raw_bytes import (
    FAULTS,
    Raw,
    Unpacker,
    UnreadError,
    fault,
    gunzipped,
    opened,
    plain,
)

Reader = Callable[[Raw], Iterator[Document | Skip]]


class Format(NamedTuple):
    """What reads a kind of file; loaded when the first such file is met."""

    module: str  # it has `documents`, a Reader
    extra: str = ""  # of this distribution, that brings the libraries it needs


PAGE = Format("search.readers.html_page")
TABLE = Format("search.readers.tables")
MARKDOWN = Format("search.readers.markdown", "markdown")
FEED = Format("search.readers.feed", "feeds")
PDF = Format("search.readers.pdf", "pdf")
WARC = Format("search.readers.warc", "warc")

READERS: dict[str, Format] = {
    ".atom": FEED,
    ".csv": TABLE,
    ".eml": Format("search.readers.mail"),
    ".htm": PAGE,
    ".html": PAGE,
    ".jsonl": Format("search.readers.json_lines"),
    ".markdown": MARKDOWN,
    ".mbox": Format("search.readers.mbox"),
    ".md": MARKDOWN,
    ".pdf": PDF,
    ".rss": FEED,
    ".tsv": TABLE,
    ".txt": Format("search.readers.plain_text"),
    ".wacz": Format("search.readers.wacz", "warc"),
    ".warc": WARC,
    ".xml": FEED,
}
UNPACKERS: dict[str, Unpacker] = {".gz": gunzipped}  # of any kind

# What crawlers save under a name of text though it is none, told by how it begins.
MISNAMED = frozenset((".htm", ".html", ".md", ".markdown", ".txt"))
OPENINGS = {
    rb"%PDF-\d": PDF,
    rb"WARC/\d": WARC,
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<\?xml-stylesheet[^>]*>\s*)*"
    rb"<(?:rss\b|rdf:RDF\b|feed\b[^>]*\bxmlns)": FEED,
}
OPENING = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:" + b"|".join(b"(%b)" % each for each in OPENINGS) + b")", re.DOTALL
)
WANT = re.compile(r"needs .*: pip install 'news-search\[(\w+)\]'")


class Kind(NamedTuple):
    """How the bytes of a file are unpacked and read."""

    format: Format
    unpack: Unpacker
    misnamed: bool  # whether its name may be wrong about it


def kind(name: str) -> Kind | None:
    """The kind of a file by its name; None where it is none that is read."""
    path = PurePath(name.lower())
    unpack = UNPACKERS.get(path.suffix, plain)
    if unpack is not plain:
        path = path.with_suffix("")
    found = READERS.get(path.suffix)
    return Kind(found, unpack, path.suffix in MISNAMED) if found else None


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
            reader = loaded(_true(found, stored))
            yield from reader(Raw(seed.path, stored, found.unpack))
    except FAULTS as error:
        yield Skip(seed.path, fault(error))


def loaded(format: Format) -> Reader:
    """What reads the format.

    Raises: UnreadError, naming the command that mends it, where a library is missing.
    """
    try:
        return cast(Reader, import_module(format.module).documents)
    except ImportError as error:
        if not format.extra:
            raise
        needs = f"needs {(error.name or format.extra).partition('.')[0]}"
        raise UnreadError(f"{needs}: pip install 'news-search[{format.extra}]'") from error


def mended(reason: str) -> bool:
    """Whether what a seed was skipped for is a missing library, and that is there now."""
    want = WANT.fullmatch(reason)
    wanted = [each for each in READERS.values() if want and each.extra == want[1]]
    try:
        return all(map(loaded, wanted)) and bool(wanted)
    except UnreadError:
        return False


def fingerprint(seed: Seed) -> str:
    """The sha256 of the file as stored, in hex.

    Raises: OSError where the file is gone or cannot be opened; `fault` has the words for it.
    """
    with opened(seed.location) as stored:
        return hashlib.file_digest(stored, "sha256").hexdigest()


def _true(kind: Kind, stored: io.BufferedReader) -> Format:
    """The format by what the file holds, where a name of text hides another; else by its name.

    The file is left at its beginning.
    """
    if not kind.misnamed or not stored.seekable():
        return kind.format
    opening = OPENING.match(kind.unpack(stored).peek())
    stored.seek(0)
    formats = list(OPENINGS.values())
    return formats[opening.lastindex - 1] if opening and opening.lastindex else kind.format
