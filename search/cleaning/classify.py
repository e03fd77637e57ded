"""Classification of lines: the verdict on each line, or on parts of it."""

import re
from collections.abc import Iterator, Mapping, Sequence

from search.article import Verdict
from search.cleaning.blocks import KEPT, Span
from search.cleaning.corpus_cuts import DECIDED, corpus_verdicts
from search.cleaning.corpus_statistics import LineStatistics
from search.cleaning.cut_labels import model_verdict
from search.cleaning.facts.fact_resolution import Facts
from search.cleaning.facts.text_keys import has_key, text_key
from search.cleaning.frames import TITLE, is_frame
from search.cleaning.html_rules import HTML_RULES
from search.cleaning.html_text import Element
from search.cleaning.model.line_model import model_cuts, undecided_lines
from search.cleaning.outline import Outline
from search.cleaning.rules import CONTEXT_RULES, inline_matches
from search.cleaning.text_lines import BLANK, HEADLINE, Line, ends_sentence, word_count

LINKED = 0.9  # share of a line inside links from which it is nothing but a link
CERTAIN = frozenset(rule.name for rule in HTML_RULES if rule.certain)
TEASERS = ("teaser headline", "teaser opening", "teaser signature")


def classify_lines(
    outline: Outline,
    facts: Facts,
    statistics: Sequence[LineStatistics] = (),
    elements: Sequence[Element] = (),
    framed: bool = False,
) -> list[Span]:
    """Return the spans of the document with their verdicts, in order.

    `statistics` are those of each line; empty where there are no other documents. `elements` are
    those around the lines of a page. Where it is `framed`, a reader knows what is not the article,
    and the model, which knows pages, is not asked.
    """
    lines = [line.line for line in outline.lines]
    verdicts = certain_verdicts(outline, facts, statistics)
    if framed:
        kept = [None if _repeats(outline, n, each) else each for n, each in enumerate(verdicts)]
        return make_spans(outline, kept, {})
    undecided = undecided_lines(lines, verdicts, statistics, facts.title, elements)
    return make_spans(outline, verdicts, model_cuts(undecided))


def _repeats(outline: Outline, number: int, verdict: Verdict | None) -> bool:
    """Return whether a line that a provider gives is cut as repeated, but may be the article's.

    "To the Editor:" is above the text of a letter; the last sentence is in each edition.
    """
    if verdict is None or verdict.rule != "repeated":
        return False
    return number <= outline.last or ends_sentence(outline.lines[number].line.text)


def certain_verdicts(
    outline: Outline, facts: Facts, statistics: Sequence[LineStatistics]
) -> list[Verdict | None]:
    """Return the verdict of rules, other documents or a person on each line; None without one."""
    verdicts = dict(corpus_verdicts(outline, statistics))
    lines = [each.line for each in outline.lines]
    marked = {number: line.html_verdict for number, line in enumerate(lines) if is_frame(line)}
    if TITLE not in marked.values():
        verdicts[_title(outline, facts)] = TITLE
    decided = {n: each for n, each in verdicts.items() if each in DECIDED.values()}
    return [
        decided.get(number)
        or marked.get(number)
        or verdicts.get(number)
        or _rule_verdict(outline, facts, number)
        for number in range(len(lines))
    ]


def make_spans(
    outline: Outline, certain: Sequence[Verdict | None], cuts: Mapping[int, float] | None
) -> list[Span]:
    """Return the spans of the document, given the certain verdicts and the cuts of the model.

    `cuts` has the chance that a line is the article's, by the number of the line; it is None where
    the model is not trusted.
    """
    spans: list[Span] = []
    for number, (outlined, verdict) in enumerate(zip(outline.lines, certain, strict=True)):
        line = outlined.line
        if verdict is None and cuts is None:
            verdict = line.html_verdict
        elif cuts and number in cuts:
            verdict = model_verdict(line, cuts[number], outline.region(number))
        if verdict is None or verdict is KEPT:
            spans += _inline_spans(line)
        else:
            spans.append((line.start, verdict))
    return spans


def _title(outline: Outline, facts: Facts) -> int:
    """Return the line that repeats the title, or -1: the first `h1`, or else one at the top."""
    title = text_key(facts.title)
    if not title:
        return -1
    same = [number for number, line in enumerate(outline.lines) if has_key(line.line.text, title)]
    headings = [number for number in same if outline.lines[number].line.tag == "h1"]
    at_top = [number for number in same if outline.is_at_top(number)]
    return next(iter([*headings, *at_top]), -1)


def _rule_verdict(outline: Outline, facts: Facts, number: int) -> Verdict | None:
    """Return the verdict of the rules, with the label of an HTML rule where one applies too."""
    from_html = outline.lines[number].line.html_verdict
    if from_html is not None and from_html.rule in CERTAIN:
        return from_html
    verdict = _text_verdict(outline, facts, number)
    return verdict and (from_html or verdict)


def _text_verdict(outline: Outline, facts: Facts, number: int) -> Verdict | None:
    """Return the verdict of the rules for text, or None where some of the line stays."""
    context = outline.context.get(number) or _fact_rule(outline, facts, number)
    rule = outline.lines[number].rule
    if context and (rule is None or context in TEASERS):
        return Verdict("cut", context, CONTEXT_RULES[context])
    rule = rule or outline.edge_rules.get(number)
    if rule is not None:
        return Verdict("cut", rule.name, rule.reason)
    if number >= outline.end:
        name = "after the end"
        return Verdict("cut", name, f"{CONTEXT_RULES[name]}: {outline.end_line}")
    return None


def _fact_rule(outline: Outline, facts: Facts, number: int) -> str:
    """Return the name of the context rule that follows from the links or the facts, or ""."""
    line = outline.lines[number].line
    if outline.last >= 0 and _is_link(line):
        return "links"
    above = outline.last >= 0 and number < outline.first  # poems without paragraphs have refrains
    if above and facts.title and has_key(line.text, text_key(facts.title)):
        return "repeated headline"
    for name in facts.authors:
        is_name = has_key(line.text, text_key(name)) and outline.is_at_edge(number)
        if is_name or (_is_note(line.text, name) and outline.is_near_end(number)):
            return "author note"
    return ""


def _is_link(line: Line) -> bool:
    """Return whether a line of a page is only a link; a short heading may be an article's own."""
    heading = line.tag[:1] == "h" and word_count(line.text) < HEADLINE.start
    return line.link_share >= LINKED and not heading


_WORK = re.compile(
    r"\b(?:writer|reporter|editor|correspondent|journalist|columnist|freelancer?|author|contributor|"
    r"covers|writes|intern|producer|critic|fellow)\b"
)


def _is_note(text: str, author: str) -> bool:
    """Return whether a line is about the author: it begins with the name and mentions the work."""
    return text.startswith(author) and _WORK.search(text[len(author) :][:200]) is not None


def _inline_spans(line: Line) -> Iterator[Span]:
    """Yield the spans of a line: parts that inline rules cut, and parts that stay."""
    position = 0
    cuts = [(*match.span(1), rule) for rule, match in inline_matches(line.text)]
    for start, end, rule in sorted(cuts):
        if start < position:  # inside what another rule has cut
            continue
        if line.text[position:start].strip(BLANK):
            yield line.start + position, KEPT
        yield line.start + start, Verdict("cut", rule.name, rule.reason)
        position = end
    if line.text[position:].strip(BLANK):
        yield line.start + position, KEPT
