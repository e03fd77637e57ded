"""A reader of ProQuest's plain text: a document for each part between two long rules."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from search.article import Document, Skip
from search.readers.exports.date_lines import date_in
from search.readers.exports.entry import TEXT, Entry, numbered
from search.readers.exports.labels import COPYRIGHT, Label, label_of, terms
from search.readers.exports.labels import TERMS as INDEX_TERMS
from search.readers.exports.pieces import pieces
from search.readers.raw_bytes import Raw

PROVIDER = "ProQuest text"
START = re.compile(rb"^_{40,}[ \t]{0,9}\r?$", re.M)
NUMBER = re.compile(r"(?:Do[ck]ument\w{0,3}|文档|文件)\s{1,3}(\d{1,6}) \w{1,4} (\d{1,6})", re.I)
FACTS = {"headline": "title", "byline": "authors", "publication": "source", "url": "url"}
FEWEST = 3  # kinds of labels of an article
LISTED = ("section", "words", "edition", "language", "accession")


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each part with a title."""
    yield from numbered(raw.path, _entries(pieces(raw.unpacked(), START)), provider=PROVIDER)


def _entries(found: Iterator[str]) -> Iterator[Entry | str]:
    """Yield the articles; what is above one, or below the last, is part of its frame."""
    above: list[str] = []
    entry: Entry | None = None  # the one that is complete once the next begins
    for piece in found:
        fields = list(_fields(piece.split("\n")))
        roles = {label.role for label, _ in fields if label}
        if not roles:
            above += [line for line in piece.split("\n") if line.strip(" _\t\r")]
            continue
        if entry:
            yield entry
            entry = None
        if "headline" not in roles or len(roles) < FEWEST:
            yield piece.strip()
            continue
        entry = Entry(PROVIDER)
        entry.add("export cover", "\n".join(above))
        above = []
        _read(entry, fields)
    if entry:
        entry.add("export rest", *above)
        yield entry
    elif above:
        yield "\n".join(above)


def _fields(lines: Sequence[str]) -> Iterator[tuple[Label | None, list[str]]]:
    """Yield the fields: a label at the start of a line, and the lines up to the next label.

    Inside the full text only the labels that follow it there end it.
    """
    label: Label | None = None
    held: list[str] = []
    for line in lines:
        found = label_of(line.strip()) if not line[:1].isspace() else None
        in_text = label is not None and label.role in ("body", "abstract")
        if found and found.is_known and (not in_text or _ends_text(found)):
            if label or any(each.strip() for each in held):
                yield label, held
            label, held = found, [found.value]
        else:
            held.append(line)
    yield label, held


def _ends_text(found: Label) -> bool:
    return found.role in (*INDEX_TERMS, "headline", "url", "copyright", "accession", "body") or (
        found.role in ("loaded", "publication", "date", "language") and len(found.value) < 120
    )


def _paragraphs(lines: Sequence[str]) -> list[str]:
    runs = groupby(lines, key=lambda line: bool(line.strip()))
    return [" ".join(" ".join(run).split()) for filled, run in runs if filled]


def _read(entry: Entry, fields: Sequence[tuple[Label | None, list[str]]]) -> None:
    for label, held in fields:
        value = " ".join(" ".join(held).split())
        if label is None:
            plain = [line for line in held if line.strip(" _\t\r\f")]
            number = NUMBER.fullmatch(" ".join(" ".join(plain).split()))
            entry.add("export number" if number else "export rest", *plain)
        elif label.role == "body":
            entry.add("export heading", f"{label.name}:")
            entry.add(TEXT, *_paragraphs(held))
        else:
            _read_field(entry, label, value)


def _read_field(entry: Entry, label: Label, value: str) -> None:
    kind = "export terms" if label.role in INDEX_TERMS else "export label"
    if label.role in FACTS:
        entry.state(FACTS[label.role], value)
    if label.role == "date":
        entry.state("date", date_in(value) or value)
    if label.role in LISTED:
        entry.list(label.role, [value])
    if label.role in INDEX_TERMS:
        entry.list(label.role, terms(value))
    if label.role == "headline" and entry.hints.get("title") == value:
        entry.add("export heading", f"{label.name}:")
        entry.add("title", value)
        return
    copyright_line = label.role == "copyright" or COPYRIGHT.match(value)
    entry.add("export copyright" if copyright_line else kind, f"{label.name}: {value}")
