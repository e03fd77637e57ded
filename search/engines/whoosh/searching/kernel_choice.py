"""The choice of a kernel for each query: the plain one if loading numpy would take longer."""

import sys
from collections.abc import Sequence

from search.engines.query_reader import analyze_cached
from search.engines.whoosh.searching.query_cost import query_cost
from search.engines.whoosh.storage.segment import Segment
from search.query import Node

EXPENSIVE = 150_000  # postings that the plain kernel reads in the time that numpy takes to load
MANY = 16  # a process with more queries is a long one, for which loading numpy pays


class KernelChoice:
    """The choice of kernels for the queries to one index: always `kernel` if that is given."""

    def __init__(self, segments: Sequence[Segment], kernel: str = "") -> None:
        self._segments = segments
        self._kernel = kernel
        self._queries = 0

    def kernel(self, tree: Node) -> str:
        """Return one of KERNELS, and count one more query."""
        self._queries += 1
        if self._kernel:
            return self._kernel
        if self._queries > MANY or "numpy" in sys.modules:
            return "arrays"
        return "arrays" if query_cost(self._segments, analyze_cached(tree)) > EXPENSIVE else "plain"
