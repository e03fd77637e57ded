"""Runs of capitalised words: the places where a text may name somebody."""

import re
from collections.abc import Iterator

from search.people.word_lists import PARTICLES

LONGEST_WORD = 40  # letters; a longer word is no name
MOST_WORDS = 12  # a longer run is a list of something and is split

_LATIN = map(chr, (*range(0x41, 0x250), *range(0x1E00, 0x1F00)))  # the Latin script
_CAPITAL = f"[{''.join(filter(str.isupper, _LATIN))}]"
_LETTER = r"[^\W\d_]"
_ABBREVIATIONS = (
    "Adm Amb Brig Capt Cmdr Col Cpl Det Dr Gen Gov Hon Insp Jr Lt Maj Mr Mrs Ms Pfc Pres Prof Pvt "
    "Rep Rev Sen Sgt Spc Sr St Supt"
)
_ABBREVIATION = rf"(?=[A-Z][a-z]{{1,4}}\.)(?:{'|'.join(_ABBREVIATIONS.split())})\."
_ARTICLE = r"(?:[dDlL]['’]|[aAeE][ldnrstz]-|[aA]sh-)"  # "d'Ettorre", "al-Abadi"
# Up to three parts after a hyphen or an apostrophe, but not the "s" of a possessive.
_HYPHENATED = rf"(?:(?:['’](?!s\b)|[-‐‑]){_LETTER}{{1,{LONGEST_WORD}}}){{0,3}}"
_REST_OF_WORD = rf"{_LETTER}{{0,{LONGEST_WORD}}}{_HYPHENATED}"
_FULL_WORD = rf"{_ARTICLE}?{_CAPITAL}{_REST_OF_WORD}"
_WORD = rf"(?:(?:{_CAPITAL}\.-?){{1,6}}|{_ABBREVIATION}|{_FULL_WORD})(?!\w)"
_PARTICLE = rf"(?:{'|'.join(sorted(PARTICLES))})"
_NICKNAME = rf"""["“‘'(]{_WORD}["”’')]"""
_NEXT_WORD = rf"[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}(?:{_NICKNAME}[ ])?{_WORD}"
_JUNIOR = r",[ ][JS]r\b\.?"
_RUN = rf"{_WORD}(?:{_NEXT_WORD}|{_JUNIOR}){{0,{MOST_WORDS - 1}}}"
RUN_PATTERN = re.compile(rf"(?<![\w@#/&.])(?:(?:bin|van|von|de|al|el) )?{_RUN}")
# The same from the first capital on: Python skips to the next capital ten times as fast as it tries
# every letter. A run may have one of PREFIXES before that capital, of at most LONGEST_PREFIX
# letters.
_REST_OF_ABBREVIATION = "|".join(
    f"(?<={first})(?:{'|'.join(word[1:] for word in _ABBREVIATIONS.split() if word[0] == first)})"
    for first in sorted({word[0] for word in _ABBREVIATIONS.split()})
)
_REST_OF_ARTICLE = rf"(?:(?<=[DL])['’]|(?<=[AE])[ldnrstz]-|(?<=A)sh-){_CAPITAL}"
_RUN_FROM_CAPITAL = re.compile(
    rf"{_CAPITAL}(?<![\w@#/&.].)"
    rf"(?:\.-?(?:{_CAPITAL}\.-?){{0,5}}|(?=[a-z]{{1,4}}\.)(?:{_REST_OF_ABBREVIATION})\."
    rf"|(?:{_REST_OF_ARTICLE})?{_REST_OF_WORD})"
    rf"(?!\w)(?:{_NEXT_WORD}|{_JUNIOR}){{0,{MOST_WORDS - 1}}}"
)
PREFIXES = ("bin ", "van ", "von ", "de ", "al ", "el ", "-", "'", "’")
LONGEST_PREFIX = 8  # "bin ash-"


def capitalised_runs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the start of each run in the text, and the run with its words separated by a space."""
    end = 0
    while match := _RUN_FROM_CAPITAL.search(text, end):
        start = match.start()
        if text.endswith(PREFIXES, end, start):
            match = RUN_PATTERN.search(text, max(end, start - LONGEST_PREFIX)) or match
            start = match.start()
        end = match.end()
        yield start, match[0].replace("\u00a0", " ")
