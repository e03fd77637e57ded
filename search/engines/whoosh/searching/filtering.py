"""The days and the filters of a query, applied to what it matches."""

from collections.abc import Iterator, Sequence, Set
from datetime import date

from search.engines.whoosh.searching.filter_values import (
    Matched,
    ValueMatch,
    any_of,
    days_between,
    matched_values,
)
from search.engines.whoosh.searching.kernel import FilterCondition, Matches, Searcher
from search.query import Filter, Query


class FilteredMatches:
    """The `matches` that pass the days and the filters of a query, `total` of them."""

    def __init__(self, searchers: Sequence[Searcher], matches: Matches, query: Query) -> None:
        self._searchers = searchers
        self._in_days = matches
        if query.since or query.until:
            self._in_days = in_days(searchers, matches, query.since, query.until)
        self._included, self._excluded = _sides(searchers, query.filters)
        self.matches = self._passing(self._included, self._excluded)
        self.total = len(self.matches)

    def counted_by(self, facet: str) -> Matches:
        """Return what the facet counts: the matches as if it included every value."""
        if facet not in self._included:
            return self.matches
        return self._passing(_without(self._included, facet), self._excluded)

    def included(self, facet: str) -> dict[str, Matches]:
        """Return the values that filters include, each with the matches counted for it."""
        counted = self.counted_by(facet)
        values = (self._met(facet, each, self.matches) for each in self._included.get(facet, ()))
        return {each: self.having(facet, each, counted) for each in set[str]().union(*values)}

    def excluded(self, facet: str) -> dict[str, Matches]:
        """Return the values that filters exclude, each with the matches that it leaves out."""
        found: dict[str, Matches] = {}
        included, matches = _without(self._included, facet), self._excluded.get(facet, ())
        for match in matches:
            others = [each for each in matches if each != match]
            passing = self._passing(included, {**self._excluded, facet: others})
            for value in self._met(facet, match, passing):
                found[value] = self.having(facet, value, passing)
        return found

    @property
    def has_loose(self) -> bool:
        """Return whether a value of a filter is not one of its facet."""
        return any(each.is_loose for matches in self._included.values() for each in matches)

    def found_loosely(self) -> Iterator[tuple[str, str, Set[str]]]:
        """Yield each value of a filter that is not one of its facet, and the values it found."""
        for facet, matches in self._included.items():
            for match in matches:
                if match.is_loose:
                    yield facet, match.typed, self._met(facet, match, self.matches)

    def having(self, facet: str, value: str, matches: Matches | None = None) -> Matches:
        """Return those of the matches that have this very value."""
        match = ValueMatch(value, {value})
        own = self.matches if matches is None else matches
        return select(self._searchers, own, facet, [match])

    def _passing(self, included: Matched, excluded: Matched) -> Matches:
        found = self._in_days
        for facet, values in included.items():
            found = select(self._searchers, found, facet, values)
        for facet, values in excluded.items():
            found -= select(self._searchers, found, facet, values)
        return found

    def _met(self, facet: str, match: ValueMatch, matches: Matches) -> Set[str]:
        """Return the values for which a filter finds the matches; if there are none, its own."""
        if not match.name:
            return match.values
        found: set[str] = set()
        for searcher, documents in zip(self._searchers, matches.by_segment, strict=True):
            condition = match.condition(searcher, facet)
            met = searcher.people_column(facet).met(documents, condition)
            found.update(map(searcher.names(facet).__getitem__, met))
        return found or {match.typed}


def filtered_total(searchers: Sequence[Searcher], matches: Matches, query: Query) -> int:
    """Return how many of the matches pass the days and the filters of the query."""
    return FilteredMatches(searchers, matches, query).total


def passing_filters(
    searchers: Sequence[Searcher], matches: Matches, filters: Sequence[Filter]
) -> Matches:
    """Return the matches that pass the filters."""
    return FilteredMatches(searchers, matches, Query(filters=tuple(filters))).matches


def in_days(
    searchers: Sequence[Searcher], matches: Matches, first: date | None, last: date | None
) -> Matches:
    """Return the matches of these days, both ends included; an open end is None."""
    return Matches(
        searcher.column("date").select(
            documents, FilterCondition(days_between(searcher.segment, "date", first, last))
        )
        for searcher, documents in zip(searchers, matches.by_segment, strict=True)
    )


def select(
    searchers: Sequence[Searcher], matches: Matches, facet: str, values: Sequence[ValueMatch]
) -> Matches:
    """Return those of the matches that have one of the values."""
    return Matches(
        searcher.column(facet).select(documents, any_of(searcher, facet, values))
        for searcher, documents in zip(searchers, matches.by_segment, strict=True)
    )


def _sides(searchers: Sequence[Searcher], filters: Sequence[Filter]) -> tuple[Matched, Matched]:
    """Return what filters include, and what they exclude."""
    included = matched_values(searchers, (each for each in filters if not each.exclude))
    return included, matched_values(searchers, (each for each in filters if each.exclude))


def _without(matched: Matched, facet: str) -> Matched:
    return {each: values for each, values in matched.items() if each != facet}
