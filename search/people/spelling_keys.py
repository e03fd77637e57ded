"""Keys of the words of a name that do not depend on its spelling: to compare, never to show."""

import re
import unicodedata
from functools import lru_cache

from search.people.word_lists import to_ascii

LONGEST_WORD = 60  # letters that are compared; no name is longer
_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщыэюяёіїєґўѓќѕј",
        "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch y e yu ya "
        "yo i yi ye g u g k dz j".split(),
        strict=True,
    )
) | dict.fromkeys("ъьʼ", "")
_PUNCTUATION = str.maketrans("", "", "'-.,`´ʻ’“”\"()")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "đ": "dj"})

# Spelling differences of names whose own language is not written in Latin letters, in order. The
# effect of each was tested on pairs of different people: tests/people/test_name_matching.py.
_SPELLING_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"sk(?:aya|aia|aja)$", "ska"),
        (r"(?:yy|iy|yi|ii|ij|yj|y|j)$", "i"),
        (r"(?<=[oe])(?:ff|w)$", "v"),  # Smirnoff, Gorbatschow
        (r"(?<=in)e$", ""),  # Poutine
        (r"enka$", "enko"),  # the Belarusian ending
        (r"shch|shtch|schtsch|sch", "sh"),
        (r"tsch|tch|cz", "ch"),
        (r"dzh|dj", "j"),
        (r"[bdgkt]h", lambda match: {"kh": "h"}.get(match[0], match[0][0])),
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
def plain_letters(word: str) -> str:
    """Return the word in lower-case ASCII letters alone, Cyrillic romanised.

    >>> plain_letters("Ki-moon"), plain_letters("Kimoon")
    ('kimoon', 'kimoon')
    """
    lower = unicodedata.normalize("NFC", word[:LONGEST_WORD]).casefold()
    if not lower.isascii():
        lower = to_ascii("".join(_CYRILLIC.get(letter, letter) for letter in lower))
    return lower.translate(_PUNCTUATION)


def expand_umlauts(word: str) -> str:
    """Return the plain letters of the word with two letters for an umlaut.

    >>> expand_umlauts("Schröder")
    'schroeder'
    """
    lower = unicodedata.normalize("NFC", word[:LONGEST_WORD]).casefold()
    return plain_letters(lower.translate(_UMLAUTS))


@lru_cache(maxsize=1 << 16)
def spelling_key(word: str) -> str:
    """Return one spelling of the plain word for the many that romanised names have.

    >>> spelling_key("zelenskyy"), spelling_key("kadhafi"), spelling_key("evgenii")
    ('zelenski', 'kadafi', 'evgeni')
    """
    for pattern, replacement in _SPELLING_RULES:
        word = pattern.sub(replacement, word)
    return word
