"""Exports of Nexis Uni and Lexis Advance, from the paragraphs of a DOCX or an RTF."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from search.article import Document, Skip
from search.readers.exports.date_lines import date_in
from search.readers.exports.entry import Entry, numbered
from search.readers.exports.labelled_blocks import (
    MOST_HEAD,
    Block,
    is_body_heading,
    is_unknown_heading,
    read_article,
)
from search.readers.exports.labels import COPYRIGHT, COUNT, END

PROVIDER = "Nexis Uni"
MOST_COVERS = 40  # paragraphs at the start in which a cover is recognised
HEAD_ROLES = frozenset(("words", "byline", "section", "loaded"))
FEWEST_LABELS = 3  # in bold, with a space behind them that does not break


def is_nexis(blocks: Sequence[Block]) -> bool:
    """Return whether the paragraphs are an export: by its cover, or by how its articles end.

    In a language that is not known it is one by the look of its labels, and the link of a headline.
    """
    labels = {each.label.name for each in blocks if each.label and each.place == "label"}
    if len(labels) >= FEWEST_LABELS and any(each.linked for each in blocks):
        return True
    roles = [each.label.role for each in blocks[:MOST_COVERS] if each.label]
    counted = any(COUNT.fullmatch(each.text) for each in blocks[:MOST_COVERS])
    if counted and roles.count("cover") >= 2:
        return True
    if not any(END.fullmatch(each.text) for each in blocks):
        return False
    return any(each.label and each.label.role in HEAD_ROLES for each in blocks) or any(
        map(is_body_heading, blocks)
    )


def documents(path: str, blocks: Sequence[Block]) -> Iterator[Document | Skip]:
    """Yield a document for each article; what is none is a Skip with its text."""
    counts = [int(found[1]) for each in blocks if (found := COUNT.fullmatch(each.text))]
    yield from numbered(path, _entries(blocks), sum(counts) if counts else None, PROVIDER)


def _entries(blocks: Sequence[Block]) -> Iterator[Entry | str]:
    """Yield the articles, and the text of parts that are none."""
    cover: list[Block] = []  # above the next article
    for part in _parts(blocks):
        start = _article_start(part)
        cover += part[:start]
        own = part[start:]
        if not _is_article(own):
            cover += own
            continue
        yield _entry(cover, own)
        cover = []
    rest = [each.text for each in cover if each.text]
    if rest:
        yield "\n\n".join(rest)


def _parts(blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """Yield the paragraphs up to each "End of Document"; without any, those of each section."""
    ends = [number for number, each in enumerate(blocks) if END.fullmatch(each.text)]
    if not ends:
        ends = [number for number, each in enumerate(blocks) if each.ends_section]
    begin = 0
    for end in [*ends, len(blocks) - 1]:
        if begin <= end:
            yield from _single(blocks[begin : end + 1])
        begin = end + 1


def _single(part: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """Yield the articles of a part; it has several where a line that ends one is not known."""
    begin = 0
    bodies = [number for number, each in enumerate(part) if is_body_heading(each) and each.strong]
    for before, body in pairwise(bodies):
        start = _head_start(part, before, body)
        yield part[begin:start]
        begin = start
    yield part[begin:]


def _head_start(part: Sequence[Block], before: int, body: int) -> int:
    """Return where the head of an article begins that is between two words "Body"."""
    ends = [number for number in range(before, body) if part[number].ends_section]
    if ends:
        return ends[-1] + 1
    lowest = max(before + 1, body - MOST_HEAD)
    links = [number for number in range(lowest, body) if part[number].linked]
    dates = [number for number in range(lowest, body) if date_in(part[number].text)]
    return links[0] if links else max(dates[0] - 2, lowest) if dates else lowest


def _article_start(part: Sequence[Block]) -> int:
    """Return where the article begins: below what belongs to a cover."""
    start = 0
    for number, each in enumerate(part):
        if each.label and each.label.role in HEAD_ROLES:
            break
        if is_body_heading(each) or COPYRIGHT.match(each.text):
            break
        on_cover = each.place == "cell" or (each.label and each.label.role == "cover")
        if on_cover or COUNT.fullmatch(each.text) or (each.ends_section and number + 1 < len(part)):
            start = number + 1
    return start


def _is_article(part: Sequence[Block]) -> bool:
    """Return whether there is a label of an article, a date line or the word above its text."""
    return any(
        (each.label is not None and each.label.role not in ("cover", "label"))
        or is_body_heading(each)
        or date_in(each.text)
        for each in part
    )


def _entry(cover: Sequence[Block], part: Sequence[Block]) -> Entry:
    entry = Entry(PROVIDER)
    entry.add("export cover", *(each.text for each in cover))
    blocks = [each for each in part if each.text]
    last = blocks[-1]
    ended = END.fullmatch(last.text) is not None or is_unknown_heading(last)
    read_article(entry, blocks[:-1] if ended else blocks, headline_first=True)
    if ended:
        entry.add("export number", last.text)
    return entry
