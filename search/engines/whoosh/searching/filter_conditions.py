"""The filters of a query, applied to the documents of one segment."""

from datetime import date, timedelta

from search.engines.whoosh.searching.kernel import DocumentSet, FilterCondition, Searcher
from search.engines.whoosh.searching.person_values import PEOPLE_FACETS
from search.engines.whoosh.storage.segment import MISSING, Segment
from search.facet_definitions import is_date
from search.faceting import Selection
from search.query import NONE


def apply_filters(
    searcher: Searcher, documents: DocumentSet, selection: Selection, but: str = ""
) -> DocumentSet:
    """Return the documents that pass all filters; what facet `but` includes is ignored."""
    for facet, values in selection.included.items():
        if facet != but:
            column = searcher.column(facet)
            documents = column.select(documents, _condition(searcher, facet, values))
    for facet, values in selection.excluded.items():
        column = searcher.column(facet)
        documents = documents - column.select(documents, _condition(searcher, facet, values))
    return documents


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
    days = segment.strings(f"{facet}.names")
    if "-w" not in value:
        return days.with_prefix(value) if len(value) in (4, 7, 10) else range(0)
    try:
        year, week = map(int, value.split("-w"))
        first = date.fromisocalendar(year, week, 1)
        last = first + timedelta(days=6)
    except (ValueError, OverflowError):
        return range(0)
    if value != f"{year:04}-w{week:02}":
        return range(0)
    ends = first.isoformat().encode(), last.isoformat().encode() + b"~"
    return range(*map(days.bisect, ends))
