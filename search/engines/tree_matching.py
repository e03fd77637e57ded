"""The articles that match a query tree; where none does, those that match some of its words."""

from collections.abc import Iterable, Sized
from typing import Generic, NamedTuple, Protocol, TypeVar

from search.analysis import analyze
from search.engines import notices
from search.engines.query_reader import analyze_cached
from search.query import Leaf, Node
from search.query.trees import relax, scoring_leaves

M = TypeVar("M", bound=Sized)  # a set of matching articles, as an engine represents it


class Matcher(Protocol[M]):
    """An index that finds the articles of an analyzed query tree."""

    def matches(self, node: Node) -> M:
        """Return the articles that match the tree."""
        ...

    def complete(self, node: Node, matches: M) -> M:
        """Return the matches that have every word, where some of them are enough."""
        ...


class TreeMatch(NamedTuple, Generic[M]):
    """The articles that match a tree, and the tree they match."""

    node: Node  # the analyzed tree, or one that asks for less
    matches: M
    notices: tuple[str, ...]  # about words that were not found


def match_tree(tree: Node, matcher: Matcher[M], whole: bool) -> TreeMatch[M]:
    """Return what matches the tree; where nothing does, what matches some of it, unless `whole`."""
    node = analyze_cached(tree)
    matches = matcher.matches(node)
    found = len(matches)
    if found and len(matcher.complete(node, matches)):
        return TreeMatch(node, matches, ())
    absent = tuple(_absent_words(tree, matcher))
    if found:
        return TreeMatch(node, matches, (notices.PARTIAL, *absent))
    less = None if whole else relax(tree)
    if less is None:
        return TreeMatch(node, matches, absent)
    node = analyze(less)
    return TreeMatch(node, matcher.matches(node), (notices.PARTIAL, *absent))


def typed_leaves(tree: Node) -> dict[Leaf, Leaf]:
    """Return for each leaf of the analyzed tree the leaf of the tree that the user typed."""
    return {leaf: each for each in scoring_leaves(tree) for leaf in scoring_leaves(analyze(each))}


def _absent_words(tree: Node, matcher: Matcher[M]) -> Iterable[str]:
    """Return a notice for each word of the tree that no article has."""

    def count(leaf: Leaf) -> int:
        return len(matcher.matches(analyze(leaf)))

    return notices.absent_words(scoring_leaves(tree), count)
