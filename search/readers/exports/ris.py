"""A reader of RIS, in which catalogues and databases export: a document for each record."""

import re
from collections.abc import Iterator, Sequence

from search.article import Document, Skip
from search.readers.exports.entry import TEXT, Entry, numbered
from search.readers.raw_bytes import PAGE_LIMIT, Raw, read_document
from search.readers.text_decoding import decode

PROVIDER = "RIS"
TAG = re.compile(r"([A-Z][A-Z0-9])  ?-(?: |$)(.*)")
TITLES = ("TI", "T1", "CT", "BT")
SOURCES = ("JF", "JO", "T2", "JA", "J2", "SO", "PB", "DP")
AUTHORS = ("AU", "A1", "A2", "A3")
DATES = ("DA", "Y1", "PY")
TEXTS = ("AB", "N2", "FT")
LISTED = {"SE": "section", "SP": "section", "LA": "language", "AN": "accession", "KW": "subjects"}
PARTIAL = re.compile(r"(\d{4})/(\d{1,2})?/?(\d{1,2})?/?.*")


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each record; one with an abstract alone has that as its text."""
    content, _ = read_document(raw, PAGE_LIMIT)
    yield from numbered(raw.path, _entries(decode(content).split("\n")), provider=PROVIDER)


def _entries(lines: Sequence[str]) -> Iterator[Entry | str]:
    fields: list[tuple[str, str]] = []
    above: list[str] = []
    for line in lines:
        found = TAG.match(line.strip("\ufeff\r"))
        if found and found[1] == "ER":
            yield _entry(fields) if fields else "\n".join([*above, line])
            fields, above = [], []
        elif found and found[1] == "TY" and fields:
            yield _entry(fields)  # the end of the record above is missing
            fields = [(found[1], found[2])]
        elif found:
            fields.append((found[1], found[2].strip()))
        elif fields and line.strip():
            fields[-1] = fields[-1][0], f"{fields[-1][1]}\n{line.strip()}"
        elif line.strip():
            above.append(line)
    if fields:
        yield _entry(fields)
    if above:
        yield "\n".join(above)


def _entry(fields: Sequence[tuple[str, str]]) -> Entry:
    entry = Entry(PROVIDER)
    values: dict[str, list[str]] = {}
    for tag, value in fields:
        values.setdefault(tag, []).append(value)
    text = next((tag for tag in ("FT", "AB", "N2") if values.get(tag)), "")
    for name, tags in (("title", TITLES), ("source", SOURCES), ("url", ("UR", "L2"))):
        entry.state(name, next((values[tag][0] for tag in tags if values.get(tag)), ""))
    names = next((values[tag] for tag in AUTHORS if values.get(tag)), [])
    entry.state("authors", "; ".join(map(_given_first, names)))
    for tag in DATES:
        entry.state("date", _day(values.get(tag, [""])[0]))
    for tag, name in LISTED.items():
        entry.list(name, values.get(tag, ()))
    for tag, value in fields:
        if tag == text:
            entry.add(TEXT, *value.split("\n"))
        elif tag in TITLES and " ".join(value.split()) == entry.hints.get("title"):
            entry.add("title", value)
        else:
            entry.add("export terms" if tag == "KW" else "export label", f"{tag}  - {value}")
    return entry


def _given_first(name: str) -> str:
    """Return "Lee, Ann" as "Ann Lee"."""
    last, comma, given = name.partition(",")
    return f"{given.strip()} {last.strip()}" if comma and given.strip() else name


def _day(stated: str) -> str:
    """Return a date of RIS, "2020/05/12/", with dashes; other dates as they are."""
    found = PARTIAL.fullmatch(stated.strip())
    if not found:
        return stated if len(stated) > 4 else ""
    return "-".join((found[1], *(f"{int(part or 1):02}" for part in found.groups()[1:])))
