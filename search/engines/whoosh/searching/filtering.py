"""The matches of a query that its days and filters leave."""

from search.analysis import folded
from search.engines.whoosh.searching.evaluator import Evaluator
from search.engines.whoosh.searching.filter_conditions import apply_filters
from search.engines.whoosh.searching.kernel import Matches
from search.faceting import Selection
from search.query import Query


class FilteredMatches:
    """The `matches` that pass the days and the filters of a query, `total` of them."""

    def __init__(self, evaluator: Evaluator, matches: Matches, query: Query) -> None:
        self.selection = Selection(query.filters, folded)
        self._evaluator = evaluator
        self._in_days = matches
        if query.since or query.until:
            self._in_days = evaluator.in_days(matches, query.since, query.until)
        self.matches = self._filtered()
        self.total = len(self.matches)

    def counted_by(self, facet: str) -> Matches:
        """Return what the facet counts: the matches as if it included every value."""
        return self._filtered(facet) if facet in self.selection.included else self.matches

    def _filtered(self, but: str = "") -> Matches:
        pairs = self._evaluator.by_segment(self._in_days)
        return Matches(
            apply_filters(searcher, each, self.selection, but) for searcher, each in pairs
        )


def filtered_total(evaluator: Evaluator, matches: Matches, query: Query) -> int:
    """Return how many of the matches pass the days and the filters of the query."""
    return FilteredMatches(evaluator, matches, query).total
