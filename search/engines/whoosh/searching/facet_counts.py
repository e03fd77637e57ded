"""The counts of facets, whose values are looked up only when they are read."""

from collections.abc import Iterator, Mapping, Sequence
from heapq import nsmallest

from search import faceting
from search.engines.whoosh.searching.filtering import FilteredMatches
from search.engines.whoosh.searching.kernel import Matches, Searcher, Tally
from search.engines.whoosh.searching.story_places import StoryPlaces
from search.engines.whoosh.storage.segment_schema import month_column
from search.facet_definitions import is_date
from search.query import NONE, FacetCount, Interval
from search.stories.story_index import surplus_copies

MONTHLY = ("year", "month")  # the intervals that are counted by month, all others by day


class FacetTables(Mapping[str, tuple[FacetCount, ...]]):
    """The counts of each facet, in order: tallied at once, made into a table when read."""

    def __init__(
        self,
        searchers: Sequence[Searcher],
        documents: Mapping[str, Matches],
        interval: Interval,
        stories: StoryPlaces | None = None,
        filtered: FilteredMatches | None = None,
    ) -> None:
        self._searchers, self._documents = searchers, documents
        self._filtered, self._interval = filtered, interval
        self._stories = stories  # None: articles are counted, not stories
        self._tables: dict[str, tuple[FacetCount, ...]] = {}
        self._tallies = {facet: self._tally(facet, each) for facet, each in documents.items()}

    def __getitem__(self, facet: str) -> tuple[FacetCount, ...]:
        if facet not in self._tables:
            selection, marked = self._marked(facet)
            counts = {**self.counts(facet), **marked}
            self._tables[facet] = faceting.ordered_counts(facet, counts, selection)
        return self._tables[facet]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tallies)

    def __len__(self) -> int:
        return len(self._tallies)

    def __repr__(self) -> str:
        return repr(dict(self))

    def counts(self, facet: str) -> dict[str, int]:
        """Return the count of each value, in no order."""
        column, tallies = self._column(facet), self._tallies[facet]
        totals: dict[str, int] = {}
        names_are_values = not is_date(facet) or self._interval in ("month", "day")
        for searcher, tally in zip(self._searchers, tallies, strict=True):
            numbers, counts = tally.counts()
            own_names = list(map(searcher.names(column).__getitem__, numbers))
            if not totals and names_are_values:
                totals = dict(zip(own_names, counts, strict=True))
                if len(totals) == len(numbers):
                    continue
                totals = {}  # a value is called `none`, like the lack of one: both are added up
            for name, count in zip(own_names, counts, strict=True):
                value = self._value(facet, name)
                totals[value] = totals.get(value, 0) + count
        if self._stories and not self._stories.is_empty:
            pairs = self._stories_by_value(facet, self._stories)
            for value, spare in surplus_copies(pairs).items():
                totals[value] -= spare
        return totals

    def _marked(self, facet: str) -> tuple[faceting.Selection, dict[str, int]]:
        """Return the values that filters name, which are always listed, with their counts."""
        if self._filtered is None:
            return faceting.Selection(), {}
        included, excluded = self._filtered.included(facet), self._filtered.excluded(facet)
        count = self._stories.count if self._stories else len
        counts = {value: count(matches) for value, matches in {**included, **excluded}.items()}
        return faceting.Selection(included.keys(), excluded.keys()), counts

    def largest(self, facet: str, most: int) -> list[FacetCount]:
        """Return the values with the highest counts, in the order of the table."""
        tallies = self._tallies[facet]
        if len(tallies) == 1 and not is_date(facet) and not self._stories:
            by_number = self._searchers[0].names(facet)
            best = [(by_number[number], count) for number, count in tallies[0].largest(most)]
        else:
            counts = ((value == NONE, -n, value) for value, n in self.counts(facet).items())
            best = [(value, -n) for _, n, value in nsmallest(most, counts)]
        selection, _ = self._marked(facet)
        return [selection.facet_count(value, n) for value, n in best]

    def _stories_by_value(self, facet: str, places: StoryPlaces) -> Iterator[tuple[str, int]]:
        """Yield value and story of each document whose story has copies."""
        column = self._column(facet)
        stories: list[dict[int, int]] = [{} for _ in self._searchers]
        for (number, document), story in places.with_copies(self._documents[facet]):
            stories[number][document] = story
        for searcher, by_document in zip(self._searchers, stories, strict=True):
            by_number = searcher.names(column) if by_document else []
            for document, number in searcher.column(column).values(list(by_document)):
                yield self._value(facet, by_number[number]), by_document[document]

    def _value(self, facet: str, name: str) -> str:
        return faceting.bucket(name, self._interval) if is_date(facet) else name

    def _column(self, facet: str) -> str:
        by_month = is_date(facet) and self._interval in MONTHLY
        return month_column(facet) if by_month else facet

    def _tally(self, facet: str, documents: Matches) -> list[Tally]:
        column = self._column(facet)
        pairs = zip(self._searchers, documents.by_segment, strict=True)
        return [searcher.column(column).tally(each) for searcher, each in pairs]
