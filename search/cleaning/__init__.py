"""Cleaning: from a document as read to an article whose every cut is accounted for.

The stages: a page of HTML becomes text lines (`page`, `drops`), lines get a layout (`outline`),
facts are read before anything is cut (`facts/`). A line that the tables of `rules` or the other
documents (`evidence`, `proofs`) prove not to be the article's is cut; the line model (`model/`)
weighs all others and chooses what is kept for the whole document. The verdicts (`verdicts`, named
by `kinds`) become blocks and a body (`blocks`).
"""

from collections.abc import Sequence
from typing import NamedTuple

from search.article import Article, Document
from search.cleaning import html_text
from search.cleaning.blocks import body, partition
from search.cleaning.classify import judged
from search.cleaning.corpus_evidence import Evidence, Seen, Sketch, sketch
from search.cleaning.facts import page_facts, publisher, text_dates, text_facts
from search.cleaning.facts.fact_resolution import Fact, Facts, hinted, settled
from search.cleaning.facts.outlet_names import outlet
from search.cleaning.html_rules import placed
from search.cleaning.html_text import Element
from search.cleaning.outline import Outline, laid_out
from search.cleaning.text_lines import Line, split

__all__ = [
    "CLEANING_VERSION",
    "Draft",
    "Evidence",
    "Seen",
    "Sketch",
    "cleaned",
    "drafted",
    "finished",
    "sketched",
]

CLEANING_VERSION = 6  # raise it when the same document would be cleaned otherwise


class Flattened(NamedTuple):
    """A document as text lines, with the facts its format states."""

    text: str
    lines: list[Line]
    stated: list[Fact]
    elements: Sequence[Element] = ()  # those around the lines of a page


class Draft(NamedTuple):
    """A document whose facts are read and of which nothing is cut yet."""

    path: str
    text: str
    outline: Outline
    facts: Facts
    elements: Sequence[Element] = ()


def cleaned(document: Document) -> Article:
    """The article a document holds, judged by itself."""
    return finished(drafted(document))


def drafted(document: Document) -> Draft:
    """The lines and the facts of a document."""
    flat = FLATTENED[document.kind](document.content, document.hints.get("url", ""))
    layout = laid_out(flat.lines)
    read = text_facts.opening(layout) if document.kind == "html" else text_facts.facts(layout)
    stated = [*hinted(document.hints), *flat.stated, *read]
    order = text_dates.order(document.hints.get("language", ""), document.hints.get("url", ""))
    facts = settled(
        [*stated, *text_facts.of_address(stated), *text_facts.of_path(document.path)], order
    )
    return Draft(document.path, flat.text, layout, facts, flat.elements)


def sketched(draft: Draft) -> Sketch:
    """What the document tells of the others."""
    lines = [mark.line.text for mark in draft.outline.marked]
    domain = publisher.registrable(publisher.host_of(draft.facts.url))
    known = outlet(
        "" if draft.facts.origin.get("source") == "record" else domain, draft.facts.source
    )
    return sketch(draft.facts.source, lines, draft.facts.title, known)


def finished(draft: Draft, seen: Sequence[Seen] = (), source: str = "") -> Article:
    """The article: facts, body, and the whole text as blocks with their verdicts.

    The blocks partition the document's text; for a page that is the text a reader sees. `seen` is
    what the other documents say of each line, and `source` what they call its outlet, where these
    are known.
    """
    facts = draft.facts
    blocks = partition(draft.text, judged(draft.outline, facts, seen, draft.elements))
    return Article(
        id=draft.path,
        title=facts.title,
        body=body(blocks),
        date=facts.date,
        source=source or facts.source,
        authors=facts.authors,
        path=draft.path,
        url=facts.url,
        blocks=blocks,
        origin=facts.origin,
        updated=facts.updated,
        via=facts.via,
        confidence=facts.confidence,
    )


def _of_text(content: str, _: str) -> Flattened:
    return Flattened(content, split(content), [])


def _of_page(content: str, address: str) -> Flattened:
    root = html_text.parsed(content)
    flat = html_text.flat(root)
    return Flattened(flat.text, placed(flat), list(page_facts.facts(root, address)), flat.elements)


FLATTENED = {"text": _of_text, "html": _of_page}
