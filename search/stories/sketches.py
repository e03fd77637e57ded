"""Sketches of texts: random samples of the runs of words, the names and the numbers of a text.

A sample is the smallest of all hashes, so the samples of two texts have the same of what the texts
share. Names and numbers tell a copy, where an editor leaves them as they are, from another day's
report of the same form.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

# Words of a run; benchmarks/stories.py: 4 is as good on whole samples, worse on these; 2 is not
# better.
RUN_WORDS = 3
MOST_RUNS = 48  # in a sample; with 40 precision is .003 lower, with 64 not higher
MOST_FACTS = 12  # names in a sample, and numbers as many; with 16 not better
TYPES = "IHH"  # of the arrays: 32 bits for runs, by which articles are found; 16 for facts
ENOUGH_HASHES = 2 * MOST_RUNS  # about so many are sorted; if that is too few, all are
MOST_HASH = 0xFFFFFFFF
SPREAD = 0x9E3779B1  # an odd constant: the first bits of a product are as mixed as the last
CACHED_WORDS = 1 << 17

# Kana and Han, where each character counts as a word.
_UNSPACED = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff])")
_NO_WORD = re.compile(r"[\W_]+")
_SENTENCE_ENDS = frozenset(".!?:;\"”’'…—–-*•")  # a capital after them does not indicate a name


class StorySketch(NamedTuple):
    """The sketch of a text: samples of hashes, in ascending order."""

    size: int = 0  # the number of runs in the text
    runs: Sequence[int] = ()
    names: Sequence[int] = ()
    numbers: Sequence[int] = ()


class _WordHashes(dict[str, int]):
    """A cache of the hashes of words between spaces; 0 for a word without letters or digits."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: set[str] = set()  # of the words

    def __missing__(self, word: str) -> int:
        plain = _NO_WORD.sub("", word if word.isascii() else _without_accents(word)).lower()
        if plain[:1].isdigit():
            plain = _NO_WORD.sub(".", word.replace(",", "")).strip(".")  # 3.5 is not 35
            self.numbers.add(word)
        value = self[word] = crc32(plain.encode("utf-8", "replace")) if plain else 0
        return value


_WORD_HASHES = _WordHashes()


def story_sketch(text: str) -> StorySketch:
    """Return the sketch of a text; case, accents, punctuation and white space do not matter."""
    if len(_WORD_HASHES) > CACHED_WORDS:  # not within a text, since its numbers would be lost
        _WORD_HASHES.clear()
        _WORD_HASHES.numbers.clear()
    if not text.isascii():
        text = _UNSPACED.sub(r" \1 ", text)
    words = text.split()
    hashes = list(filter(None, map(_WORD_HASHES.__getitem__, words)))
    names = [
        word
        for before, word in pairwise(words)
        if word[0].isupper() and before[-1] not in _SENTENCE_ENDS
    ]
    return StorySketch(
        max(0, len(hashes) - RUN_WORDS + 1),
        array(TYPES[0], _sample_runs(hashes)),
        _sample_facts(names),
        _sample_facts(_WORD_HASHES.numbers.intersection(words)),
    )


def _sample_runs(hashes: Sequence[int]) -> Sequence[int]:
    """Return the smallest hashes of runs, given the hashes of the words."""
    for limit in (ENOUGH_HASHES * MOST_HASH // (len(hashes) + 1), MOST_HASH):
        runs = {
            run
            for a, b, c in zip(hashes, hashes[1:], hashes[2:], strict=False)
            if (run := (a + (b << 1) + (c << 2)) & MOST_HASH) <= limit
        }
        if len(runs) >= MOST_RUNS:
            break
    return sorted(runs)[:MOST_RUNS]


def _sample_facts(words: Iterable[str]) -> Sequence[int]:
    """Return the smallest hashes of names or numbers, in 16 bits."""
    hashes = {(_WORD_HASHES[word] * SPREAD & MOST_HASH) >> 16 for word in words}
    return array(TYPES[1], sorted(hashes)[:MOST_FACTS])


def _without_accents(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
