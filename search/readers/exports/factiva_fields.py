"""The fields of a Factiva article: with codes of two letters, or in their order alone."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from search.readers.exports.date_lines import date_in
from search.readers.exports.entry import TEXT, Entry
from search.readers.exports.labels import COPYRIGHT

ACCESSION = r"[A-Z][A-Z0-9]{2,10}\d{8}[a-z0-9]{6,16}"
# "Document NYTF000020200512eg5c0005", in the language of the interface.
DOCUMENT = re.compile(rf"(?:[^\W\d_]{{2,14}}\s{{1,4}}){{0,3}}({ACCESSION})\W{{0,2}}")
WORDS = re.compile(r"\d[\d.,\u00a0\u202f ]{0,12}\s?[^\W\d_]{1,14}\.?")
TIME = re.compile(r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s{0,2}[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?", re.I)
SOURCE_CODE = re.compile(r"[A-Z][A-Z0-9]{2,8}")
BY = re.compile(r"(?:by|von|par|por|di|da|door|от|作者|记者|記者)\b", re.I)
COUNTED = re.compile(r"\d{1,5}\)\s{1,3}")  # before a headline: "12) Bridge falls"
CODED = re.compile(r"[\w&.-]{1,16}\s?:\s")  # "i2567 : Publishing"

# Code -> kind of its line. Their order is the one in which Factiva writes them.
CODES = {
    "SE": "export label",
    "CLM": "export label",
    "HD": "title",
    "BY": "export byline",
    "CR": "export byline",
    "WC": "export label",
    "PD": "export publication",
    "ET": "export publication",
    "SN": "export publication",
    "SC": "export publication",
    "NGC": "export label",
    "GC": "export label",
    "ED": "export publication",
    "PG": "export label",
    "VOL": "export label",
    "LA": "export label",
    "CY": "export copyright",
    "LP": TEXT,
    "TD": TEXT,
    "CT": "export note",
    "RF": "export note",
    "ART": "export caption",
    "NT": "export note",
    "CO": "export terms",
    "IN": "export terms",
    "NS": "export terms",
    "RE": "export terms",
    "PE": "export terms",
    "IPC": "export label",
    "IPD": "export terms",
    "PUB": "export publication",
    "AN": "export label",
}
FACTS = {"HD": "title", "BY": "authors", "PD": "date", "SN": "source"}
LISTED = {"SE": "section", "PG": "section", "WC": "words", "ED": "edition", "LA": "language"}
TERMS = {"CO": "companies", "IN": "subjects", "NS": "subjects", "RE": "places", "PE": "people"}
_ORDER = {code: number for number, code in enumerate(CODES)}
_FIELD = re.compile(rf"({'|'.join(sorted(CODES, key=len, reverse=True))})(?:\s{{1,9}}|$)")


class Line(NamedTuple):
    """A line of an article."""

    text: str
    strong: bool = False


def read_field(entry: Entry, code: str, lines: Sequence[str]) -> None:
    """Read the lines of a field with its code into the entry, which is changed in place."""
    value = " ".join(lines)
    if code in FACTS:
        entry.state(FACTS[code], COUNTED.sub("", value, count=1) if code == "HD" else value)
    if code in LISTED:
        entry.list(LISTED[code], [value])
    if code in TERMS:
        entry.list(TERMS[code], (_term(each) for each in value.split("|")))
    if code == "AN":
        found = DOCUMENT.fullmatch(value.strip())
        entry.list("accession", [found[1] if found else value])
    kind = CODES[code]
    if kind == TEXT:
        entry.add(TEXT, *lines)
    elif kind == "title":
        entry.add("export heading", code)
        entry.add("title", value)
    else:
        entry.add(kind, f"{code} {value}")


def _term(stated: str) -> str:
    return CODED.sub("", stated.strip(), count=1)


def coded_fields(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the code and the lines of each field; what is above the first has an empty code.

    A line of the text may begin with the letters of a code: codes come in their order, and those of
    index terms are followed by a code of the term.
    """
    code, held, place = "", list[str](), -1
    for line in lines:
        found = _FIELD.match(line)
        if found and _ORDER[found[1]] > place and _is_field(found[1], line[found.end() :], place):
            if code or held:
                yield code, held
            code, held, place = found[1], [], _ORDER[found[1]]
            line = line[found.end() :]
        if line.strip():
            held.append(line.strip())
    if code or held:
        yield code, held


def _is_field(code: str, value: str, place: int) -> bool:
    if not value.strip():
        return True
    if code in ("CO", "IN", "NS", "RE", "PE", "IPD"):
        return CODED.match(value) is not None
    if code == "AN":
        return DOCUMENT.fullmatch(value.strip()) is not None
    if place >= _ORDER["LP"]:  # in the text
        return value.strip()[:1].isupper() or code == "IPC"
    return True


def read_ordered(entry: Entry, above: Sequence[Line], below: Sequence[Line]) -> None:
    """Read the lines above and below the headline, in the order in which Factiva writes them.

    Above it are section and column; below it authors, number of words, date, time, publication,
    its code, edition, page, language and copyright.
    """
    for line in above:
        entry.list("section", [line.text])
        entry.add("export label", line.text)
    words = next((n for n, line in enumerate(below) if WORDS.fullmatch(line.text)), -1)
    day = next((n for n, line in enumerate(below) if n > words and date_in(line.text)), -1)
    first = words if words >= 0 else max(day, 0)
    for line in below[:first]:
        if "authors" not in entry.hints or BY.match(line.text):
            entry.state("authors", line.text)
        entry.add("export byline", line.text)
    if words >= 0:
        entry.list("words", [below[words].text])
        entry.add("export label", below[words].text)
    _read_after_words(entry, below[first + (words >= 0) :])


def _read_after_words(entry: Entry, lines: Sequence[Line]) -> None:
    dated = False
    rest: list[str] = []
    for line in lines:
        if COPYRIGHT.match(line.text):
            entry.add("export copyright", line.text)
            continue
        if not dated and date_in(line.text):
            dated = True
            entry.state("date", date_in(line.text))
        elif dated and not TIME.fullmatch(line.text) and "source" not in entry.hints:
            entry.state("source", line.text)
        elif dated:
            rest.append(line.text)
        entry.add("export publication", line.text)
    if rest and not SOURCE_CODE.fullmatch(rest[-1]) and not rest[-1].isdecimal():
        entry.list("language", rest[-1:])
