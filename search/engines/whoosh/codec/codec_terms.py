"""The terms of a segment, field by field, in Whoosh's order."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.matching.mcore import Matcher
from whoosh.reading import TermInfo, TermNotFound

from search.engines.whoosh.codec.field_lengths import Lengths
from search.engines.whoosh.codec.posting_matcher import Entry, FlatMatcher
from search.engines.whoosh.codec.whoosh_schema import FIELDS, Names, Words
from search.engines.whoosh.searching.arrays.array_postings import places_of
from search.engines.whoosh.storage.bit_packing import packed_sizes, run_starts, unpack
from search.engines.whoosh.storage.segment import MISSING, Segment, Term
from search.engines.whoosh.storage.stored_articles import encode


class Terms(base.TermsReader):
    """The terms of a segment and their postings."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._fields = {name: _Field(segment, field) for name, field in FIELDS.items()}
        self._lengths = Lengths(segment)

    def indexed_field_names(self) -> list[str]:
        return sorted(self._fields)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field = self._fields.get(term[0])
        return field is not None and field.entry(term[1]) is not None

    def cursor(self, fieldname: str, fieldobj: Any) -> "Cursor":
        return Cursor(self._fields[fieldname].terms, fieldobj.from_bytes)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        field = self._fields.get(fieldname)
        terms = field.terms if field else []
        return ((fieldname, text) for text in terms[bisect_left(terms, prefix) :])

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return (term for name in self.indexed_field_names() for term in self.terms_from(name, b""))

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        found = self._entry(fieldname, text)
        lengths = [self._lengths.of(fieldname)[each] for each in found.documents]
        return TermInfo(
            sum(found.weights),
            len(found.documents),
            min(lengths),
            max(lengths),
            max(found.weights),
            found.documents[0],
            found.documents[-1],
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        found = self._fields[fieldname].entry(text)
        return sum(found.weights) if found else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        found = self._fields[fieldname].entry(text)
        return len(found.documents) if found else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Matcher:
        found = self._entry(fieldname, text)
        lengths = self._lengths.of(fieldname)
        shortest = min(lengths[each] for each in found.documents)
        return FlatMatcher(found, (fieldname, text), format_, scorer, shortest)

    def _entry(self, fieldname: str, text: bytes) -> Entry:
        field = self._fields.get(fieldname)
        found = field.entry(text) if field else None
        if found is None:
            raise TermNotFound(f"{fieldname}:{text!r}")
        return found


class Cursor(base.FieldCursor):
    """A way through the terms of a field, for fuzzy queries."""

    def __init__(self, terms: Sequence[bytes], decoded: Callable[[bytes], str]) -> None:
        self._terms = terms
        self._decoded = decoded
        self._place = 0

    def first(self) -> str | None:
        self._place = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        sought = string if isinstance(string, bytes) else encode(string)
        self._place = bisect_left(self._terms, sought)
        return self.text()

    def next(self) -> str | None:
        self._place += 1
        return self.text()

    def text(self) -> str | None:
        return self._decoded(self._terms[self._place]) if self.is_valid() else None

    def is_valid(self) -> bool:
        return self._place < len(self._terms)


class _Field:
    """The terms of one field."""

    def __init__(self, segment: Segment, field: Words | Names) -> None:
        self.segment = segment
        self.field = field

    @cached_property
    def terms(self) -> list[bytes]:
        """All of them, sorted."""
        segment = self.segment
        if isinstance(self.field, Names):
            if self.field.column == "ids":
                return segment.ids.all_bytes()
            used = set(segment.file.numbers(self.field.column)) - {MISSING}
            names = segment.strings(f"{self.field.column}.names")
            return [names.as_bytes(number) for number in sorted(used)]
        stems = segment.file.numbers(f"{self.field.zone}.terms")
        if self.field.stemmed:
            return [segment.stems.as_bytes(number) for number in stems]
        return [segment.words.as_bytes(number) for number in _words_of(segment, self.field.zone)]

    def entry(self, term: bytes) -> Entry | None:
        """Where the term occurs; None where it does not."""
        if isinstance(self.field, Names):
            documents = self._named(term)
            return Entry(documents, [1.0] * len(documents), []) if documents else None
        text = term.decode("utf-8", "surrogatepass")
        segment = self.segment
        found = segment.stem_term(text) if self.field.stemmed else segment.word_term(text)
        posting = segment.posting(self.field.zone, found.stem) if found else None
        if found is None or posting is None:
            return None
        places = places_of(posting, Term(found.stem, found.forms))
        ends = np.cumsum(places.counts)[:-1]
        positions = [each.tolist() for each in np.split(places.positions, ends)]
        weights = places.counts.astype(float).tolist()
        return Entry(places.documents.tolist(), weights, positions) if len(positions[0]) else None

    def _named(self, term: bytes) -> list[int]:
        text, segment = term.decode("utf-8", "surrogatepass"), self.segment
        assert isinstance(self.field, Names)
        if self.field.column == "ids":
            rank = segment.ids.number(text)
            return [segment.file.numbers("ids.document")[rank]] if rank >= 0 else []
        number = segment.strings(f"{self.field.column}.names").number(text)
        column = segment.file.numbers(self.field.column)
        return [n for n, each in enumerate(column) if each == number] if number > MISSING else []


def _words_of(segment: Segment, zone: str) -> list[int]:
    """The numbers of the words that occur in the zone: a stem may have others elsewhere."""
    columns = {
        name: np.array(segment.file.numbers(f"{zone}.{name}"), np.int64)
        for name in ("terms", "df", "cf", "at", "widths")
    }
    at, counts = columns["at"], (columns["df"], columns["df"], columns["cf"], columns["cf"])
    for number, count in enumerate(counts[:3]):
        at = at + packed_sizes(count, columns["widths"] >> 3 * number & 7)
    held = np.frombuffer(segment.file.numbers(f"{zone}.postings"), np.uint8)
    forms = unpack(held, columns["cf"], columns["widths"] >> 9 & 7, at, 0)
    stem = np.array(segment.file.numbers("words.stem"), np.int64)
    form = np.array(segment.file.numbers("words.form"), np.int64)
    first = run_starts(np.array(segment.file.numbers("stems.forms"), np.int64))
    word = np.empty(len(stem), np.int64)
    word[first[stem] + form] = np.arange(len(stem))
    return np.unique(word[np.repeat(first[columns["terms"]], columns["cf"]) + forms]).tolist()
