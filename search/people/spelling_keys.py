"""What is left of a word of a name when its spelling is taken off: to compare, never to show."""

import re
import unicodedata
from functools import lru_cache

from search.people.word_lists import folded

LONGEST = 60  # letters that are compared; no name is longer
_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщыэюяёіїєґўѓќѕј",
        "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch y e yu ya "
        "yo i yi ye g u g k dz j".split(),
        strict=True,
    )
) | dict.fromkeys("ъьʼ", "")
_MARKS = str.maketrans("", "", "'-.,`´ʻ’“”\"()")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "đ": "dj"})

# Spelling differences of names that are written in other letters at home, in order. What each does
# was tried on pairs of different people: tests/people/test_name_matching.py.
_FOLDS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"sk(?:aya|aia|aja)$", "ska"),
        (r"(?:yy|iy|yi|ii|ij|yj|y|j)$", "i"),
        (r"(?<=[oe])(?:ff|w)$", "v"),  # Smirnoff, Gorbatschow
        (r"(?<=in)e$", ""),  # Poutine
        (r"enka$", "enko"),  # as Belarusian writes it
        (r"shch|shtch|schtsch|sch", "sh"),
        (r"tsch|tch|cz", "ch"),
        (r"dzh|dj", "j"),
        (r"[bdgkt]h", lambda found: {"kh": "h"}.get(found[0], found[0][0])),
        (r"ph", "f"),
        (r"ts|tz", "c"),
        (r"x", "ks"),
        (r"ck", "k"),
        (r"q", "k"),
        (r"w", "v"),
        (r"ou|oo", "u"),
        (r"ee", "i"),
        (r"(?:^|(?<=[aeiouy]))[yj]e", "e"),  # Yevgeny, Dudayev
        (r"[yj]", "i"),
        (r"(?<=[bcdfghklmnprstvz])iev$", "ev"),  # Medvedyev
        (r"io(?=v$)", "e"),  # Gorbachyov
        (r"([a-z])\1+", r"\1"),
        (r"(?<=[aeiou])h$", ""),
    )
)


@lru_cache(maxsize=1 << 16)
def plain(word: str) -> str:
    """The word in small ASCII letters alone, Cyrillic romanised: "Ki-moon" and "Kimoon" are one."""
    small = unicodedata.normalize("NFC", word[:LONGEST]).casefold()
    if not small.isascii():
        small = folded("".join(_CYRILLIC.get(letter, letter) for letter in small))
    return small.translate(_MARKS)


def spelled_out(word: str) -> str:
    """The word with its umlauts as two letters: "Schroeder" for "Schröder"."""
    return plain(unicodedata.normalize("NFC", word[:LONGEST]).casefold().translate(_UMLAUTS))


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """The plain word in one spelling of the many that romanised names have.

    >>> skeleton("zelenskyy"), skeleton("kadhafi"), skeleton("evgenii")
    ('zelenski', 'kadafi', 'evgeni')
    """
    for pattern, instead in _FOLDS:
        word = pattern.sub(instead, word)
    return word
