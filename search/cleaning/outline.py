"""Outline of a document: its paragraphs, its headline, the teasers after it and its end."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from search.cleaning.rules import EDGE_RULES, END_RULES, LINE_RULES, Rule
from search.cleaning.text_lines import Line, is_headline, is_paragraph, word_count

ENOUGH = 3  # paragraphs before a line may end the article: notes on cleaning, section 6
REST = 0.5  # what follows the end may have this share of the words before it, no more
TOP = 12  # lines in which a headline is searched
KICKER = 3  # words up to which a line above the headline is the name of a section
ALONE = 2  # lines that are at the edge of a document without paragraphs

SIGNATURE = re.compile(
    r"(?P<source>(?:The )?[A-Z][\w&'’. ]{1,40}?[a-z])"
    r"(?P<author>[A-Z][a-zà-ÿ]+(?: [A-Z][\w'’-]+){1,2})"
)
# The signs at the end of a line have dots among them. They are read once, from the last word on.
OPEN_END = re.compile(r"(?<!\W)(?=\W*+$)\W*?(?:…|\.\.\.)")

Region = Literal["above", "inside", "below"]  # as seen from the paragraphs of the article


class OutlineLine(NamedTuple):
    """A line with the rule for whole lines that matches it, if any."""

    line: Line
    rule: Rule | None
    paragraph: bool  # whether it is running text
    words: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of a document, as numbers of its lines."""

    lines: Sequence[OutlineLine]
    first: int  # the first paragraph; the number of lines where there is none
    last: int  # the last paragraph before the end; -1 where there is none
    end: int  # the first line after the article
    headline: int  # -1 where there is none
    context: Mapping[int, str]  # line -> name of the context rule that applies to it
    end_line: str  # the line that ends the article, as written
    edge_rules: Mapping[int, Rule]  # of lines at the edges

    def is_near_end(self, number: int) -> bool:
        """Return whether a line has enough paragraphs before it, and one after it at most."""
        texts = [n for n, line in enumerate(self.lines) if line.paragraph and n < self.end]
        before = len([n for n in texts if n < number])
        return before >= ENOUGH and number >= [-1, *texts][-2:][0]

    def is_at_top(self, number: int) -> bool:
        """Return whether a line is above the first paragraph, or without one near the top."""
        return number < (self.first if self.last >= 0 else TOP)

    def is_at_edge(self, number: int) -> bool:
        """Return whether a line is before the first paragraph or after the last."""
        return _is_at_edge(self.first, self.last, number)

    def region(self, number: int) -> Region:
        """Return where a line is, as seen from the paragraphs."""
        if number < self.first:
            return "above"
        return "below" if 0 <= self.last < number else "inside"


def make_outline(found: Sequence[Line]) -> Outline:
    """Return the outline of a document; a line with an HTML verdict is no paragraph of it."""
    lines = _free_single_words(list(map(_outline_line, found)))
    texts = [number for number, line in enumerate(lines) if line.paragraph]
    first = texts[0] if texts else len(lines)
    context = _teasers(lines)
    end = _end(lines, context)
    last = max((number for number in texts if number < end and number not in context), default=-1)
    headline = _headline(lines, first)
    context |= _above(lines, headline)
    end_line = lines[end - 1].line.text if end < len(lines) else ""
    edge_rules = _edge_rules(lines, first, last)
    return Outline(lines, first, last, end, headline, context, end_line, edge_rules)


def _is_at_edge(first: int, last: int, number: int) -> bool:
    if last < 0:
        return number < ALONE
    return number < first or number > last


def _edge_rules(lines: Sequence[OutlineLine], first: int, last: int) -> dict[int, Rule]:
    """Return the rules that match lines before the first paragraph or after the last one."""
    found: dict[int, Rule] = {}
    for number, line in enumerate(lines):
        if _is_at_edge(first, last, number) and (rule := EDGE_RULES.match(line.line.text)):
            found[number] = rule
    return found


def _outline_line(line: Line) -> OutlineLine:
    rule = LINE_RULES.match(line.text)
    words = word_count(line.text)
    paragraph = rule is None and not line.html_verdict and is_paragraph(line, words)
    return OutlineLine(line, rule, paragraph, words)


def _free_single_words(lines: Sequence[OutlineLine]) -> Sequence[OutlineLine]:
    """Return the lines, single words without their rules where no line is running text.

    "Close" is a button next to an article and a line of a poem.
    """
    if any(line.paragraph for line in lines):
        return lines
    return [line if line.words > 1 else line._replace(rule=None) for line in lines]


def _teasers(lines: Sequence[OutlineLine]) -> dict[int, str]:
    """Return the context rules of teasers: a headline, an opening that breaks off, a signature.

    Both neighbours of an opening count: a paragraph of the article may end in an ellipsis too.
    """
    context: dict[int, str] = {}
    paragraphs = 0
    for number, line in enumerate(lines):
        if line.paragraph and paragraphs >= ENOUGH and _is_opening(lines, number):
            context |= {number - 1: "teaser headline", number: "teaser opening"}
            if number + 1 < len(lines) and SIGNATURE.fullmatch(lines[number + 1].line.text):
                context[number + 1] = "teaser signature"
        paragraphs += line.paragraph
    return context


def _is_opening(lines: Sequence[OutlineLine], number: int) -> bool:
    """Return whether a line breaks off under a headline and above a signature or the end."""
    text = lines[number].line.text
    breaks_off = ("…" in text or "..." in text) and OPEN_END.search(text)
    if not breaks_off or not is_headline(lines[number - 1].line.text):
        return False
    if number + 1 == len(lines):
        return True
    below = lines[number + 1]
    return below.rule is not None or SIGNATURE.fullmatch(below.line.text) is not None


def _end(lines: Sequence[OutlineLine], context: Mapping[int, str]) -> int:
    """Return the first line after the article: after an end rule, if little follows."""
    words = [line.words if line.paragraph else 0 for line in lines]
    longest = _longest_after(lines)
    total = sum(words)
    before = paragraphs = 0
    for number, line in enumerate(lines):
        allowed = END_RULES.get(line.rule.name, -1) if line.rule else -1
        little = number + 1 < len(lines) and total - before <= REST * before
        headed = little and not lines[number + 1].paragraph  # a teaser begins with its headline
        if headed and paragraphs >= ENOUGH and longest[number] <= allowed:
            return number + 1
        before += words[number]
        paragraphs += line.paragraph and number not in context
    return len(lines)


def _longest_after(lines: Sequence[OutlineLine]) -> list[int]:
    """Return for each line the most paragraphs that follow one another somewhere after it."""
    longest = length = 0
    found = []
    for line in reversed(lines):
        found.append(longest)
        length = length + 1 if line.paragraph else 0
        longest = max(longest, length)
    return found[::-1]


def _headline(lines: Sequence[OutlineLine], first: int) -> int:
    """Return the line above the first paragraph that has the shape of a headline, or -1.

    A text without a paragraph has none: it may be a poem or a list.
    """
    if first == len(lines):
        return -1
    for number, line in enumerate(lines[: min(first, TOP)]):
        text = line.line.text
        ruled_out = line.rule or line.line.html_verdict or _is_tag_list(text)
        if not ruled_out and is_headline(text) and not EDGE_RULES.match(text):
            return number
    return -1


def _is_tag_list(text: str) -> bool:
    """Return whether a line is a list of topics: at least four names of up to four words.

    >>> _is_tag_list("News, Ukraine, London, Air defence")
    True
    """
    parts = [part.strip() for part in text.split(",")]
    short = all(0 < word_count(part) <= 4 for part in parts)
    capitals = sum(part[:1].isupper() for part in parts)
    return len(parts) >= 4 and short and 3 * capitals >= 2 * len(parts)


def _above(lines: Sequence[OutlineLine], headline: int) -> dict[int, str]:
    """Return the context rules of the lines above the headline: topics and name of the section."""
    found = {}
    for number, line in enumerate(lines[: max(headline, 0)]):
        if line.rule is None and _is_tag_list(line.line.text):
            found[number] = "tag list"
        elif line.rule is None and line.words <= KICKER:
            found[number] = "kicker"
    return found
