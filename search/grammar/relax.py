"""A query asked less strictly, for when no article has all that was asked for."""

from search.grammar.tree import NAMES, joined
from search.query import And, Leaf, Node, Or


def relaxed(node: Node) -> Node | None:
    """The query that asks for any of its texts; what narrows it stays required.

    Exclusions, days, missing values and names narrow. None where fewer than two texts are
    asked for.
    """
    if not isinstance(node, And):
        return None
    texts = [part for part in node.parts if is_text(part)]
    if len(texts) < 2:
        return None
    return joined(And, [joined(Or, texts), *(part for part in node.parts if not is_text(part))])


def is_text(node: Node) -> bool:
    """Whether an article matches only by words of its text that were asked for."""
    if isinstance(node, And):
        return any(map(is_text, node.parts))
    if isinstance(node, Or):
        return all(map(is_text, node.parts))
    return isinstance(node, Leaf) and not NAMES.intersection(node.zones)
