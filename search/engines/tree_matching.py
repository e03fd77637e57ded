"""The articles that match a query tree; where none does, those that match some of its words."""

from collections.abc import Callable, Sized
from typing import TypeVar

from search.analysis import analyze
from search.engines import notices
from search.engines.query_reader import analyze_cached
from search.query import Leaf, Node
from search.query.trees import relax, scoring_leaves

M = TypeVar("M", bound=Sized)  # a set of matching articles, as an engine represents it


def match_tree(
    tree: Node, matches: Callable[[Node], M], complete: Callable[[Node, M], M], whole: bool
) -> tuple[Node, M, tuple[str, ...]]:
    """Return the analyzed tree, what matches it, and notices about words that were not found.

    Where nothing matches, the tree is one that asks for some of the words, unless `whole`.
    `matches` returns what matches an analyzed tree, and `complete` those of the matches that have
    every word.
    """
    node = analyze_cached(tree)
    found = matches(node)
    if len(found) and len(complete(node, found)):
        return node, found, ()
    leaves = scoring_leaves(tree)
    absent = tuple(notices.absent_words(leaves, lambda leaf: len(matches(analyze(leaf)))))
    if len(found):
        return node, found, (notices.PARTIAL, *absent)
    less = None if whole else relax(tree)
    if less is None:
        return node, found, absent
    node = analyze(less)
    return node, matches(node), (notices.PARTIAL, *absent)


def typed_leaves(tree: Node) -> dict[Leaf, Leaf]:
    """Return for each leaf of the analyzed tree the leaf of the tree that the user typed."""
    return {leaf: each for each in scoring_leaves(tree) for leaf in scoring_leaves(analyze(each))}
