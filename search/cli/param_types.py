"""What the values of options mean: days, filters and the names of facets."""

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from search.facet_table import FACETS, is_date
from search.query import NONE, WORDS, DateRange, Filter
from search.query.date_ranges import FORMS, BadDate, date_range
from search.schema import FACET_NAMES

DATES = "expected a date such as 2025, 2025-01, 2025-01-13 or 'last 30 days'"
STRETCHES = f"expected 2025, 2025-01, 2025-01-13, 2025-W03 or {NONE!r}"


AGES = {"": 1, "d": 1, "w": 7, "m": 30, "y": 365}  # in days


class Place(click.Path):
    """A path; what is there, and whether it can be read, is for others to find out and to say."""

    def __init__(self) -> None:
        super().__init__(readable=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":  # an unset variable, which Path would take for the folder one is in
            self.fail("the path is empty; this folder is '.'", param, ctx)
        return super().convert(value, param, ctx)


def since(text: str) -> date:
    """The first day of what the text stands for."""
    return _end(text, _span(text).first)


def until(text: str) -> date:
    """The last day of what the text stands for."""
    return _end(text, _span(text).last)


def halflife(text: str) -> int:
    """The days of an age such as 30, 30d, 8w, 6m or 1y."""
    found = re.fullmatch(r"([0-9]{1,5}) ?([dwmy]?)", text.strip().lower())
    if not found:
        raise click.BadParameter(f"{text!r} is no age; expected 30d, 8w, 6m or 1y")
    return int(found[1]) * AGES[found[2]]


def value_of(facet: str) -> Callable[[str], Filter]:
    """How a text becomes the wish for articles with that value of the facet."""

    def value(text: str) -> Filter:
        return Filter(facet, (_filled(text),))

    return value


def comparison(text: str) -> Filter:
    """The filter that FIELD=VALUE or FIELD!=VALUE stands for."""
    name, sign, value = text.partition("=")
    if not sign:
        raise click.BadParameter(f"{text!r} is no filter; write FIELD=VALUE or FIELD!=VALUE")
    facet = facet_named(name.removesuffix("!"))
    if is_date(facet):
        _check_stretch(value.strip())
    return Filter(facet, (_filled(value),), name.endswith("!"))


def facet_list(text: str) -> tuple[str, ...]:
    """The facets whose names are parted by commas."""
    return tuple(dict.fromkeys(_counted(name) for name in text.split(",")))


def _counted(text: str) -> str:
    """What can be counted by that name: words, which nobody can filter by, or a facet."""
    return WORDS if text.strip().lower() == WORDS else facet_named(text)


def facet_named(text: str) -> str:
    """The facet of that name."""
    name = text.strip().lower()
    if name not in FACET_NAMES:
        near = get_close_matches(name, FACET_NAMES, 1)
        known = ", ".join(FACETS)
        mend = f"did you mean {near[0]!r}?" if near else f"there are {known}"
        raise click.BadParameter(f"no facet {name!r}; {mend}")
    return FACET_NAMES[name]


def _filled(text: str) -> str:
    if not text.strip():
        raise click.BadParameter(f"the value is empty; {NONE!r} asks for articles without one")
    return text.strip()


def _span(text: str) -> DateRange:
    try:
        return date_range(text.strip(), date.today())
    except BadDate as error:
        expected = DATES if error.expected == FORMS else error.expected
        mend = f"did you mean {error.nearest!r}?" if error.nearest else expected
        raise click.BadParameter(f"{text!r} is no date; {mend}") from error


def _end(text: str, day: date | None) -> date:
    if day is None:
        raise click.BadParameter(f"{text!r} has no end; {DATES}")
    return day


def _check_stretch(value: str) -> None:
    """Filters know the stretches that facets count, so a year, a month, a week and a day."""
    week = re.fullmatch(r"([0-9]{4})-w([0-9]{2})", value.lower())
    if week:
        _check_week(value, *map(int, week.groups()))
    elif re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        _span(value)
    elif value != NONE:
        raise click.BadParameter(f"{value!r} is no date; {STRETCHES}")


def _check_week(value: str, year: int, week: int) -> None:
    try:
        date.fromisocalendar(year, week, 1)
    except ValueError as error:
        mend = "expected a week from W01 to W52, or W53 in a long year"
        raise click.BadParameter(f"{value!r} is no date; {mend}") from error
