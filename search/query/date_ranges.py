"""Date ranges as a query writes them: 2025-01, 2025-01-01..2025-01-20, >=2024-12, last 30 days."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from search.query import DateRange

FORMS = (
    "expected a date such as 2025, 2025-01, 2025-01-13, 2025-01-01..2025-01-20, >=2024-12, none, "
    'today, "last 30 days" or "this month"'
)
LIMITS = "expected days between 0001-01-01 and 9999-12-31"
DAY = timedelta(days=1)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class BadDate(ValueError):
    """A text that is no date; `offset` counts characters from 0, `nearest` is a likely date."""

    def __init__(self, offset: int, expected: str, nearest: str = "") -> None:
        super().__init__(expected)
        self.offset = offset
        self.expected = expected
        self.nearest = nearest


class Span(NamedTuple):
    """A range of days that has a name: a day, a month, a year, the last week."""

    first: date
    last: date  # inclusive


# A bound stands outside the whole of its span: >2024 starts with 2025. Longer signs first.
BOUNDS: dict[str, Callable[[Span], DateRange]] = {
    ">=": lambda span: DateRange(span.first, None),
    "<=": lambda span: DateRange(None, span.last),
    ">": lambda span: DateRange(span.last + DAY, None),
    "<": lambda span: DateRange(None, span.first - DAY),
}


def date_range(text: str, today: date) -> DateRange:
    """Return the range of days that a text stands for; an age such as 30d is the last 30 days.

    >>> date_range("2025-01..2025-02", date(2026, 11, 21))
    DateRange(first=datetime.date(2025, 1, 1), last=datetime.date(2025, 2, 28))

    Raises: BadDate, with the place of the slip.
    """
    try:
        sign = next((sign for sign in BOUNDS if text.startswith(sign)), "")
        if sign:
            return BOUNDS[sign](_span(text[len(sign) :], len(sign), today))
        if ".." in text:
            return _range(text, today)
        return DateRange(*_span(text, 0, today))
    except OverflowError as error:
        raise BadDate(0, LIMITS) from error


def _range(text: str, today: date) -> DateRange:
    """Return the days from one span to another; one end may be open."""
    start, _, end = text.partition("..")
    if not start and not end:
        raise BadDate(0, "expected a date before or after '..'")
    first = _span(start, 0, today).first if start else None
    last = _span(end, len(start) + 2, today).last if end else None
    if first and last and last < first:
        raise BadDate(0, "expected the earlier date before '..'", f"{end}..{start}")
    return DateRange(first, last)


def _span(text: str, offset: int, today: date) -> Span:
    """Return the span of one date; offset is its place in the whole text."""
    plain = " ".join(text.lower().split())
    for shape, read in SPANS.items():
        found = re.fullmatch(shape, plain)
        if found:
            try:
                return read(today, *found.groups())
            except ValueError as error:
                raise BadDate(offset, str(error)) from error
    raise BadDate(offset, FORMS, nearest(plain))


def _calendar(_: date, year: str, month: str | None, day: str | None) -> Span:
    """Return the span of a year, month or day of the calendar.

    Raises: ValueError with what was expected.
    """
    if year == "0000":
        raise ValueError("expected a year from 0001 to 9999")
    if month is None:
        return Span(date(int(year), 1, 1), date(int(year), 12, 31))
    if not 1 <= int(month) <= 12:
        raise ValueError("expected a month from 01 to 12")
    last = _month_end(int(year), int(month))
    if day is None:
        return Span(last.replace(day=1), last)
    if not 1 <= int(day) <= last.day:
        raise ValueError(f"expected a day from 01 to {last.day}, as {year}-{month} has them")
    return Span(last.replace(day=int(day)), last.replace(day=int(day)))


def _last(today: date, count: str | None, unit: str) -> Span:
    """Return the last `count` days, weeks, months or years, today included."""
    number = int(count or 1)
    if unit in ("day", "week"):
        return Span(today - DAY * (number * (7 if unit == "week" else 1) - 1), today)
    return Span(_months_before(today, number * (12 if unit == "year" else 1)) + DAY, today)


def _this(today: date, unit: str) -> Span:
    """Return the days from Monday, the first of the month or 1 January to today."""
    firsts = {
        "week": today - DAY * today.weekday(),
        "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }
    return Span(firsts[unit], today)


UNITS = {"d": "day", "w": "week", "m": "month", "y": "year"}  # of an age such as 30d
SPANS: dict[str, Callable[..., Span]] = {
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?": _calendar,
    r"today": lambda today: Span(today, today),
    r"yesterday": lambda today: Span(today - DAY, today - DAY),
    r"last (?:([1-9][0-9]{0,3}) )?(day|week|month|year)s?": _last,
    r"([1-9][0-9]{0,4}) ?([dwmy])": lambda today, count, unit: _last(today, count, UNITS[unit]),
    r"this (week|month|year)": _this,
}


def _month_end(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - DAY


def _months_before(day: date, count: int) -> date:
    """Return the same day of an earlier month, or its last day where it is shorter.

    Raises: OverflowError before the year 1.
    """
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    if year < 1:
        raise OverflowError(LIMITS)
    return date(year, month + 1, min(day.day, _month_end(year, month + 1).day))


# Dates as others write them; `one` and `other` are day and month in either order.
SHAPES = (
    r"(?P<year>[0-9]{4})[-./]?(?P<month>[0-9]{2})[-./]?(?P<day>[0-9]{2})",
    r"(?P<year>[0-9]{4})[-./](?P<month>[0-9]{1,2})[-./](?P<day>[0-9]{1,2})",
    r"(?P<year>[0-9]{4})[-./](?P<month>[0-9]{1,2})",
    r"(?P<month>[0-9]{1,2})[-./](?P<year>[0-9]{4})",
    r"(?P<one>[0-9]{1,2})[-./](?P<other>[0-9]{1,2})[-./](?P<year>[0-9]{4})",
    r"(?P<day>[0-9]{1,2}) (?P<month>[a-z]{3})[a-z]*,? (?P<year>[0-9]{4})",
    r"(?P<month>[a-z]{3})[a-z]* (?P<day>[0-9]{1,2}),? (?P<year>[0-9]{4})",
    r"(?P<month>[a-z]{3})[a-z]* (?P<year>[0-9]{4})",
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2}))?-?\*",
)


def nearest(text: str) -> str:
    """Return the date as a query writes it, or "" where it can be read in two ways.

    >>> nearest("13.01.2025"), nearest("01/02/2025")
    ('2025-01-13', '')
    """
    for shape in SHAPES:
        found = re.fullmatch(shape, text)
        if found:
            readings = {reading for reading in _readings(**found.groupdict()) if _is_date(reading)}
            return readings.pop() if len(readings) == 1 else ""
    return ""


def _readings(
    year: str,
    month: str | None = None,
    day: str | None = None,
    one: str | None = None,
    other: str | None = None,
) -> tuple[str, ...]:
    """Return the possible readings of the parts of a date, valid or not."""
    if one and other:
        return f"{year}-{one:0>2}-{other:0>2}", f"{year}-{other:0>2}-{one:0>2}"
    if month in MONTHS:
        month = str(MONTHS.index(month) + 1)
    return ("-".join(f"{part:0>2}" for part in (year, month, day) if part),)


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(f"{text}-01-01"[:10]))
    except ValueError:
        return False
