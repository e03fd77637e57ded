"""Dates as a histogram: the interval that fits a screen, and the gaps that would mislead."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from search.faceting import bucket
from search.query import NONE, FacetCount, Interval

MAX_ROWS = 31  # a month of days, or two years and a half of months: about what fits a screen
MAX_GAP = 3  # empty intervals that are shown one by one; more of them are one row

# What makes the name of an interval its first day, and a step in days that skips no interval.
_STEPS: Mapping[Interval, tuple[str, int]] = {
    "year": ("-01-01", 365),
    "month": ("-01", 28),
    "week": ("-1", 7),
    "day": ("", 1),
}


def fitting_interval(days: Sequence[str]) -> Interval:
    """Return the shortest interval of which MAX_ROWS cover all days."""
    dated = [day for day in days if day != NONE]
    if not dated:
        return "month"
    first, last = date.fromisoformat(min(dated)), date.fromisoformat(max(dated))
    span = (last - first).days
    steps: tuple[tuple[Interval, int], ...] = (
        ("day", span),
        ("week", (last.toordinal() - 1) // 7 - (first.toordinal() - 1) // 7),
        ("month", 12 * (last.year - first.year) + last.month - first.month),
    )
    return next((interval for interval, more in steps if more < MAX_ROWS), "year")


def with_gaps(counts: Sequence[FacetCount], interval: Interval) -> tuple[FacetCount, ...]:
    """Return the counts, which are in the order of time, with the empty intervals between them.

    >>> [count.value for count in with_gaps([FacetCount("2024", 1), FacetCount("2026", 3)], "year")]
    ['2024', '2025', '2026']
    """
    # A filter may name another interval than the one that is counted: the year of these months.
    own = [each for each in counts if each.value == NONE or _is_of(each.value, interval)]
    filled: list[FacetCount] = []
    for count in own:
        if count.value != NONE and filled:
            filled += _gap(filled[-1].value, count.value, interval)
        filled.append(count)
    return (*(each for each in counts if each not in own), *filled)


def _is_of(value: str, interval: Interval) -> bool:
    """Return whether the value names an interval of this length."""
    return len(value) == len(bucket("2025-01-13", interval))


def _gap(before: str, after: str, interval: Interval) -> list[FacetCount]:
    """Return the intervals between two, or one row with their number where they are many."""
    suffix, step = _STEPS[interval]
    day = date.fromisoformat(before + suffix)
    values: dict[str, FacetCount] = {}
    while (value := bucket(day.isoformat(), interval)) < after:
        values[value] = FacetCount(value, 0)
        day += timedelta(step)
    del values[before]
    many = FacetCount(f"… {len(values)} {interval}s", 0)
    return list(values.values()) if len(values) <= MAX_GAP else [many]
