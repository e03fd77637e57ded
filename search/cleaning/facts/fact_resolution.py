"""The facts of an article: what was stated, by whom, and which statement counts."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from search.cleaning.facts import author_names, publisher, text_dates
from search.cleaning.facts.text_keys import key

# The chance that a date is right, by where it was read: near the share on the pages measured in
# benchmarks/README.md, lower for what states few of them; OTHER for the meta elements.
DATES_RIGHT = {
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
OTHER = 0.9

HINTS = ("title", "date", "updated", "source", "via", "authors", "url")


class Fact(NamedTuple):
    """One statement: the fact, its value as written, and where it was read."""

    name: str  # one of HINTS
    value: str
    origin: str
    sure: float = 0.0  # the chance that it is right; 0 where the origin tells


@dataclass(frozen=True, slots=True)
class Facts:
    """What counts, each with where it was read."""

    title: str = ""
    date: datetime.date | None = None
    updated: datetime.date | None = None
    source: str = ""
    via: str = ""
    authors: tuple[str, ...] = ()
    url: str = ""
    origin: Mapping[str, str] = field(default_factory=dict)
    confidence: Mapping[str, float] = field(default_factory=dict)  # that of the date


def settled(stated: Iterable[Fact], order: str = "") -> Facts:
    """For each fact the first statement that says something; `order` is that of day and month."""
    found: dict[str, Fact] = {}
    every = list(stated)
    for fact in every:
        if fact.name not in found and _says(fact, order):
            found[fact.name] = fact
    said = {name: fact.value for name, fact in found.items()}
    source = display(said.get("source", ""))
    day, changed = (text_dates.day(said.get(name, ""), order) for name in ("date", "updated"))
    authors = author_names.parts(said.get("authors", ""))
    via = said.get("via") or _agency(source, [*_sources(every), *authors])
    updated = changed if changed and (day is None or changed > day) else None
    return Facts(
        title=without_site(" ".join(said.get("title", "").split()), source),
        date=day,
        updated=updated,
        source=source,
        via=display(via),
        authors=tuple(authors),
        url=said.get("url", "").strip(),
        origin={
            name: each.origin
            for name, each in found.items()
            if name != "via" and (name != "updated" or updated)
        },
        confidence={"date": _chance(found["date"])} if day else {},
    )


def _chance(fact: Fact) -> float:
    return fact.sure or DATES_RIGHT.get(fact.origin, OTHER)


def _sources(stated: Iterable[Fact]) -> list[str]:
    return [display(fact.value) for fact in stated if fact.name == "source"]


def _agency(source: str, named: Iterable[str]) -> str:
    """The agency whose story the source carries; nothing where it is its own."""
    own = key(source)
    return next(
        (name for name in named if author_names.is_agency(name) and key(name) not in own), ""
    )


def hinted(hints: Mapping[str, str]) -> list[Fact]:
    """What the record itself states."""
    return [Fact(name, hints[name], "record") for name in HINTS if hints.get(name)]


def _says(fact: Fact, order: str) -> bool:
    if fact.name in ("date", "updated"):
        return text_dates.day(fact.value, order) is not None
    if fact.name == "authors":
        return bool(author_names.parts(fact.value))
    if fact.name == "url":
        return fact.value.strip().startswith(("http://", "https://"))
    return bool(fact.value.strip())


def display(source: str) -> str:
    """A publisher's name as shown: `MENAFN- UkrinForm` is `MENAFN - UkrinForm`.

    >>> display("www.kyivindependent.com"), display("www.example.com")
    ('The Kyiv Independent', 'example.com')
    """
    shown = re.sub(r"\s+[-–]\s*|\s*[-–]\s+", " - ", " ".join(source.split()))
    return publisher.of_host(shown) or shown


_SUFFIX = re.compile(r"\s+[|\-–—·»:]\s+(?=[^|–—·»]{2,40}$)")


def without_site(title: str, source: str) -> str:
    """The title without a trailing ` | Site`, where the site is the source.

    >>> without_site("Bridge falls - The Daily", "The Daily")
    'Bridge falls'
    """
    for match in _SUFFIX.finditer(title):
        if key(title[match.end() :]) == key(source) != "":
            return title[: match.start()]
    return title
