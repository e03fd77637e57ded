"""The days and the filters of a query, applied to what it matches."""

from collections.abc import Sequence
from datetime import date, timedelta

from search.analysis import folded
from search.engines.whoosh.searching.kernel import FilterCondition, Matches, Searcher
from search.engines.whoosh.searching.person_values import PEOPLE_FACETS
from search.engines.whoosh.storage.segment import MISSING, Segment
from search.facet_definitions import is_date
from search.faceting import Selection
from search.query import NONE, Query


class FilteredMatches:
    """The `matches` that pass the days and the filters of a query, `total` of them."""

    def __init__(self, searchers: Sequence[Searcher], matches: Matches, query: Query) -> None:
        self.selection = Selection(query.filters, folded)
        self._searchers = searchers
        self._in_days = matches
        if query.since or query.until:
            self._in_days = in_days(searchers, matches, query.since, query.until)
        self.matches = apply_filters(searchers, self._in_days, self.selection)
        self.total = len(self.matches)

    def counted_by(self, facet: str) -> Matches:
        """Return what the facet counts: the matches as if it included every value."""
        if facet not in self.selection.included:
            return self.matches
        return apply_filters(self._searchers, self._in_days, self.selection, facet)


def filtered_total(searchers: Sequence[Searcher], matches: Matches, query: Query) -> int:
    """Return how many of the matches pass the days and the filters of the query."""
    return FilteredMatches(searchers, matches, query).total


def in_days(
    searchers: Sequence[Searcher], matches: Matches, first: date | None, last: date | None
) -> Matches:
    """Return the matches of these days, both ends included; an open end is None."""
    return Matches(
        searcher.column("date").select(
            documents, FilterCondition(_days_between(searcher.segment, "date", first, last))
        )
        for searcher, documents in zip(searchers, matches.by_segment, strict=True)
    )


def apply_filters(
    searchers: Sequence[Searcher], matches: Matches, selection: Selection, but: str = ""
) -> Matches:
    """Return the matches that pass all filters; what facet `but` includes is ignored."""
    by_segment = []
    for searcher, documents in zip(searchers, matches.by_segment, strict=True):
        for facet, values in selection.included.items():
            if facet != but:
                condition = _condition(searcher, facet, values)
                documents = searcher.column(facet).select(documents, condition)
        for facet, values in selection.excluded.items():
            condition = _condition(searcher, facet, values)
            documents = documents - searcher.column(facet).select(documents, condition)
        by_segment.append(documents)
    return Matches(by_segment)


def _condition(searcher: Searcher, facet: str, values: set[str]) -> FilterCondition:
    """Return the condition that a document has one of the folded values."""
    segment, names = searcher.segment, values - {NONE}
    missing = {MISSING} if NONE in values else set()
    if is_date(facet):
        days = {number for name in names for number in _days(segment, facet, name)}
        return FilterCondition(days | missing)
    if facet in PEOPLE_FACETS:  # a person is found under every name
        return FilterCondition(
            searcher.persons.values_named(names) | missing,
            names=_names_folding_to(segment, "persons", names),
            forms=_names_folding_to(segment, "forms", names),
        )
    return FilterCondition(_names_folding_to(segment, facet, names) | missing)


def _names_folding_to(segment: Segment, column: str, folded_names: set[str]) -> set[int]:
    """Return the numbers of the column's names that fold to one of these."""
    folds, numbers = segment.strings(f"{column}.folds"), segment.file.numbers(f"{column}.folded")
    found = set()
    for name in folded_names:
        encoded = name.encode("utf-8", "surrogatepass")
        place = folds.bisect(encoded)
        while place < len(folds) and folds.as_bytes(place) == encoded:
            found.add(numbers[place])
            place += 1
    return found - {MISSING}


def _days(segment: Segment, facet: str, value: str) -> range:
    """Return the numbers of the days of a year, month, week or day."""
    if "-w" not in value:
        days = segment.strings(f"{facet}.names")
        return days.with_prefix(value) if len(value) in (4, 7, 10) else range(0)
    try:
        year, week = map(int, value.split("-w"))
        first = date.fromisocalendar(year, week, 1)
        last = first + timedelta(days=6)
    except (ValueError, OverflowError):
        return range(0)
    if value != f"{year:04}-w{week:02}":
        return range(0)
    return _days_between(segment, facet, first, last)


def _days_between(segment: Segment, facet: str, first: date | None, last: date | None) -> range:
    """Return the numbers of the days in this range; an open end is None."""
    days = segment.strings(f"{facet}.names")
    low = max(1, days.bisect(first.isoformat().encode()) if first else 1)
    return range(low, days.bisect(last.isoformat().encode() + b"~") if last else len(days))
