"""The shape of a line of text: the features of the line alone, without its neighbours.

Only two things depend on the language: the weights of words, which are 0 for a word that training
did not see, and the stop words, which training took from the long lines of all its documents.
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
EDGE = 16  # words at either end of a long line whose weights are read
CHARACTERS = 6  # of a word, where words are not separated by spaces
LONG_SENTENCE = 12  # words
SHORT = 40  # words; digits, dates and addresses are not searched in a longer line
LONGEST_MARKER = 12  # words

_ANY_DIGIT = re.compile(r"\d")
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
_SENTENCE_ENDS = (". ", "? ", "! ", "。")
_OPENERS, _CLOSERS = "\"'“‘«([「『 ", "\"'”’»)]」』 \u200b"
STOP, ELLIPSIS, COLON, COMMA, DIGIT = 1, 2, 3, 4, 5  # the ends of a line; 0 for any other
_ENDS = {
    **dict.fromkeys(".!?。！？؟।", STOP),
    "…": ELLIPSIS,
    **dict.fromkeys(":：", COLON),
    **dict.fromkeys(",;-–—", COMMA),
}
LABEL, HEADER = 1, 2  # the kinds of markers: `Author:` and the like; `Related` and the like


class WordWeights(NamedTuple):
    """The words that training learned."""

    weights: Mapping[str, float]  # log-odds of article against boilerplate
    stop_words: frozenset[str]


class LineShape(NamedTuple):
    """One line alone."""

    words: Sequence[str]  # in lower case
    size: float  # words; more where words are not separated by spaces
    sentence: bool  # whether it is a long sentence
    end: int
    capitals: float  # share of words with a capital
    weight: float  # sum of the weights of its words
    mean_weight: float
    marker: int
    features: tuple[float, ...]  # in the order of NAMES

    @property
    def sentence_words(self) -> float:
        """The size of a long sentence, 0 for other lines."""
        return self.size if self.sentence else 0.0


NAMES = (
    "size characters end end_quote start start_quote capitals stop_words commas sentences digits "
    "date address word_length weight mean_weight lowest_weight highest_weight first_weight"
).split()
_NO_WORDS = (0.0,) * (len(NAMES) - 2)
_NO_FIGURES = (0.0, 0.0, 0.0)


def line_shape(text: str, learned: WordWeights) -> LineShape:
    """Return the shape of a line, which must not be blank."""
    lower = lower_words(text)
    count = len(lower)
    characters = len(text)
    if not count:
        return LineShape(lower, 0.0, False, 0, 0.0, 0.0, 0.0, 0, (0.0, characters, *_NO_WORDS))
    size = max(count, characters / CHARACTERS)
    end = _end(text)
    capitals = list(map(ne, words(text), lower)).count(True) / count
    edges = lower if count <= 2 * EDGE else lower[:EDGE] + lower[-EDGE:]
    weights = list(map(learned.weights.get, edges, repeat(0.0)))
    weight = sum(weights)
    mean_weight = weight / len(weights)
    # `sum` is slow on truth values.
    stop_words = list(map(learned.stop_words.__contains__, lower)).count(True)
    features = (
        size,
        characters,
        end,
        text[-1] in _CLOSERS,
        _start(text),
        text[0] in _OPENERS,
        capitals,
        stop_words / count,
        text.count(",") / count,
        sum(map(text.count, _SENTENCE_ENDS)),
        *(_figures(text, lower) if count < SHORT else _NO_FIGURES),
        (characters - count) / count,
        weight,
        mean_weight,
        min(weights),
        max(weights),
        weights[0],
    )
    sentence = end == STOP and size >= LONG_SENTENCE
    marker = _marker(text) if count <= LONGEST_MARKER and end != STOP else 0
    return LineShape(lower, size, sentence, end, capitals, weight, mean_weight, marker, features)


def _end(text: str) -> int:
    bare = text.rstrip(_CLOSERS) or text
    last = bare[-1]
    if bare.endswith("..."):
        return ELLIPSIS
    return _ENDS.get(last) or (DIGIT if last.isdigit() else 0)


def _start(text: str) -> int:
    """Return the kind of the first letter: upper, lower, digit, without case, or no letter."""
    first = (text.lstrip(_OPENERS) or text)[0]
    tests = (str.isupper, str.islower, str.isdigit, str.isalpha)
    return next((kind for kind, test in enumerate(tests) if test(first)), len(tests))


def _figures(text: str, lower: Sequence[str]) -> tuple[float, float, float]:
    """Return the share of numbers, and whether the line has a date and an address."""
    has_address = "@" in text or "http" in text or "www." in text or ".com" in text
    if not _ANY_DIGIT.search(text):
        return 0.0, 0.0, has_address
    numbers = sum(map(str.isdigit, lower)) / len(lower)
    has_date = not _MONTHS.isdisjoint(lower) or _DATE.search(text) is not None
    return numbers, has_date, has_address


def _marker(text: str) -> int:
    if _LABEL.match(text):
        return LABEL
    return HEADER if _HEADER.match(text) else 0
