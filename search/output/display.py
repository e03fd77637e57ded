"""The place where an answer is shown, and text that fits it."""

import re
from collections.abc import Iterator
from unicodedata import category, east_asian_width

from search.output.safe_text import safe_line
from search.values import Value

PROSE_WIDTH = 100  # columns a line of prose may take: longer ones are hard to follow by eye

# Codes of "select graphic rendition", ECMA-48 section 8.3.117.
STYLES = {
    "strong": "1",
    "faint": "2",
    "mark": "1;31",  # bold red, as grep marks a match
    "cut": "2;9",  # faint and struck through
    "bar": "36",
}


class View(Value):
    """The place where an answer is shown."""

    width: int | None = None  # columns of the terminal; None: lines are not wrapped
    color: bool = False
    terminal: bool = False  # a person is looking: no control character may pass

    @property
    def prose_width(self) -> int | None:
        """Return how many columns a line of prose may take."""
        return self.width and min(self.width, PROSE_WIDTH)

    def paint(self, style: str, text: str) -> str:
        """Return the text in that style of STYLES, or in none; without color, the text."""
        painted = self.color and style and text
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if painted else text


def text_width(text: str) -> int:
    """Return how many columns of a terminal the text takes.

    >>> text_width("Київ"), text_width("東京")
    (4, 4)
    """
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def shorten(text: str, width: int) -> str:
    """Return the text on one safe line, cut to so many columns.

    >>> shorten("air defense", 8)
    'air def…'
    """
    shown = safe_line(text)
    if text_width(shown) <= width:
        return shown
    while text_width(shown) >= width:
        shown = shown[:-1]
    return shown + "…"


def fit(text: str, width: int) -> str:
    """Return the text on one safe line in exactly so many columns, cut or padded to them."""
    shown = shorten(text, width)
    return shown + " " * (width - text_width(shown))


def wrap(text: str, width: int | None) -> list[str]:
    """Return the lines of a text broken at spaces to fit the width.

    >>> wrap("air defense", 8)
    ['air', 'defense']
    """
    return [text[start:end] for start, end in line_spans(text, width)]


def line_spans(text: str, width: int | None) -> Iterator[tuple[int, int]]:
    """Yield start and end of each line when the text is broken at spaces to fit the width.

    >>> [slice(*span) for span in line_spans("air defense", 8)]
    [slice(0, 3, None), slice(4, 11, None)]
    """
    if width is None:
        yield 0, len(text)
        return
    start = end = -1
    for left, right in _word_spans(text, width):
        if start < 0:
            start = left
        elif text_width(text[start:right]) > width:
            yield start, end
            start = left
        end = right
    if start >= 0:
        yield start, end


def _word_spans(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of each word; one wider than the line is broken."""
    for match in re.finditer(r"\S+", text):
        left, right = match.span()
        taken = 0
        for place in range(left, right) if text_width(match[0]) > width else ():
            wide = _character_width(text[place])
            if taken + wide > width:
                yield left, place
                left, taken = place, 0
            taken += wide
        yield left, right
