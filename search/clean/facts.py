"""The facts of an article: what was stated, by whom, and which statement counts."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from search.clean import dates, names
from search.clean.keys import key, says

__all__ = ["Fact", "Facts", "hinted", "key", "says", "settled"]

HINTS = ("title", "date", "updated", "source", "via", "authors", "url")


class Fact(NamedTuple):
    """One statement: the fact, its value as written, and where it was read."""

    name: str  # one of HINTS
    value: str
    origin: str


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


def settled(stated: Iterable[Fact]) -> Facts:
    """For each fact the first statement that says something."""
    found: dict[str, Fact] = {}
    for fact in stated:
        if fact.name not in found and _says(fact):
            found[fact.name] = fact
    said = {name: fact.value for name, fact in found.items()}
    source = display(said.get("source", ""))
    day, changed = dates.day(said.get("date", "")), dates.day(said.get("updated", ""))
    updated = changed if changed and (day is None or changed > day) else None
    return Facts(
        title=without_site(" ".join(said.get("title", "").split()), source),
        date=day,
        updated=updated,
        source=source,
        via=display(said.get("via", "")),
        authors=tuple(names.parts(said.get("authors", ""))),
        url=said.get("url", "").strip(),
        origin={name: each.origin for name, each in found.items() if name != "updated" or updated},
    )


def hinted(hints: Mapping[str, str]) -> list[Fact]:
    """What the record itself states."""
    return [Fact(name, hints[name], "record") for name in HINTS if hints.get(name)]


def _says(fact: Fact) -> bool:
    if fact.name in ("date", "updated"):
        return dates.day(fact.value) is not None
    if fact.name == "authors":
        return bool(names.parts(fact.value))
    if fact.name == "url":
        return fact.value.strip().startswith(("http://", "https://"))
    return bool(fact.value.strip())


def display(source: str) -> str:
    """A publisher's name as shown: `MENAFN- UkrinForm` is `MENAFN - UkrinForm`."""
    return re.sub(r"\s+[-–]\s*|\s*[-–]\s+", " - ", " ".join(source.split()))


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
