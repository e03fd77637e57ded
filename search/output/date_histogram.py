"""Dates as a histogram: the stretch of time that fits, and the gaps that would mislead."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from search.faceting import bucket
from search.query import NONE, FacetCount, Interval

ROWS = 31  # a month of days, or two years and a half of months: about what fits a screen
GAP = 3  # empty stretches that are shown one by one; longer ones are told of in one row

_NEXT: Mapping[Interval, Callable[[date], date]] = {
    "year": lambda day: date(day.year + 1, 1, 1),
    "month": lambda day: date(day.year + day.month // 12, day.month % 12 + 1, 1),
    "week": lambda day: day + timedelta(7 - day.weekday()),
    "day": lambda day: day + timedelta(1),
}
_FIRST: Mapping[Interval, Callable[[str], date]] = {
    "year": lambda value: date(int(value), 1, 1),
    "month": lambda value: date.fromisoformat(f"{value}-01"),
    "week": lambda value: date.fromisocalendar(int(value[:4]), int(value[6:]), 1),
    "day": date.fromisoformat,
}


def fitting(days: Sequence[str]) -> Interval:
    """The shortest interval by which the time from the first day to the last fits ROWS."""
    told = [day for day in days if day != NONE]
    if not told:
        return "month"
    first, last = date.fromisoformat(min(told)), date.fromisoformat(max(told))
    span = (last - first).days
    short: tuple[tuple[Interval, int], ...] = (
        ("day", span),
        ("week", (last.toordinal() - 1) // 7 - (first.toordinal() - 1) // 7),
        ("month", 12 * (last.year - first.year) + last.month - first.month),
    )
    return next((interval for interval, more in short if more < ROWS), "year")


def drawn(counts: Sequence[FacetCount], interval: Interval) -> tuple[FacetCount, ...]:
    """The counts in the order of time, with what is empty between them.

    >>> [count.value for count in drawn([FacetCount("2024", 1), FacetCount("2026", 3)], "year")]
    ['2024', '2025', '2026']
    """
    found: list[FacetCount] = []
    for count in counts:
        if count.value != NONE and found:
            found += _empty(found[-1].value, count.value, interval)
        found.append(count)
    return tuple(found)


def _empty(before: str, after: str, interval: Interval) -> list[FacetCount]:
    """The stretches between two, or where they are many one row that says how many."""
    between = list(_between(before, after, interval))
    if len(between) <= GAP:
        return [FacetCount(value, 0) for value in between]
    return [FacetCount(f"… {len(between)} {interval}s", 0)]


def _between(before: str, after: str, interval: Interval) -> Iterator[str]:
    day = _NEXT[interval](_FIRST[interval](before))
    while (value := bucket(day.isoformat(), interval)) < after:
        yield value
        day = _NEXT[interval](day)
