"""A reader of PDF files with a text layer: one document, its pages joined."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from itertools import chain, islice

from pypdf import PdfReader
from pypdf.errors import DependencyError

from search.article import Document, Skip
from search.readers.column_names import UNSOUND
from search.readers.exports.labels import END
from search.readers.hard_wraps import unwrap
from search.readers.raw_bytes import (
    LIMIT,
    PAGE_LIMIT,
    Raw,
    UnreadError,
    read_document,
    reporting_damage,
)

PAGES = 2000  # pages that are read; the longest reports have a thousand
EDGE = 2  # lines at the top and bottom of a page that may be a running header
REPEATED = 3  # pages that must have the line to make it one, and half of all
TEXTLESS = "has no text layer: its pages are pictures, or damaged"
DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")
FIGURES = re.compile(r"\d+|\b[ivxl]+\b")
JUNK = re.compile(  # titles set by programs
    r"(?:microsoft word - .*|untitled.*|.*\.(?:docx?|pdf|indd|qxd|qxp|rtf|odt|tex|html?))|\W*",
    re.IGNORECASE,
)

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # otherwise it prints


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield the document of a PDF, and a Skip for each page that cannot be read."""
    content, digest = read_document(raw, PAGE_LIMIT, text=False)
    pages: list[str] = []
    skips: list[Skip] = []
    with reporting_damage("PDF"), _naming_missing_cipher():
        reader = _open_pdf(content)
        hints = _hints(reader)
        for number, text in _texts(reader):
            if text is None:
                skips.append(Skip(f"{raw.path}#{number}", f"page {number} could not be read"))
            pages.append(text or "")
            if sum(map(len, pages)) > LIMIT:
                raise UnreadError(f"is larger than {LIMIT // 1_000_000} MB of text")
    _refuse_export(pages)
    text = join_pages(pages)
    if not text.strip():
        raise UnreadError(TEXTLESS if pages else "has no pages")
    yield Document(raw.path, "text", text, digest, hints)
    yield from skips


def _refuse_export(pages: Sequence[str]) -> None:
    """Refuse an export of many articles: its headlines are not known from its running headers."""
    lines = (line.strip() for page in pages for line in page.split("\n"))
    ends = sum(END.fullmatch(line) is not None for line in lines)
    if ends > 1:
        raise UnreadError(
            f"is an export of Nexis with {ends} articles as PDF: save it as DOCX or RTF"
        )


@contextmanager
def _naming_missing_cipher() -> Iterator[None]:
    """Raise an UnreadError that names the library if one for a cipher is missing."""
    try:
        yield
    except DependencyError as error:
        raise UnreadError(
            "is an encrypted PDF: reading it takes 'pip install cryptography'"
        ) from error


def _open_pdf(content: bytes) -> PdfReader:
    """Open the PDF; one encrypted without a password is opened too."""
    if not content:
        raise UnreadError("is empty")
    if b"%PDF-" not in content[:1024]:
        raise UnreadError("is not a PDF")
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadError("is an encrypted PDF: it takes a password")
    return reader


def _texts(reader: PdfReader) -> Iterator[tuple[int, str | None]]:
    """Yield the text of each page with its number; None for one that cannot be read."""
    for number, page in enumerate(islice(reader.pages, PAGES), 1):
        try:
            yield number, UNSOUND.sub("\ufffd", page.extract_text())
        except DependencyError:
            raise
        except Exception:  # pypdf raises anything for a broken page
            yield number, None


def _hints(reader: PdfReader) -> dict[str, str]:
    """Return the metadata that a person may have written."""
    stated = {key: _words(value) for key, value in (reader.metadata or {}).items()}
    title = stated.get("/Title", "")
    facts = {
        "title": "" if JUNK.fullmatch(title) else title,
        "date": pdf_date(stated.get("/CreationDate", "")),
        "authors": stated.get("/Author", ""),
    }
    return {fact: said for fact, said in facts.items() if said}


def pdf_date(stated: str) -> str:
    """Return the day of a PDF date; empty if it is not one.

    >>> pdf_date("D:20250113211800+02'00'")
    '2025-01-13'
    """
    found = DATE.match(stated.strip())
    if found:
        with suppress(ValueError):
            return date(*map(int, found.groups())).isoformat()
    return ""


def _words(value: object) -> str:
    return " ".join(UNSOUND.sub("", str(value or "")).split())


def join_pages(pages: Sequence[str]) -> str:
    """Return the text of the pages without running headers and page numbers, a paragraph a line."""
    split = [[line.strip() for line in page.split("\n") if line.strip()] for page in pages]
    running = _running_lines(split)
    kept = [_without_running(lines, running) for lines in split]
    return unwrap("\n".join(line for lines in kept for line in lines))


def _running_lines(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Return the lines at the top or bottom of most pages, numbers aside."""
    edges = ({_shape(line) for line in (*lines[:EDGE], *lines[-EDGE:])} for lines in pages)
    seen = Counter(chain.from_iterable(edges))
    least = max(REPEATED, len(pages) / 2)
    return frozenset(line for line, count in seen.items() if count >= least)


def _without_running(lines: Sequence[str], running: frozenset[str]) -> Sequence[str]:
    """Return the lines of a page without running headers at its edges."""
    start, end = 0, len(lines)
    while start < min(EDGE, end) and _shape(lines[start]) in running:
        start += 1
    while end > max(start, len(lines) - EDGE) and _shape(lines[end - 1]) in running:
        end -= 1
    return lines[start:end]


def _shape(line: str) -> str:
    """Return the line with its numbers masked: "Page 3 of 12" is a running line too."""
    return FIGURES.sub("0", line)
