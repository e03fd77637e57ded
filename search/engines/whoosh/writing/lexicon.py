"""The lexicon of a segment or a run: its stems and words, and their numbers."""

from typing import NamedTuple

import numpy as np

from search.engines.whoosh.storage.bit_packing import Numbers
from search.engines.whoosh.storage.segment_writer import SegmentWriter


class Lexicon(NamedTuple):
    """Words, each with its stem and its place among the words of that stem; sorted in segments."""

    stems: list[bytes]
    words: list[bytes]
    stem: Numbers  # by word
    form: Numbers  # by word

    def write(self, file: SegmentWriter) -> None:
        """Write the sections of the lexicon."""
        file.write_strings("stems", self.stems)
        file.write_strings("words", self.words)
        file.write_numbers("words.stem", self.stem)
        file.write_numbers("words.form", self.form)
        file.write_numbers("stems.forms", np.bincount(self.stem, minlength=len(self.stems)))


def form_numbers(stem: Numbers) -> Numbers:
    """Return the place of each word among the words of its stem."""
    order = np.argsort(stem, kind="stable")
    grouped = stem[order]
    is_first = np.ones(len(order), bool)
    is_first[1:] = grouped[1:] != grouped[:-1]
    starts = np.flatnonzero(is_first)
    form = np.empty(len(order), np.int64)
    form[order] = np.arange(len(order)) - np.repeat(starts, np.diff(starts, append=len(order)))
    return form
