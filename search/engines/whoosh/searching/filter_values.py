"""The values of the index that the filters of a query stand for.

A filter by a value of a facet finds exactly the articles that the facet counts for it. Only where
the index has no such value, or the filter is loose, other spellings and other names count too.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, timedelta
from typing import NamedTuple

from search.analysis import folded
from search.engines.whoosh.searching.kernel import FilterCondition, Searcher
from search.engines.whoosh.searching.person_values import PEOPLE_FACETS, WHOLE_FACETS
from search.engines.whoosh.storage.segment import MISSING, Segment
from search.facet_definitions import is_date
from search.query import NONE, Filter


class ValueMatch(NamedTuple):
    """The values of a facet that a value of a filter stands for."""

    typed: str
    values: Set[str]  # as the index spells them
    name: str = ""  # folded: people with this name in an article are found too

    @property
    def is_loose(self) -> bool:
        """Return whether it stands for more than one value of the facet."""
        return bool(self.name) or len(self.values) > 1

    def condition(self, searcher: Searcher, facet: str) -> FilterCondition:
        """Return the condition that a document has one of the values."""
        missing = {MISSING} if NONE in self.values else set[int]()
        if is_date(facet):
            return FilterCondition(missing.union(*self._days(searcher.segment, facet)))
        if facet not in PEOPLE_FACETS:
            names = searcher.segment.strings(f"{facet}.names")
            numbers = {number for each in self.values if (number := names.number(each)) >= 0}
            return FilterCondition(numbers | missing)
        numbers = searcher.persons.numbers(self.values) | missing
        if not self.name:
            return FilterCondition(numbers)
        return FilterCondition(
            numbers,
            names=_names_folding_to(searcher.segment, "persons", self.name),
            forms=_names_folding_to(searcher.segment, "forms", self.name),
        )

    def _days(self, segment: Segment, facet: str) -> Iterable[range]:
        return (_days_of(segment, facet, value) for value in self.values if value != NONE)


Matched = Mapping[str, Sequence[ValueMatch]]  # by facet


def matched_values(searchers: Sequence[Searcher], filters: Iterable[Filter]) -> Matched:
    """Return what the values of the filters stand for, by facet."""
    found: dict[str, list[ValueMatch]] = {}
    for facet, values, _, loose in filters:
        found.setdefault(facet, []).extend(_match(searchers, facet, v, loose) for v in values)
    return found


def any_of(searcher: Searcher, facet: str, matches: Iterable[ValueMatch]) -> FilterCondition:
    """Return the condition that a document has a value of one of the matches."""
    conditions = [each.condition(searcher, facet) for each in matches]
    return FilterCondition(
        frozenset[int]().union(*(each.numbers for each in conditions)),
        frozenset[int]().union(*(each.names for each in conditions)),
        frozenset[int]().union(*(each.forms for each in conditions)),
    )


def _match(searchers: Sequence[Searcher], facet: str, typed: str, loose: bool) -> ValueMatch:
    """Return the very value if the index has it, else those that differ in case and accents.

    A person who is called so in any article, but is not shown under that name, comes last.
    """
    name = folded(typed)
    if is_date(facet):
        return ValueMatch(typed, {NONE if name == NONE else typed.replace("w", "W")})
    if not loose and any(_has_value(each, facet, typed) for each in searchers):
        return ValueMatch(typed, {typed})
    if name == NONE:
        return ValueMatch(typed, {NONE})
    values = set[str]().union(*(_values_folding_to(each, facet, name) for each in searchers))
    if facet in PEOPLE_FACETS and (loose or not values):
        named = (each.persons.values_named(name) for each in searchers[:1])
        return ValueMatch(typed, values.union(*named), name)
    return ValueMatch(typed, values or {typed})


def _has_value(searcher: Searcher, facet: str, value: str) -> bool:
    """Return whether documents of the segment may have the value."""
    if facet in PEOPLE_FACETS:
        numbers = searcher.persons.numbers({value})
        if facet in WHOLE_FACETS and not searcher.persons.depends_on_day(value):
            return bool(numbers)
        return bool(searcher.column(facet).select(searcher.every(), FilterCondition(numbers)))
    return searcher.segment.strings(f"{facet}.names").number(value) > MISSING


def _values_folding_to(searcher: Searcher, facet: str, name: str) -> set[str]:
    """Return the values of the segment that differ from the folded name in case and accents."""
    segment, column = searcher.segment, "persons" if facet in PEOPLE_FACETS else facet
    names = segment.strings(f"{column}.names")
    found = {names[number] for number in _names_folding_to(segment, column, name)}
    if facet not in PEOPLE_FACETS:
        return found
    found |= {each for each in searcher.persons.values_named(name) if folded(each) == name}
    return {each for each in found if _has_value(searcher, facet, each)}


def _names_folding_to(segment: Segment, column: str, name: str) -> set[int]:
    """Return the numbers of the column's names that fold to this one."""
    folds, numbers = segment.strings(f"{column}.folds"), segment.file.numbers(f"{column}.folded")
    found, encoded = set(), name.encode("utf-8", "surrogatepass")
    place = folds.bisect(encoded)
    while place < len(folds) and folds.as_bytes(place) == encoded:
        found.add(numbers[place])
        place += 1
    return found - {MISSING}


def _days_of(segment: Segment, facet: str, value: str) -> range:
    """Return the numbers of the days of a year, month, week or day."""
    if "-W" not in value:
        days = segment.strings(f"{facet}.names")
        return days.with_prefix(value) if len(value) in (4, 7, 10) else range(0)
    try:
        year, week = map(int, value.split("-W"))
        first = date.fromisocalendar(year, week, 1)
        last = first + timedelta(days=6)
    except (ValueError, OverflowError):
        return range(0)
    if value != f"{year:04}-W{week:02}":
        return range(0)
    return days_between(segment, facet, first, last)


def days_between(segment: Segment, facet: str, first: date | None, last: date | None) -> range:
    """Return the numbers of the days in this range; an open end is None."""
    days = segment.strings(f"{facet}.names")
    low = max(1, days.bisect(first.isoformat().encode()) if first else 1)
    return range(low, days.bisect(last.isoformat().encode() + b"~") if last else len(days))
