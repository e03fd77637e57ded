"""What the days and the filters of a query leave of the documents that it matches."""

from collections.abc import Sequence

from search.analysis import folded
from search.engines.whoosh.searching.evaluator import Evaluator, dated
from search.engines.whoosh.searching.filter_conditions import kept
from search.engines.whoosh.searching.kernel import Documents
from search.faceting import Selection
from search.query import Query


class Narrowed:
    """The documents that are `left`, and how many that is in `total`."""

    def __init__(self, evaluator: Evaluator, matching: Sequence[Documents], query: Query) -> None:
        self.selection = Selection(query.filters, folded)
        self._parts = evaluator.parts
        self._within = matching  # of the days asked for
        if query.since or query.until:
            pairs = zip(self._parts, matching, strict=True)
            self._within = [dated(part, each, query.since, query.until) for part, each in pairs]
        self.left = self._kept()
        self.total = evaluator.size(self.left)

    def counted(self, facet: str) -> list[Documents]:
        """What the table of the facet counts: its own including filter is left aside."""
        return self._kept(facet) if facet in self.selection.wanted else self.left

    def _kept(self, but: str = "") -> list[Documents]:
        pairs = zip(self._parts, self._within, strict=True)
        return [kept(part, each, self.selection, but) for part, each in pairs]


def left(evaluator: Evaluator, matching: Sequence[Documents], query: Query) -> int:
    """How many of the documents pass the days and the filters of the query."""
    return Narrowed(evaluator, matching, query).total
