"""Types of option values: paths, days, ages, filters and facets."""

import re
import sys
from collections.abc import Callable, Mapping
from datetime import date
from glob import glob, has_magic
from pathlib import Path
from typing import Any

import click

from search.closest_name import suggestion
from search.facet_definitions import FACETS, is_date
from search.places import unwritable_name
from search.query import NONE, WORDS, DateRange, Filter
from search.schema import FACET_NAMES

DATES = "expected a date such as 2025, 2025-01, 2025-01-13, 30d or 'last 30 days'"
INTERVALS = f"expected 2025, 2025-01, 2025-01-13, 2025-W03 or {NONE!r}"
ALL = 10**9  # rows: more than an index can have
AGES = {"": 1, "d": 1, "w": 7, "m": 30, "y": 365}  # in days


class AnyPath(click.Path):
    """A path that may not exist: commands report better than click what is wrong with it."""

    def __init__(self, pattern: bool = False) -> None:
        super().__init__(readable=False, path_type=Path)
        self._is_pattern = pattern

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path, unless it is empty or names what the system cannot store."""
        if value == "":  # of an unset variable; Path("") is the current folder
            self.fail("the path is empty; this folder is '.'", param, ctx)
        name = "" if self._is_pattern and has_magic(str(value)) else unwritable_name(str(value))
        if sys.platform == "win32" and name:
            self.fail(f"Windows has no files named {name!r}; choose another name", param, ctx)
        return super().convert(value, param, ctx)


class Limit(click.IntRange):
    """A number of rows, or `all`."""

    name = "limit"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number; `all` is more than there can be."""
        text = str(value).strip().lower()
        if text == "all":
            return ALL
        if not text.removeprefix("+").isdecimal() or int(text) < (self.min or 0):
            self.fail(
                f"{value!r} is not a limit; expected {self.min} or more, or 'all'", param, ctx
            )
        return min(int(text), ALL)

    def _describe_range(self) -> str:
        return f"{super()._describe_range()} or all"


def expanded(
    ctx: click.Context,  # noqa: ARG001
    param: click.Parameter,  # noqa: ARG001
    paths: tuple[Path, ...],
) -> tuple[Path, ...]:
    """Return the paths with patterns such as *.txt expanded, which the shells of Windows leave."""
    return tuple(match for path in paths for match in _matches(path))


def _matches(path: Path) -> list[Path]:
    if sys.platform != "win32" or not has_magic(str(path)) or path.exists():
        return [path]
    return [Path(each) for each in sorted(glob(str(path)))] or [path]  # noqa: PTH207 - any drive


def first_day(text: str) -> date:
    """Return the first day of a date or a range of dates."""
    return _end(text, _date_range(text).first)


def last_day(text: str) -> date:
    """Return the last day of a date or a range of dates."""
    return _end(text, _date_range(text).last)


def age(text: str) -> int:
    """Return the days of an age such as 30, 30d, 8w, 6m or 1y."""
    found = re.fullmatch(r"([0-9]{1,5}) ?([dwmy]?)", text.strip().lower())
    if not found:
        raise click.BadParameter(f"{text!r} is not an age; expected 30d, 8w, 6m or 1y")
    return int(found[1]) * AGES[found[2]]


def filter_by(facet: str) -> Callable[[str], Filter]:
    """Return a type that turns a name, in any spelling, into a filter by the facet."""
    return lambda text: Filter(facet, (_value(text),), loose=True)


def parse_filter(text: str) -> Filter:
    """Return the filter that FIELD=VALUE or FIELD!=VALUE stands for."""
    name, sign, value = text.partition("=")
    if not sign:
        raise click.BadParameter(f"{text!r} is not a filter; write FIELD=VALUE or FIELD!=VALUE")
    facet = _facet(name.removesuffix("!"))
    if is_date(facet):
        _check_interval(value.strip())
    known = FACETS[facet].known
    if known and value.strip().lower() not in (*known, NONE, ""):
        remedy = suggestion(value.strip().lower(), (*known, NONE))
        raise click.BadParameter(f"{facet!r} is never {value.strip()!r}; {remedy}")
    return Filter(facet, (_value(value),), name.endswith("!"))


def facet_list(text: str) -> tuple[str, ...]:
    """Return what to count, given names of facets, or `words`, separated by commas."""
    names = (name.strip().lower() for name in text.split(","))
    more = {**FACET_NAMES, WORDS: WORDS}
    return tuple(dict.fromkeys(_facet(name, more) for name in names))


def _facet(text: str, known: Mapping[str, str] = FACET_NAMES) -> str:
    """Return the facet of that name, in a table of names and facets."""
    name = text.strip().lower()
    if name not in known:
        remedy = suggestion(name, known, dict.fromkeys(known.values()))
        raise click.BadParameter(f"no facet {name!r}; {remedy}")
    return known[name]


def _value(text: str) -> str:
    if not text.strip():
        raise click.BadParameter(f"the value is empty; {NONE!r} asks for articles without one")
    return text.strip()


def _date_range(text: str) -> DateRange:
    from search.query.date_ranges import FORMS, BadDate, date_range  # few commands have one

    try:
        return date_range(text.strip(), date.today())
    except BadDate as error:
        expected = DATES if error.expected == FORMS else error.expected
        remedy = f"did you mean {error.nearest!r}?" if error.nearest else expected
        raise click.BadParameter(f"{text!r} is not a date; {remedy}") from error


def _end(text: str, day: date | None) -> date:
    if day is None:
        raise click.BadParameter(f"{text!r} has no end; {DATES}")
    return day


def _check_interval(value: str) -> None:
    """Refuse what is not a year, a month, a week or a day: filters know the intervals of counts."""
    week = re.fullmatch(r"([0-9]{4})-w([0-9]{2})", value.lower())
    if week:
        try:
            date.fromisocalendar(int(week[1]), int(week[2]), 1)
        except ValueError as error:
            remedy = "expected a week from W01 to W52, or W53 in a long year"
            raise click.BadParameter(f"{value!r} is not a date; {remedy}") from error
    elif re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        _date_range(value)
    elif value != NONE:
        raise click.BadParameter(f"{value!r} is not a date; {INTERVALS}")
