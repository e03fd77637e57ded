"""Cleaning: from a document as read to an article with a reason for every cut.

1. A page of HTML becomes lines of text (`html_text`, `html_rules`), a text is split into lines
   (`text_lines`).
2. The lines become an outline: paragraphs, headline, end of the article (`outline`).
3. The facts are read, before anything is cut (`facts/`).
4. Lines that the tables of `rules/` or the other documents (`corpus_statistics`, `corpus_cuts`)
   show to be boilerplate are cut. The line model (`model/`) rates all others, and keeps those that
   make the best body for the whole document (`classify`, with the labels of `cut_labels`).
5. The verdicts become blocks and a body (`blocks`).
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from search.article import SUPERSEDED, Article, Document
from search.cleaning import html_text
from search.cleaning.blocks import make_blocks, make_body
from search.cleaning.classify import classify_lines
from search.cleaning.corpus_statistics import CorpusStatistics, LineStatistics
from search.cleaning.facts.fact_resolution import Facts, facts_of_record, resolve_facts
from search.cleaning.facts.page_facts import facts_of_page
from search.cleaning.facts.publisher import host_of, make_outlet, registered_domain
from search.cleaning.facts.text_dates import date_order
from search.cleaning.facts.text_facts import (
    facts_of_address,
    facts_of_dateline,
    facts_of_path,
    facts_of_text,
)
from search.cleaning.fingerprints import Fingerprint, fingerprint
from search.cleaning.frames import inside_frame, is_frame, mark_elements, mark_lines
from search.cleaning.html_rules import apply_html_rules
from search.cleaning.html_text import Element
from search.cleaning.limits import OverLimit, check_draft, check_lines, check_text
from search.cleaning.outline import Outline, make_outline
from search.cleaning.text_lines import split_lines

__all__ = [
    "CorpusStatistics",
    "Draft",
    "Fingerprint",
    "LineStatistics",
    "OverLimit",
    "check_draft",
    "clean",
    "make_article",
    "make_draft",
    "make_fingerprint",
]


class Draft(NamedTuple):
    """A document with its outline and facts, before any line is cut."""

    path: str
    text: str
    outline: Outline
    facts: Facts
    elements: Sequence[Element]  # those around the lines of a page
    catalogue: Mapping[str, tuple[str, ...]]  # what a provider states of the article
    framed: bool  # whether a reader has marked what is not the article


def clean(document: Document) -> Article:
    """Return the article of a document, without regard to other documents."""
    return make_article(make_draft(document))


def make_draft(document: Document) -> Draft:
    """Return the lines and the facts of a document.

    Raises: OverLimit.
    """
    hints = document.hints
    address = hints.get("url", "")
    facts = [*facts_of_record(hints)]
    if document.kind == "html":
        root = html_text.parse(document.content)
        text, lines, elements = html_text.flatten(root)
        check_text(len(text))
        check_lines(len(lines))
        lines = mark_elements(apply_html_rules(lines, elements), elements)
        outline = make_outline(lines)
        if not any(map(is_frame, lines)):
            facts += [*facts_of_page(root, address), *facts_of_dateline(outline)]
    else:
        text, elements = document.content, []
        lines = split_lines(text, may_be_wrapped=not document.marks)
        check_lines(len(lines))
        lines = mark_lines(lines, document.marks)
        outline = make_outline(lines)
        if not document.marks:
            facts += facts_of_text(outline)
    framed = any(map(is_frame, lines))
    if framed:
        outline = inside_frame(outline)
    facts += [*facts_of_address(facts), *facts_of_path(document.path)]
    order = date_order(hints.get("language", ""), address)
    resolved = resolve_facts(facts, order)
    return Draft(document.path, text, outline, resolved, elements, document.catalogue, framed)


def make_fingerprint(draft: Draft) -> Fingerprint:
    """Return the fingerprint by which other documents are compared with this one."""
    facts = draft.facts
    lines = [line.line.text for line in draft.outline.lines]
    in_record = facts.origin.get("source") == "record"
    domain = "" if in_record else registered_domain(host_of(facts.url))
    stated = [draft.catalogue.get(name, ())[:1] for name in ("accession", "version")]
    number, version = ("".join(each) for each in stated)
    outlet = make_outlet(domain, facts.source)
    item = (number, version) if number and version else ("", "")
    return fingerprint(facts.source, lines, facts.title, outlet, item)


def make_article(
    draft: Draft,
    statistics: Sequence[LineStatistics] = (),
    source: str = "",
    is_long: bool = False,
    superseded: bool = False,
) -> Article:
    """Return the article: facts, body, and the whole text as blocks with their verdicts.

    The blocks partition the text of the document; for a page that is the text a reader sees.
    `statistics` are those of each line, and `source` is the name that most documents give to the
    outlet, where they are known; `is_long` says that the document is far longer than its like. One
    that is `superseded` has a status that says so.
    """
    facts, catalogue = draft.facts, draft.catalogue
    if superseded:
        catalogue = {**catalogue, "status": (*catalogue.get("status", ()), SUPERSEDED)}
    spans = classify_lines(draft.outline, facts, statistics, draft.elements, draft.framed)
    blocks = make_blocks(draft.text, spans)
    return Article(
        id=draft.path,
        title=facts.title,
        body=make_body(blocks),
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
        is_long=is_long,
        catalogue=catalogue,
    )
