"""Which kernel answers a query: the plain one where numpy would take longer to be loaded."""

import sys
from collections.abc import Sequence

from search.engines.query_reader import analyze_cached
from search.engines.whoosh.searching.query_cost import work
from search.engines.whoosh.storage.segment import Segment
from search.query import Node

HEAVY = 150_000  # postings that the plain kernel takes as long for as numpy takes to be loaded
MANY = 16  # queries after which the process is one that lasts


class Choice:
    """The kernels of the queries to one index, `kernel` wherever it is given."""

    def __init__(self, segments: Sequence[Segment], kernel: str = "") -> None:
        self._segments = segments
        self._kernel = kernel
        self._answered = 0

    def of(self, tree: Node) -> str:
        """One of KERNELS, for one more query."""
        self._answered += 1
        if self._kernel:
            return self._kernel
        lasts = self._answered > MANY or "numpy" in sys.modules
        heavy = lasts or work(self._segments, analyze_cached(tree)) > HEAVY
        return "arrays" if heavy else "plain"
