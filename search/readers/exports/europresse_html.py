"""A reader of the HTML of Europresse and Eureka.cc: a document for each of its articles."""

import re
from collections.abc import Iterator
from typing import Any

from search.article import Document, Skip
from search.readers.exports.date_lines import date_in
from search.readers.exports.entry import TEXT, Entry, numbered
from search.readers.exports.html_blocks import classes_of, lines_of, parse_html
from search.readers.exports.labels import COPYRIGHT
from search.readers.exports.pieces import pieces
from search.readers.raw_bytes import Raw

PROVIDER = "Europresse"
START = re.compile(rb"<article\b", re.I)
# "news·20060315·LM·0q1503_1256056", whose figures are the day.
NUMBER = re.compile(
    r"\W{0,3}((?:news|bio|web|pub)\W{1,3}((?:19|20)\d\d)([01]\d)([0-3]\d)\W{1,3}\S{2,80}"
    r"(?:\s?·\s?\S{1,60}){0,3})",
    re.I,
)
WORDS = re.compile(r"\b(\d[\d\s\u00a0\u202f.,]{0,9}) ?(mots|words|palabras|Wörter|parole)\b")
PAGES = re.compile(r"\b(?:pp?|pages?)\.\s?[\w-]{1,12}", re.I)
UPDATED = re.compile(r"\bmis? à jour\b.{0,60}|\b(?:updated|cet article)\b.{0,120}", re.I)
SOURCES = ("docpublicationname", "docpublication", "publicationname")
HEADS = ("docheader",)
TITLES = ("titrearticlevisu", "titrearticle", "docheadertitle", "doctitle")
SUBTITLES = ("sectitreart", "soustitrearticle", "doctitleadd")
TEXTS = ("doctext", "doctextemphasis", "textecontenu", "dococontainer")
AUTHORS = ("docauthors", "docauthor", "sm-margin-bottomnews", "auteur")
FRAMES = ("docreferences", "publi", "icon-logo-footer", "docfooter", "apd-wrapper")


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each article, read one by one."""
    yield from numbered(raw.path, _entries(pieces(raw.unpacked(), START)), provider=PROVIDER)


def _entries(found: Iterator[str]) -> Iterator[Entry | str]:
    above = "\n".join(lines_of(parse_html(next(found))))
    for piece in found:
        root = parse_html(piece)
        box = next(root.iter("article"), None) if root is not None else None
        own = lines_of(box)
        rest = lines_of(root)[len(own) :]
        if not own:
            continue
        entry = Entry(PROVIDER)
        entry.add("export cover", above)
        parts = list(_parts(box))
        kinds = {kind for kind, _ in parts}
        if kinds.isdisjoint(("source", "head", "title")):
            yield "\n".join([above, *own, *rest]).strip()
        else:
            _read(entry, parts)
            entry.add("export rest", *rest)
            yield entry
        above = ""


def _kind(node: Any) -> str:
    """Return what an element of Europresse holds, by its classes."""
    classes = classes_of(node)
    for kind, names in (
        ("source", SOURCES),
        ("head", HEADS),
        ("title", TITLES),
        ("subtitle", SUBTITLES),
        ("author", AUTHORS),
        ("text", TEXTS),
        ("frame", FRAMES),
    ):
        if any(name in classes for name in names):
            return kind
    return ""


def _parts(box: Any) -> Iterator[tuple[str, list[str]]]:
    """Yield the parts of an article, the outermost of a known kind: its kind, and its lines."""
    own = " ".join((box.text or "").split())
    if own:
        yield "", [own]
    for child in box:
        if not isinstance(child.tag, str):
            continue
        kind = _kind(child)
        inner = {_kind(each) for each in child.iterdescendants() if isinstance(each.tag, str)} - {
            ""
        }
        lines = lines_of(child)
        if kind and not (kind == "text" and "title" in inner) and lines:
            yield kind, lines
        elif inner:
            yield from _parts(child)
        elif lines:
            yield "", lines
        tail = " ".join((child.tail or "").split())
        if tail:
            yield "", [tail]


def _read(entry: Entry, parts: list[tuple[str, list[str]]]) -> None:
    seen: set[str] = set()
    for kind, lines in parts:
        if kind == "source":
            entry.state("source", lines[0])
            entry.add("export publication", *lines)
        elif kind == "head":
            _read_head(entry, lines)
        elif kind == "title":
            title = " ".join(lines)
            first = "title" not in entry.hints
            entry.state("title", title)
            entry.add("title" if first else "export headline", title)
        elif kind == "subtitle":
            entry.add("export label", *lines)
        elif kind == "text":
            entry.add(TEXT, *lines)
        else:
            _read_other(entry, kind, lines, "text" in seen)
        seen.add(kind)


def _read_head(entry: Entry, lines: list[str]) -> None:
    """Read "Communication, mardi 14 mars 2006, p. 16": section, date and page."""
    joined = " ".join(lines)
    commas = [each.strip() for each in joined.split(",")]
    for number in range(len(commas)):
        day = date_in(", ".join(commas[number:])) or date_in(commas[number])
        if day:
            entry.state("date", day)
            section = [*commas[:number], *PAGES.findall(joined)]
            entry.list("section", [", ".join(filter(None, section))])
            break
    words = WORDS.search(joined)
    if words:
        entry.list("words", [words[0]])
    entry.add("export publication", *lines)


def _read_other(entry: Entry, kind: str, lines: list[str], below: bool) -> None:
    """Read a part without a known class: authors above the text, the frame below it."""
    for line in lines:
        number = NUMBER.match(line)
        if number:
            entry.list("accession", ["".join(number[1].split())])
            entry.state("date", f"{number[2]}-{number[3]}-{number[4]}")
            entry.add("export number", line)
        elif COPYRIGHT.match(line):
            entry.add("export copyright", line)
        elif not below and "title" in entry.hints and (kind == "author" or len(line) < 120):
            entry.state("authors", line)
            entry.add("export byline", line)
        elif kind or below:
            entry.add("export note", line)
        else:
            entry.add("export label", line)
