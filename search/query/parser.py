"""Reads the tokens of a query into its tree, by recursive descent."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches

from search.errors import BadQuery
from search.query import (
    NONE,
    TEXT_ZONES,
    And,
    DateRange,
    Field,
    Fuzzy,
    MatchAll,
    Missing,
    Near,
    Node,
    Or,
    Phrase,
    Query,
    Wildcard,
    Word,
)
from search.query.all_caps import lowered
from search.query.date_ranges import FORMS, BadDays, days
from search.query.lexer import Token, says
from search.query.normal_form import joined, negated, placed
from search.query.saved_references import NAMES, SAVED, Tree, Trees, folded, named, trees
from search.query.token_cursor import Cursor
from search.values import Value

MOST_CHARACTERS = 10_000
MOST_WORDS = 1_000
MOST_LEVELS = (
    50  # of parentheses: far from Python's limit of recursion, also for who walks the tree
)
DEEPEST = 100  # levels of parentheses and of saved searches within one another together
DATE, IN = "date", "in"  # the fields that are no places to look in
EDITS = {"": 1, "1": 1, "2": 2}
TEXTS = {"word", "url", "label", "quote", "pattern", "fuzzy"}  # the tokens that hold text
VALUES = TEXTS | {"open", "exact", "range"}  # what may follow a field
CLAUSES = VALUES | {"field", "minus", "not"}  # what may follow a minus
OPERATORS = {"and", "or", "not"}
NONE_SAVED: Mapping[str, Query] = {}


class Names(Value):
    """What the query language calls things, and the day it counts from."""

    fields: Mapping[str, Field]
    scopes: Mapping[str, Field]
    facets: Mapping[str, str]
    today: date
    saved: Trees


class Scope(Value):
    """An `in:` and the zones it sets for its group."""

    token: Token
    zones: tuple[str, ...]


def parse(
    text: str,
    fields: Mapping[str, Field],
    scopes: Mapping[str, Field],
    facets: Mapping[str, str],
    today: date,
    saved: Mapping[str, Query] = NONE_SAVED,
) -> Node:
    """The tree of a query; a text without anything but space asks for every article.

    `saved` has the searches it may name, `query:weekly`, by their folded names.

    Raises: BadQuery at the first slip, with its column.
    """

    def read(text: str, known: Trees) -> Tree:
        return _read(text, Names(fields, scopes, facets, today, known))

    return read(text, trees(lowered(text), saved, read)).node


def _read(text: str, names: Names) -> Tree:
    """The tree of a text."""
    if len(text) > MOST_CHARACTERS:
        expected = f"expected at most {MOST_CHARACTERS:,} characters"
        raise BadQuery(text[:40] + "…", MOST_CHARACTERS + 1, expected)
    if not text.strip():
        return Tree(MatchAll(), 0, 0)
    parser = _Parser(lowered(text), names)
    return Tree(parser.query(), parser.words, parser.deepest)


class _Parser(Cursor):
    """A method for each rule of the grammar.

    query   = either
    either  = both (OR both)*
    both    = clause (AND? clause)*
    clause  = (NOT | -)* (group | field | word ...)

    Methods given a field read within it: "" stands for none. Reading moves the cursor.
    """

    def __init__(self, text: str, names: Names) -> None:
        super().__init__(text)
        self.names = names
        self.levels = 0
        self.deepest = 0  # level there was
        self.words = 0
        self.scope: Scope | None = None  # the `in:` met in the group being read
        self.says_and = False

    def query(self) -> Node:
        """The whole query."""
        node = self.body("")
        if self.ahead.kind == "close":
            raise self.bad(self.ahead.start, "expected '(' somewhere before this ')'")
        node = placed(node, TEXT_ZONES)
        if isinstance(node, And) and len(node.parts) > 2 and not (self.says_and or node.saved_as):
            return And(node.parts, all_required=False)
        return node

    def body(self, field: str) -> Node:
        """What stands in a group or in the whole query, with its `in:` applied."""
        outer, self.scope = self.scope, None
        node = self.either(field)
        scope, self.scope = self.scope, outer
        if scope is None:
            return node
        inside = placed(node, scope.zones)
        if inside == node:
            raise self.idle(scope)
        return inside

    def either(self, field: str) -> Node:
        """Alternatives: OR binds weakest."""
        parts = [self.both(field)]
        while self.took("or"):
            parts.append(self.both(field))
        return joined(Or, parts)

    def both(self, field: str) -> Node:
        """Clauses side by side, with or without AND."""
        parts = [self.clause(field)]
        while (said := self.took("and")) or self.ahead.kind not in ("or", "close", "end"):
            self.says_and = self.says_and or said
            parts.append(self.clause(field))
        nodes = [part for part in parts if part is not None]
        if not nodes and self.scope:
            raise self.idle(self.scope)
        return joined(And, nodes)

    def clause(self, field: str) -> Node | None:
        """One thing to look for, or to leave out; None for an `in:`, which only places others."""
        negations = 0
        while self.ahead.kind in ("not", "minus"):
            negations += 1
            if self.take().kind == "minus" and not self.touches(CLAUSES):
                raise self.bad(self.before.start, "expected a word right after '-'")
        start = self.ahead.start
        read = READERS.get(self.ahead.kind)
        if read is None:
            raise self.astray()
        node = read(self, self.take(), field)
        if node is None and negations:
            raise self.bad(start, "expected 'in:' without NOT or '-'")
        return negated(node) if node is not None and negations % 2 else node

    def group(self, opening: Token, field: str) -> Node:
        """A query in parentheses; a field before them holds for all of it."""
        self.levels += 1
        if self.levels > MOST_LEVELS:
            raise self.bad(opening.start, f"expected at most {MOST_LEVELS} levels of parentheses")
        self.deepest = max(self.deepest, self.levels)
        node = self.body(field)
        if not self.took("close"):
            raise self.bad(opening.start, "expected a closing parenthesis")
        self.levels -= 1
        return node

    def field(self, token: Token, outer: str) -> Node | None:
        """A name, its colon and what it applies to."""
        name = token.text[:-1].lower()
        if self.ahead.start != token.end and name not in self.known():
            return self.word(token, outer)  # only noise follows: "Ukraine:..."
        if name == IN and self.touches({"word"}):
            self.place(token)
            return None
        if name not in self.known():
            raise self.unknown(token)
        if self.touches({"minus"}):
            raise self.bad(self.ahead.start, f"expected '-' before the field, as in -{token.text}x")
        if name == SAVED:
            return self.reference(token)
        if not self.touches(VALUES) or name == IN:
            raise self.valueless(token)
        return READERS[self.ahead.kind](self, self.take(), name)

    def label(self, token: Token, field: str) -> Node:
        """A word with a colon and a space after it, unless it is a field without its value."""
        if token.text[:-1] in self.known():
            raise self.valueless(token)
        return self.word(token, field)

    def place(self, token: Token) -> None:
        """Notes the `in:` for the group it stands in."""
        value = self.take()
        found = self.names.scopes.get(value.text.lower())
        if found is None:
            near = get_close_matches(value.text.lower(), self.names.scopes, 1)
            raise self.bad(value.start, self.places(), token.text + near[0] if near else "")
        if self.scope and self.scope.zones != found.zones:
            raise self.bad(token.start, "expected one 'in:' in a group, with parentheses for more")
        self.scope = Scope(token._replace(text=token.text + value.text), found.zones)

    def reference(self, token: Token) -> Node:
        """The saved search whose name follows."""
        if not self.touches(NAMES):
            raise self.bad(token.start, f"expected the name of a saved search after '{token.text}'")
        found = self.names.saved[folded(named(self.take()))]
        self.count(token, found.words)
        if self.levels + found.levels > DEEPEST:
            expected = f"expected at most {DEEPEST} saved searches and parentheses in one another"
            raise self.bad(token.start, expected)
        self.deepest = max(self.deepest, self.levels + found.levels)
        return found.node

    def exact(self, sign: Token, field: str) -> Node:
        """The word or phrase after `=`, in this form only."""
        if self.touches({"quote"}):
            return self.phrase(self.take(), field, exact=True)
        if self.touches({"word", "url", "label"}):
            return self.word(self.take(), field, exact=True)
        raise self.bad(sign.start, "expected a word or a phrase right after '=', without ~ * ?")

    def word(self, token: Token, field: str, exact: bool = False) -> Node:
        """A plain word; `none` in the field of a facet asks for articles without a value."""
        self.count(token, 1)
        facets = self.names.facets
        if field in facets and not exact and token.text.lower() == NONE:
            return Missing(facets[field])
        if field == DATE:
            return self.days(token, exact)
        return Word(token.text, self.zones(field), exact or self.is_exact(field))

    def phrase(self, token: Token, field: str, exact: bool = False) -> Node:
        """Words in quotes, and how near they are where that is said."""
        words = tuple(filter(says, token.text[1:-1].split()))
        self.count(token, len(words))
        if not words:
            raise self.bad(token.start, "expected words between the quotes")
        if field == DATE:
            return self.days(token, exact)
        if self.touches({"tilde"}):
            return self.near(words, field, exact)
        return Phrase(words, self.zones(field), exact or self.is_exact(field))

    def near(self, words: tuple[str, ...], field: str, exact: bool) -> Node:
        """The words of a phrase at a distance: ~4, or ~>4 in their order."""
        sign = self.take()
        found = re.fullmatch("~(>?)([0-9]{1,3})", sign.text)
        if found is None:
            raise self.bad(
                sign.start,
                "expected a number to 999 right after '~', how many other words may stand between",
            )
        if len(words) < 2:
            raise self.bad(sign.start, "expected two words or more in the quotes before '~'")
        exact = exact or self.is_exact(field)
        return Near(words, int(found[2]), bool(found[1]), self.zones(field), exact)

    def pattern(self, token: Token, field: str) -> Node:
        """A word with wildcards."""
        self.count(token, 1)
        if field == DATE:
            return self.days(token)
        if not says(token.text):
            near = f"-{field}:{NONE}" if field in self.names.facets else ""
            raise self.bad(token.start, "expected at least one letter or digit beside '*'", near)
        return Wildcard(token.text, self.zones(field))

    def fuzzy(self, token: Token, field: str) -> Node:
        """A word and how many letters may differ."""
        self.count(token, 1)
        if field == DATE:
            return self.days(token)
        text, _, edits = token.text.partition("~")
        sign = token.start + len(text)
        if edits not in EDITS:
            raise self.bad(sign, "expected 1 or 2 after '~', how many letters may differ")
        if "*" in text or not says(text):
            raise self.bad(sign, "expected a word without wildcards before '~'")
        return Fuzzy(text, EDITS[edits], self.zones(field))

    def days(self, token: Token, exact: bool = False) -> DateRange:
        """The days that a value of the date field stands for."""
        quoted = token.kind == "quote"
        text = token.text[1:-1] if quoted else token.text
        if exact:
            raise self.bad(token.start, FORMS)
        try:
            found = days(text, self.names.today)
        except BadDays as slip:
            start = token.start + quoted + slip.offset
            raise self.bad(start, slip.expected, slip.nearest) from slip
        after = self.text[token.end : token.end + 1]
        if after not in ("", ")") and not after.isspace():
            raise self.bad(token.end, "expected a space after the date")
        return found

    def range(self, token: Token, field: str) -> Node:
        """Never one: [A TO B] is how others write ranges."""
        ends = re.fullmatch(r"\[(\S+)\s+TO\s+(\S+)\]", token.text)
        near = f"{ends[1]}..{ends[2]}".replace("*", "") if ends and field == DATE else ""
        expected = "expected no such bracket: ranges are written date:A..B"
        raise self.bad(token.start, expected, near)

    # What fields and limits say.

    def known(self) -> list[str]:
        """The names that may stand before a colon."""
        return [*self.names.fields, DATE, IN, SAVED]

    def zones(self, field: str) -> tuple[str, ...]:
        """The zones of the field; without one, none as yet: its group decides."""
        return self.names.fields[field].zones if field in self.names.fields else ()

    def is_exact(self, field: str) -> bool:
        """Whether the field holds names."""
        return field in self.names.fields and self.names.fields[field].exact

    def places(self) -> str:
        """What may follow `in:`."""
        return "expected " + " or ".join(f"in:{name}" for name in self.names.scopes)

    def count(self, token: Token, words: int) -> None:
        """Keeps the query within its limit of words."""
        self.words += words
        if self.words > MOST_WORDS:
            raise self.bad(token.start, f"expected at most {MOST_WORDS:,} words")

    # The slips that take some words to explain.

    def astray(self) -> BadQuery:
        """The error where something to look for should stand and does not."""
        plain = "put it in quotes or lower case if it is a plain word"
        here, before = self.ahead, self.before
        if here.kind in OPERATORS:
            return self.bad(
                here.start, f"expected something to look for before {here.text}; {plain}"
            )
        if before.kind in OPERATORS:
            return self.bad(
                before.start, f"expected something to look for after {before.text}; {plain}"
            )
        if here.kind == "tilde":
            return self.bad(here.start, "expected a word or a phrase right before '~'")
        if before.kind == "open" and here.kind == "close":
            return self.bad(before.start, "expected something to look for in the parentheses")
        if before.kind == "open":
            return self.bad(before.start, "expected a closing parenthesis")
        if here.kind == "close":
            return self.bad(here.start, "expected '(' somewhere before this ')'")
        start = len(self.text) - len(self.text.lstrip())  # there was nothing but noise
        return self.bad(start, "expected a word with a letter or a digit")

    def idle(self, scope: Scope) -> BadQuery:
        """The error for an `in:` that no word stands beside."""
        name = scope.token.text
        return self.bad(
            scope.token.start, f"expected something to look for, as in '{name} air defense'"
        )

    def unknown(self, token: Token) -> BadQuery:
        """The error for a field that does not exist."""
        names = self.known()
        near = get_close_matches(token.text[:-1].lower(), names, 1, 0.7)  # not "at" for "date"
        value = self.ahead.text if self.ahead.kind in TEXTS else ""
        expected = f"expected a field ({', '.join(names)}) or quotes around text with a colon"
        return self.bad(token.start, expected, f"{near[0]}:{value}" if near else "")

    def valueless(self, token: Token) -> BadQuery:
        """The error for a field without anything right after its colon."""
        if token.text.lower() == f"{IN}:":
            return self.bad(token.start, self.places())
        value = self.ahead.text if self.ahead.kind in TEXTS else ""
        near = token.text + value if value else ""
        return self.bad(token.start, f"expected a value right after '{token.text}'", near)


# What each kind of token begins; the other kinds begin nothing.
READERS: dict[str, Callable[[_Parser, Token, str], Node | None]] = {
    "open": _Parser.group,
    "field": _Parser.field,
    "label": _Parser.label,
    "exact": _Parser.exact,
    "quote": _Parser.phrase,
    "word": _Parser.word,
    "url": _Parser.word,
    "pattern": _Parser.pattern,
    "fuzzy": _Parser.fuzzy,
    "range": _Parser.range,
}
