"""The sketch of a text: a fair sample of its runs of words, and of the names and numbers in it.

A sample is the smallest hashes of all there are, so that two samples hold the same of what two
texts share. Names and numbers tell a copy, whose editor leaves them, from another day's report of
the same form.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

RUN = 3  # words; benchmarks/stories.py: 4 is as good on whole samples, worse on these; 2 no better
RUNS = 48  # sampled; with 40 precision is .003 lower, with 64 no higher
FACTS = 12  # names sampled, and numbers as many; with 16 no better
KINDS = "IHH"  # of the arrays: 32 bits for runs, which all articles are looked up by; 16 for facts
ENOUGH = 2 * RUNS  # about as many hashes are sorted; if that were too few, all are
WHOLE = 0xFFFFFFFF
SPREAD = 0x9E3779B1  # an odd constant: the first bits of a product are as mixed as the last
KNOWN = 1 << 17  # words whose hash is remembered

_UNSPACED = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff])")  # kana, Han: a sign a word
_NO_WORD = re.compile(r"[\W_]+")
_ENDS = frozenset(".!?:;\"”’'…—–-*•")  # behind them a capital means nothing


class Sketch(NamedTuple):
    """What is remembered of a text: arrays of rising numbers."""

    size: int = 0  # how many runs it has
    runs: Sequence[int] = ()
    names: Sequence[int] = ()
    numbers: Sequence[int] = ()


class _Words(dict[str, int]):
    """The hash of each word as it stands between spaces; 0 where there is no letter in it."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: set[str] = set()  # of the words

    def __missing__(self, word: str) -> int:
        plain = _NO_WORD.sub("", word if word.isascii() else _unaccented(word)).lower()
        if plain[:1].isdigit():
            plain = _NO_WORD.sub(".", word.replace(",", "")).strip(".")  # 3.5 is not 35
            self.numbers.add(word)
        found = self[word] = crc32(plain.encode("utf-8", "replace")) if plain else 0
        return found

    def forget(self) -> None:
        """Make room, if there are very many."""
        if len(self) > KNOWN:
            self.clear()
            self.numbers.clear()


_WORDS = _Words()


def sketch(text: str) -> Sketch:
    """The sketch of a text. Case, accents, marks and white space make no difference."""
    _WORDS.forget()  # not in the midst of a text, whose numbers would be lost
    if not text.isascii():
        text = _UNSPACED.sub(r" \1 ", text)
    words = text.split()
    marks = list(filter(None, map(_WORDS.__getitem__, words)))
    return Sketch(
        max(0, len(marks) - RUN + 1),
        array(KINDS[0], _runs(marks)),
        _facts([b for a, b in pairwise(words) if b[0].isupper() and a[-1] not in _ENDS]),
        _facts(_WORDS.numbers.intersection(words)),
    )


def _runs(marks: Sequence[int]) -> Sequence[int]:
    """The smallest hashes of runs, given those of the words."""
    for below in (ENOUGH * WHOLE // (len(marks) + 1), WHOLE):
        found = {
            run
            for a, b, c in zip(marks, marks[1:], marks[2:], strict=False)
            if (run := (a + (b << 1) + (c << 2)) & WHOLE) <= below
        }
        if len(found) >= RUNS:
            break
    return sorted(found)[:RUNS]


def _facts(words: Iterable[str]) -> Sequence[int]:
    short = {(_WORDS[word] * SPREAD & WHOLE) >> 16 for word in words}
    return array(KINDS[1], sorted(short)[:FACTS])


def _unaccented(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
