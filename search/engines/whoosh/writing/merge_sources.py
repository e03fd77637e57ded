"""Segments and runs that are merged: their own numbers, and the numbers they get."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
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
from search.engines.whoosh.storage.segment import Segment, open_segments
from search.engines.whoosh.writing.inversion import Postings
from search.engines.whoosh.writing.lexicon import Lexicon, form_numbers
from search.engines.whoosh.writing.runs import SUFFIX


class MergeInputs(NamedTuple):
    """Segments and runs that are merged into one segment."""

    files: Sequence[tuple[Path, frozenset[int]]]  # with what is deleted; documents keep this order
    folder: Path  # of the index

    @contextmanager
    def opened(self) -> Iterator[Sequence[Segment]]:
        """Open what is merged, and close it at the end.

        Close it in a function that calls the one that reads: its arrays are gone then.
        """
        with ExitStack() as stack:
            yield open_segments(self.files, self.folder, stack)


class NewNumbers(NamedTuple):
    """The new numbers of the words of a segment or a run."""

    stem: Numbers  # by stem
    form: Numbers  # by stem and form, stem after stem
    first: Numbers  # by stem, where its forms start


Renumbering = Sequence[NewNumbers]  # by segment or run


def merged_lexicon(segments: Sequence[Segment]) -> tuple[Lexicon, Renumbering]:
    """Return the lexicon of what is merged, and the new numbers of their words.

    Raises: BrokenIndex.
    """
    stem_of: dict[bytes, bytes] = {}
    for segment in segments:
        if not _is_run(segment):  # a run was written a moment ago
            segment.file.verify()
        stems = segment.stems.all_bytes()
        numbers = segment.file.numbers("words.stem")
        pairs = zip(segment.words.all_bytes(), numbers, strict=True)
        stem_of.update((word, stems[number]) for word, number in pairs)
    words, stems = sorted(stem_of), sorted(set(stem_of.values()))
    number = {stem: place for place, stem in enumerate(stems)}
    stem = np.fromiter((number[stem_of[word]] for word in words), np.int64, len(words))
    merged = Lexicon(stems, words, stem, form_numbers(stem))
    places = {word: place for place, word in enumerate(words)}
    return merged, [_new_numbers(each, merged, places) for each in segments]


def sources(segments: Sequence[Segment], renumbering: Renumbering) -> Sequence["Source"]:
    """Return what is merged with the new numbers of their words and documents."""
    opened: list[Source] = []
    first_document = 0
    for segment, words in zip(segments, renumbering, strict=True):
        opened.append(Source(segment, words, first_document))
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


class ZoneSource:
    """The postings of one zone of a source."""

    def __init__(self, source: Source, name: str) -> None:
        self._source = source
        self._name = name
        self._old_terms = self.column("terms")
        self.terms = source.words.stem[self._old_terms]
        self.df, self.cf = self.column("df"), self.column("cf")
        self._first_posting = run_starts(self.df.astype(np.int64))
        self._first_occurrence = run_starts(self.cf.astype(np.int64))
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

    def _columns(self, places: Numbers, df: Numbers, cf: Numbers) -> Sequence[Numbers]:
        """Return documents, frequencies, positions and forms with their old numbers."""
        if _is_run(self._source.segment):
            posting_at = ranges(self._first_posting[places], df)
            occurrence_at = ranges(self._first_occurrence[places], cf)
            return (
                self.column("documents")[posting_at],
                self.column("frequencies")[posting_at],
                self.column("positions")[occurrence_at],
                self.column("forms")[occurrence_at],
            )
        packed, code = self.column("postings"), self.column("widths")[places]
        at = self.column("at")[places].astype(np.int64)
        columns = []
        for number, (counts, constant) in enumerate(((df, 0), (df, 1), (cf, 0), (cf, 0))):
            width = code >> 3 * number & 7
            columns.append(unpack(packed, counts, width, at, constant))
            at = at + packed_sizes(counts, width)
        return from_gaps(columns[0], df), *columns[1:]


def _is_run(segment: Segment) -> bool:
    return segment.file.path.suffix == SUFFIX


def _column(segment: Segment, name: str) -> Numbers:
    numbers = segment.file.numbers(name)
    return np.frombuffer(numbers, numbers.format)


def _new_numbers(segment: Segment, merged: Lexicon, places: Mapping[bytes, int]) -> NewNumbers:
    """Return the numbers of the words in the merged lexicon, whose words `places` numbers."""
    words = segment.words.all_bytes()
    word = np.fromiter(map(places.__getitem__, words), np.int64, len(words))
    old_stem, old_form = _column(segment, "words.stem"), _column(segment, "words.form")
    stem = np.zeros(len(segment.stems), np.int32)
    stem[old_stem] = merged.stem[word]
    first = run_starts(_column(segment, "stems.forms").astype(np.int64))
    form = np.zeros(len(words), np.min_scalar_type(merged.form.max(initial=0)))
    form[first[old_stem] + old_form] = merged.form[word]
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
