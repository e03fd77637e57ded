"""References to saved searches, `query:weekly`, in a query and in those searches."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from search.closest_name import closest_name
from search.errors import BadQuery
from search.query import And, DateRange, Filtered, Node, Query
from search.query.lexer import Token, tokens
from search.values import Value

SAVED = "query"  # the field that names them
NAMES = frozenset({"word", "quote"})  # the tokens that hold a name


class Tree(Value):
    """The tree of a text, and its size."""

    node: Node
    words: int
    levels: int  # of parentheses and of searches within one another


Trees = Mapping[str, Tree]  # by folded name
Read = Callable[[str, Trees], Tree]


def name_key(name: str) -> str:
    """Return the key of a name, which ignores case."""
    return name.casefold()


def saved_name(token: Token) -> str:
    """Return the name in the token after `query:`."""
    return (token.text[1:-1] if token.kind == "quote" else token.text).strip()


def references(text: str) -> Iterator[tuple[str, int]]:
    """Yield the saved searches that a query names, as typed, each with its place, counted from 0.

    Raises: BadQuery at text that no rule of the grammar allows.
    """
    if f"{SAVED}:" not in text.lower():
        return
    for field, value in pairwise(tokens(text)):
        asks = field.kind == "field" and field.text.lower() == f"{SAVED}:"
        if asks and value.kind in NAMES and value.start == field.end:
            yield saved_name(value), field.start


def saved_trees(text: str, saved: Mapping[str, Query], read: Read) -> Trees:
    """Return the trees of all searches that the text refers to, directly or through others.

    Raises: BadQuery, if a search does not exist or cannot be parsed, or if the references form a
    circle.
    """
    found: dict[str, Tree] = {}
    path: list[str] = []  # the searches being parsed, each named by the previous one
    left = [_references(text, "", saved)]
    while left:
        step = next(left[-1], None)
        if step is not None:
            name, place, owner, inside = step
            if name in path:
                raise BadQuery(inside, place + 1, _circle(name, path), saved=owner)
            if name not in found:
                path.append(name)
                left.append(_references(saved[name].text, name, saved))
            continue
        left.pop()
        if path:
            name = path.pop()
            found[name] = _saved_tree(name, saved[name], found, read)
    return found


Step = tuple[str, int, str, str]  # a name, its place, the search that has it, and its text


def _references(text: str, owner: str, saved: Mapping[str, Query]) -> Iterator[Step]:
    """Yield the references of the text."""
    try:
        for name, place in references(text):
            if name_key(name) not in saved:
                raise _unknown(text, place, name, saved)
            yield name_key(name), place, owner, text
    except BadQuery as mistake:
        raise _with_owner(mistake, owner) from mistake


def _saved_tree(name: str, saved: Query, found: Trees, read: Read) -> Tree:
    """Return the tree of a saved search, its filters and dates included."""
    try:
        own = read(saved.text, found)
    except BadQuery as mistake:
        raise _with_owner(mistake, name) from mistake
    parts: list[Node] = [own.node]
    if saved.filters:
        parts.append(Filtered(saved.filters))
    if saved.since or saved.until:
        parts.append(DateRange(saved.since, saved.until))
    node = And(tuple(parts), saved_as=name)
    return Tree(node, max(own.words, 1), own.levels + 1)


def _with_owner(mistake: BadQuery, owner: str) -> BadQuery:
    """Return the error with the saved search in whose text it is."""
    if mistake.saved or not owner:
        return mistake
    return BadQuery(mistake.text, mistake.column, mistake.expected, mistake.nearest, owner)


def _circle(name: str, path: list[str]) -> str:
    chain = " -> ".join([*path[path.index(name) :], name])
    return f"saved searches that name one another in a circle find nothing: {chain}"


def _unknown(text: str, place: int, name: str, saved: Mapping[str, Query]) -> BadQuery:
    near = closest_name(name_key(name), saved)
    listed = "'search saved list' has all" if saved else "'search saved add NAME QUERY' makes one"
    expected = f"there is no saved search {name!r}" + ("" if near else f": {listed}")
    return BadQuery(text, place + 1, expected, f"{SAVED}:{near}" if near else "")
