"""Articles whose facts stand in lines with labels, as Nexis writes them in every format.

A reader cuts its file into blocks, each a paragraph or a line with a label. What they mean follows
from their order: headline, publication and date, lines with labels, the text, lines with labels.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from search.readers.exports.date_lines import date_in
from search.readers.exports.entry import TEXT, Entry
from search.readers.exports.labels import (
    AFTER,
    COPYRIGHT,
    PARTS,
    TERMS,
    Label,
    label_of,
    role_of,
    terms,
)

YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
LONGEST_VALUE = 100  # characters after a label that is not known
MOST_HEAD = 12  # blocks without a label above the first one with a label
SHORT = 60  # characters of a heading
_KINDS = {  # role of a label -> the kind of its line; others are an "export label"
    "caption": "export caption",
    "correction": "export correction",
    "related": "export related",
    "note": "export note",
    "copyright": "export copyright",
    "byline": "export byline",
    "publication": "export publication",
    "date": "export publication",
    "headline": "title",
    "body": "export heading",
    "cover": "export cover",
    "classification": "export heading",
    **dict.fromkeys(TERMS, "export terms"),
}
_FACTS = {"headline": "title", "publication": "source", "date": "date", "byline": "authors"}
_STATED = ("section", "words", "edition", "language", "accession")
_HEAD_ROLES = ("byline", "section", "words", "headline", "label", "body", "abstract", "edition")
_HEADINGS = frozenset(("abstract", "full text", "fulltext", "kurzfassung", "volltext"))


class Block(NamedTuple):
    """A paragraph of an export."""

    text: str
    label: Label | None = None
    strong: bool = False  # all of it is bold, or has a bookmark
    linked: bool = False  # it begins with a link
    place: str = ""  # of layout: blocks of one place are alike
    ends_section: bool = False


def block(text: str, **layout: object) -> Block:
    """Return a block, with the label that its text begins with."""
    return Block(text.strip(), label_of(text.strip()), **layout)  # type: ignore[arg-type]


def read_article(entry: Entry, blocks: Sequence[Block], *, headline_first: bool) -> None:
    """Read the blocks of one article into the entry, which is changed in place."""
    blocks = _with_headline(blocks, headline_first)
    start = text_start(blocks)
    tail = _tail_start(blocks, start)
    _read_head(entry, blocks[:start], headline_first)
    known = any(map(is_body_heading, blocks[:start]))
    for number, each in enumerate(blocks[start:tail]):
        heading = each.strong and each.text.casefold() in _HEADINGS
        heading = heading or (not number and not known and is_unknown_heading(each))
        if not number and each.label and each.label.role == "body":
            _read_label(entry, each, each.label)
            continue
        entry.add("export heading" if heading else TEXT, each.text)
    _read_tail(entry, blocks[tail:])
    entry.state("date", _loaded_in_its_year(blocks))


def _with_headline(blocks: Sequence[Block], headline_first: bool) -> list[Block]:
    """Return the blocks; that of the headline has no label: "UPDATE: Bridge falls" is no label.

    It is the first block, or the first below the date that has another place.
    """
    found = list(blocks)
    place = 0
    if not headline_first:
        days = [number for number, each in enumerate(found[:MOST_HEAD]) if date_in(each.text)]
        place = days[0] + 1 if days else len(found)
        while place < len(found) and found[place].place == "centred":
            place += 1
    if place < len(found):
        label = found[place].label
        if label and not (label.is_known and label.role in _HEAD_ROLES):
            found[place] = found[place]._replace(label=None, place="")
    return found


def _loaded_in_its_year(blocks: Sequence[Block]) -> str:
    """Return the day on which the database got the article, for one without a date.

    It is that of its publication, or days later, if the copyright is of the same year.
    """
    years = {
        year for each in blocks if COPYRIGHT.match(each.text) for year in YEAR.findall(each.text)
    }
    loaded = (each.label.value for each in blocks if each.label and each.label.role == "loaded")
    return next((date_in(day) for day in loaded if years.intersection(YEAR.findall(day))), "")


def text_start(blocks: Sequence[Block]) -> int:
    """Return the number of the first block of the text."""
    labels = 0
    for number, each in enumerate(blocks):
        if is_body_heading(each):
            return number + 1
        labels += each.label is not None and each.label.role != "cover"
        if each.label and each.label.role == "body":
            return number
        if labels and not each.label and not COPYRIGHT.match(each.text) and each.text:
            later = blocks[number + 1 : number + MOST_HEAD]
            if any(map(is_body_heading, later)) or _goes_on(blocks[number:]):
                continue
            return number
    return len(blocks) if labels else min(len(blocks), _unlabelled_start(blocks))


def _goes_on(blocks: Sequence[Block]) -> bool:
    """Return whether a headline comes here, below labels: SECTION, headline, BYLINE, LENGTH."""
    return (
        len(blocks) > 1
        and blocks[1].label is not None
        and blocks[1].label.is_known
        and blocks[1].label.role in ("byline", "words", "body")
        and len(blocks[0].text) < 300
    )


def _unlabelled_start(blocks: Sequence[Block]) -> int:
    """Return where the text begins in an article without any label: below date and headline."""
    dates = [number for number, each in enumerate(blocks[:MOST_HEAD]) if date_in(each.text)]
    return dates[0] + 2 if dates else 1


def is_body_heading(each: Block) -> bool:
    """Return whether a block is the word above the text: "Body"."""
    if len(each.text) >= SHORT or each.label or each.text.casefold() in _HEADINGS:
        return False
    return role_of(each.text) == "body"


def is_unknown_heading(each: Block) -> bool:
    """Return whether a block may be a heading like "Body" in a language that is not known."""
    return each.strong and not each.label and len(each.text.split()) <= 4 and len(each.text) < SHORT


def _tail_start(blocks: Sequence[Block], start: int) -> int:
    """Return the first block after the text: a heading of a part, or labels up to the end."""
    tail = len(blocks)
    structured = any(each.place == "label" for each in blocks)
    while tail > start and _is_after(blocks[tail - 1], structured):
        tail -= 1
    for number in range(start, tail):
        each = blocks[number]
        heading = each.strong and len(each.text) < SHORT and role_of(each.text) in PARTS
        known = each.label and each.label.is_known and each.label.role in AFTER
        if heading or (known and each.place == "label"):
            return number
    return tail


def _is_after(each: Block, structured: bool) -> bool:
    """Return whether a block below the text is of the frame.

    "Note: ..." may be a paragraph where labels look otherwise, and "LONDON: ..." a long one.
    """
    if not each.text or each.place == "centred" or COPYRIGHT.match(each.text):
        return True
    if not each.label or (structured and each.place != "label"):
        return False
    return each.label.is_known or len(each.label.value) < LONGEST_VALUE or "%)" in each.text


def _read_head(entry: Entry, blocks: Sequence[Block], headline_first: bool) -> None:
    plain = [each for each in blocks if _is_plain(each)]
    roles = _head_kinds(plain, headline_first)
    titles = [each.text for each, kind in zip(plain, roles, strict=True) if kind == "title"]
    kinds = dict(zip(map(id, plain), roles, strict=True))
    entry.state("title", " ".join(titles))
    for each in blocks:
        kind = kinds.get(id(each), "")
        if each.label:
            _read_label(entry, each, each.label)
        elif kind == "title":
            entry.add("title", *([" ".join(titles)] if each.text == titles[0] else []))
        elif COPYRIGHT.match(each.text):
            entry.add("export copyright", each.text)
        elif is_body_heading(each):
            entry.add("export heading", each.text)
        else:
            _read_publication(entry, each, kind)


def _is_plain(each: Block) -> bool:
    """Return whether a block above the text has no label and is no copyright."""
    labelled = each.label is not None or is_body_heading(each)
    return bool(each.text) and not labelled and not COPYRIGHT.match(each.text)


def _head_kinds(plain: Sequence[Block], headline_first: bool) -> list[str]:
    """Return the kinds of the blocks without labels: title, source, date or more of these."""
    days = [number for number, each in enumerate(plain) if date_in(each.text)]
    day = next((number for number in days if number or not headline_first), -1)
    kinds = [""] * len(plain)
    if day >= 0:
        kinds[day] = "date"
    reader = _headline_first if headline_first else _headline_last
    return reader(plain, kinds, day)


def _headline_first(plain: Sequence[Block], kinds: list[str], day: int) -> list[str]:
    """Set the kinds where the headline is above the publication."""
    linked = 0
    while linked < len(plain) and plain[linked].linked and linked != day:
        linked += 1
    above = day if day >= 0 else min(len(plain), max(linked, 1) + 1)
    titles = linked or max(above - 1, 0)
    titles = min(titles, above)
    for number in range(above):
        kinds[number] = "title" if number < titles else "source" if number == titles else ""
    return kinds


def _headline_last(plain: Sequence[Block], kinds: list[str], day: int) -> list[str]:
    """Set the kinds where the headline is below the date."""
    if plain and day != 0:
        kinds[0] = "source"
    below = range(day + 1, len(plain)) if day >= 0 else range(1, len(plain))
    alike = plain[day].place if day >= 0 else plain[0].place if plain else ""
    apart = [number for number in below if not alike or plain[number].place != alike]
    for number in apart or (below if alike != "centred" else ()):
        kinds[number] = "title"
    return kinds


def _read_publication(entry: Entry, each: Block, kind: str) -> None:
    if kind == "source":
        entry.state("source", each.text)
    elif kind == "date":
        entry.state("date", date_in(each.text))
    entry.add("export publication", each.text)


def _read_tail(entry: Entry, blocks: Sequence[Block]) -> None:
    kind = "export note"
    for each in blocks:
        role = role_of(each.text) if len(each.text) < SHORT and not each.label else None
        if role in PARTS:
            kind = _KINDS[role] if role != "classification" else "export terms"
            entry.add("export heading", each.text)
        elif each.label:
            _read_label(entry, each, each.label)
            kind = _KINDS.get(each.label.role, kind) if each.label.role in PARTS else kind
        elif COPYRIGHT.match(each.text):
            entry.add("export copyright", each.text)
        else:
            entry.add(kind, each.text)


def _read_label(entry: Entry, each: Block, label: Label) -> None:
    """Read a line with a label; "BODY: text" has the text in it."""
    if label.role in _FACTS:
        value = date_in(label.value) or label.value if label.role == "date" else label.value
        entry.state(_FACTS[label.role], value)
    if label.role in _STATED:
        entry.list(label.role, [label.value])
    if label.role in TERMS:
        entry.list(label.role, terms(label.value))
    if label.role == "url":
        entry.state("url", label.value)
    if label.role == "headline":
        entry.add("export heading", f"{label.name}:")
        entry.add("title", label.value)
    elif label.role == "body":
        entry.add("export heading", f"{label.name}:")
        entry.add(TEXT, label.value)
    else:
        entry.add(_KINDS.get(label.role, "export label"), each.text)
