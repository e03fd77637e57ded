"""The stems and words of a segment, and what numbers they go by."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engines.whoosh.storage.segment_writer import SegmentWriter

Numbers = NDArray[Any]


class Lexicon(NamedTuple):
    """Words in order, each with its stem and its place among the words of that stem."""

    stems: list[bytes]  # sorted
    words: list[bytes]  # sorted
    stem: Numbers  # by word
    form: Numbers  # by word

    def write(self, file: SegmentWriter) -> None:
        """The sections of it."""
        file.write_strings("stems", self.stems)
        file.write_strings("words", self.words)
        file.write_numbers("words.stem", self.stem)
        file.write_numbers("words.form", self.form)
        file.write_numbers("stems.forms", np.bincount(self.stem, minlength=len(self.stems)))


def lexicon(words: Sequence[bytes], stem: Numbers, stems: list[bytes]) -> Lexicon:
    """The lexicon of sorted words with the numbers of their stems."""
    return Lexicon(stems, list(words), stem, forms(stem))


def forms(stem: Numbers) -> Numbers:
    """Of each word its place among those of its stem, given the words' stems in order."""
    order = np.argsort(stem, kind="stable")
    grouped = stem[order]
    fresh = np.ones(len(order), bool)
    fresh[1:] = grouped[1:] != grouped[:-1]
    starts = np.flatnonzero(fresh)
    found = np.empty(len(order), np.int64)
    found[order] = np.arange(len(order)) - np.repeat(starts, np.diff(starts, append=len(order)))
    return found
