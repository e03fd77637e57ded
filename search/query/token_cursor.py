"""A place in the tokens of a query, moved forward by reading."""

from collections.abc import Iterator, Set

from search.errors import BadQuery
from search.query.lexer import Token, tokens


class Cursor:
    """The token last passed over and the one ahead; `take` and `took` move it in place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: Iterator[Token] = tokens(text)
        self.before = Token("start", "", 0)
        self.ahead = next(self.tokens)

    def take(self) -> Token:
        """The next token, passed over."""
        self.before = self.ahead
        self.ahead = next(self.tokens, self.ahead)
        return self.before

    def took(self, kind: str) -> bool:
        """Whether the next token was of the kind; then it is passed over."""
        if self.ahead.kind != kind:
            return False
        self.take()
        return True

    def touches(self, kinds: Set[str]) -> bool:
        """Whether the next token is of one of the kinds and follows without a space."""
        return self.ahead.kind in kinds and self.ahead.start == self.before.end

    def bad(self, start: int, expected: str, nearest: str = "") -> BadQuery:
        """The error for a slip at a place counted from 0."""
        return BadQuery(self.text, start + 1, expected, nearest)
