"""The table of readers by file suffix, and the reading of a seed of any type."""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import PurePath
from typing import NamedTuple, cast

from search.article import Read, Seed, Skip, TemporarySkip
from search.readers.exports.known_exports import SIGHT, export_of
from search.readers.raw_bytes import (
    READ_ERRORS,
    Raw,
    Report,
    open_file,
    skip_of,
)

# A reader yields the documents of a file, and a Skip for each part of it that cannot be read; that
# of a container also says which files in it are begun or not read. It raises an UnreadError for a
# file that cannot be used, and READ_ERRORS.
Reader = Callable[[Raw], Iterator[Read]]


class Format(NamedTuple):
    """A reader of a file type, imported when the first such file is read."""

    module: str  # its `documents` is a Reader
    extra: str = ""  # of this distribution, that installs the libraries it needs


PAGE = Format("search.readers.html_page")
TABLE = Format("search.readers.tables")
LINES = Format("search.readers.json_lines")
MARKDOWN = Format("search.readers.markdown", "markdown")
FEED = Format("search.readers.feed", "feeds")
PDF = Format("search.readers.pdf", "pdf")
SAVED_PAGE = Format("search.readers.mhtml")
WARC = Format("search.readers.warc", "warc")
SGML = Format("search.readers.exports.reuters_sgml")
WORKBOOK = Format("search.readers.workbook", "tables")
TAR = Format("search.readers.containers.tar_file")

READERS: dict[str, Format] = {
    ".7z": Format("search.readers.containers.seven_zip", "7z"),
    ".atom": FEED,
    ".csv": TABLE,
    ".docx": Format("search.readers.docx"),
    ".eml": Format("search.readers.mail"),
    ".htm": PAGE,
    ".html": PAGE,
    ".jl": LINES,
    ".json": Format("search.readers.json_file"),
    ".jsonl": LINES,
    ".markdown": MARKDOWN,
    ".mbox": Format("search.readers.mbox"),
    ".md": MARKDOWN,
    ".mht": SAVED_PAGE,
    ".mhtml": SAVED_PAGE,
    ".ndjson": LINES,
    ".ods": Format("search.readers.open_document_sheets"),
    ".odt": Format("search.readers.odt"),
    ".pdf": PDF,
    ".ris": Format("search.readers.exports.ris"),
    ".rss": FEED,
    ".rtf": Format("search.readers.rtf"),
    ".sgm": SGML,
    ".sgml": SGML,
    ".tar": TAR,
    ".tar.bz2": TAR,
    ".tar.gz": TAR,
    ".tar.xz": TAR,
    ".tbz2": TAR,
    ".tgz": TAR,
    ".tsv": TABLE,
    ".txt": Format("search.readers.plain_text"),
    ".txz": TAR,
    ".wacz": Format("search.readers.wacz", "warc"),
    ".warc": WARC,
    ".webarchive": Format("search.readers.webarchive"),
    ".xhtml": PAGE,
    ".xlsm": WORKBOOK,
    ".xlsx": WORKBOOK,
    ".xml": FEED,
    ".zip": Format("search.readers.containers.zip_file"),
}

# Files of other types that crawlers save under a text suffix, detected by their first bytes.
MISNAMED = frozenset((".htm", ".html", ".md", ".markdown", ".txt", ".xhtml"))
# Files that may be the export of a database or a wire, which is known by its content.
EXPORTED = frozenset((".htm", ".html", ".json", ".txt", ".xhtml", ".xml"))
# Before the first tag; possessive: with other repeats a page of 30 comments took minutes.
PROLOGUE = rb"\s*+(?:<\?xml[^>]*+>\s*+|<!--(?:[^-]|-(?!->))*+-->\s*+)*+"
OPENINGS = {
    rb"%PDF-\d": PDF,
    rb"WARC/\d": WARC,
    PROLOGUE + rb"<(?:rss\b|rdf:RDF\b|feed\b[^>]*\bxmlns)": FEED,
}
OPENING = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:" + b"|".join(b"(%b)" % each for each in OPENINGS) + b")", re.DOTALL
)
# Endings of pages that say nothing of their kind, numbers and addresses aside: the first bytes do.
UNNAMED = frozenset(("", ".asp", ".aspx", ".cfm", ".cgi", ".do", ".jsp", ".php"))
PAGE_OPENING = re.compile(
    rb"(?:\xef\xbb\xbf)?" + PROLOGUE + rb"<(?:!doctype\s++html|html|head|body)\b",
    re.IGNORECASE,
)
OPENING_SIZE = 4096  # bytes
PLAIN_STEM = re.compile(r"[0-9A-Za-z_ ,()+-]+")

NOT_READ = "is of a type that is not read"  # the reason of a skip
ENDINGS = f"{', '.join(READERS)}, also with .gz"  # of the files that are read, in words
MISSING_LIBRARY = re.compile(r"(needs .+): (pip install '[^']+')")  # a reason, and its remedy


class FileType(NamedTuple):
    """The way to unpack and read the bytes of a file."""

    format: Format
    is_gzip: bool
    misnamed: bool  # True if the suffix may be wrong
    by_content: bool = False  # True if the name says nothing, and a page is known by its opening
    exported: bool = False  # True if it may be an export


def file_type(name: str) -> FileType | None:
    """Return the type of a file by its name; None if no reader reads it."""
    path = PurePath(name.lower())
    is_gzip = path.suffix == ".gz"
    suffix = path.with_suffix("").suffix if is_gzip else path.suffix
    found = READERS.get("".join(path.suffixes[-2:])) or READERS.get(suffix)
    if not found and (suffix in UNNAMED or suffix[1:].isdecimal() or "?" in path.name):
        return FileType(PAGE, is_gzip=False, misnamed=True, by_content=True)
    if not found:
        return None
    return FileType(found, is_gzip, suffix in MISNAMED, exported=suffix in EXPORTED)


def is_ordinary(name: str) -> bool:
    """Return True for a document whose name is its path, in most cases: quicker than the rest.

    >>> is_ordinary("flood.txt"), is_ordinary("flood.2.txt"), is_ordinary(".txt")
    (True, False, False)
    """
    stem, _, ending = name.partition(".")
    is_known = f".{ending}" in READERS or f".{ending.lower()}" in READERS
    return is_known and bool(stem) and PLAIN_STEM.fullmatch(stem) is not None


def has_ending(name: str) -> bool:
    """Return True if the ending of the name is that of a document."""
    found = file_type(name)
    return found is not None and not found.by_content


def is_read(name: str, location: str) -> bool:
    """Return True if a reader reads the file; one whose name says nothing is read if it is a page.

    A file that cannot be opened is read: its error is then reported.
    """
    if has_ending(name) or not file_type(name):
        return has_ending(name)
    try:
        with open_file(location) as stored:
            return is_page(stored.read(OPENING_SIZE))
    except OSError:
        return True


def is_page(opening: bytes) -> bool:
    """Return True if a file that opens so is a page."""
    return PAGE_OPENING.match(opening) is not None


def read(seed: Seed, report: Report | None = None) -> Iterator[Read]:
    """Yield the documents of the seed, and a Skip for each part of it that could not be read.

    `report` is called with the number of bytes that were read, each time. Documents read before an
    error are kept: a truncated .jsonl.gz gives its rows, then the Skip.
    """
    try:
        with open_file(seed.location, report) as stored:
            yield from read_raw(Raw(seed.path, stored), seed.location)
    except READ_ERRORS as error:
        yield skip_of(seed.path, error)


def read_raw(raw: Raw, name: str) -> Iterator[Read]:
    """Yield the documents of a file of this name, and a Skip for each part that could not be read.

    Raises: at the end an error of the system that a library took for damage or for the end.
    """
    found = file_type(name)
    if not found:
        yield Skip(raw.path, NOT_READ)
        return
    raw = raw._replace(is_gzip=found.is_gzip)
    try:
        yield from load_reader(_actual_format(found, raw))(raw)
    except READ_ERRORS as error:
        if not _fault(raw):
            yield skip_of(raw.path, error)
    except MissingLibrary as error:
        yield TemporarySkip(raw.path, str(error))
    fault = _fault(raw)
    if fault:
        raise fault


def _fault(raw: Raw) -> OSError | None:
    """Return the error of the system that was met in reading the file, if any."""
    return getattr(raw.stored.raw, "fault", None)


class MissingLibrary(Exception):
    """A library is not installed; the message says how to install it."""


def load_reader(format: Format) -> Reader:
    """Import and return the reader.

    Raises: MissingLibrary.
    """
    try:
        return cast(Reader, import_module(format.module).documents)
    except ImportError as error:
        if not format.extra:
            raise
        needs = f"needs {(error.name or format.extra).partition('.')[0]}"
        raise MissingLibrary(f"{needs}: pip install 'news-search[{format.extra}]'") from error


def fingerprint(seed: Seed) -> str:
    """Return the sha256 of the file as stored, in hex.

    Raises: OSError if the file is missing or cannot be opened; see `skip_reason`.
    """
    with open_file(seed.location) as stored:
        return hashlib.file_digest(stored, "sha256").hexdigest()


def _actual_format(file_type: FileType, raw: Raw) -> Format:
    """Return the format: of a text suffix by the first bytes, which are then put back."""
    if not (file_type.misnamed or file_type.exported) or not raw.stored.seekable():
        return file_type.format
    content = _opening(raw, SIGHT if file_type.exported else OPENING_SIZE)
    export = export_of(content) if file_type.exported else None
    if export:
        return Format(export.module)
    opening = OPENING.match(content) if file_type.misnamed else None
    formats = list(OPENINGS.values())
    return formats[opening.lastindex - 1] if opening and opening.lastindex else file_type.format


def _opening(raw: Raw, size: int) -> bytes:
    """Return the first bytes, as far as they can be read, and go back to the start."""
    content = b""
    with suppress(*READ_ERRORS):
        unpacked = raw.unpacked()
        while len(content) < size and (more := unpacked.read1(size - len(content))):
            content += more
    raw.stored.seek(0)
    return content
