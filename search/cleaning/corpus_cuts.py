"""Verdicts on lines that follow from other documents, or from a person's decision.

A paragraph needs more proof than a headline: papers reuse each other's paragraphs, and their own of
last week, inside an article. So a paragraph is cut only where it is placed like a teaser.
"""

from collections.abc import Mapping, Sequence

from search.article import Verdict
from search.cleaning.blocks import KEPT
from search.cleaning.corpus_statistics import MOST, LineStatistics
from search.cleaning.outline import OPEN_END, Outline
from search.cleaning.text_lines import ends_sentence

DECIDED = {"keep": KEPT, "cut": Verdict("cut", "ruling", "cut by cleaning.toml")}


def corpus_verdicts(
    outline: Outline, statistics: Sequence[LineStatistics]
) -> Mapping[int, Verdict]:
    """Return the verdicts that need no look at the line itself, by the number of the line."""
    tail = _repeated_tail(outline, statistics)
    verdicts: dict[int, Verdict] = {}
    for number, line in enumerate(statistics):
        if line.decision:
            verdicts[number] = DECIDED[line.decision]
        elif line.teaser_of and _is_teaser(outline, statistics, number):
            reason = f"teaser of {line.teaser_of}"
            verdicts[number] = Verdict("cut", "teaser", reason, line.teaser_of)
        elif line.same_source and (number >= tail or not _may_be_reused(outline, number)):
            count = f"{MOST} or more" if line.same_source == MOST else line.same_source
            reason = f"repeated in {count} other stories of this source"
            verdicts[number] = Verdict("cut", "repeated", reason)
    return verdicts


def _is_teaser(outline: Outline, statistics: Sequence[LineStatistics], number: int) -> bool:
    """Return whether the headline or opening of another article is placed like a teaser.

    An opening is, where it breaks off or is next to its headline.
    """
    line = outline.lines[number]
    if not line.paragraph:
        return True
    neighbours = [n for n in (number - 1, number + 1) if 0 <= n < len(statistics)]
    headlines = [statistics[n].teaser_of for n in neighbours if not outline.lines[n].paragraph]
    broken_off = OPEN_END.search(line.line.text) is not None
    return broken_off or statistics[number].teaser_of in headlines


def _may_be_reused(outline: Outline, number: int) -> bool:
    """Return whether stories may share a line: a paragraph, or a question asked in interviews."""
    line = outline.lines[number]
    inside = outline.first < number < outline.last
    return line.paragraph or (inside and ends_sentence(line.line.text))


def _repeated_tail(outline: Outline, statistics: Sequence[LineStatistics]) -> int:
    """Return the line from which on many stories of the source have every paragraph."""
    for number in range(len(statistics) - 1, -1, -1):
        if outline.lines[number].paragraph and statistics[number].same_source < MOST:
            return number + 1
    return len(statistics)  # nothing would be left
