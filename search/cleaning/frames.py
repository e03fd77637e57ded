"""Lines of the frame around an article, which a reader has marked: they need no other rule."""

import re
from collections.abc import Sequence
from dataclasses import replace

from search.article import Mark, Verdict
from search.cleaning.html_text import Element
from search.cleaning.outline import Outline
from search.cleaning.rules.frame_rules import FRAME_RULES
from search.cleaning.text_lines import Line

TITLE = Verdict("title")
_VERDICTS = {
    "title": TITLE,
    **{name: Verdict("cut", name, reason) for name, reason in FRAME_RULES.items()},
}
_CLASSES = re.compile(r"\.export-frame\.(export-[a-z]+)")
_TEASERS = ("teaser headline", "teaser opening", "teaser signature")


def mark_lines(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Line]:
    """Return the lines of a text, each with the verdict of the mark it is in, if any."""
    found: list[Line] = []
    place = 0
    for line in lines:
        while place < len(marks) and marks[place].end <= line.start:
            place += 1
        inside = place < len(marks) and marks[place].start <= line.start
        verdict = _VERDICTS.get(marks[place].kind) if inside else None
        found.append(line._replace(html_verdict=verdict))
    return found


def mark_elements(lines: Sequence[Line], elements: Sequence[Element]) -> list[Line]:
    """Return the lines of a page, each with the verdict of its element's classes, if any."""
    found: list[Line] = []
    for line in lines:
        classes = _CLASSES.search(elements[line.element].label)
        verdict = _VERDICTS.get(classes[1].replace("-", " ")) if classes else None
        found.append(line._replace(html_verdict=verdict) if verdict else line)
    return found


def is_frame(line: Line) -> bool:
    """Return whether a line is marked."""
    verdict = line.html_verdict
    return verdict is not None and (verdict is TITLE or verdict.rule in FRAME_RULES)


def inside_frame(outline: Outline) -> Outline:
    """Return the outline without what is only found around the article of a page.

    A provider gives the text alone: its first short line is no menu, and nothing ends it.
    """
    kept = {number: name for number, name in outline.context.items() if name in _TEASERS}
    return replace(outline, context=kept, end=len(outline.lines), end_line="", edge_rules={})
