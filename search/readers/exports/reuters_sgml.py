"""A reader of Reuters-21578, the news of 1987 in SGML: a thousand items a file."""

import re
from collections.abc import Iterator
from html import unescape

from search.article import Document, Skip
from search.readers.exports.entry import TEXT, Entry, numbered
from search.readers.raw_bytes import PAGE_LIMIT, Raw, UnreadError, read_document
from search.readers.text_decoding import decode

PROVIDER = "Reuters-21578"
START = re.compile(r"<REUTERS\b([^<>]{0,500})>")
END = "</REUTERS>"
NUMBER = re.compile(r'\bNEWID="(\d{1,9})"')
DATE = re.compile(r"(\d{1,2})-([A-Z]{3})-(\d{4})")
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
ITEM = re.compile(r"<D>([^<>]{0,200})</D>")
CODES = {"TOPICS": "subjects", "PLACES": "places", "PEOPLE": "people", "ORGS": "companies"}
PARAGRAPH = re.compile(r"\n(?=[ \t])")  # its first line is indented
CONTROLS = re.compile(r"&#\d{1,2};")


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each item."""
    content, _ = read_document(raw, PAGE_LIMIT)
    text = decode(content, "cp1252")
    starts = list(START.finditer(text))
    if not starts:
        raise UnreadError("is SGML, but not of Reuters-21578")
    ends = [each.start() for each in starts[1:]] + [len(text)]
    parts = ((start[1], text[start.end() : end]) for start, end in zip(starts, ends, strict=True))
    yield from numbered(raw.path, (_entry(*part) for part in parts))
    if END not in text[starts[-1].end() :]:
        yield Skip(raw.path, "is cut short: its last article does not end")


def _entry(attributes: str, part: str) -> Entry:
    part = part.partition(END)[0]
    found = Entry(PROVIDER)
    title = _shown(_element(part, "TITLE"))
    found.state("title", title)
    found.add("title", title)
    found.add("export label", _shown(_element(part, "DATE")), _shown(_element(part, "DATELINE")))
    found.add("export byline", _shown(_element(part, "AUTHOR")))
    found.state("authors", _shown(_element(part, "AUTHOR")))
    date = DATE.search(_element(part, "DATE"))
    if date and date[2] in MONTHS:
        found.state("date", f"{date[3]}-{MONTHS.index(date[2]) + 1:02}-{int(date[1]):02}")
    found.state("source", "Reuters")
    found.list("accession", NUMBER.findall(attributes))
    for name, listed in CODES.items():
        found.list(listed, map(unescape, ITEM.findall(_element(part, name))))
    body = _element(part, "BODY") or ("" if title else _element(part, "TEXT"))
    for paragraph in PARAGRAPH.split(CONTROLS.sub("", body)):
        text = _shown(paragraph)
        found.add("export label" if text.lower() in ("reuter", "reuters") else TEXT, text)
    return found


def _element(part: str, name: str) -> str:
    """Return the content of the first element of that name."""
    _, found, rest = part.partition(f"<{name}")
    _, found, rest = rest.partition(">") if found else ("", "", "")
    return rest.partition(f"</{name}>")[0] if found else ""


def _shown(text: str) -> str:
    return " ".join(unescape(CONTROLS.sub("", text)).split())
