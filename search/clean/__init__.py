"""Cleaning: from a document as read to an article whose every cut is accounted for.

The stages, each a file: a page of HTML becomes text lines (`page`, `drops`), lines get a layout
(`outline`), facts are read before anything is cut (`metadata`, `reading`, settled in `facts`), each
line or part of a line gets a verdict by the tables of `rules` (`verdicts`), and the verdicts become
blocks and a body (`blocks`).
"""

from typing import NamedTuple

from search.article import Article, Document
from search.clean import metadata, page, reading
from search.clean.blocks import body, partition
from search.clean.drops import placed
from search.clean.facts import Fact, hinted, settled
from search.clean.lines import Line, split
from search.clean.outline import laid_out
from search.clean.verdicts import judged

CLEANING_VERSION = 1  # raise it when the same document would be cleaned otherwise


class Flattened(NamedTuple):
    """A document as text lines, with the facts its format states."""

    text: str
    lines: list[Line]
    stated: list[Fact]


def cleaned(document: Document) -> Article:
    """The article a document holds: facts, body, and the whole text as blocks with their verdicts.

    The blocks partition the document's text; for a page that is the text a reader sees.
    """
    flat = FLATTENED[document.kind](document.content)
    layout = laid_out(flat.lines)
    stated = [*hinted(document.hints), *flat.stated, *reading.facts(layout)]
    facts = settled([*stated, *reading.of_path(document.path), *reading.of_address(stated)])
    blocks = partition(flat.text, judged(layout, facts))
    return Article(
        id=document.path,
        title=facts.title,
        body=body(blocks),
        date=facts.date,
        source=facts.source,
        authors=facts.authors,
        path=document.path,
        url=facts.url,
        blocks=blocks,
        origin=facts.origin,
    )


def _of_text(content: str) -> Flattened:
    return Flattened(content, split(content), [])


def _of_page(content: str) -> Flattened:
    tree = page.soup(content)
    flat = page.flat(tree)
    return Flattened(flat.text, placed(tree, flat), list(metadata.facts(tree)))


FLATTENED = {"text": _of_text, "html": _of_page}
