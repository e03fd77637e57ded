"""A matcher of query trees against the article at one place."""

from search.engines.whoosh.searching.evaluator import Evaluator
from search.engines.whoosh.searching.kernel import Place
from search.query import Node


class PlaceMatcher:
    """A matcher of trees against the article at the place."""

    def __init__(self, evaluator: Evaluator, place: Place) -> None:
        self._evaluator, self._place = evaluator, place

    def has(self, node: Node) -> bool:
        """Return whether the article matches the tree."""
        return self._place in self._evaluator.matches(node)

    def count(self, node: Node) -> int:
        """Return how many articles of the index match the tree."""
        return self._evaluator.count(node)
