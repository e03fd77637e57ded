"""The facts in the lines of a text, which are read before anything is cut."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from search.cleaning.facts import agencies
from search.cleaning.facts.fact_resolution import Fact
from search.cleaning.facts.page_dates import date_in_address
from search.cleaning.facts.publisher import host_of, listed_name
from search.cleaning.facts.text_dates import DATE_PATTERN
from search.cleaning.outline import SIGNATURE, Outline
from search.cleaning.rules import inline_matches
from search.cleaning.rules.pattern_parts import DAY

HEAD_LINES = 20  # at the top, in which a byline or a date is the article's own
WEEKDAY_LINES = 3  # at the top, in which a date with its day of the week is the article's own
SOURCE_PARAGRAPHS = 3  # at the start, in which a text may name its agency

_DATELINE = re.compile(
    rf"[A-ZÀ-Þ][\w.,’' /-]{{1,50}}\s?\((?P<source>{agencies.IN_DATELINE})\)\s?[-–—]"
)
_DISTRIBUTOR = re.compile(r"([A-Z][\w.]+)\s?[-–]\s+\S")
_DATE_AT_START = re.compile(
    rf"(?P<date>{DAY})\s?[-–—:|]|"
    rf"[A-ZÀ-Þ][\w., ]{{2,40}}[,:]\s(?P<date2>{DAY})\s?(?:\([^)]{{2,30}}\)\s?)?[-–—]",
    re.IGNORECASE,
)
_WEEKDAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s"
_WEEKDAY_DATE = re.compile(
    rf"{_WEEKDAYS}(?P<date>{DATE_PATTERN})(?=\W*$|\s\W?[A-Z])", re.IGNORECASE
)
_DATE_AT_END = re.compile(rf"\s{_WEEKDAYS}(?P<date>{DATE_PATTERN})\W*$", re.IGNORECASE)
_SOURCE_OF_TEASER = re.compile(
    r"\b(?P<source>The [A-Z]\w+(?: [A-Z]\w+){1,3})['’]s [A-Z]\w+ [A-Z]\w+"
)
_COPYRIGHT = re.compile(
    r"\W*(?i:copyright\b|©)[\s©]*(?:\d{4}[\s,–-]*)*(?:by )?"
    r"(?P<source>[A-Z][\w&'’ ]{2,40}?)(?:[.,|]|\s(?i:all rights)|$)"
)
_AGENCY_REPORTS = re.compile(
    rf"[,.”\"’]\s(?:as\s)?(?P<source>{agencies.IN_BYLINE})\s(?:news\sagency\s)?report(?:s|ed)\b(?=\W*$|\.|,)"
)
_DATE_IN_FILE_NAME = re.compile(r"(?<!\d)(\d{4})[-_/.]?(\d{2})[-_/.]?(\d{2})(?!\d)")


def facts_of_text(outline: Outline) -> Iterator[Fact]:
    """Yield the facts in the lines, the most trusted statement of each fact first."""
    if outline.headline >= 0:
        origin = "first line" if outline.headline == 0 else "headline"
        yield Fact("title", outline.lines[outline.headline].line.text, origin)
    yield from _facts_at_top(outline)
    yield from facts_of_dateline(outline)
    yield from _weekday_dates(outline)
    yield from _sources_in_other_lines(outline)
    yield from _agency_of_report(outline)


def _facts_at_top(outline: Outline) -> Iterator[Fact]:
    """Yield the facts in the lines before the third paragraph, and in author lines anywhere."""
    paragraphs = 0
    for number, line in enumerate(outline.lines):
        at_top = number < HEAD_LINES and paragraphs < 3
        paragraphs += line.paragraph
        rule = line.rule or (outline.edge_rules.get(number) if at_top else None)
        if rule is not None and (at_top or rule.name == "author line"):
            yield from _facts_of_match(rule.pattern.fullmatch(line.line.text), rule.name)
        elif at_top:
            for rule, match in inline_matches(line.line.text):
                yield from _facts_of_match(match, rule.name)


def _facts_of_match(match: re.Match[str] | None, origin: str) -> Iterator[Fact]:
    """Yield the facts for which the groups of a pattern are named.

    The first name in "(MENAFN- UkrinForm)" is a distributor.
    """
    for name, value in (match.groupdict() if match else {}).items():
        yield Fact(name.rstrip("2"), value or "", origin)
        distributor = _DISTRIBUTOR.match(value or "") if name == "source" else None
        if distributor:
            yield Fact("via", distributor[1], origin)


def facts_of_dateline(outline: Outline) -> Iterator[Fact]:
    """Yield the date and the agency in a dateline at the start of the first paragraph."""
    if outline.last >= 0:
        text = outline.lines[outline.first].line.text
        yield from _facts_of_match(_DATELINE.match(text), "dateline")
        yield from _facts_of_match(_DATE_AT_START.match(text), "dateline")


def _weekday_dates(outline: Outline) -> Iterator[Fact]:
    """Yield the date with its day of the week at the start or the end of one of the first lines."""
    for line in outline.lines[:WEEKDAY_LINES]:
        text = line.line.text
        if "day" in text.lower():
            match = _WEEKDAY_DATE.match(text) or _DATE_AT_END.search(text)
            yield from _facts_of_match(match, "dateline")


def _sources_in_other_lines(outline: Outline) -> Iterator[Fact]:
    """Yield the sources in teasers and copyright lines."""
    for number, rule_name in outline.context.items():
        if rule_name == "teaser signature":
            match = SIGNATURE.fullmatch(outline.lines[number].line.text)
            if match:
                yield Fact("source", match["source"], "teaser signature")
    for number, line in enumerate(outline.lines):
        if number >= outline.end or number in outline.context:
            yield from _facts_of_match(_SOURCE_OF_TEASER.search(line.line.text), "teaser")
    for line in outline.lines:
        if line.rule is not None and line.rule.name == "copyright":
            yield from _facts_of_match(_COPYRIGHT.match(line.line.text), "copyright line")


def _agency_of_report(outline: Outline) -> Iterator[Fact]:
    """Yield the agency named in the first paragraphs: `..., Ukrinform reports`."""
    paragraphs = [line for line in outline.lines[outline.first :] if line.paragraph]
    for line in paragraphs[:SOURCE_PARAGRAPHS]:
        yield from _facts_of_match(_AGENCY_REPORTS.search(line.line.text), "text")


def facts_of_path(path: str) -> Iterator[Fact]:
    """Yield the date in the name of a file with one article: `2025-01-13-air-defence.txt`."""
    match = _DATE_IN_FILE_NAME.search(PurePosixPath(path).name) if "#" not in path else None
    if match:
        yield Fact("date", "-".join(match.groups()), "file name")


def facts_of_address(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield the date and the outlet in the first address: `https://example.com/2025/01/13/story`."""
    url = next((fact.value.strip() for fact in facts if fact.name == "url" and fact.value), "")
    date = date_in_address(url)
    if date:
        yield Fact("date", date.day.isoformat(), date.origin)
    host = host_of(url)
    yield Fact("source", listed_name(host) or host.removeprefix("www."), "URL")
