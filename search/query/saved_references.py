"""Saved searches that a query names, `query:weekly`, and that these name in turn."""

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from itertools import pairwise

from search.errors import BadQuery
from search.query import And, DateRange, Filtered, Node, Query
from search.query.lexer import Token, tokens
from search.values import Value

SAVED = "query"  # the field that names them
NAMES = frozenset({"word", "quote"})  # the tokens that hold a name


class Tree(Value):
    """What a text was read as."""

    node: Node
    words: int
    levels: int  # of parentheses and of searches within one another


Trees = Mapping[str, Tree]  # by folded name
Read = Callable[[str, Trees], Tree]


def folded(name: str) -> str:
    """What a name is known by: its letters, whatever their case."""
    return name.casefold()


def named(token: Token) -> str:
    """The name that a token after `query:` holds."""
    return (token.text[1:-1] if token.kind == "quote" else token.text).strip()


def references(text: str) -> Iterator[tuple[str, int]]:
    """The saved searches that a query names, as typed, each with its place, counted from 0.

    Raises: BadQuery at what no rule of the grammar could use.
    """
    if f"{SAVED}:" not in text.lower():
        return
    for field, value in pairwise(tokens(text)):
        asks = field.kind == "field" and field.text.lower() == f"{SAVED}:"
        if asks and value.kind in NAMES and value.start == field.end:
            yield named(value), field.start


def trees(text: str, saved: Mapping[str, Query], read: Read) -> Trees:
    """The trees of all that the text names, and of all that these name, which come first.

    Raises: BadQuery, where there is no search of a name, where one cannot be read, or where one
    names itself, however far round.
    """
    found: dict[str, Tree] = {}
    path: list[str] = []  # the searches that are being read, each named by the one before
    left = [_asked(text, "", saved)]
    while left:
        step = next(left[-1], None)
        if step is not None:
            name, place, owner, inside = step
            if name in path:
                raise BadQuery(inside, place + 1, _circle(name, path), saved=owner)
            if name not in found:
                path.append(name)
                left.append(_asked(saved[name].text, name, saved))
            continue
        left.pop()
        if path:
            name = path.pop()
            found[name] = _whole(name, saved[name], found, read)
    return found


Step = tuple[str, int, str, str]  # a name, its place, whose text it stands in, and the text


def _asked(text: str, owner: str, saved: Mapping[str, Query]) -> Iterator[Step]:
    """What the text names."""
    try:
        for name, place in references(text):
            if folded(name) not in saved:
                raise _unknown(text, place, name, saved)
            yield folded(name), place, owner, text
    except BadQuery as slip:
        raise _within(slip, owner) from slip


def _whole(name: str, asked: Query, found: Trees, read: Read) -> Tree:
    """The tree of a saved search, its filters and days included."""
    try:
        own = read(asked.text, found)
    except BadQuery as slip:
        raise _within(slip, name) from slip
    parts: list[Node] = [own.node]
    if asked.filters:
        parts.append(Filtered(asked.filters))
    if asked.since or asked.until:
        parts.append(DateRange(asked.since, asked.until))
    node = And(tuple(parts), saved_as=name)
    return Tree(node, max(own.words, 1), own.levels + 1)


def _within(slip: BadQuery, owner: str) -> BadQuery:
    """The slip as one of the saved search in whose text it is."""
    if slip.saved or not owner:
        return slip
    return BadQuery(slip.text, slip.column, slip.expected, slip.nearest, owner)


def _circle(name: str, path: list[str]) -> str:
    chain = " -> ".join([*path[path.index(name) :], name])
    return f"saved searches that name one another in a circle find nothing: {chain}"


def _unknown(text: str, place: int, name: str, saved: Mapping[str, Query]) -> BadQuery:
    near = get_close_matches(folded(name), list(saved), 1)
    listed = "'search saved list' has all" if saved else "'search saved add NAME QUERY' makes one"
    expected = f"there is no saved search {name!r}" + ("" if near else f": {listed}")
    return BadQuery(text, place + 1, expected, f"{SAVED}:{near[0]}" if near else "")
