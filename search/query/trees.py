"""Query trees: their leaves, their normal form, and relaxed and strict versions of them."""

from collections.abc import Iterable, Iterator

from search.query import (
    TEXT_ZONES,
    And,
    Filter,
    Leaf,
    MinimumMatch,
    Node,
    Not,
    Or,
    SynonymGroup,
    Word,
)
from search.schema import FIELDS
from search.values import replace

PROSE = frozenset((*TEXT_ZONES, "teasers"))  # all other zones hold values of facets


def hold_names(zones: Iterable[str]) -> bool:
    """Return whether the zones hold values of facets, whose words are always matched exactly."""
    return not PROSE.issuperset(zones)


def scoring_leaves(node: Node) -> list[Leaf]:
    """Return the leaves that count for the score, each as often as it stands in the tree."""
    match node:
        case And(parts) | Or(parts):
            return [leaf for part in parts for leaf in scoring_leaves(part)]
        case MinimumMatch(words):
            return list(words)
        case _:
            return [node] if isinstance(node, Leaf) else []


def optional_words(node: Node) -> tuple[Word | SynonymGroup, ...]:
    """Return the words of which an article needs only some."""
    match node:
        case MinimumMatch(words):
            return words
        case And(parts):
            return tuple(word for part in parts for word in optional_words(part))
        case _:
            return ()


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


def leave_out(tree: Node, states: Iterable[str], filters: Iterable[Filter] = ()) -> Node:
    """Return the tree without articles of these states, unless it or a filter names one of them."""
    zone = (FIELDS["is"],)
    asked = {value for each in filters if each.facet == "is" for value in each.values}
    asked |= {leaf.text.lower() for leaf in _leaves(tree) if leaf.zones == zone}
    if not asked.isdisjoint(states):
        return tree
    others = [Not(Word(state, zone, exact=True)) for state in sorted(states)]
    return combine(And, [tree, *others]) if others else tree


def _leaves(node: Node) -> Iterator[Word]:
    """Yield the words of the tree, those that are left out too."""
    match node:
        case And(parts) | Or(parts):
            yield from (leaf for part in parts for leaf in _leaves(part))
        case Not(part):
            yield from _leaves(part)
        case Word():
            yield node


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
