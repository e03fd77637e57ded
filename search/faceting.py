"""Facet values compared and counted: intervals of days, the filters of a query, ordered counts."""

from collections.abc import Mapping, Set
from datetime import date
from typing import NamedTuple

from search.facet_definitions import is_date
from search.query import NONE, FacetCount, Interval


def bucket(day: str, interval: Interval) -> str:
    """Return the interval that a day falls in: "2025", "2025-01", "2025-W03" or the day itself.

    >>> bucket("2025-01-13", "week")
    '2025-W03'
    """
    if day == NONE:
        return NONE
    if interval == "week":
        year, week, _ = date.fromisoformat(day).isocalendar()
        return f"{year:04}-W{week:02}"
    return day[: {"year": 4, "month": 7, "day": 10}[interval]]


class Selection(NamedTuple):
    """The values of one facet that the filters of a query include and exclude."""

    included: Set[str] = frozenset()
    excluded: Set[str] = frozenset()

    def facet_count(self, value: str, count: int) -> FacetCount:
        """Return the count of the value, marked if a filter names it."""
        excluded = value in self.excluded
        return FacetCount(value, count, value in self.included, excluded=excluded)


def ordered_counts(
    facet: str, counts: Mapping[str, int], selection: Selection
) -> tuple[FacetCount, ...]:
    """Return the counts in order: days by time, else count down and value up; NONE comes last."""
    by_value = is_date(facet)

    def key(value: str) -> tuple[bool, int, str]:
        return (value == NONE, 0 if by_value else -counts[value], value)

    return tuple(selection.facet_count(value, counts[value]) for value in sorted(counts, key=key))
