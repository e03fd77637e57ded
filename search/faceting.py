"""Facet values compared and counted: intervals of days, the filters of a query, ordered counts."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from search.facet_definitions import is_date
from search.query import NONE, FacetCount, Filter, Interval

Fold = Callable[[str], str]


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


class Selection:
    """The filters of one query, their values folded, by facet."""

    def __init__(self, filters: Iterable[Filter], fold: Fold) -> None:
        self._fold = fold
        self.included: dict[str, set[str]] = {}  # an article needs one of these values
        self.excluded: dict[str, set[str]] = {}  # and has none of these
        for filter in filters:
            side = self.excluded if filter.exclude else self.included
            side.setdefault(filter.facet, set()).update(map(fold, filter.values))

    def selects(self, facet: str, value: str) -> bool:
        """Return whether a filter includes this very value."""
        return facet in self.included and self._fold(value) in self.included[facet]


def ordered_counts(
    facet: str, counts: Mapping[str, int], selection: Selection
) -> tuple[FacetCount, ...]:
    """Return the counts in order: days by time, else count down and value up; NONE comes last."""
    by_value = is_date(facet)

    def key(value: str) -> tuple[bool, int, str]:
        return (value == NONE, 0 if by_value else -counts[value], value)

    return tuple(
        FacetCount(value, counts[value], selection.selects(facet, value))
        for value in sorted(counts, key=key)
    )
