"""A cursor over the tokens of a query."""

from collections.abc import Iterator, Set

from search.errors import BadQuery
from search.query.lexer import Token, tokens


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

    def error(self, start: int, expected: str, nearest: str = "") -> BadQuery:
        """Return the error for a mistake at a place counted from 0."""
        return BadQuery(self.text, start + 1, expected, nearest)
