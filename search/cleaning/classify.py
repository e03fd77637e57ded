"""What becomes of each line, or of a part of it."""

import re
from collections.abc import Iterator, Mapping, Sequence

from search.article import Verdict
from search.cleaning import rules
from search.cleaning.blocks import KEPT, Stretch
from search.cleaning.corpus_cuts import corpus_verdicts
from search.cleaning.corpus_statistics import LineStatistics
from search.cleaning.cut_labels import cut
from search.cleaning.facts.fact_resolution import Facts
from search.cleaning.facts.text_keys import key, says
from search.cleaning.html_rules import HTML_RULES
from search.cleaning.html_text import Element
from search.cleaning.model.line_model import left, unlikely
from search.cleaning.outline import Outline
from search.cleaning.rules import Rule
from search.cleaning.text_lines import BLANK, HEADLINE, Line, word_count

TITLE = Verdict("title")
LINKED = 0.9  # share of a line inside links from which it is nothing but a link
CERTAIN = frozenset(rule.name for rule in HTML_RULES if rule.certain)
TEASERS = ("teaser headline", "teaser opening", "teaser signature")


def judged(
    outline: Outline,
    facts: Facts,
    statistics: Sequence[LineStatistics] = (),
    elements: Sequence[Element] = (),
) -> list[Stretch]:
    """The verdict on every stretch of the document, in order.

    `statistics` are those of each line; empty where there are no other documents.
    `elements` are those around the lines of a page.
    """
    lines = [mark.line for mark in outline.marked]
    found = certain(outline, facts, statistics)
    cuts = unlikely(left(lines, found, statistics, facts.title, elements))
    return settled(outline, found, cuts)


def certain(
    outline: Outline, facts: Facts, statistics: Sequence[LineStatistics]
) -> list[Verdict | None]:
    """The verdict on each line that rules, evidence or a person give; None where they give none."""
    found: list[Verdict | None] = []
    title = _title(outline, facts)
    from_corpus = corpus_verdicts(outline, statistics)
    for place in range(len(outline.marked)):
        verdict = TITLE if place == title else from_corpus.get(place)
        found.append(verdict or _named(outline, facts, place))
    return found


def settled(
    outline: Outline, certain: Sequence[Verdict | None], cuts: Mapping[int, float] | None
) -> list[Stretch]:
    """The stretches of the document, given what is certain and what the model cuts."""
    found: list[Stretch] = []
    for place, (mark, verdict) in enumerate(zip(outline.marked, certain, strict=True)):
        if verdict is None and cuts is None:
            verdict = mark.line.html_verdict
        elif verdict is None and cuts and place in cuts:
            verdict = cut(mark.line, cuts[place], outline.where(place))
        if verdict is None or verdict is KEPT:
            found += _parts(mark.line)
        else:
            found.append(Stretch(mark.line.start, mark.line.end, verdict))
    return found


def _title(outline: Outline, facts: Facts) -> int:
    """The line that is the title: the first that says the same, shown or in a dropped element."""
    wanted = key(facts.title)
    if not wanted:
        return -1
    heads = [place for place, mark in enumerate(outline.marked) if says(mark.line.text, wanted)]
    others = [place for place in heads if outline.marked[place].line.tag != "h1"]
    early = [place for place in heads if place not in others or outline.is_top(place)]
    return min(early, key=lambda place: (place in others, place), default=-1)


def _named(outline: Outline, facts: Facts, place: int) -> Verdict | None:
    """What rules cut, called after the element it stands in where that has a name."""
    dropped = outline.marked[place].line.html_verdict
    if dropped is not None and dropped.rule in CERTAIN:
        return dropped
    return (verdict := _verdict(outline, facts, place)) and (dropped or verdict)


def _verdict(outline: Outline, facts: Facts, place: int) -> Verdict | None:
    """Why the whole line is cut, or None where some of it stays."""
    mark = outline.marked[place]
    sign = outline.signs.get(place) or _sign(outline, facts, place)
    if sign in TEASERS:
        return _cut(sign)
    if mark.rule is not None:
        return Verdict("cut", mark.rule.name, mark.rule.reason)
    if sign:
        return _cut(sign)
    edge = outline.edges.get(place)
    if edge is not None:
        return Verdict("cut", edge.name, edge.reason)
    if place >= outline.end:
        return Verdict(
            "cut", "after the end", f"stands after the line that ends the article: {outline.closer}"
        )
    return None


def _cut(sign: str) -> Verdict:
    return Verdict("cut", sign, rules.SIGNS[sign].reason)


def _sign(outline: Outline, facts: Facts, place: int) -> str:
    """The sign of a line that the facts give away."""
    text = outline.marked[place].line.text
    if outline.last >= 0 and _is_link(outline.marked[place].line):
        return "links"
    above = outline.last >= 0 and place < outline.first  # a poem without paragraphs has refrains
    if above and facts.title and says(text, key(facts.title)):
        return "repeated headline"
    if any(_is_note(text, name) for name in facts.authors) and outline.is_last(place):
        return "author note"
    if any(says(text, key(name)) for name in facts.authors) and outline.is_edge(place):
        return "author note"
    return ""


def _is_link(line: Line) -> bool:
    """Whether a page's line only leads elsewhere; a short heading may be an article's own."""
    heading = line.tag[:1] == "h" and word_count(line.text) < HEADLINE.start
    return line.link_share >= LINKED and not heading


_WORK = re.compile(
    r"\b(?:writer|reporter|editor|correspondent|journalist|columnist|freelancer?|author|contributor|"
    r"covers|writes|intern|producer|critic|fellow)\b"
)


def _is_note(text: str, author: str) -> bool:
    """Whether it says who the author is: opens with the name, then names the work."""
    return text.startswith(author) and _WORK.search(text[len(author) :][:200]) is not None


def _parts(line: Line) -> Iterator[Stretch]:
    """The line in stretches: what rules inside a line cut, and what stays."""
    cuts = sorted(_inner(line))
    at = line.start
    for start, end, rule in cuts:
        if start < at:  # inside what another rule has cut
            continue
        yield from _kept(line, at, start)
        yield Stretch(start, end, Verdict("cut", rule.name, rule.reason))
        at = end
    yield from _kept(line, at, line.end)


def _inner(line: Line) -> list[tuple[int, int, Rule]]:
    """The stretches inside a line that rules cut, with their places in the whole text."""
    return [
        (line.start + match.start(1), line.start + match.end(1), rule)
        for rule, match in rules.stretches(line.text)
    ]


def _kept(line: Line, start: int, end: int) -> Iterator[Stretch]:
    """What stays of a line between two places, without the white space at its ends."""
    text = line.text[start - line.start : end - line.start]
    if text.strip(BLANK):
        yield Stretch(start, end, KEPT)
