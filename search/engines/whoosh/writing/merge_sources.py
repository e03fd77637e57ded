"""Segments and runs that are merged: their own numbers, and the numbers they get."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from search.engines.whoosh.storage.bit_packing import (
    Numbers,
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

Columns = tuple[Numbers, Numbers, Numbers, Numbers]


class MergeInputs(NamedTuple):
    """What is merged into one segment."""

    paths: Sequence[Path]  # of segments and runs; documents keep this order
    runs: Sequence[Path]  # every run of the change, for the words they share
    folder: Path  # of the index

    def segments(self) -> Sequence[Segment]:
        """Open what is merged."""
        return [Segment(path, self.folder) for path in self.paths]


class NewNumbers(NamedTuple):
    """The new numbers of the words of a segment or a vocabulary."""

    stem: Numbers  # by stem
    form: Numbers  # by stem and form, stem after stem
    first: Numbers  # by stem, where its forms start


Renumbering = Mapping[str | int, NewNumbers]  # by the names that `_words_name` gives


def merged_lexicon(inputs: MergeInputs) -> tuple[Lexicon, Renumbering]:
    """Return the lexicon of the inputs, and the new numbers of their words.

    A run has only those words of its vocabulary that no earlier run has.

    Raises: BrokenIndex.
    """
    segments = inputs.segments()
    for segment in segments:
        if not _is_run(segment):  # a run was written a moment ago
            segment.file.verify()
    words = _words_by_name(segments, [Segment(path, inputs.folder) for path in inputs.runs])
    merged = _lexicon(words.values())
    places = {word: place for place, word in enumerate(merged.words)}
    return merged, {name: _new_numbers(each, merged, places) for name, each in words.items()}


def sources(inputs: MergeInputs, renumbering: Renumbering) -> Sequence["Source"]:
    """Return the inputs with the new numbers of their words and documents."""
    opened: list[Source] = []
    first_document = 0
    for segment in inputs.segments():
        opened.append(Source(segment, renumbering[_words_name(segment)], first_document))
        first_document += len(opened[-1].alive)
    return opened


class Source:
    """A segment or a run with its new numbers; its documents are numbered from `first_document`."""

    def __init__(self, segment: Segment, words: NewNumbers, first_document: int) -> None:
        self.segment = segment
        self.words = words
        documents = np.arange(segment.document_count)
        self.alive = np.setdiff1d(documents, sorted(segment.deleted), assume_unique=True)
        self.document = np.full(segment.document_count, -1, np.int32)  # -1 if it is deleted
        self.document[self.alive] = np.arange(len(self.alive)) + first_document

    def column(self, name: str) -> Numbers:
        """Return the numbers of a section."""
        return _column(self.segment, name)

    def zone(self, name: str) -> "ZoneSource":
        """Return the postings of a zone."""
        return (RunZone if _is_run(self.segment) else SegmentZone)(self, name)


class ZoneSource:
    """The postings of one zone of a source."""

    def __init__(self, source: Source, name: str) -> None:
        self._source = source
        self._name = name
        self._old_terms = self.column("terms")
        self.terms = source.words.stem[self._old_terms]
        self.df, self.cf = self.column("df"), self.column("cf")
        self._order = np.argsort(self.terms, kind="stable").astype(np.int32)
        self._sorted_terms = self.terms[self._order]

    def column(self, name: str) -> Numbers:
        """Return the numbers of a section of the zone."""
        return self._source.column(f"{self._name}.{name}")

    def between(self, low: int, high: int) -> Postings | None:
        """Return the postings of the new stems from low to high, exclusive, in any order."""
        start, end = np.searchsorted(self._sorted_terms, (low, high))
        if start == end:
            return None
        places = np.sort(self._order[start:end])
        df, cf = self.df[places].astype(np.int64), self.cf[places].astype(np.int64)
        documents, frequencies, positions, forms = self._columns(places, df, cf)
        form_places = np.repeat(self._source.words.first[self._old_terms[places]], cf)
        form_places += forms
        forms = self._source.words.form[form_places]
        documents = self._source.document[documents]
        postings = Postings(self.terms[places], df, cf, documents, frequencies, positions, forms)
        return _without_deleted(postings) if self._source.segment.deleted else postings

    def _columns(self, places: Numbers, df: Numbers, cf: Numbers) -> Columns:
        """Return documents, frequencies, positions and forms with their old numbers."""
        raise NotImplementedError


class RunZone(ZoneSource):
    """The postings of a run."""

    def __init__(self, source: Source, name: str) -> None:
        super().__init__(source, name)
        self._starts = [run_starts(each.astype(np.int64)) for each in (self.df, self.cf)]

    def _columns(self, places: Numbers, df: Numbers, cf: Numbers) -> Columns:
        posting_at, occurrence_at = (
            ranges(starts[places], counts)
            for starts, counts in zip(self._starts, (df, cf), strict=True)
        )
        return (
            self.column("documents")[posting_at],
            self.column("frequencies")[posting_at],
            self.column("positions")[occurrence_at],
            self.column("forms")[occurrence_at],
        )


class SegmentZone(ZoneSource):
    """The postings of a segment, which are packed."""

    def _columns(self, places: Numbers, df: Numbers, cf: Numbers) -> Columns:
        packed, code = self.column("postings"), self.column("widths")[places]
        at = self.column("at")[places].astype(np.int64)
        columns = []
        for number, (counts, constant) in enumerate(((df, 0), (df, 1), (cf, 0), (cf, 0))):
            width = code >> 3 * number & 7
            columns.append(unpack(packed, counts, width, at, constant))
            at = at + packed_sizes(counts, width)
        gaps, frequencies, positions, forms = columns
        return from_gaps(gaps, df), frequencies, positions, forms


class _Words(NamedTuple):
    """The words of a segment, or of the vocabulary of some runs, with their own numbers."""

    words: Sequence[bytes]
    stems: Sequence[bytes]
    stem: Numbers  # by word
    form: Numbers  # by word, its place among the words of the stem
    used: Numbers  # the words that occur in the inputs


def _is_run(segment: Segment) -> bool:
    return segment.file.path.suffix == SUFFIX


def _column(segment: Segment, name: str) -> Numbers:
    numbers = segment.file.numbers(name)
    return np.frombuffer(numbers, numbers.format)


def _words_name(segment: Segment) -> str | int:
    """Return the name of the words of a segment: its own, or that of a run's vocabulary."""
    return segment.file.properties.get("vocabulary", segment.name)


def _words_by_name(
    segments: Sequence[Segment], runs: Sequence[Segment]
) -> Mapping[str | int, _Words]:
    """Return the words of the segments, and of the vocabularies of the runs among them."""
    parts: dict[str | int, list[Segment]] = defaultdict(list)
    for run in sorted(runs, key=lambda each: each.file.properties["words"]):
        parts[_words_name(run)].append(run)
    used: dict[str | int, list[Numbers]] = defaultdict(list)
    for segment in segments:
        name = _words_name(segment)
        if _is_run(segment):
            used[name].append(_column(segment, "used"))
        else:
            parts[name] = [segment]
            used[name] = [np.arange(len(segment.words))]
    return {name: _joined_words(parts[name], numbers) for name, numbers in used.items()}


def _joined_words(parts: Sequence[Segment], used: Sequence[Numbers]) -> _Words:
    """Return the words of a vocabulary, part after part."""
    return _Words(
        list(chain.from_iterable(each.words.all_bytes() for each in parts)),
        list(chain.from_iterable(each.stems.all_bytes() for each in parts)),
        np.concatenate([_column(each, "words.stem") for each in parts]).astype(np.int64),
        np.concatenate([_column(each, "words.form") for each in parts]).astype(np.int64),
        np.unique(np.concatenate(used)),
    )


def _lexicon(parts: Iterable[_Words]) -> Lexicon:
    stem_of: dict[bytes, bytes] = {}
    for part in parts:
        used, stem_numbers = part.used.tolist(), part.stem[part.used].tolist()
        pairs = zip(used, stem_numbers, strict=True)
        stem_of.update((part.words[word], part.stems[stem]) for word, stem in pairs)
    words, stems = sorted(stem_of), sorted(set(stem_of.values()))
    number = {stem: place for place, stem in enumerate(stems)}
    stem = np.fromiter((number[stem_of[word]] for word in words), np.int64, len(words))
    return lexicon(words, stem, stems)


def _new_numbers(old: _Words, merged: Lexicon, places: Mapping[bytes, int]) -> NewNumbers:
    """Return the numbers of the words in the merged lexicon, whose words `places` numbers."""
    word = np.fromiter((places[old.words[n]] for n in old.used.tolist()), np.int64, len(old.used))
    stem = np.zeros(len(old.stems), np.int32)
    stem[old.stem[old.used]] = merged.stem[word]
    first = run_starts(np.bincount(old.stem, minlength=len(old.stems)))
    form = np.zeros(len(old.words), np.min_scalar_type(merged.form.max(initial=0)))
    form[first[old.stem[old.used]] + old.form[old.used]] = merged.form[word]
    return NewNumbers(stem, form, first)


def _without_deleted(postings: Postings) -> Postings:
    """Return the postings of documents that are not deleted."""
    alive = postings.documents >= 0
    occurrences = np.repeat(alive, postings.frequencies)
    term = np.repeat(np.arange(len(postings.terms)), postings.df)[alive]
    frequencies = postings.frequencies[alive]
    df = np.bincount(term, minlength=len(postings.terms))
    cf = np.bincount(term, frequencies, len(postings.terms)).astype(np.int64)
    left = df > 0
    return Postings(
        postings.terms[left],
        df[left],
        cf[left],
        postings.documents[alive],
        frequencies,
        postings.positions[occurrences],
        postings.forms[occurrences],
    )
