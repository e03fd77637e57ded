"""The lexer: the text of a query cut into tokens, and a cursor over them."""

import re
from collections.abc import Iterator, Set
from typing import NamedTuple

from search.errors import BadQuery

# What may open a quote, and what then closes it. Phones mix curly and straight ones.
QUOTES = {
    '"': '"',
    "“": '”"',
    "”": '”"',  # Swedish and Finnish: the same at both ends
    "„": '“”"',
    "«": "»",
    "»": "«",
    "＂": "＂",
}
MARKS = "".join(QUOTES)
# Of a word; an apostrophe is one, and never opens a quote. Signs beyond Latin-1 stand apart: sets
# that hold some take three times as long to be compiled.
CHAR = r"""(?:(?![“”„＂])[^\s()"«»])"""
NAME = r"[^\W\d_]+"  # letters only, so that 10:50 is a word

# The kinds of token, first match wins. Every character belongs to one.
KINDS = {
    "space": r"\s+",
    "quote": "|".join(rf"{opening}[^{ends}]*[{ends}]" for opening, ends in QUOTES.items()),
    "unclosed": f"[{MARKS}]",
    "open": r"\(",
    "close": r"\)",
    "range": rf"[\[{{][^\s()\]{MARKS}]{{0,60}}\s+TO\b(?:\s+{CHAR}+)?|\{{",  # as Lucene writes them
    "bracket": r"\[+",  # of "[the president]" in a quoted sentence
    "glue": rf"(?<=[){MARKS}])-+",  # of "Iron Dome"-style, which excludes nothing
    "minus": r"-(?=\S)",  # alone it is a dash: Bridge falls - Daily Ledger
    "exact": "=",
    "tilde": f"~{CHAR}*",
    "url": rf"{NAME}://{CHAR}*",
    "field": rf"{NAME}:(?=[^\s)])",
    "label": rf"{NAME}:",  # of "Ukraine: what next"
    "fuzzy": rf"{CHAR}+?~{CHAR}*",
    # a question mark at the end of a word ends a sentence
    "pattern": rf"{CHAR}*\*{CHAR}*|{CHAR}*\?\w{CHAR}*",
    "and": f"AND(?!{CHAR})",
    "or": f"OR(?!{CHAR})",
    "not": f"NOT(?!{CHAR})",
    "dots": rf"\.\.(?!{CHAR})",
    "bars": rf"\|\|(?!{CHAR})",
    "noise": rf"(?:(?![^\W_]){CHAR})+(?!{CHAR})",  # dashes and the like between words
    "word": f"{CHAR}+",
}
SILENT = {"space", "bracket", "glue", "noise"}
FAULTS = {
    "unclosed": "expected a closing quote",
    "dots": "expected a range without spaces: ranges are written date:A..B",
    "bars": "expected OR between alternatives",
}
_TOKEN = "|".join(f"(?P<{kind}>{shape})" for kind, shape in KINDS.items())
_PLAIN = frozenset("A AT BY FOR FROM IN OF ON THE TO WITH".split())  # in no query of names alone
_OPERATORS = {"AND": "and", "OR": "or", "NOT": "not"}


class Token(NamedTuple):
    """A token of the query as typed."""

    kind: str  # of KINDS, or "end" after the last
    text: str  # a phrase keeps its quotes
    start: int  # in characters of the query, from 0

    @property
    def end(self) -> int:
        """The place after its last character."""
        return self.start + len(self.text)


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a query that mean something, then one of kind "end".

    Raises: BadQuery at text that no rule of the grammar allows.
    """
    if text.replace(" ", "").isalnum():
        yield from _words(text)
        return
    for found in re.finditer(_TOKEN, text):
        kind = found.lastgroup or ""
        if kind in FAULTS:
            raise BadQuery(text, found.start() + 1, FAULTS[kind])
        if kind not in SILENT:
            yield Token(kind, found.group(), found.start())
    yield Token("end", "", len(text))


def _words(text: str) -> Iterator[Token]:
    """Yield the tokens of a text of letters, digits and spaces: most queries need no pattern."""
    start = 0
    for word in text.split(" "):
        if word:
            yield Token(_OPERATORS.get(word, "word"), word, start)
        start += len(word) + 1
    yield Token("end", "", len(text))


def has_word(text: str) -> bool:
    """Return True if the text has a letter or a digit to look for."""
    return any(map(str.isalnum, text))


def lower_all_caps(text: str) -> str:
    """Return the query in lower case if it is a sentence in capitals, whose AND is a plain word.

    Two small words tell a sentence from names: `NATO AND EU` stays as it is.
    """
    if not text.isupper() or len(_PLAIN.intersection(text.split())) < 2:
        return text
    lower = text.lower()
    return lower if len(lower) == len(text) else text  # columns are counted in the text as typed


class Cursor:
    """The token last passed over and the one ahead; `take` and `took` move it in place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: Iterator[Token] = tokens(text)
        self.previous = Token("start", "", 0)
        self.upcoming = next(self.tokens)

    def take(self) -> Token:
        """Return the upcoming token and move past it."""
        self.previous = self.upcoming
        self.upcoming = next(self.tokens, self.upcoming)
        return self.previous

    def accept(self, kind: str) -> bool:
        """Return True and move past the upcoming token if it is of the kind."""
        if self.upcoming.kind != kind:
            return False
        self.take()
        return True

    def adjacent(self, kinds: Set[str]) -> bool:
        """Return True if the upcoming token is of one of the kinds and follows without a space."""
        return self.upcoming.kind in kinds and self.upcoming.start == self.previous.end

    def error(self, place: Token | int, expected: str, nearest: str = "") -> BadQuery:
        """Return the error for a mistake at a token, or at a place counted from 0."""
        start = place.start if isinstance(place, Token) else place
        return BadQuery(self.text, start + 1, expected, nearest)
