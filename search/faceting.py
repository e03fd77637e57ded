"""What the values of a facet are, which articles a filter keeps, and how counts are ordered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import get_args

from search.query import NONE, FacetCount, Filter, Interval
from search.values import Value

Fold = Callable[[str], str]


class Row(Value):
    """The facts of one article that facets, filters and orders are made of."""

    id: str
    day: str = ""  # "2025-01-13", empty where the article has no date
    source: str = ""
    people: tuple[tuple[str, ...], ...] = ()  # each with the value first, then the other names
    authors: tuple[str, ...] = ()
    quoted: frozenset[str] = frozenset()  # the values of those the article has words of


def values(row: Row, facet: str) -> tuple[str, ...]:
    """The values the article counts under; days are whole. Without one it is NONE."""
    return tuple(dict.fromkeys(_VALUES[facet](row))) or (NONE,)


_VALUES: Mapping[str, Callable[[Row], tuple[str, ...]]] = {
    "date": lambda row: (row.day,) if row.day else (),
    "source": lambda row: (row.source,) if row.source else (),
    "people": lambda row: tuple(each[0] for each in row.people),
    "quoted": lambda row: tuple(each[0] for each in row.people if each[0] in row.quoted),
    "authors": lambda row: row.authors,
}


def counted(row: Row, facet: str, interval: Interval) -> tuple[str, ...]:
    """The values as the facet shows them: days by the interval, the rest as they are."""
    found = values(row, facet)
    return tuple(bucket(day, interval) for day in found) if facet == "date" else found


def bucket(day: str, interval: Interval) -> str:
    """The stretch of time a day falls in: "2025", "2025-01", "2025-W03" or the day itself.

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
    """The filters of one query, made ready to be asked about many articles.

    Several including values of one facet are OR, different facets AND; an excluded value never
    passes.
    """

    def __init__(self, filters: Iterable[Filter], fold: Fold) -> None:
        self._fold = fold
        self.wanted: dict[str, set[str]] = {}
        self.unwanted: dict[str, set[str]] = {}
        for filter in filters:
            side = self.unwanted if filter.exclude else self.wanted
            side.setdefault(filter.facet, set()).update(map(fold, filter.values))

    def keeps(self, row: Row, but: str = "") -> bool:
        """Whether the article passes all filters, the including one of facet `but` aside."""
        return all(
            facet == but or self._has(row, facet, wanted) for facet, wanted in self.wanted.items()
        ) and not any(self._has(row, facet, bad) for facet, bad in self.unwanted.items())

    def selected(self, facet: str, value: str) -> bool:
        """Whether the value itself was asked for."""
        return facet in self.wanted and self._fold(value) in self.wanted[facet]

    def facets(self) -> frozenset[str]:
        """The facets that have an including filter."""
        return frozenset(self.wanted)

    def _has(self, row: Row, facet: str, wanted: set[str]) -> bool:
        found = names(row, facet)
        if not found:
            return NONE in wanted
        return any(self._fold(name) in wanted - {NONE} for name in found)


def names(row: Row, facet: str) -> Sequence[str]:
    """Every form under which a filter finds the article."""
    if facet == "date" and row.day:
        return [bucket(row.day, interval) for interval in get_args(Interval)]
    if facet in ("people", "quoted"):
        people = (each for each in row.people if facet == "people" or each[0] in row.quoted)
        return [name for each in people for name in each]
    return _VALUES[facet](row)


def table(facet: str, counts: Mapping[str, int], selection: Selection) -> tuple[FacetCount, ...]:
    """The counts in order: days as time goes, else count down and value up; NONE comes last."""
    by_value = facet == "date"

    def place(value: str) -> tuple[bool, int, str]:
        return (value == NONE, 0 if by_value else -counts[value], value)

    return tuple(
        FacetCount(value, counts[value], selection.selected(facet, value))
        for value in sorted(counts, key=place)
    )
