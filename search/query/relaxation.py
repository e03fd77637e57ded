"""A query asked less strictly, for when no article has all that was asked for, or more so."""

from search.query import And, Leaf, Node, Not, Or
from search.query.normal_form import NAMES, joined, negated
from search.values import replace


def relaxed(node: Node) -> Node | None:
    """The query that asks for any of its texts; what narrows it stays required.

    Exclusions, days, missing values, names and saved searches narrow. None where fewer than two
    texts are asked for.
    """
    if not isinstance(node, And) or node.saved_as:
        return None
    texts = [part for part in node.parts if is_text(part)]
    if len(texts) < 2:
        return None
    return joined(And, [joined(Or, texts), *(part for part in node.parts if not is_text(part))])


def strict(node: Node) -> Node:
    """The query for which an article must have every word of many side by side, too."""
    match node:
        case And(parts):
            return replace(node, parts=tuple(map(strict, parts)), all_required=True)
        case Or(parts):
            return replace(node, parts=tuple(map(strict, parts)))
        case Not(part):
            return negated(strict(part))
        case _:
            return node


def is_text(node: Node) -> bool:
    """Whether an article matches only by words of its text that were asked for."""
    if isinstance(node, And):
        return not node.saved_as and any(map(is_text, node.parts))
    if isinstance(node, Or):
        return all(map(is_text, node.parts))
    return isinstance(node, Leaf) and not NAMES.intersection(node.zones)
