"""A reader of the plain text of the old Nexis: a document for each of its "DOCUMENTS"."""

import re
from collections.abc import Iterator

from search.article import Document, Skip
from search.readers.exports.entry import Entry, numbered
from search.readers.exports.labelled_blocks import read_article
from search.readers.exports.pieces import pieces
from search.readers.exports.text_blocks import text_blocks
from search.readers.raw_bytes import Raw

PROVIDER = "Nexis text"
# "1 of 10 DOCUMENTS", "1 von 10 DOKUMENTEN", "Dokument 1 von 10", alone in a line.
NUMBER = re.compile(
    r"(?:(?P<n>\d{1,6}) \S{1,6} (?P<all>\d{1,6}) (?:DO[CK]UM[A-ZÀ-Þ]{2,8}|文档|文件)|"
    r"(?:DO[CK]UM[A-ZÀ-Þ]{2,8}|[Dd]o[ck]um[a-zà-ÿ]{2,8}) (?P<n2>\d{1,6}) \S{1,6} (?P<all2>\d{1,6}))"
)
START = re.compile(
    rb"^[ \t\f\xa0\xc2]{0,120}(?:\d{1,6} [^\s\d]{1,12} \d{1,6} DO[CK]UM[^\s\d]{2,8}|"
    rb"(?:DO[CK]UM[^\s\d]{2,8}|[Dd]o[ck]um[^\s\d]{2,8}) \d{1,6} [^\s\d]{1,12} \d{1,6})"
    rb"[ \t\f]{0,120}\r?$",
    re.M,
)


def documents(raw: Raw) -> Iterator[Document | Skip]:
    """Yield a document for each article, read one by one."""
    yield from _counted(raw.path, pieces(raw.unpacked(), START))


def _counted(path: str, found: Iterator[str]) -> Iterator[Document | Skip]:
    stated: list[int] = []  # of each export that was joined to this file
    read = 0
    for made in numbered(path, _entries(found, stated), provider=PROVIDER):
        read += isinstance(made, Document)
        yield made
    if read != sum(stated):
        reason = f"is {PROVIDER} that states {sum(stated)} articles; {read} were found"
        yield Skip(path, reason)


def _entries(found: Iterator[str], stated: list[int]) -> Iterator[Entry | str]:
    """Yield the articles; `stated` gets how many there should be, whenever they begin again."""
    above = next(found)
    last = 0
    for piece in found:
        first, _, rest = piece.lstrip().partition("\n")
        place = NUMBER.match(" ".join(first.split()))
        number = int(place["n"] or place["n2"]) if place else last + 1
        if place and (number <= last or not stated):
            stated.append(int(place["all"] or place["all2"]))
        last = number
        blocks = list(text_blocks(rest.expandtabs().replace("\f", "\n").split("\n")))
        if len(blocks) < 2:
            yield piece.strip()
            continue
        entry = Entry(PROVIDER)
        entry.add("export cover", above)
        entry.add("export number", first)
        above = ""
        read_article(entry, blocks, headline_first=False)
        yield entry
