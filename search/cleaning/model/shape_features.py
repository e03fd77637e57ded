"""What a line of text looks like by itself: the numbers that the line model reads.

Nothing here depends on a language but the weights of words, which are 0 for a word never met, and
the stop words, which training draws from the long lines of all its documents.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import repeat
from operator import ne
from typing import NamedTuple

from search.cleaning.facts.text_dates import month_names
from search.cleaning.rules import related_headings
from search.cleaning.text_lines import lower_words, words

WORD = re.compile(r"\w+")
EDGE = 16  # words read at either end of a long line for the weights of words
CHARACTERS = 6  # characters that make a word where words are not parted by spaces
LONG = 12  # words of a sentence line
SHORT = 40  # words from which a line is asked for no digits, dates and addresses
ANCHOR = 12  # words of a label or a header at most

_DIGIT = re.compile(r"\d")
_CAPITALS = {  # of each word nothing is left but these
    at: "A" if chr(at).isupper() else None if chr(at).isalnum() or chr(at) == "_" else " "
    for at in range(0x80)
}
_DATE = re.compile(r"\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b")
_MONTHS = month_names(
    "English", "English, short", "German", "French", "Spanish", "Italian", "Portuguese"
)
_LABEL = re.compile(
    r"(?:authors?|tags?|filed under|автор|autora?|теги|метки|schlagworte|etiquetas|"
    r"mots[- ]clés)\s*:",
    re.IGNORECASE,
)
_HEADER = re.compile(
    rf"{related_headings.FOR_MODEL}|leave a (?:comment|reply)|"
    r"\d* ?comments?$|comments? \(|join the (?:discussion|conversation)|"
    r"(?:photos?|image credit|topics|keywords|fonte|fuente|quelle|foto|фото|written by|"
    r"reported by)\s*:|share this|sign up for|subscribe to",
    re.IGNORECASE,
)
_OPENERS, _CLOSERS = "\"'“‘«([「『 ", "\"'”’»)]」』 \u200b"
STOP, BROKEN, COLON, COMMA, FIGURE = 1, 2, 3, 4, 5  # how a line may end; 0 is any other way
_ENDS = {
    **dict.fromkeys(".!?。！？؟।", STOP),
    "…": BROKEN,
    **dict.fromkeys(":：", COLON),
    **dict.fromkeys(",;-–—", COMMA),
}
LABEL, HEADER = 1, 2  # kinds of anchor: `Author:` and the like; `Related` and the like


class Words(NamedTuple):
    """What training learned about words."""

    weights: Mapping[str, float]  # log-odds of article against boilerplate
    stops: frozenset[str]


class Shape(NamedTuple):
    """One line by itself."""

    words: Sequence[str]  # in lower case
    size: float  # words; more where words are not parted
    good: bool  # whether it is a sentence of some length
    end: int
    capitals: float  # share of words with one
    weight: float  # sum of the weights of its words
    mean: float
    anchor: int
    numbers: tuple[float, ...]  # in the order of NAMES


NAMES = (
    "size characters end endquote start startquote capitals stops commas sentences digits date "
    "address wordlength weight meanweight lowweight highweight firstweight"
).split()
_NO_WORDS = (0.0,) * (len(NAMES) - 2)
_NO_FIGURES = (0.0, 0.0, 0.0)


def shape(text: str, known: Words) -> Shape:
    """The line by itself; the text shows something."""
    lower = lower_words(text)
    count = len(lower)
    characters = len(text)
    if not count:
        return Shape(lower, 0.0, False, 0, 0.0, 0.0, 0.0, 0, (0.0, characters, *_NO_WORDS))
    size = max(count, characters / CHARACTERS)
    end = _end(text)
    capitals = _capitals(text, lower) / count
    edges = lower if count <= 2 * EDGE else lower[:EDGE] + lower[-EDGE:]
    weights = list(map(known.weights.get, edges, repeat(0.0)))
    weight = sum(weights)
    mean = weight / len(weights)
    numbers = (
        size,
        characters,
        end,
        text[-1] in _CLOSERS,
        _start(text),
        text[0] in _OPENERS,
        capitals,
        list(map(known.stops.__contains__, lower)).count(True) / count,  # sum is slow on bools
        text.count(",") / count,
        _sentences(text),
        *(_figures(text, lower) if count < SHORT else _NO_FIGURES),
        (characters - count) / count,
        weight,
        mean,
        min(weights),
        max(weights),
        weights[0],
    )
    anchor = _anchor(text) if count <= ANCHOR and end != STOP else 0
    return Shape(
        lower, size, end == STOP and size >= LONG, end, capitals, weight, mean, anchor, numbers
    )


def _end(text: str) -> int:
    bare = text.rstrip(_CLOSERS) or text
    last = bare[-1]
    if bare.endswith("..."):
        return BROKEN
    return _ENDS.get(last) or (FIGURE if last.isdigit() else 0)


def _start(text: str) -> int:
    """How the first letter is written: large, small, a digit, without case, or no letter."""
    first = (text.lstrip(_OPENERS) or text)[0]
    if first.isupper():
        return 0
    if first.islower():
        return 1
    if first.isdigit():
        return 2
    return 3 if first.isalpha() else 4


def _capitals(text: str, lower: Sequence[str]) -> int:
    """How many words have a capital."""
    if text.isascii():
        return len(text.translate(_CAPITALS).split())
    return list(map(ne, words(text), lower)).count(True)


def _sentences(text: str) -> int:
    """How many ends of sentences stand in a line; one letter is found faster than two."""
    ends = text.count(". ") + text.count("。")
    for mark in "?!":
        if mark in text:
            ends += text.count(mark + " ")
    return ends


def _figures(text: str, lower: Sequence[str]) -> tuple[float, float, float]:
    """Share of numbers, whether a date is named, whether an address is."""
    address = "@" in text or "http" in text or "www." in text or ".com" in text
    if not _DIGIT.search(text):
        return 0.0, 0.0, address
    digits = sum(map(str.isdigit, lower)) / len(lower)
    dated = not _MONTHS.isdisjoint(lower) or _DATE.search(text) is not None
    return digits, dated, address


def _anchor(text: str) -> int:
    if _LABEL.match(text):
        return LABEL
    return HEADER if _HEADER.match(text) else 0
