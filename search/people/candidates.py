"""Where a text may name somebody: its runs of capitalised words."""

import re
from collections.abc import Iterator

from search.people.word_lists import PARTICLES

LONGEST = 40  # letters; a longer word is no name
MOST = 12  # words; a longer run is a list of something and is cut


def _capitals() -> str:
    """The capital letters of the Latin script."""
    latin = (*range(0x41, 0x250), *range(0x1E00, 0x1F00))
    return "".join(chr(code) for code in latin if chr(code).isupper())


_UPPER = f"[{_capitals()}]"
_LETTER = r"[^\W\d_]"
_ABBREVIATIONS = (
    "Adm Amb Brig Capt Cmdr Col Cpl Det Dr Gen Gov Hon Insp Jr Lt Maj Mr Mrs Ms Pfc Pres Prof Pvt "
    "Rep Rev Sen Sgt Spc Sr St Supt"
)
_SHORT = rf"(?=[A-Z][a-z]{{1,4}}\.)(?:{'|'.join(_ABBREVIATIONS.split())})\."
_ARTICLE = r"(?:[dDlL]['’]|[aAeE][ldnrstz]-|[aA]sh-)"  # "d'Ettorre", "al-Abadi"
_MORE = rf"(?:(?:['’](?!s\b)|[-‐‑]){_LETTER}{{1,{LONGEST}}}){{0,3}}"  # not the "s" of a possessive
_REST = rf"{_LETTER}{{0,{LONGEST}}}{_MORE}"
_LONG = rf"{_ARTICLE}?{_UPPER}{_REST}"
_WORD = rf"(?:(?:{_UPPER}\.-?){{1,6}}|{_SHORT}|{_LONG})(?!\w)"
_PARTICLE = rf"(?:{'|'.join(sorted(PARTICLES))})"
_NICKNAME = rf"""["“‘'(]{_WORD}["”’')]"""
_NEXT = rf"[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}(?:{_NICKNAME}[ ])?{_WORD}"
_JUNIOR = r",[ ][JS]r\b\.?"
_RUN = rf"{_WORD}(?:{_NEXT}|{_JUNIOR}){{0,{MOST - 1}}}"
RUN = re.compile(rf"(?<![\w@#/&.])(?:(?:bin|van|von|de|al|el) )?{_RUN}")
# The same from the first capital on: Python skips to the next one ten times as fast as it tries
# every letter. What may stand before that capital within a run is PREFIXES, of PREFIX letters.
_LATER = "|".join(
    f"(?<={first})(?:{'|'.join(word[1:] for word in _ABBREVIATIONS.split() if word[0] == first)})"
    for first in sorted({word[0] for word in _ABBREVIATIONS.split()})
)
_WITH_ARTICLE = rf"(?:(?<=[DL])['’]|(?<=[AE])[ldnrstz]-|(?<=A)sh-){_UPPER}"
_CAPITAL = re.compile(
    rf"{_UPPER}(?<![\w@#/&.].)"
    rf"(?:\.-?(?:{_UPPER}\.-?){{0,5}}|(?=[a-z]{{1,4}}\.)(?:{_LATER})\.|(?:{_WITH_ARTICLE})?{_REST})"
    rf"(?!\w)(?:{_NEXT}|{_JUNIOR}){{0,{MOST - 1}}}"
)
PREFIXES = ("bin ", "van ", "von ", "de ", "al ", "el ", "-", "'", "’")
PREFIX = 8  # "bin ash-"


def runs(text: str) -> Iterator[tuple[int, str]]:
    """Where each run of the text starts, and the run, one space between two of its words."""
    end = 0
    while match := _CAPITAL.search(text, end):
        start = match.start()
        if text.endswith(PREFIXES, end, start):
            match = RUN.search(text, max(end, start - PREFIX)) or match
            start = match.start()
        end = match.end()
        yield start, match[0].replace("\u00a0", " ")
