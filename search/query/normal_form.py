"""How the parts of a tree are put together, so that each meaning has one tree."""

from collections.abc import Iterable

from search.query import And, Leaf, Node, Not, Or
from search.values import replace

NAMES = frozenset(
    {"person", "quoted", "source", "author"}
)  # the zones that hold names: always exact


def joined(kind: type[And] | type[Or], parts: Iterable[Node]) -> Node:
    """Return one node of the kind: nested plain ones are merged, a single part stays itself."""
    flat: list[Node] = []
    for part in parts:
        if isinstance(part, And | Or) and part == kind(part.parts):
            flat.extend(part.parts)
        else:
            flat.append(part)
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def negated(node: Node) -> Node:
    """All other articles; twice is not at all."""
    return node.part if isinstance(node, Not) else Not(node)


def placed(node: Node, zones: tuple[str, ...]) -> Node:
    """The tree with the zones given to the leaves that have none yet."""
    if isinstance(node, And) and node.saved_as:  # it has zones of its own
        return node
    if isinstance(node, And | Or):
        return replace(node, parts=tuple(placed(part, zones) for part in node.parts))
    if isinstance(node, Not):
        return Not(placed(node.part, zones))
    if isinstance(node, Leaf) and not node.zones:
        return replace(node, zones=zones)
    return node
