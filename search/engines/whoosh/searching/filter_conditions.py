"""The filters of a query as conditions on the documents of one segment."""

from collections.abc import Iterator
from datetime import date, timedelta

from search.engines.whoosh.searching.kernel import DocumentSet, FilterCondition, Searcher
from search.engines.whoosh.searching.person_values import PEOPLE_FACETS
from search.engines.whoosh.storage.segment import MISSING, Segment
from search.facet_table import is_date
from search.faceting import Selection
from search.query import NONE


def kept(
    searcher: Searcher, documents: DocumentSet, selection: Selection, but: str = ""
) -> DocumentSet:
    """The documents that pass all filters, the including one of facet `but` aside."""
    for facet, values in selection.included.items():
        if facet != but:
            documents = searcher.select(documents, condition(searcher, facet, values))
    for facet, values in selection.excluded.items():
        bad = searcher.select(documents, condition(searcher, facet, values))
        documents = documents - bad
    return documents


def condition(searcher: Searcher, facet: str, values: set[str]) -> FilterCondition:
    """What a document of the segment must have for one of the folded values."""
    segment, named, missing = searcher.segment, values - {NONE}, NONE in values
    if is_date(facet):
        days = {number for value in named for number in _days(segment, facet, value)}
        return FilterCondition(facet, days, missing)
    if facet in PEOPLE_FACETS:  # a person is found under every name
        names, forms = (_folded(segment, column, named) for column in ("persons", "forms"))
        return FilterCondition(facet, searcher.persons.folded(named), missing, names, forms)
    return FilterCondition(facet, _folded(segment, facet, named), missing)


def _folded(segment: Segment, column: str, values: set[str]) -> set[int]:
    """The numbers of the names that are one of the values once folded."""
    return {number for value in values for number in _alike(segment, column, value)}


def _alike(segment: Segment, column: str, value: str) -> Iterator[int]:
    folds, numbers = segment.strings(f"{column}.folds"), segment.file.numbers(f"{column}.folded")
    encoded = value.encode("utf-8", "surrogatepass")
    place = folds.place(encoded)
    while place < len(folds) and folds.encoded(place) == encoded:
        if numbers[place] != MISSING:
            yield numbers[place]
        place += 1


def _days(segment: Segment, facet: str, value: str) -> range:
    """Return the numbers of the days of a year, month, week or day."""
    days = segment.strings(f"{facet}.names")
    if "-w" in value:
        try:
            year, week = value.split("-w")
            first = date.fromisocalendar(int(year), int(week), 1)
            last = first + timedelta(days=6)
        except (ValueError, OverflowError):
            return range(0)
        if value != f"{int(year):04}-w{int(week):02}":
            return range(0)
        return range(
            days.place(first.isoformat().encode()), days.place(last.isoformat().encode() + b"~")
        )
    return days.starting(value) if len(value) in (4, 7, 10) else range(0)
