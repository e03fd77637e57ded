"""The leaves of a query tree: those that score, those that are optional, those the user typed."""

from search.analysis import analyze
from search.query import (
    And,
    DateRange,
    Filtered,
    Leaf,
    MatchAll,
    MinimumMatch,
    Missing,
    Node,
    Not,
    Or,
    SynonymGroup,
    Word,
)


def scoring_leaves(node: Node) -> list[Leaf]:
    """Return the leaves that count for the score, each as often as it stands in the tree."""
    match node:
        case And(parts) | Or(parts):
            return [leaf for part in parts for leaf in scoring_leaves(part)]
        case MinimumMatch(words):
            return list(words)
        case Not() | MatchAll() | DateRange() | Missing() | Filtered():
            return []
        case _:
            return [node]


def optional_words(node: Node) -> tuple[Word | SynonymGroup, ...]:
    """Return the words of which an article needs only some."""
    match node:
        case MinimumMatch(words):
            return words
        case And(parts):
            return tuple(word for part in parts for word in optional_words(part))
        case _:
            return ()


def typed_leaves(tree: Node) -> dict[Leaf, Leaf]:
    """Return for each leaf of the analyzed tree the leaf of the tree that the user typed."""
    return {leaf: each for each in scoring_leaves(tree) for leaf in scoring_leaves(analyze(each))}
