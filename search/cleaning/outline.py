"""How a document is laid out: its paragraphs, its headline, the teasers behind it and its end."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from search.cleaning import rules
from search.cleaning.rules import Rule
from search.cleaning.text_lines import Line, is_headline, is_paragraph, word_count

ENOUGH = 3  # paragraphs before a line may end the article: notes on cleaning, section 6
REST = 0.5  # what follows the end may hold this share of the words before it, no more
TOP = 12  # lines in which a headline is looked for
PLAIN = 3  # words up to which a line above the headline is a section's name

SIGNATURE = re.compile(
    r"(?P<source>(?:The )?[A-Z][\w&'’. ]{1,40}?[a-z])"
    r"(?P<author>[A-Z][a-zà-ÿ]+(?: [A-Z][\w'’-]+){1,2})"
)
OPEN_END = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\W*$")


class Marked(NamedTuple):
    """A line with the whole-line rule that takes it, if any."""

    line: Line
    rule: Rule | None
    paragraph: bool
    words: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of a document, as places in the list of its lines."""

    marked: Sequence[Marked]
    first: int  # the first paragraph; the number of lines where there is none
    last: int  # the last paragraph before the end; -1 where there is none
    end: int  # the first line after the article
    headline: int  # -1 where there is none
    signs: Mapping[int, str]  # the lines that only their neighbours give away, by name of the sign
    closer: str = ""  # the line that ends the article, as written
    edges: Mapping[int, Rule] = field(default_factory=dict)  # of the lines at the edges, if any

    def is_last(self, place: int) -> bool:
        """Whether a line stands behind enough paragraphs and before no more than one."""
        texts = [at for at, mark in enumerate(self.marked) if mark.paragraph and at < self.end]
        return len([at for at in texts if at < place]) >= ENOUGH and place >= ([-1, *texts][-2:][0])

    def is_top(self, place: int) -> bool:
        """Whether a line stands above the first paragraph, or where there is none near the top."""
        return place < (self.first if self.last >= 0 else TOP)

    def is_edge(self, place: int) -> bool:
        """Whether a line stands before the first paragraph or after the last."""
        return _at_edge(self.first, self.last, place)

    def where(self, place: int) -> Literal["above", "inside", "below"]:
        """Where a line stands, as seen from the paragraphs."""
        if place < self.first:
            return "above"
        return "below" if 0 <= self.last < place else "inside"


def laid_out(found: Sequence[Line]) -> Outline:
    """How the lines are laid out; lines an element's drop took do not count."""
    taken = rules.LINES.taking([line.text for line in found])
    marked = _unread(list(map(_marked, found, taken)))
    texts = [place for place, mark in enumerate(marked) if mark.paragraph]
    first = texts[0] if texts else len(marked)
    signs = _teasers(marked)
    end = _end(marked, signs)
    last = max((place for place in texts if place < end and place not in signs), default=-1)
    headline = _headline(marked, first)
    signs |= _above(marked, headline)
    closer = marked[end - 1].line.text if end < len(marked) else ""
    edges = _edges(marked, first, last)
    return Outline(marked, first, last, end, headline, signs, closer, edges)


def _at_edge(first: int, last: int, place: int) -> bool:
    if last < 0:
        return place < 2
    return place < first or place > last


def _edges(marked: Sequence[Marked], first: int, last: int) -> dict[int, Rule]:
    """The rules that take lines before the first paragraph or after the last one."""
    places = [place for place in range(len(marked)) if _at_edge(first, last, place)]
    taken = rules.EDGES.taking([marked[place].line.text for place in places])
    return {place: rule for place, rule in zip(places, taken, strict=True) if rule is not None}


def _marked(line: Line, rule: Rule | None = None) -> Marked:
    words = word_count(line.text)
    long = rule is None and not line.html_verdict and is_paragraph(line, words)
    return Marked(line, rule, long, words)


def _unread(marked: Sequence[Marked]) -> Sequence[Marked]:
    """The lines, single words freed of their rules where no line is running text.

    "Close" is a button beside an article and a line of a poem.
    """
    if any(mark.paragraph for mark in marked):
        return marked
    return [mark if mark.words > 1 else mark._replace(rule=None) for mark in marked]


def _teasers(marked: Sequence[Marked]) -> dict[int, str]:
    """Openings of other stories that break off, with the headline above and the signature below.

    Both neighbours are asked: a paragraph of the article may end in an ellipsis too.
    """
    signs: dict[int, str] = {}
    paragraphs = 0
    for place, mark in enumerate(marked):
        if mark.paragraph and paragraphs >= ENOUGH and _is_opening(marked, place):
            signs |= {place - 1: "teaser headline", place: "teaser opening"}
            if place + 1 < len(marked) and SIGNATURE.fullmatch(marked[place + 1].line.text):
                signs[place + 1] = "teaser signature"
        paragraphs += mark.paragraph
    return signs


def _is_opening(marked: Sequence[Marked], place: int) -> bool:
    """Whether a broken-off line stands under a headline and above a signature or the end."""
    text = marked[place].line.text
    open_end = ("…" in text or "..." in text) and OPEN_END.search(text)
    if not open_end or not is_headline(marked[place - 1].line.text):
        return False
    if place + 1 == len(marked):
        return True
    below = marked[place + 1]
    return below.rule is not None or SIGNATURE.fullmatch(below.line.text) is not None


def _end(marked: Sequence[Marked], signs: Mapping[int, str]) -> int:
    """The first line after the article: behind a line that closes it, if what follows is little."""
    words = [mark.words if mark.paragraph else 0 for mark in marked]
    runs = _runs_after(marked)
    total = sum(words)
    before = paragraphs = 0
    for place, mark in enumerate(marked):
        allowed = rules.CLOSERS.get(mark.rule.name, -1) if mark.rule else -1
        little = place + 1 < len(marked) and total - before <= REST * before
        headed = little and not marked[place + 1].paragraph  # a teaser begins with its headline
        if headed and paragraphs >= ENOUGH and runs[place] <= allowed:
            return place + 1
        before += words[place]
        paragraphs += mark.paragraph and place not in signs
    return len(marked)


def _runs_after(marked: Sequence[Marked]) -> list[int]:
    """For each line, the most paragraphs that stand in a row behind it."""
    longest = run = 0
    found = []
    for mark in reversed(marked):
        found.append(longest)
        run = run + 1 if mark.paragraph else 0
        longest = max(longest, run)
    return found[::-1]


def _headline(marked: Sequence[Marked], first: int) -> int:
    """The line above the first paragraph that has the shape of a headline, or -1.

    A text without a paragraph has none: it may be a poem or a list.
    """
    if first == len(marked):
        return -1
    above = [
        place
        for place in range(min(first, TOP))
        if marked[place].rule is None and not marked[place].line.html_verdict
    ]
    shaped = [
        place
        for place in above
        if is_headline(marked[place].line.text) and not _is_listing(marked, place)
    ]
    return next(
        (place for place in shaped if not rules.EDGES.matching(marked[place].line.text)), -1
    )


def _is_listing(marked: Sequence[Marked], place: int) -> bool:
    """Whether the line names topics: at least four names of up to four words, and a line follows.

    >>> _is_listing([_marked(Line("News, Ukraine, London, Air defence", 0, 34))] * 2, 0)
    True
    """
    parts = [part.strip() for part in marked[place].line.text.split(",")]
    short = all(0 < word_count(part) <= 4 for part in parts)
    capitals = sum(part[:1].isupper() for part in parts)
    return len(parts) >= 4 and short and 3 * capitals >= 2 * len(parts)


def _above(marked: Sequence[Marked], headline: int) -> dict[int, str]:
    """The signs of the lines above the headline: topics and the name of the section."""
    found = {}
    for place in range(headline):
        if marked[place].rule is None and _is_listing(marked, place):
            found[place] = "tag list"
        elif marked[place].rule is None and marked[place].words <= PLAIN:
            found[place] = "kicker"
    return found
