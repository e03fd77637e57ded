"""The lengths of fields, as Whoosh's scoring needs them."""

import numpy as np
from whoosh.util.numeric import byte_to_length, length_to_byte

from search.engines.whoosh.codec.whoosh_schema import FIELDS, ValueField
from search.engines.whoosh.searching.arrays.array_postings import places_of
from search.engines.whoosh.storage.segment import Segment, Term
from search.engines.whoosh.storage.zone_texts import SCORED


class FieldLengths:
    """The tokens of each document by field, rounded as Whoosh rounds them to store them in a byte.

    So no score changes when Whoosh merges the segment.
    """

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._exact: dict[str, list[int]] = {}  # by zone
        self._rounded: dict[str, list[int]] = {}  # by field

    def of(self, field: str) -> list[int]:
        """Return the rounded length of the field in each document."""
        if field not in self._rounded:
            exact = self._exact_lengths(field)
            self._rounded[field] = [byte_to_length(length_to_byte(length)) for length in exact]
        return self._rounded[field]

    def total(self, field: str) -> int:
        """Return the sum of the rounded lengths."""
        return sum(self.of(field))

    def _exact_lengths(self, name: str) -> list[int]:
        field = FIELDS[name]
        if isinstance(field, ValueField):
            return [1] * self._segment.document_count
        if field.zone not in self._exact:
            self._exact[field.zone] = self._zone_lengths(field.zone)
        return self._exact[field.zone]

    def _zone_lengths(self, zone: str) -> list[int]:
        if zone in SCORED:
            return self._segment.file.numbers(f"{zone}.length").tolist()
        lengths = np.zeros(self._segment.document_count, np.int64)
        for stem in self._segment.file.numbers(f"{zone}.terms"):
            posting = self._segment.posting(zone, stem)
            assert posting is not None
            places = places_of(posting, Term(stem))
            lengths[places.documents] += places.counts
        return lengths.tolist()
