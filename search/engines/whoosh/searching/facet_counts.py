"""The counts of facets, put into words only when they are looked at."""

from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest
from typing import NamedTuple

from search import faceting
from search.engines.whoosh.searching.kernel import Searcher, Tally, names
from search.engines.whoosh.searching.matches import Matches
from search.engines.whoosh.searching.story_collapse import Copies
from search.engines.whoosh.storage.facet_columns import month_column
from search.facet_table import is_date
from search.query import NONE, FacetCount, Interval
from search.stories.story_index import surplus

BY_MONTH = ("year", "month")  # the intervals of which months are counted, other count days


class Counted(NamedTuple):
    """The documents by the numbers of a facet's names, as each part has them."""

    column: str
    tallies: list[Tally]


class Tables(Mapping[str, tuple[FacetCount, ...]]):
    """The tables of the facets. They are counted at once, named when one is asked for."""

    def __init__(
        self,
        searchers: Sequence[Searcher],
        documents: Mapping[str, Matches],
        selection: faceting.Selection,
        interval: Interval,
        copies: Copies | None = None,
    ) -> None:
        self._searchers = searchers
        self._selection = selection
        self._interval = interval
        self._copies = copies  # given where stories are counted
        self._documents = documents
        self._made: dict[str, tuple[FacetCount, ...]] = {}
        self._counted = {facet: self._count(facet, each) for facet, each in documents.items()}

    def __getitem__(self, facet: str) -> tuple[FacetCount, ...]:
        if facet not in self._made:
            self._made[facet] = faceting.ordered_counts(facet, self.counts(facet), self._selection)
        return self._made[facet]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counted)

    def __len__(self) -> int:
        return len(self._counted)

    def __repr__(self) -> str:
        return repr(dict(self))

    def counts(self, facet: str) -> dict[str, int]:
        """How many documents have each value, in no order."""
        column, tallies = self._counted[facet]
        found: dict[str, int] = {}
        as_named = not is_date(facet) or self._interval in ("month", "day")
        for searcher, tally in zip(self._searchers, tallies, strict=True):
            numbers, counts = tally.counts()
            called = map(names(searcher, column).__getitem__, numbers)
            if not found and as_named:
                found = dict(zip(called, counts, strict=True))
                if len(found) == len(numbers):
                    continue
                found = {}  # a value is called `none`, as those without one are
                called = map(names(searcher, column).__getitem__, numbers)
            for name, count in zip(called, counts, strict=True):
                value = self._value(facet, name)
                found[value] = found.get(value, 0) + count
        if self._copies and not self._copies.none:
            for value, spare in surplus(self._of_stories(facet, self._copies)).items():
                found[value] -= spare
        return found

    def largest(self, facet: str, most: int) -> list[FacetCount]:
        """The values with the highest counts, as the table has them."""
        column, tallies = self._counted[facet]
        if len(tallies) == 1 and not is_date(facet) and not self._copies:
            called = names(self._searchers[0], column)
            best = [(called[number], count) for number, count in tallies[0].largest(most)]
        else:
            counts = ((value == NONE, -n, value) for value, n in self.counts(facet).items())
            best = [(value, -n) for _, n, value in nsmallest(most, counts)]
        if facet not in self._selection.included:
            return [FacetCount(value, count, False, None) for value, count in best]
        return [FacetCount(v, n, self._selection.selects(facet, v)) for v, n in best]

    def _of_stories(self, facet: str, copies: Copies) -> Iterator[tuple[str, int]]:
        """Value and story of the documents that are not alone."""
        column = self._counted[facet].column
        stories: list[dict[int, int]] = [{} for _ in self._searchers]
        for (number, document), story in copies.told(self._documents[facet]):
            stories[number][document] = story
        for searcher, by_document in zip(self._searchers, stories, strict=True):
            called = names(searcher, column) if by_document else []
            for document, number in searcher.values(list(by_document), column):
                yield self._value(facet, called[number]), by_document[document]

    def _value(self, facet: str, name: str) -> str:
        return faceting.bucket(name, self._interval) if is_date(facet) else name

    def _count(self, facet: str, documents: Matches) -> Counted:
        by_month = is_date(facet) and self._interval in BY_MONTH
        column = month_column(facet) if by_month else facet
        pairs = zip(self._searchers, documents.by_segment, strict=True)
        return Counted(column, [searcher.tally(each, column) for searcher, each in pairs])
