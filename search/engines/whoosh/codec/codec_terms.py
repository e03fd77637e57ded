"""The terms of a segment and their postings, as Whoosh's codecs read them."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import cached_property
from typing import Any, NamedTuple

from whoosh.codec import base
from whoosh.matching.mcore import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from search.engines.whoosh.codec.field_lengths import FieldLengths
from search.engines.whoosh.codec.whoosh_schema import FIELDS, TextField, ValueField
from search.engines.whoosh.searching.arrays.array_postings import lists, places_of, unpacked
from search.engines.whoosh.storage.segment import MISSING, Segment, Term
from search.engines.whoosh.storage.stored_articles import decode, encode


class PostingList(NamedTuple):
    """The postings of one term. Shapes: (postings,) each."""

    documents: list[int]
    weights: list[float]
    positions: list[list[int]]  # empty for a field of values


class TermReader(base.TermsReader):
    """A reader of the terms of a segment, in Whoosh's order: by field, then by bytes."""

    def __init__(self, segment: Segment) -> None:
        self._fields = {name: _FieldTerms(segment, field) for name, field in FIELDS.items()}
        self._lengths = FieldLengths(segment)
        self._segment = segment

    def close(self) -> None:
        self._segment.close()

    def indexed_field_names(self) -> list[str]:
        return sorted(self._fields)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field = self._fields.get(term[0])
        return field is not None and field.postings(term[1]) is not None

    def cursor(self, fieldname: str, fieldobj: Any) -> "TermCursor":
        return TermCursor(self._fields[fieldname].terms, fieldobj.from_bytes)

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
        return self._info(fieldname, self._postings(fieldname, text))

    def _info(self, fieldname: str, postings: PostingList) -> TermInfo:
        lengths = [self._lengths.of(fieldname)[each] for each in postings.documents]
        return TermInfo(
            sum(postings.weights),
            len(postings.documents),
            min(lengths),
            max(lengths),
            max(postings.weights),
            postings.documents[0],
            postings.documents[-1],
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        postings = self._fields[fieldname].postings(text)
        return sum(postings.weights) if postings else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        postings = self._fields[fieldname].postings(text)
        return len(postings.documents) if postings else 0

    def matcher(
        self, fieldname: str, text: bytes, format_: Any, scorer: Any = None
    ) -> "PostingMatcher":
        postings = self._postings(fieldname, text)
        info = self._info(fieldname, postings)
        return PostingMatcher(*postings, format_, scorer, term=(fieldname, text), terminfo=info)

    def _postings(self, fieldname: str, text: bytes) -> PostingList:
        field = self._fields.get(fieldname)
        postings = field.postings(text) if field else None
        if postings is None:
            raise TermNotFound(f"{fieldname}:{text!r}")
        return postings


class PostingMatcher(ListMatcher):
    """A matcher of the postings of one term; its values are positions, encoded when asked for."""

    def copy(self) -> "PostingMatcher":
        return copy(self)

    def all_ids(self) -> Iterator[int]:
        return iter(self._ids[self._i :])

    def skip_to_quality(self, minquality: float) -> int:
        if self.block_quality() > minquality:
            return 0
        self._i = len(self._ids)
        return 1

    def value(self) -> bytes:
        return self._format.encode(self._values[self._i]) if self._values else b""


class TermCursor(base.FieldCursor):
    """A cursor over the terms of a field, for fuzzy queries."""

    def __init__(self, terms: Sequence[bytes], decode: Callable[[bytes], str]) -> None:
        self._terms = terms
        self._decode = decode
        self._place = 0

    def first(self) -> str | None:
        self._place = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        text = string if isinstance(string, bytes) else encode(string)
        self._place = bisect_left(self._terms, text)
        return self.text()

    def next(self) -> str | None:
        self._place += 1
        return self.text()

    def text(self) -> str | None:
        return self._decode(self._terms[self._place]) if self.is_valid() else None

    def is_valid(self) -> bool:
        return self._place < len(self._terms)


class _FieldTerms:
    """The terms of one field."""

    def __init__(self, segment: Segment, field: TextField | ValueField) -> None:
        self._segment = segment
        self._field = field

    @cached_property
    def terms(self) -> list[bytes]:
        """Return all terms, sorted."""
        segment = self._segment
        if isinstance(self._field, ValueField):
            if self._field.column == "ids":
                return segment.ids.all_bytes()
            used = set(segment.file.numbers(self._field.column)) - {MISSING}
            names = segment.strings(f"{self._field.column}.names")
            return [names.as_bytes(number) for number in sorted(used)]
        stems = segment.file.numbers(f"{self._field.zone}.terms")
        if self._field.stemmed:
            return [segment.stems.as_bytes(number) for number in stems]
        return [segment.words.as_bytes(number) for number in _zone_words(segment, self._field.zone)]

    def postings(self, term: bytes) -> PostingList | None:
        """Return the postings of the term; None if it does not occur."""
        if isinstance(self._field, ValueField):
            documents = self._documents_with(term, self._field)
            return PostingList(documents, [1.0] * len(documents), []) if documents else None
        text = decode(term)
        segment = self._segment
        found = segment.stem_term(text) if self._field.stemmed else segment.word_term(text)
        posting = segment.posting(self._field.zone, found.stem) if found else None
        if found is None or posting is None:
            return None
        places = places_of(posting, Term(found.stem, found.forms))
        positions = lists(places)
        if not positions[0]:
            return None
        weights = places.counts.astype(float).tolist()
        return PostingList(places.documents.tolist(), weights, positions)

    def _documents_with(self, value: bytes, field: ValueField) -> list[int]:
        text, segment = decode(value), self._segment
        if field.column == "ids":
            rank = segment.ids.number(text)
            return [segment.file.numbers("ids.document")[rank]] if rank >= 0 else []
        number = segment.strings(f"{field.column}.names").number(text)
        column = segment.file.numbers(field.column)
        return [n for n, each in enumerate(column) if each == number] if number > MISSING else []


def _zone_words(segment: Segment, zone: str) -> list[int]:
    """Return the numbers of the words in the zone; other words of their stems may be elsewhere."""
    numbers = segment.file.numbers
    pairs = zip(numbers("words.stem"), numbers("words.form"), strict=True)
    word = {pair: number for number, pair in enumerate(pairs)}
    words: set[int] = set()
    for stem in numbers(f"{zone}.terms"):
        posting = segment.posting(zone, stem)
        assert posting is not None
        words.update(word[stem, form] for form in set(unpacked(posting.forms, 0).tolist()))
    return sorted(words)
