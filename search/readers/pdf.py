"""Reads a PDF with a text layer: one document, its pages joined."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from pypdf import PdfReader
from pypdf.errors import DependencyError

from search.article import Document, Skip
from search.readers.column_names import UNSOUND
from search.readers.hard_wraps import unwrapped
from search.readers.raw_bytes import LIMIT, PAGE_LIMIT, Raw, UnreadError, sound, whole
from search.readers.time_limit import impatient
from search.readers.timestamps import of_pdf

PAGES = 2000  # that are read; the longest reports have a thousand
EDGE = 2  # lines at the top and foot of a page in which a running head may stand
REPEATED = 3  # pages on which a line must stand to be one, and half of all
TEXTLESS = "has no text layer: its pages are pictures, or damaged"
FIGURES = re.compile(r"\d+|\b[ivxl]+\b")
JUNK = re.compile(  # what programs put for a title
    r"(?:microsoft word - .*|untitled.*|.*\.(?:docx?|pdf|indd|qxd|qxp|rtf|odt|tex|html?))|\W*",
    re.IGNORECASE,
)

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # else it prints


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """The one document of a PDF, and a Skip for each page that cannot be read.

    Raises: UnreadError where it is encrypted, has no text or is damaged, and what reading raises.
    """
    content, digest = whole(raw, PAGE_LIMIT, text=False)
    pages: list[str] = []
    skips: list[Skip] = []
    with sound("PDF"), impatient(), _deciphered():
        reader = _opened(content)
        hints = _hints(reader)
        for number, text in _texts(reader):
            if text is None:
                skips.append(Skip(f"{raw.path}#{number}", f"page {number} could not be read"))
            pages.append(text or "")
            if sum(map(len, pages)) > LIMIT:
                raise UnreadError(f"is larger than {LIMIT // 1_000_000} MB of text")
    text = joined(pages)
    if not text.strip():
        raise UnreadError(TEXTLESS if pages else "has no pages")
    yield Document(raw.path, "text", text, digest, hints)
    yield from skips


@contextmanager
def _deciphered() -> Iterator[None]:
    """Turns the want of a library for a cipher into an UnreadError that names it."""
    try:
        yield
    except DependencyError as error:
        raise UnreadError(
            "is an encrypted PDF: reading it takes 'pip install cryptography'"
        ) from error


def _opened(content: bytes) -> PdfReader:
    """The PDF; one that is locked without a password is opened.

    Raises: UnreadError, and anything.
    """
    if not content:
        raise UnreadError("is empty")
    if b"%PDF-" not in content[:1024]:
        raise UnreadError("is no PDF")
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadError("is an encrypted PDF: it takes a password")
    return reader


def _texts(reader: PdfReader) -> Iterator[tuple[int, str | None]]:
    """The text of each page with its number; None for one that cannot be read."""
    for number, page in enumerate(islice(reader.pages, PAGES), 1):
        try:
            yield number, UNSOUND.sub("\ufffd", page.extract_text())
        except DependencyError:
            raise
        except Exception:  # what pypdf raises over a broken page is known to nobody
            yield number, None


def _hints(reader: PdfReader) -> dict[str, str]:
    """What the document says of itself, as far as a person may have written it."""
    stated = {key: _words(value) for key, value in (reader.metadata or {}).items()}
    title = stated.get("/Title", "")
    facts = {
        "title": "" if JUNK.fullmatch(title) else title,
        "date": of_pdf(stated.get("/CreationDate", "")),
        "authors": stated.get("/Author", ""),
    }
    return {fact: said for fact, said in facts.items() if said}


def _words(value: object) -> str:
    return " ".join(UNSOUND.sub("", str(value or "")).split())


def joined(pages: Sequence[str]) -> str:
    """One text of the pages, without running heads and page numbers, paragraphs on a line each."""
    split = [[line.strip() for line in page.split("\n") if line.strip()] for page in pages]
    running = _running(split)
    kept = [_bare(lines, running) for lines in split]
    return unwrapped("\n".join(line for lines in kept for line in lines))


def _running(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """The lines that stand at the top or foot of most pages, whatever their figures."""
    seen = Counter(line for lines in pages for line in {_shape(each) for each in _edges(lines)})
    least = max(REPEATED, len(pages) / 2)
    return frozenset(line for line, count in seen.items() if count >= least)


def _edges(lines: Sequence[str]) -> Sequence[str]:
    return [*lines[:EDGE], *lines[-EDGE:]]


def _bare(lines: Sequence[str], running: frozenset[str]) -> Sequence[str]:
    """The lines of a page without those at its edges that run through the document."""
    start, end = 0, len(lines)
    while start < min(EDGE, end) and _shape(lines[start]) in running:
        start += 1
    while end > max(start, len(lines) - EDGE) and _shape(lines[end - 1]) in running:
        end -= 1
    return lines[start:end]


def _shape(line: str) -> str:
    """The line with its figures masked: "Page 3 of 12" runs through a document too."""
    return FIGURES.sub("0", line)
