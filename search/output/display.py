"""What the place where an answer is shown can do, and text made safe and fit for it."""

import re
from collections.abc import Iterator
from unicodedata import category, east_asian_width

from search.values import Value

MEASURE = 100  # columns a line of prose may take: longer ones are hard to follow by eye

# Codes of "select graphic rendition", ECMA-48 section 8.3.117.
STYLES = {
    "strong": "1",
    "faint": "2",
    "mark": "1;31",  # bold red, as grep marks a match
    "cut": "2;9",  # faint and struck through
    "bar": "36",
}

# Control characters would move the cursor or start an escape sequence; those that part words
# become a space, all others a sign that something stood there. So do the signs of direction that
# show a text in another order than it is read.
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_SPACES = dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " ")
_VISIBLE = dict.fromkeys(_CONTROLS, "\ufffd") | _SPACES
_VISIBLE_LINES = {i: sign for i, sign in _VISIBLE.items() if i not in (0x09, 0x0A)}


class View(Value):
    """Where an answer is shown and how much of it."""

    width: int | None = None  # columns of the terminal; None: lines are not wrapped
    color: bool = False
    terminal: bool = False  # a person is looking: nothing that steers a terminal may pass
    explain: bool = False  # why each hit is there

    @property
    def measure(self) -> int | None:
        """How wide prose may be."""
        return self.width and min(self.width, MEASURE)

    def paint(self, style: str, text: str) -> str:
        """The text in that style of STYLES, or in none; without color, the text."""
        painted = self.color and style and text
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if painted else text


def line(text: str) -> str:
    """The text as one line that steers nothing; every character keeps its place.

    >>> line("one\\ttwo\\x1b[2J")
    'one two\ufffd[2J'
    """
    return text.translate(_VISIBLE)


def lines(text: str) -> str:
    """The text without what would steer a terminal; its lines and tabs stay.

    >>> lines("one\\ntwo\\x07")
    'one\\ntwo\ufffd'
    """
    return text.translate(_VISIBLE_LINES)


def columns(text: str) -> int:
    """How many columns of a terminal the text takes.

    >>> columns("Київ"), columns("東京")
    (4, 4)
    """
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(sign: str) -> int:
    if category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(sign) in "WF" else 1


def wrapped(text: str, width: int | None) -> Iterator[tuple[int, int]]:
    """Start and end of each line when the text is broken at spaces to fit the width.

    >>> [slice(*span) for span in wrapped("air defense", 8)]
    [slice(0, 3, None), slice(4, 11, None)]
    """
    if width is None:
        yield 0, len(text)
        return
    start = end = -1
    for left, right in _words(text, width):
        if start < 0:
            start = left
        elif columns(text[start:right]) > width:
            yield start, end
            start = left
        end = right
    if start >= 0:
        yield start, end


def _words(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Start and end of each word; one wider than the line is broken."""
    for match in re.finditer(r"\S+", text):
        left, right = match.span()
        taken = 0
        for place in range(left, right) if columns(match[0]) > width else ():
            wide = columns(text[place])
            if taken + wide > width:
                yield left, place
                left, taken = place, 0
            taken += wide
        yield left, right


def folded(text: str, width: int | None) -> list[str]:
    """The lines of a text broken to fit the width.

    >>> folded("air defense", 8)
    ['air', 'defense']
    """
    return [text[start:end] for start, end in wrapped(text, width)]
