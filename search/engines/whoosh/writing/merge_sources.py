"""Segments and runs on their way to one segment: their numbers beside those they become."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engines.whoosh.storage.bit_packing import (
    from_gaps,
    packed_sizes,
    ranges,
    run_starts,
    unpack,
)
from search.engines.whoosh.storage.segment import Segment
from search.engines.whoosh.writing.inversion import Postings
from search.engines.whoosh.writing.lexicon import Lexicon, lexicon
from search.engines.whoosh.writing.runs import SUFFIX

Numbers = NDArray[Any]
Columns = tuple[Numbers, Numbers, Numbers, Numbers]


class Words(NamedTuple):
    """The words of a segment, or of the vocabulary of some runs, as these number them."""

    words: Sequence[bytes]
    stems: Sequence[bytes]
    stem: Numbers  # by word
    form: Numbers  # by word, which of its stem's it is
    used: Numbers  # the words that occur in what is merged


class Renumbered(NamedTuple):
    """What the numbers of some words become."""

    stem: Numbers  # by stem
    form: Numbers  # by stem and form, stem after stem
    first: Numbers  # by stem where its forms start


class Source:
    """A segment or a run, and what its numbers become; its documents are numbered from `first`."""

    def __init__(self, segment: Segment, words: Renumbered, first: int) -> None:
        self.segment = segment
        self.words = words
        every = np.arange(segment.document_count)
        self.alive = np.setdiff1d(every, sorted(segment.deleted), assume_unique=True)
        self.document = np.full(segment.document_count, -1, np.int32)  # -1: it is deleted
        self.document[self.alive] = np.arange(len(self.alive)) + first

    def column(self, name: str) -> Numbers:
        """The numbers of a section."""
        return column(self.segment, name)

    def zone(self, name: str) -> "ZoneSource":
        """The postings of a zone."""
        return (RunZone if self.segment.file.path.suffix == SUFFIX else SegmentZone)(self, name)


class ZoneSource:
    """The postings of one zone of a source."""

    def __init__(self, source: Source, name: str) -> None:
        self._source = source
        self._name = name
        self._own = self.column("terms")
        self.terms = source.words.stem[self._own]
        self.df, self.cf = self.column("df"), self.column("cf")
        self._order = np.argsort(self.terms, kind="stable").astype(np.int32)
        self._sorted = self.terms[self._order]

    def column(self, name: str) -> Numbers:
        """The numbers of a section of the zone."""
        return self._source.column(f"{self._name}.{name}")

    def between(self, low: int, high: int) -> Postings | None:
        """The postings of the new stems from low to high, exclusive; their terms in any order."""
        start, end = np.searchsorted(self._sorted, (low, high))
        if start == end:
            return None
        places = np.sort(self._order[start:end])
        df, cf = self.df[places].astype(np.int64), self.cf[places].astype(np.int64)
        documents, frequencies, positions, forms = self._columns(places, df, cf)
        number = np.repeat(self._source.words.first[self._own[places]], cf)
        number += forms
        forms = self._source.words.form[number]
        documents = self._source.document[documents]
        found = Postings(self.terms[places], df, cf, documents, frequencies, positions, forms)
        return _living(found) if self._source.segment.deleted else found

    def _columns(self, places: Numbers, df: Numbers, cf: Numbers) -> Columns:
        """Documents and frequencies, positions and forms, as the source numbers them."""
        raise NotImplementedError


class RunZone(ZoneSource):
    """Postings as they lie in a run."""

    def __init__(self, source: Source, name: str) -> None:
        super().__init__(source, name)
        self._starts = [run_starts(each.astype(np.int64)) for each in (self.df, self.cf)]

    def _columns(self, places: Numbers, df: Numbers, cf: Numbers) -> Columns:
        names = (("documents", "frequencies"), ("positions", "forms"))
        found = []
        for starts, counts, pair in zip(self._starts, (df, cf), names, strict=True):
            at = ranges(starts[places], counts)
            found += [self.column(name)[at] for name in pair]
        documents, frequencies, positions, forms = found
        return documents, frequencies, positions, forms


class SegmentZone(ZoneSource):
    """Postings as they lie in a segment: packed."""

    def _columns(self, places: Numbers, df: Numbers, cf: Numbers) -> Columns:
        held, code = self.column("postings"), self.column("widths")[places]
        at = self.column("at")[places].astype(np.int64)
        columns = []
        for number, (counts, same) in enumerate(((df, 0), (df, 1), (cf, 0), (cf, 0))):
            width = code >> 3 * number & 7
            columns.append(unpack(held, counts, width, at, same))
            at = at + packed_sizes(counts, width)
        gaps, frequencies, positions, forms = columns
        return from_gaps(gaps, df), frequencies, positions, forms


Renumbering = Mapping[str | int, Renumbered]  # by what the words go by: see `_known_by`


class Merge(NamedTuple):
    """What is to be made one."""

    paths: Sequence[Path]  # of segments and runs; documents keep this order
    runs: Sequence[Path]  # all that were written, for their words
    folder: Path  # of the index

    def segments(self) -> Sequence[Segment]:
        """What is merged, opened."""
        return [Segment(path, self.folder) for path in self.paths]


def common(asked: Merge) -> tuple[Lexicon, Renumbering]:
    """The lexicon of what is to be merged, and what the numbers of its words become.

    A run has only those words of its vocabulary that no run before it has.

    Raises: BrokenIndex.
    """
    segments = asked.segments()
    for each in segments:
        if each.file.path.suffix != SUFFIX:  # a run was written a moment ago
            each.file.verify()
    words = _words(segments, [Segment(path, asked.folder) for path in asked.runs])
    found = _lexicon(words.values())
    places = {word: place for place, word in enumerate(found.words)}
    return found, {name: _renumbered(each, found, places) for name, each in words.items()}


def sources(asked: Merge, renumbering: Renumbering) -> Sequence[Source]:
    """Each segment or run in the light of what is common to all."""
    made, first = [], 0
    for each in asked.segments():
        made.append(Source(each, renumbering[_known_by(each)], first))
        first += len(made[-1].alive)
    return made


def column(segment: Segment, name: str) -> Numbers:
    """The numbers of a section."""
    held = segment.file.numbers(name)
    return np.frombuffer(held, held.format)


def _known_by(segment: Segment) -> str | int:
    """What the words of a segment go by: its own name, or for a run that of its vocabulary."""
    return segment.file.properties.get("vocabulary", segment.name)


def _words(segments: Sequence[Segment], runs: Sequence[Segment]) -> Mapping[str | int, Words]:
    """The words of the segments, those of runs by vocabulary."""
    known: dict[str | int, list[Segment]] = defaultdict(list)
    for each in sorted(runs, key=lambda run: run.file.properties["words"]):
        known[_known_by(each)].append(each)
    used: dict[str | int, list[Numbers]] = defaultdict(list)
    for each in segments:
        name = _known_by(each)
        if each.file.path.suffix == SUFFIX:
            used[name].append(column(each, "used"))
        else:
            known[name] = [each]
            used[name] = [np.arange(len(each.words))]
    return {name: _joined(known[name], places) for name, places in used.items()}


def _joined(parts: Sequence[Segment], used: Sequence[Numbers]) -> Words:
    """The words of a vocabulary, part after part."""
    return Words(
        list(chain.from_iterable(each.words.all_bytes() for each in parts)),
        list(chain.from_iterable(each.stems.all_bytes() for each in parts)),
        np.concatenate([column(each, "words.stem") for each in parts]).astype(np.int64),
        np.concatenate([column(each, "words.form") for each in parts]).astype(np.int64),
        np.unique(np.concatenate(used)),
    )


def _lexicon(every: Iterable[Words]) -> Lexicon:
    stem_of: dict[bytes, bytes] = {}
    for each in every:
        used, stems = each.used.tolist(), each.stem[each.used].tolist()
        pairs = zip(used, stems, strict=True)
        stem_of.update((each.words[word], each.stems[stem]) for word, stem in pairs)
    words, stems = sorted(stem_of), sorted(set(stem_of.values()))
    number = {stem: place for place, stem in enumerate(stems)}
    stem = np.fromiter((number[stem_of[word]] for word in words), np.int64, len(words))
    return lexicon(words, stem, stems)


def _renumbered(own: Words, found: Lexicon, places: Mapping[bytes, int]) -> Renumbered:
    """What the numbers of the words become in the lexicon, of which `places` tells the words."""
    word = np.fromiter((places[own.words[n]] for n in own.used.tolist()), np.int64, len(own.used))
    stem = np.zeros(len(own.stems), np.int32)
    stem[own.stem[own.used]] = found.stem[word]
    first = run_starts(np.bincount(own.stem, minlength=len(own.stems)))
    form = np.zeros(len(own.words), np.min_scalar_type(found.form.max(initial=0)))
    form[first[own.stem[own.used]] + own.form[own.used]] = found.form[word]
    return Renumbered(stem, form, first)


def _living(found: Postings) -> Postings:
    """The postings without those of deleted documents."""
    kept = found.documents >= 0
    occurs = np.repeat(kept, found.frequencies)
    term = np.repeat(np.arange(len(found.terms)), found.df)[kept]
    frequencies = found.frequencies[kept]
    df = np.bincount(term, minlength=len(found.terms))
    cf = np.bincount(term, frequencies, len(found.terms)).astype(np.int64)
    left = df > 0
    return Postings(
        found.terms[left],
        df[left],
        cf[left],
        found.documents[kept],
        frequencies,
        found.positions[occurs],
        found.forms[occurs],
    )
