"""Constructors of trees in normal form, so that each meaning has one tree."""

from collections.abc import Iterable

from search.query import TEXT_ZONES, And, Leaf, Node, Not, Or
from search.values import replace

PROSE = frozenset((*TEXT_ZONES, "teasers"))  # all other zones hold values of facets


def hold_names(zones: Iterable[str]) -> bool:
    """Return whether the zones hold values of facets, whose words are always matched exactly."""
    return not PROSE.issuperset(zones)


def combine(kind: type[And] | type[Or], parts: Iterable[Node]) -> Node:
    """Return one node of the kind: nested plain ones are merged, a single part stays itself."""
    flat: list[Node] = []
    for part in parts:
        if isinstance(part, And | Or) and part == kind(part.parts):
            flat.extend(part.parts)
        else:
            flat.append(part)
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def negate(node: Node) -> Node:
    """Return the negation; a double negation cancels out."""
    return node.part if isinstance(node, Not) else Not(node)


def with_zones(node: Node, zones: tuple[str, ...]) -> Node:
    """Return the tree with the zones set on the leaves that have none yet."""
    if isinstance(node, And) and node.saved_as:  # it has zones of its own
        return node
    if isinstance(node, And | Or):
        return replace(node, parts=tuple(with_zones(part, zones) for part in node.parts))
    if isinstance(node, Not):
        return Not(with_zones(node.part, zones))
    if isinstance(node, Leaf) and not node.zones:
        return replace(node, zones=zones)
    return node
