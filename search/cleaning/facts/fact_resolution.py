"""Fact resolution: the statements about an article, and which of them counts for each fact."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from search.cleaning.facts.author_names import is_agency, split_authors
from search.cleaning.facts.publisher import name_of_host
from search.cleaning.facts.text_dates import parse_date
from search.cleaning.facts.text_keys import text_key

# The chance that a date is right, by its origin: near the share on the pages measured in
# benchmarks/README.md, lower for an origin of few of them; META_CONFIDENCE for the meta elements.
DATE_CONFIDENCE = {
    "record": 0.99,
    "JSON-LD": 0.92,
    "<time>": 0.92,
    "wire head": 0.95,
    "byline": 0.9,
    "stamp": 0.9,
    "dateline": 0.9,
    "URL": 0.85,
    "file name": 0.8,
    "update": 0.6,
}
META_CONFIDENCE = 0.9

FACTS = ("title", "date", "updated", "source", "via", "authors", "url")


class Fact(NamedTuple):
    """One statement: the name of a fact, its value as written, and where it was read."""

    name: str  # one of FACTS
    value: str
    origin: str
    confidence: float = 0.0  # the chance that it is right; 0: that of the origin


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of an article, each with its origin."""

    title: str = ""
    date: datetime.date | None = None
    updated: datetime.date | None = None
    source: str = ""
    via: str = ""
    authors: tuple[str, ...] = ()
    url: str = ""
    origin: Mapping[str, str] = field(default_factory=dict)
    confidence: Mapping[str, float] = field(default_factory=dict)  # that of the date


def resolve_facts(statements: Iterable[Fact], order: str = "") -> Facts:
    """Return for each fact the first valid statement; `order` is that of day and month in dates."""
    statements = list(statements)
    first: dict[str, Fact] = {}
    for fact in statements:
        if fact.name not in first and _is_valid(fact, order):
            first[fact.name] = fact
    values = {name: fact.value for name, fact in first.items()}
    source = display_name(values.get("source", ""))
    date, update = (parse_date(values.get(name, ""), order) for name in ("date", "updated"))
    authors = split_authors(values.get("authors", ""))
    sources = [display_name(fact.value) for fact in statements if fact.name == "source"]
    via = values.get("via") or _other_agency(source, [*sources, *authors])
    updated = update if update and (date is None or update > date) else None
    by_origin = DATE_CONFIDENCE.get(first["date"].origin, META_CONFIDENCE) if date else 0.0
    return Facts(
        title=remove_source(" ".join(values.get("title", "").split()), source),
        date=date,
        updated=updated,
        source=source,
        via=display_name(via),
        authors=tuple(authors),
        url=values.get("url", "").strip(),
        origin={
            name: fact.origin
            for name, fact in first.items()
            if name != "via" and (name != "updated" or updated)
        },
        confidence={"date": first["date"].confidence or by_origin} if date else {},
    )


def _other_agency(source: str, names: Iterable[str]) -> str:
    """Return the agency whose story the source publishes; empty where it is the source's own."""
    source_key = text_key(source)
    agencies = (name for name in names if is_agency(name) and text_key(name) not in source_key)
    return next(agencies, "")


def facts_of_record(hints: Mapping[str, str]) -> list[Fact]:
    """Return the facts in the fields of a record."""
    return [Fact(name, hints[name], "record") for name in FACTS if hints.get(name)]


def _is_valid(fact: Fact, order: str) -> bool:
    if fact.name in ("date", "updated"):
        return parse_date(fact.value, order) is not None
    if fact.name == "authors":
        return bool(split_authors(fact.value))
    if fact.name == "url":
        return fact.value.strip().startswith(("http://", "https://"))
    return bool(fact.value.strip())


def display_name(source: str) -> str:
    """Return the name of a publisher as it is shown.

    >>> display_name("MENAFN- UkrinForm"), display_name("www.kyivindependent.com")
    ('MENAFN - UkrinForm', 'The Kyiv Independent')
    """
    name = re.sub(r"(?<!\s)\s++[-–]\s*|[-–]\s+", " - ", " ".join(source.split()))
    return name_of_host(name) or name


_SUFFIX = re.compile(r"(?<!\s)\s++[|\-–—·»:]\s+(?=[^|–—·»]{2,40}$)")


def remove_source(title: str, source: str) -> str:
    """Return the title without the source at its end.

    >>> remove_source("Bridge falls - The Daily", "The Daily")
    'Bridge falls'
    """
    for match in _SUFFIX.finditer(title):
        if text_key(title[match.end() :]) == text_key(source) != "":
            return title[: match.start()]
    return title
