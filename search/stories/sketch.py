"""The sketch of a text: a fair sample of its runs of words, and of the names and numbers in it.

A sample is the smallest hashes of all there are, so that two samples hold the same of what two
texts share. Names and numbers tell a copy, whose editor leaves them, from another day's report of
the same form.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

RUN = 3  # words; benchmarks/stories.py: 4 is as good on whole samples, worse on these; 2 no better
RUNS = 48  # sampled; with 40 precision is .003 lower, with 64 no higher
FACTS = 12  # names sampled, and numbers as many; with 16 no better
SPREAD = (0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35)  # odd constants, one for each word of a run
KINDS = "IHH"  # of the arrays: 32 bits for runs, which all articles are looked up by; 16 for facts
ENOUGH = 2 * RUNS  # about as many hashes are sorted; if that were too few, all are
WHOLE = 0xFFFFFFFF

_BREAK = r"[.!?:;\"“”‘(\n•*–—-]\s*"  # after it a capital means nothing
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"  # kana, Han: a sign a word
_PIECE = re.compile(rf"(?:{_BREAK})?(?:[{_UNSPACED}]|\d+(?:[.,]\d+)*|[^\W\d_{_UNSPACED}]+)")
_WORD = re.compile(r"\w.*", re.DOTALL)


class Sketch(NamedTuple):
    """What is remembered of a text: arrays of rising numbers."""

    size: int = 0  # how many runs it has
    runs: Sequence[int] = ()
    names: Sequence[int] = ()
    numbers: Sequence[int] = ()


class _Piece(NamedTuple):
    """A word."""

    mark: int  # its hash
    name: bool  # a capital where none must be
    number: bool


def sketch(text: str) -> Sketch:
    """The sketch of a text. Case, accents, marks and white space make no difference."""
    pieces = _PIECE.findall("\n" + text)
    known = {piece: _piece(piece) for piece in set(pieces)}
    marks = [known[piece].mark for piece in pieces]
    return Sketch(
        max(0, len(marks) - RUN + 1),
        array(KINDS[0], _runs(marks)),
        _facts(each.mark for each in known.values() if each.name),
        _facts(each.mark for each in known.values() if each.number),
    )


def _runs(marks: Sequence[int]) -> Sequence[int]:
    """The smallest hashes of runs, given those of the words."""
    one, two, three = SPREAD
    for below in (ENOUGH * WHOLE // (len(marks) + 1), WHOLE):
        found = {
            run
            for a, b, c in zip(marks, marks[1:], marks[2:], strict=False)
            if (run := (a * one + b * two + c * three) & WHOLE) <= below
        }
        if len(found) >= RUNS:
            break
    return sorted(found)[:RUNS]


def _facts(marks: Iterable[int]) -> Sequence[int]:
    short = {(mark * SPREAD[0] & WHOLE) >> 16 for mark in marks}
    return array(KINDS[1], sorted(short)[:FACTS])


@lru_cache(maxsize=1 << 16)
def _piece(piece: str) -> _Piece:
    found = _WORD.search(piece)
    word = found[0] if found else piece
    if word[0].isdigit():
        return _Piece(_mark(word.replace(",", "")), False, True)
    return _Piece(_mark(_plain(word)), word == piece and word[0].isupper(), False)


def _plain(word: str) -> str:
    """The word without case and accents."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _mark(word: str) -> int:
    return crc32(word.encode("utf-8", "replace"))
