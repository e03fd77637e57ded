"""Unparsing: a tree back to the text of a query."""

from collections.abc import Iterable

from search.query import (
    NONE,
    TEXT_ZONES,
    And,
    DateRange,
    Fuzzy,
    Leaf,
    MinimumMatch,
    Missing,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    SynonymGroup,
    Wildcard,
    Word,
)
from search.query.lexer import QUOTES
from search.query.parser import STATE_WITHOUT
from search.query.trees import hold_names

STATE_ZONES = [(zone,) for zone in STATE_WITHOUT]
SCOPED = ("teasers",)  # the zones no field names: only `in:` reaches them
SCOPE = "in:teasers "


def unparse(node: Node) -> str:
    """Return the query that parses to the tree.

    True of the trees that `parse` returns; of synonyms the first is written. A field given once for
    a group is repeated for each word, so a query near the limit of length may become too long.
    """
    scoped = _is_scoped(node)
    text = _text(node, scoped)
    # Without AND not all of three parts would be required.
    if isinstance(node, And) and node == And(node.parts) and len(node.parts) > 2:
        text = " AND ".join(_parts(node.parts, scoped))
    return SCOPE + text if scoped else text


def _text(node: Node, scoped: bool) -> str:
    """Return the node without its own parentheses; scoped is True within an `in:` group."""
    match node:
        case And(_, _, name) if name:
            return f"query:{name}"
        case Or(parts):
            return " OR ".join(_part(part, scoped, ()) for part in parts)
        case And(parts) | MinimumMatch(parts):
            return " ".join(_parts(parts, scoped))
        case Not(part):
            return "-" + _part(part, scoped, (And, Or))
        case DateRange(first, last):
            ends = [end.isoformat() if end else "" for end in (first, last)]
            return "date:" + (ends[0] if first == last else "..".join(ends))
        case Missing(facet, field):
            return f"{field or facet}:{NONE}"
    if not isinstance(node, Leaf):  # every article, or filters, which have no text
        return ""
    if isinstance(node, Word) and _would_be_a_state(node):
        return f"(in:{node.zones[0]} {node.text})"
    zones = () if scoped and node.zones == SCOPED else node.zones
    return ("" if zones in ((), TEXT_ZONES) else f"{zones[0]}:") + _leaf(node)


def _parts(parts: Iterable[Node], scoped: bool) -> list[str]:
    """Return the required parts, each as text."""
    return [_part(part, scoped, (Or,)) for part in parts]


def _part(node: Node, scoped: bool, weaker: tuple[type, ...]) -> str:
    """Return the node as a part of another, in parentheses if it binds weaker or needs a scope."""
    if not scoped and _is_scoped(node):
        return f"({SCOPE}{_text(node, True)})"
    text = _text(node, scoped)
    return f"({text})" if isinstance(node, weaker) and not _is_saved(node) else text


def _is_scoped(node: Node) -> bool:
    """Return True if one `in:` applies to the whole node."""
    zones = _zones(node)
    return SCOPED in zones and TEXT_ZONES not in zones


def _zones(node: Node) -> set[tuple[str, ...]]:
    """Return the zones of each leaf outside of saved searches."""
    if isinstance(node, And | Or) and not _is_saved(node):
        return set().union(*map(_zones, node.parts))
    if isinstance(node, Not):
        return _zones(node.part)
    return {node.zones} if isinstance(node, Leaf) else set()


def _leaf(leaf: Leaf) -> str:
    """Return the leaf without its field."""
    match leaf:
        case Word(text, zones, exact):
            # Without the sign `none` matches articles without a name.
            return ("=" if exact and text.lower() == NONE else _sign(zones, exact)) + text
        case Phrase(words, zones, exact):
            return _sign(zones, exact) + _quoted(words)
        case Near(words, distance, ordered, zones, exact):
            return f"{_sign(zones, exact)}{_quoted(words)}~{'>' if ordered else ''}{distance}"
        case Wildcard(glob):
            return glob
        case SynonymGroup(forms):
            return " ".join(forms[0])
        case Fuzzy(text, edits):
            return f"{text}~" if edits == 1 else f"{text}~{edits}"


def _would_be_a_state(word: Word) -> bool:
    """Return True if the word after its field would mean that the field is empty: "title:none"."""
    return not word.exact and word.text.lower() == NONE and word.zones in STATE_ZONES


def _sign(zones: tuple[str, ...], exact: bool) -> str:
    """Return the sign of an exact leaf; names are exact without one."""
    return "=" if exact and not hold_names(zones) else ""


def _quoted(words: tuple[str, ...]) -> str:
    """Return the words in quotes that none of them closes."""
    text = " ".join(words)
    opening, ends = next(
        (pair for pair in QUOTES.items() if not set(pair[1]).intersection(text)), ('"', '"')
    )
    return f"{opening}{text}{ends[0]}"


def _is_saved(node: Node) -> bool:
    return isinstance(node, And) and bool(node.saved_as)
