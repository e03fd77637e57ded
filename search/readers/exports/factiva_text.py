"""A reader of Factiva's plain text, and of the lines of its RTF."""

import re
from collections.abc import Container, Iterator, Sequence

from search.article import Document, Skip
from search.readers.exports.entry import TEXT, Entry, numbered
from search.readers.exports.factiva_fields import (
    COUNTED,
    DOCUMENT,
    WORDS,
    Line,
    coded_fields,
    read_field,
    read_ordered,
)
from search.readers.exports.labels import COPYRIGHT
from search.readers.raw_bytes import PAGE_LIMIT, Raw, read_document
from search.readers.text_decoding import decode

PROVIDER = "Factiva text"
HEADLINE = re.compile(r"HD(?:\s{1,9}\S|$)")
FURNITURE = re.compile(
    r"(?:page \d{1,5} of \d{1,5} )?© \d{4} factiva, inc\. .{0,80}|page \d{1,5} of \d{1,5}.{0,80}",
    re.I,
)


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each article."""
    content, _ = read_document(raw, PAGE_LIMIT)
    yield from articles(raw.path, decode(content).split("\n"), ())


def is_factiva(lines: Sequence[str]) -> bool:
    """Return whether the lines are an export: a line is the number of a document of Factiva."""
    numbered_line = any(_accession(line) for line in lines)
    return numbered_line and any(
        HEADLINE.match(line) or WORDS.fullmatch(line.strip()) for line in lines
    )


def articles(path: str, lines: Sequence[str], strong: Container[str]) -> Iterator[Document | Skip]:
    """Yield a document for each article of the lines; those in `strong` are bold."""
    yield from numbered(path, _entries(lines, strong), provider=PROVIDER)


def _accession(line: str) -> str:
    """Return the number of a document in the last line of an article."""
    found = DOCUMENT.fullmatch(line.strip().removeprefix("AN").strip())
    return found[1] if found else ""


def _entries(lines: Sequence[str], strong: Container[str]) -> Iterator[Entry | str]:
    held: list[str] = []
    for line in lines:
        held.append(line)
        if _accession(line):
            yield _entry(held, strong)
            held = []
    rest = [line for line in held if line.strip()]
    if rest:
        yield "\n".join(rest)


def _entry(lines: Sequence[str], strong: Container[str]) -> Entry:
    entry = Entry(PROVIDER)
    fields = list(coded_fields(lines))
    codes = [code for code, _ in fields]
    if "HD" in codes:
        for code, held in fields:
            if code:
                read_field(entry, code, _paragraphs(held))
            else:
                entry.add("export rest", *held)
        return entry
    shown = [line.strip() for line in lines if line.strip()]
    _read_plain(entry, [Line(line, line in strong) for line in shown])
    return entry


def _paragraphs(lines: Sequence[str]) -> list[str]:
    return [" ".join(line.split()) for line in lines if not FURNITURE.fullmatch(line.strip())]


def _read_plain(entry: Entry, lines: Sequence[Line]) -> None:
    """Read an article without codes: section, headline, authors, words, date, source, text."""
    words = next((n for n, line in enumerate(lines) if WORDS.fullmatch(line.text)), -1)
    above = [line for line in lines[: max(words, 0)] if not FURNITURE.fullmatch(line.text)]
    bold = [number for number, line in enumerate(above) if line.strong]
    head = bold[0] if bold else min(1, len(above) - 1) if len(above) > 2 else 0
    after = bold[-1] + 1 if bold else head + 1
    title = COUNTED.sub("", " ".join(line.text for line in above[head:after]), count=1)
    ends = [n for n, line in enumerate(lines) if n > words >= 0 and COPYRIGHT.match(line.text)]
    start = ends[0] + 1 if ends else max(words, 0) + 1
    entry.state("title", title)
    entry.add("title", title)
    read_ordered(entry, above[:head], [*above[after:], *lines[max(words, 0) : start]])
    for line in lines[start:]:
        number = _accession(line.text)
        entry.list("accession", [number])
        furniture = FURNITURE.fullmatch(line.text)
        entry.add("export number" if number else "export rest" if furniture else TEXT, line.text)
