"""What the days and the filters of a query leave of the documents that it matches."""

from search.analysis import folded
from search.engines.whoosh.searching.evaluator import Evaluator
from search.engines.whoosh.searching.filter_conditions import kept
from search.engines.whoosh.searching.matches import Matches
from search.faceting import Selection
from search.query import Query


class Narrowed:
    """The documents that are `left`, and how many that is in `total`."""

    def __init__(self, evaluator: Evaluator, matching: Matches, query: Query) -> None:
        self.selection = Selection(query.filters, folded)
        self._evaluator = evaluator
        self._within = matching  # of the days asked for
        if query.since or query.until:
            self._within = evaluator.in_days(matching, query.since, query.until)
        self.left = self._kept()
        self.total = len(self.left)

    def counted(self, facet: str) -> Matches:
        """What the table of the facet counts: its own including filter is left aside."""
        return self._kept(facet) if facet in self.selection.included else self.left

    def _kept(self, but: str = "") -> Matches:
        pairs = self._evaluator.by_segment(self._within)
        return Matches(kept(searcher, each, self.selection, but) for searcher, each in pairs)


def left(evaluator: Evaluator, matching: Matches, query: Query) -> int:
    """How many of the documents pass the days and the filters of the query."""
    return Narrowed(evaluator, matching, query).total
