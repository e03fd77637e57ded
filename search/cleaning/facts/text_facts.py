"""Facts a text states in its own lines: read before anything is cut."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from search.cleaning import rules
from search.cleaning.facts import agencies, page_dates, publisher, text_dates
from search.cleaning.facts.fact_resolution import Fact
from search.cleaning.outline import SIGNATURE, Outline

HEAD = 20  # lines from the top in which a byline or a stamp is the article's own
FIRST = 3  # lines in which a day with its day of the week is the article's
OPENINGS = 3  # paragraphs in which a text says whose report it is

_DATELINE = re.compile(
    rf"[A-ZÀ-Þ][\w.,’' /-]{{1,50}}\s?\((?P<source>{agencies.IN_DATELINE})\)\s?[-–—]"
)
_CARRIER = re.compile(r"([A-Z][\w.]+)\s?[-–]\s+\S")
_OPENING_DAY = re.compile(
    rf"(?P<date>{rules.DAY})\s?[-–—:|]|"
    rf"[A-ZÀ-Þ][\w., ]{{2,40}}[,:]\s(?P<date2>{rules.DAY})\s?(?:\([^)]{{2,30}}\)\s?)?[-–—]",
    re.IGNORECASE,
)
_WEEKDAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s"
_WEEKDAY = re.compile(rf"{_WEEKDAYS}(?P<date>{text_dates.SHAPE})(?=\W*$|\s\W?[A-Z])", re.IGNORECASE)
_WEEKDAY_LAST = re.compile(rf"\s{_WEEKDAYS}(?P<date>{text_dates.SHAPE})\W*$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\b(?P<source>The [A-Z]\w+(?: [A-Z]\w+){1,3})['’]s [A-Z]\w+ [A-Z]\w+")
_COPYRIGHT = re.compile(
    r"\W*(?i:copyright\b|©)[\s©]*(?:\d{4}[\s,–-]*)*(?:by )?"
    r"(?P<source>[A-Z][\w&'’ ]{2,40}?)(?:[.,|]|\s(?i:all rights)|$)"
)
_REPORTS = re.compile(
    rf"[,.”\"’]\s(?:as\s)?(?P<source>{agencies.IN_BYLINE})\s(?:news\sagency\s)?report(?:s|ed)\b(?=\W*$|\.|,)"
)
_FILE_DAY = re.compile(r"(?<!\d)(\d{4})[-_/.]?(\d{2})[-_/.]?(\d{2})(?!\d)")


def facts(outline: Outline) -> Iterator[Fact]:
    """What the lines state, most trusted first for each fact."""
    if outline.headline >= 0:
        yield _headline(outline)
    yield from _head(outline)
    yield from opening(outline)
    yield from _weekday(outline)
    yield from _tail(outline)
    yield from _reported(outline)


def _headline(outline: Outline) -> Fact:
    where = "first line" if outline.headline == 0 else "headline"
    return Fact("title", outline.lines[outline.headline].line.text, where)


def _head(outline: Outline) -> Iterator[Fact]:
    """Wire heads, bylines and stamps above the third paragraph, and author lines anywhere."""
    paragraphs = 0
    for place, mark in enumerate(outline.lines):
        own = place < HEAD and paragraphs < 3
        paragraphs += mark.paragraph
        rule = mark.rule or (outline.edge_rules.get(place) if own else None)
        if rule is not None and (own or rule.name == "author line"):
            match = rule.pattern.fullmatch(mark.line.text)
            yield from _named(match, rule.name)
        elif own:
            for rule, match in rules.inline_matches(mark.line.text):
                yield from _named(match, rule.name)


def _named(match: re.Match[str] | None, origin: str) -> Iterator[Fact]:
    """The facts a pattern's groups are named for; of "(MENAFN- UkrinForm)" the first carries."""
    for name, value in (match.groupdict() if match else {}).items():
        yield Fact(name.rstrip("2"), value or "", origin)
        carrier = _CARRIER.match(value or "") if name == "source" else None
        if carrier:
            yield Fact("via", carrier[1], origin)


def opening(outline: Outline) -> Iterator[Fact]:
    """The day and the agency of a dateline at the head of the first paragraph."""
    if outline.last >= 0:
        text = outline.lines[outline.first].line.text
        yield from _named(_DATELINE.match(text), "dateline")
        yield from _named(_OPENING_DAY.match(text), "dateline")


def _weekday(outline: Outline) -> Iterator[Fact]:
    """The day that opens or ends one of the first lines, named with its day of the week."""
    for mark in outline.lines[:FIRST]:
        text = mark.line.text
        if "day" in text.lower():
            yield from _named(_WEEKDAY.match(text) or _WEEKDAY_LAST.search(text), "dateline")


def _tail(outline: Outline) -> Iterator[Fact]:
    """The source, from lines that are not the article's."""
    signed = [place for place, sign in outline.context.items() if sign == "teaser signature"]
    for place in signed:
        match = SIGNATURE.fullmatch(outline.lines[place].line.text)
        yield from (
            Fact("source", match["source"], "teaser signature") for match in [match] if match
        )
    cut = [
        mark
        for place, mark in enumerate(outline.lines)
        if place >= outline.end or place in outline.context
    ]
    for mark in cut:
        yield from _named(_POSSESSIVE.search(mark.line.text), "teaser")
    for mark in outline.lines:
        if mark.rule is not None and mark.rule.name == "copyright":
            yield from _named(_COPYRIGHT.match(mark.line.text), "copyright line")


def _reported(outline: Outline) -> Iterator[Fact]:
    """The agency that the opening paragraphs say the news is of: `..., Ukrinform reports`."""
    own = [mark for mark in outline.lines[outline.first :] if mark.paragraph]
    for mark in own[:OPENINGS]:
        yield from _named(_REPORTS.search(mark.line.text), "text")


def of_path(path: str) -> Iterator[Fact]:
    """The day a file is named for: `2025-01-13-air-defence.txt`; a file of many is no article."""
    match = _FILE_DAY.search(PurePosixPath(path).name) if "#" not in path else None
    if match:
        yield Fact("date", "-".join(match.groups()), "file name")


def of_address(stated: Iterable[Fact]) -> Iterator[Fact]:
    """The day and the outlet the address names: `https://example.com/2025/01/13/story`."""
    url = next((fact.value.strip() for fact in stated if fact.name == "url" and fact.value), "")
    stamp = page_dates.of_address(url)
    if stamp:
        yield Fact("date", stamp.day.isoformat(), stamp.origin)
    host = publisher.host_of(url)
    yield Fact("source", publisher.known_as(host) or host.removeprefix("www."), "URL")
