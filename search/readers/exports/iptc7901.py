"""A reader of IPTC 7901 and ANPA 1312, formats of teleprinters: control letters part it."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from search.article import Document, Skip
from search.readers.exports.entry import TEXT, Entry, numbered
from search.readers.raw_bytes import LIMIT, Raw, read_document
from search.readers.text_decoding import decode

PROVIDER = "IPTC 7901"
HEADER, BODY, END = "\x01\x02\x03"  # SOH, STX, ETX
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
BREAK = re.compile(r"\n(?=[\s^])")  # between paragraphs: the next line is empty or indented
CODED = "^"  # before a headline or a byline of ANPA 1312, which "<" ends
HEADLINE_END = re.compile(r"\s{0,9}=\s{0,9}\Z")
AGENCY = re.compile(r"\A.{0,60}?\(([^()\d]{2,30})\)\s{0,3}[-–—_]")  # "Berlin (dpa) -"
LAST_WORD = re.compile(r"([^\W\d]{2,20})\s{1,9}\d{1,6}\s{0,9}\Z")  # of the header, before a number
NOTES = re.compile(r"#+\s|\*(?:\s?\*){2,9}")
# "131137 GMT Nov 13", with day, hour and minute, then month and year; "AP-NY-01-13-25 2118GMT".
DAY_FIRST = re.compile(r"\b(\d\d)\d{4} ?(?:[A-Z]{1,4} )?([^\W\d]{3})[^\W\d]{0,6} (?:20)?(\d\d)\b")
MONTH_FIRST = re.compile(r"\b(\d\d)-(\d\d)-(?:20)?(\d\d) \d{4}")
MONTHS = {
    name: number
    for number, names in enumerate(
        "jan feb|fév|fev mar|mär|mrz apr|avr|abr may|mai jun jul aug|aoû|ago sep oct|okt|out "
        "nov dec|dez|déc|dic".split(),
        1,
    )
    for name in names.split("|")
}


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each message."""
    content, _ = read_document(raw, LIMIT)
    messages = decode(content, "cp1252").split(HEADER)
    rest = CONTROLS.sub("", messages[0]).strip()
    if rest:
        yield Skip(raw.path, f"has text before its first message: {rest[:100]!r}", rest)
    yield from numbered(raw.path, map(_entry, messages[1:]))
    if END not in messages[-1]:
        yield Skip(raw.path, "is cut short: its last message does not end")


def _entry(message: str) -> Entry:
    header, _, rest = message.partition(BODY)
    body, _, trailer = rest.partition(END)
    found = Entry(PROVIDER)
    lines = [_shown(each) for each in header.split("\n")]
    title, paragraphs = _headline(body)
    found.state("title", title)
    found.add("title", title)
    found.add("export label", *lines)
    text = TEXT
    for paragraph in paragraphs:
        text = "export note" if NOTES.match(paragraph) else text  # not for publication
        if paragraph.startswith(CODED):
            line = _uncoded(paragraph)
            is_byline = line.lower().startswith("by ")
            found.state("authors", line.partition("=")[0] if is_byline else "")
            found.add("export byline" if is_byline else "export headline", line)
        else:
            found.add(text, paragraph)
    found.add("export label", _shown(trailer))
    agencies = [agency[1] for agency in map(AGENCY.match, paragraphs[:3]) if agency]
    stated = LAST_WORD.search(_shown(header.strip().partition("\n")[0]))
    found.state("source", next(iter(agencies), "") or (stated[1] if stated else ""))
    found.state("date", _date(_shown(trailer)) or _date(_shown(header)))
    return found


def _headline(body: str) -> tuple[str, list[str]]:
    """Return the headline and the paragraphs: a headline ends with "=", or is the first of them."""
    paragraphs = [_shown(each) for each in BREAK.split(CONTROLS.sub(_kept, body)) if _shown(each)]
    if not paragraphs:
        return "", []
    first, *others = paragraphs
    return HEADLINE_END.sub("", _uncoded(first)), others


def _uncoded(paragraph: str) -> str:
    return paragraph.removeprefix(CODED).removesuffix("<").strip()


def _kept(control: re.Match[str]) -> str:
    return "\n" if control[0] in "\x1d\x1e\x1f" else ""


def _shown(text: str) -> str:
    return " ".join(CONTROLS.sub(" ", text).split())


def _date(text: str) -> str:
    """Return the day in a trailer or a header; empty without one."""
    for found in (*DAY_FIRST.finditer(text), *MONTH_FIRST.finditer(text)):
        month, day = (found[1], found[2]) if found.re is MONTH_FIRST else (found[2], found[1])
        number = int(month) if month.isdecimal() else MONTHS.get(month.lower(), 0)
        with suppress(ValueError):
            return date(2000 + int(found[3]), number, int(day)).isoformat()
    return ""
