"""The parser: tokens of a query to its tree, by recursive descent."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import NamedTuple

from search.closest_name import closest_name
from search.errors import BadQuery
from search.facet_definitions import FACETS
from search.query import (
    NONE,
    TEXT_ZONES,
    And,
    DateRange,
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
from search.query.lexer import Cursor, Token, has_word, lower_all_caps
from search.query.saved_references import (
    NAMES,
    SAVED,
    Tree,
    Trees,
    name_key,
    saved_name,
    saved_trees,
)
from search.query.trees import combine, hold_names, negate, with_zones
from search.schema import FACET_NAMES, FIELDS, SCOPES

MOST_CHARACTERS = 10_000
MOST_WORDS = 1_000
MOST_LEVELS = 50  # of parentheses: far from Python's recursion limit, for every tree walk
MOST_NESTED = 100  # levels of parentheses and of saved searches within one another together
DATE, IN = "date", "in"  # the fields that are no places to look in
STATE_WITHOUT = {"title": "untitled", "body": "empty"}  # the state of an article without the field
EDITS = {"": 1, "1": 1, "2": 2}
TEXT_TOKENS = {"word", "url", "label", "quote", "pattern", "fuzzy"}  # the tokens that hold text
VALUE_TOKENS = TEXT_TOKENS | {"open", "exact", "range"}  # what may follow a field
CLAUSE_TOKENS = VALUE_TOKENS | {"field", "minus", "not"}  # what may follow a minus
OPERATORS = {"and", "or", "not"}
FIELD_NAMES = (*FIELDS, DATE, IN, SAVED)
SCOPE_NAMES = "expected " + " or ".join(f"in:{name}" for name in SCOPES)
NONE_SAVED: Mapping[str, Query] = {}


class Scope(NamedTuple):
    """An `in:` and the zone it sets for its group."""

    token: Token  # the field with its value
    zone: str


def parse(text: str, today: date, saved: Mapping[str, Query] = NONE_SAVED) -> Node:
    """Return the tree of a query; a blank text matches every article.

    Relative dates count from `today`. `saved` has the searches that it may name, `query:weekly`,
    by their `name_key`.

    Raises: BadQuery at the first mistake, with its column.
    """
    read = partial(_read, today)
    return read(text, saved_trees(lower_all_caps(text), saved, read)).node


def _read(today: date, text: str, saved: Trees) -> Tree:
    """Return the tree of a text, with its size."""
    if len(text) > MOST_CHARACTERS:
        expected = f"expected at most {MOST_CHARACTERS:,} characters"
        raise BadQuery(text[:40] + "…", MOST_CHARACTERS + 1, expected)
    if not text.strip():
        return Tree(MatchAll(), 0, 0)
    parser = _Parser(lower_all_caps(text), today, saved)
    return Tree(parser.query(), parser.words, parser.deepest)


class _Parser(Cursor):
    """A recursive descent parser with a method for each rule of the grammar.

    query        = alternatives
    alternatives = clauses (OR clauses)*
    clauses      = clause (AND? clause)*
    clause       = (NOT | -)* (group | field | word ...)

    A method takes the field that it reads within, "" for none, and moves the cursor.
    """

    def __init__(self, text: str, today: date, saved: Trees) -> None:
        super().__init__(text)
        self.today, self.saved = today, saved
        self.levels = 0
        self.deepest = 0  # level there was
        self.words = 0
        self.scope: Scope | None = None  # the `in:` met in the group being read
        self.has_and = False

    def query(self) -> Node:
        """Parse the whole query."""
        node = self.body("")
        if self.upcoming.kind == "close":
            raise self.error(self.upcoming, "expected '(' somewhere before this ')'")
        node = with_zones(node, TEXT_ZONES)
        if isinstance(node, And) and len(node.parts) > 2 and not (self.has_and or node.saved_as):
            return And(node.parts, all_required=False)
        return node

    def body(self, field: str) -> Node:
        """Parse a group or the whole query, and apply its `in:`."""
        outer, self.scope = self.scope, None
        node = self.alternatives(field)
        scope, self.scope = self.scope, outer
        if scope is None:
            return node
        inside = with_zones(node, (scope.zone,))
        if inside == node:
            raise self.empty_scope(scope)
        return inside

    def alternatives(self, field: str) -> Node:
        """Parse alternatives: OR binds weakest."""
        parts = [self.clauses(field)]
        while self.accept("or"):
            parts.append(self.clauses(field))
        return combine(Or, parts)

    def clauses(self, field: str) -> Node:
        """Parse clauses in a row, with or without AND."""
        parts = [self.clause(field)]
        while (explicit := self.accept("and")) or self.upcoming.kind not in ("or", "close", "end"):
            self.has_and = self.has_and or explicit
            parts.append(self.clause(field))
        nodes = [part for part in parts if part is not None]
        if not nodes and self.scope:
            raise self.empty_scope(self.scope)
        return combine(And, nodes)

    def clause(self, field: str) -> Node | None:
        """Parse one clause, negated or not; None for an `in:`, which only sets zones."""
        negations = 0
        while self.upcoming.kind in ("not", "minus"):
            negations += 1
            if self.take().kind == "minus" and not self.adjacent(CLAUSE_TOKENS):
                raise self.error(self.previous, "expected a word right after '-'")
        start = self.upcoming.start
        read = READERS.get(self.upcoming.kind)
        if read is None:
            raise self.missing_clause()
        node = read(self, self.take(), field)
        if node is None and negations:
            raise self.error(start, "expected 'in:' without NOT or '-'")
        return negate(node) if node is not None and negations % 2 else node

    def group(self, opening: Token, field: str) -> Node:
        """Parse a query in parentheses; a field before them applies to all of it."""
        self.levels += 1
        if self.levels > MOST_LEVELS:
            raise self.error(opening, f"expected at most {MOST_LEVELS} levels of parentheses")
        self.deepest = max(self.deepest, self.levels)
        node = self.body(field)
        if not self.accept("close"):
            raise self.error(opening, "expected a closing parenthesis")
        self.levels -= 1
        return node

    def field(self, token: Token, outer: str) -> Node | None:
        """Parse a field name, its colon and its value."""
        name = token.text[:-1].lower()
        if self.upcoming.start != token.end and name not in FIELD_NAMES:
            return self.word(token, outer)  # only noise follows: "Ukraine:..."
        if name == IN and self.adjacent({"word"}):
            self.set_scope(token)
            return None
        if name not in FIELD_NAMES:
            raise self.unknown_field(token)
        if self.adjacent({"minus"}):
            raise self.error(self.upcoming, f"expected '-' before the field, as in -{token.text}x")
        if name == SAVED:
            return self.reference(token)
        if not self.adjacent(VALUE_TOKENS) or name == IN:
            raise self.missing_value(token)
        return READERS[self.upcoming.kind](self, self.take(), name)

    def label(self, token: Token, field: str) -> Node:
        """Parse a word followed by a colon and a space, unless it is a field without a value."""
        if token.text[:-1] in FIELD_NAMES:
            raise self.missing_value(token)
        return self.word(token, field)

    def set_scope(self, token: Token) -> None:
        """Set the `in:` of the group."""
        value = self.take()
        zone = value.text.lower()
        if zone not in SCOPES:
            near = closest_name(zone, SCOPES)
            raise self.error(value, SCOPE_NAMES, token.text + near if near else "")
        if self.scope and self.scope.zone != zone:
            raise self.error(token, "expected one 'in:' in a group, with parentheses for more")
        self.scope = Scope(token._replace(text=token.text + value.text), zone)

    def reference(self, token: Token) -> Node:
        """Parse the name of a saved search and return its tree."""
        if not self.adjacent(NAMES):
            raise self.error(token, f"expected the name of a saved search after '{token.text}'")
        found = self.saved[name_key(saved_name(self.take()))]
        self.count(token, found.words)
        if self.levels + found.levels > MOST_NESTED:
            most = f"at most {MOST_NESTED} saved searches and parentheses in one another"
            raise self.error(token, f"expected {most}")
        self.deepest = max(self.deepest, self.levels + found.levels)
        return found.node

    def exact(self, sign: Token, field: str) -> Node:
        """Parse the word or phrase after `=`, which is matched in this form only."""
        if self.adjacent({"quote"}):
            return self.phrase(self.take(), field, exact=True)
        if self.adjacent({"word", "url", "label"}):
            return self.word(self.take(), field, exact=True)
        raise self.error(sign, "expected a word or a phrase right after '=', without ~ * ?")

    def word(self, token: Token, field: str, exact: bool = False) -> Node:
        """Parse a plain word; `none` in the field of a facet matches articles without a value."""
        self.count(token, 1)
        if field in FACET_NAMES and not exact and token.text.lower() == NONE:
            facet = FACET_NAMES[field]
            return Missing(facet, "" if facet in FIELD_NAMES else field)
        if field in STATE_WITHOUT and not exact and token.text.lower() == NONE:
            return Word(STATE_WITHOUT[field], _zones("is"), exact=True)
        if field == DATE:
            return self.days(token, exact)
        self.check_known(token, token.text, field)
        return Word(token.text, _zones(field), exact or _is_exact(field))

    def phrase(self, token: Token, field: str, exact: bool = False) -> Node:
        """Parse words in quotes, and the distance behind them if there is one."""
        words = tuple(filter(has_word, token.text[1:-1].split()))
        self.count(token, len(words))
        if not words:
            raise self.error(token, "expected words between the quotes")
        if field == DATE:
            return self.days(token, exact)
        if self.adjacent({"tilde"}):
            return self.near(words, field, exact)
        self.check_known(token, token.text[1:-1], field)
        return Phrase(words, _zones(field), exact or _is_exact(field))

    def near(self, words: tuple[str, ...], field: str, exact: bool) -> Node:
        """Parse the distance of a phrase: ~4, or ~>4 for words in order."""
        sign = self.take()
        found = re.fullmatch("~(>?)([0-9]{1,3})", sign.text)
        if found is None:
            raise self.error(
                sign,
                "expected a number to 999 right after '~', how many other words may stand between",
            )
        if len(words) < 2:
            raise self.error(sign, "expected two words or more in the quotes before '~'")
        exact = exact or _is_exact(field)
        return Near(words, int(found[2]), bool(found[1]), _zones(field), exact)

    def pattern(self, token: Token, field: str) -> Node:
        """Parse a word with wildcards."""
        self.count(token, 1)
        if field == DATE:
            return self.days(token)
        if not has_word(token.text):
            near = f"-{field}:{NONE}" if field in FACET_NAMES else ""
            raise self.error(token, "expected at least one letter or digit with '*'", near)
        return Wildcard(token.text, _zones(field))

    def fuzzy(self, token: Token, field: str) -> Node:
        """Parse a word and the number of letters that may differ."""
        self.count(token, 1)
        if field == DATE:
            return self.days(token)
        text, _, edits = token.text.partition("~")
        sign = token.start + len(text)
        if edits not in EDITS:
            raise self.error(sign, "expected 1 or 2 after '~', how many letters may differ")
        if "*" in text or not has_word(text):
            raise self.error(sign, "expected a word without wildcards before '~'")
        return Fuzzy(text, EDITS[edits], _zones(field))

    def days(self, token: Token, exact: bool = False) -> DateRange:
        """Parse a value of the date field."""
        from search.query.date_ranges import FORMS, BadDate, date_range  # few queries have one

        quoted = token.kind == "quote"
        text = token.text[1:-1] if quoted else token.text.replace("_", " ")
        if exact:
            raise self.error(token, FORMS)
        try:
            found = date_range(text, self.today)
        except BadDate as mistake:
            start = token.start + quoted + mistake.offset
            raise self.error(start, mistake.expected, mistake.nearest) from mistake
        after = self.text[token.end : token.end + 1]
        if after not in ("", ")") and not after.isspace():
            raise self.error(token.end, "expected a space after the date")
        return found

    def range(self, token: Token, field: str) -> Node:
        """Refuse [A TO B], the range syntax of other engines."""
        ends = re.fullmatch(r"\[(\S+)\s+TO\s+(\S+)\]", token.text)
        near = f"{ends[1]}..{ends[2]}".replace("*", "") if ends and field == DATE else ""
        expected = "expected no such bracket: ranges are written date:A..B"
        raise self.error(token, expected, near)

    def check_known(self, token: Token, value: str, field: str) -> None:
        """Refuse a value that the field can never have."""
        known = FACETS[FACET_NAMES[field]].known if field in FACET_NAMES else ()
        if known and value.strip().lower() not in known:
            expected = "expected " + " or ".join(f"{field}:{each}" for each in (*known, NONE))
            raise self.error(token, expected, closest_name(value.lower(), known))

    def count(self, token: Token, words: int) -> None:
        """Count words against the limit of a query."""
        self.words += words
        if self.words > MOST_WORDS:
            raise self.error(token, f"expected at most {MOST_WORDS:,} words")

    # Errors that take some words to explain.

    def missing_clause(self) -> BadQuery:
        """Return the error for a missing clause."""
        plain = "put it in quotes or lower case if it is a plain word"
        here, before = self.upcoming, self.previous
        for token, side in ((here, "before"), (before, "after")):
            if token.kind in OPERATORS:
                expected = f"expected something to look for {side} {token.text}; {plain}"
                return self.error(token, expected)
        if here.kind == "tilde":
            return self.error(here, "expected a word or a phrase right before '~'")
        if before.kind == "open" and here.kind == "close":
            return self.error(before, "expected something to look for in the parentheses")
        if before.kind == "open":
            return self.error(before, "expected a closing parenthesis")
        if here.kind == "close":
            return self.error(here, "expected '(' somewhere before this ')'")
        start = len(self.text) - len(self.text.lstrip())  # there was nothing but noise
        return self.error(start, "expected a word with a letter or a digit")

    def empty_scope(self, scope: Scope) -> BadQuery:
        """Return the error for an `in:` without words in its group."""
        expected = f"expected something to look for, as in '{scope.token.text} air defense'"
        return self.error(scope.token, expected)

    def unknown_field(self, token: Token) -> BadQuery:
        """Return the error for a field that does not exist."""
        near = closest_name(token.text[:-1].lower(), FIELD_NAMES, 0.7)  # not "at" for "date"
        value = self.upcoming.text if self.upcoming.kind in TEXT_TOKENS else ""
        expected = f"expected a field ({', '.join(FIELD_NAMES)}) or quotes around text with a colon"
        return self.error(token, expected, f"{near}:{value}" if near else "")

    def missing_value(self, token: Token) -> BadQuery:
        """Return the error for a field without a value after its colon."""
        if token.text.lower() == f"{IN}:":
            return self.error(token, SCOPE_NAMES)
        value = self.upcoming.text if self.upcoming.kind in TEXT_TOKENS else ""
        near = token.text + value if value else ""
        return self.error(token, f"expected a value right after '{token.text}'", near)


def _zones(field: str) -> tuple[str, ...]:
    """Return the zones of the field; () without one, as the group sets them later."""
    return (FIELDS[field],) if field in FIELDS else ()


def _is_exact(field: str) -> bool:
    return hold_names(_zones(field))


# The rule that each kind of token starts; other kinds start none.
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
