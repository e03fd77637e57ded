"""The facts of an article: what was stated, by whom, and which statement counts."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from search.clean import dates

HINTS = ("title", "date", "source", "authors", "url")


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
    source: str = ""
    authors: tuple[str, ...] = ()
    url: str = ""
    origin: Mapping[str, str] = field(default_factory=dict)


def settled(stated: Iterable[Fact]) -> Facts:
    """For each fact the first statement that says something."""
    origin: dict[str, str] = {}
    found: dict[str, str] = {}
    for fact in stated:
        if fact.name not in found and _says(fact):
            found[fact.name] = fact.value
            origin[fact.name] = fact.origin
    source = display(found.get("source", ""))
    authors = tuple(name for name in names(found.get("authors", "")) if name != source)
    title = without_site(" ".join(found.get("title", "").split()), source)
    if not authors:
        origin.pop("authors", None)
    return Facts(
        title,
        dates.day(found.get("date", "")),
        source,
        authors,
        found.get("url", "").strip(),
        origin,
    )


def hinted(hints: Mapping[str, str]) -> list[Fact]:
    """What the record itself states."""
    return [Fact(name, hints[name], "record") for name in HINTS if hints.get(name)]


def _says(fact: Fact) -> bool:
    if fact.name == "date":
        return dates.day(fact.value) is not None
    if fact.name == "authors":
        return bool(names(fact.value))
    if fact.name == "url":
        return fact.value.strip().startswith(("http://", "https://"))
    return bool(fact.value.strip())


_BY = re.compile(r"^\s*(?:by|von|par|por|di|автор)\b:?\s+", re.IGNORECASE)
_PARTS = re.compile(r"\s*;\s*")
_JOINS = re.compile(r"\s*(?:,|&|\band\b|\|)\s*")
_NOBODY = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net)\b|^(?:by|admin|staff|editor(?:ial)?|editors|newsroom|"
    r"redaktion|redaction|the|unknown|guest|news|desk|team|anonymous|none|null)$|"
    r"\b(?:staff|desk|newsroom|editorial team|web team)\b",
    re.IGNORECASE,
)


def names(text: str) -> list[str]:
    """The authors named, in order, each once: no address, no "Staff".

    >>> names("By Mary Major and Jo Minor; Staff")
    ['Mary Major', 'Jo Minor']
    """
    found: dict[str, None] = {}
    for part in _PARTS.split(text):
        for name in _JOINS.split(_BY.sub("", part)):
            shown = " ".join(name.split()).strip(" .-–—")
            if 2 <= len(shown) <= 60 and not _NOBODY.search(shown):
                found[shown] = None
    return list(found)


def display(source: str) -> str:
    """A publisher's name as shown: `MENAFN- UkrinForm` is `MENAFN - UkrinForm`."""
    return re.sub(r"\s+[-–]\s*|\s*[-–]\s+", " - ", " ".join(source.split()))


_MARKS = re.compile(r"[\W_]+")


def key(text: str) -> str:
    """What is left of a text when case, spaces and marks do not count."""
    return _MARKS.sub("", text.casefold())


def says(text: str, wanted: str) -> bool:
    """Whether the key of a text is the one wanted; most lengths tell at once.

    >>> says("Bridge falls!", "bridgefalls")
    True
    """
    return len(wanted) <= 2 * len(text) and len(text) <= 2 * len(wanted) + 8 and key(text) == wanted


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
