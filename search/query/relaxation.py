"""Relaxed and strict versions of a query."""

from search.query import And, Leaf, Node, Not, Or
from search.query.normal_form import combine, hold_names, negate
from search.values import replace


def relax(node: Node) -> Node | None:
    """Return the query that matches any of its texts; its filters stay required.

    Exclusions, dates, missing values, names and saved searches are filters. None if it has fewer
    than two texts. Used when no article matches the whole query.
    """
    if not isinstance(node, And) or node.saved_as:
        return None
    texts = [part for part in node.parts if is_text(part)]
    if len(texts) < 2:
        return None
    return combine(And, [combine(Or, texts), *(part for part in node.parts if not is_text(part))])


def require_all(node: Node) -> Node:
    """Return the query that only articles with every one of its words match."""
    match node:
        case And(parts):
            return replace(node, parts=tuple(map(require_all, parts)), all_required=True)
        case Or(parts):
            return replace(node, parts=tuple(map(require_all, parts)))
        case Not(part):
            return negate(require_all(part))
        case _:
            return node


def is_text(node: Node) -> bool:
    """Return True if articles match the node by words of their text alone."""
    if isinstance(node, And):
        return not node.saved_as and any(map(is_text, node.parts))
    if isinstance(node, Or):
        return all(map(is_text, node.parts))
    return isinstance(node, Leaf) and not hold_names(node.zones)
