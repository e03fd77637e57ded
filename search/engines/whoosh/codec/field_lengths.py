"""The lengths of fields, as Whoosh's scoring needs them."""

from collections.abc import Iterable
from functools import cache

import numpy as np
from whoosh.util.numeric import byte_to_length, length_to_byte

from search.engines.whoosh.codec.whoosh_schema import FIELDS, TextField, ValueField
from search.engines.whoosh.searching.arrays.array_postings import places_of
from search.engines.whoosh.storage.segment import Segment, Term
from search.engines.whoosh.storage.segment_schema import SCORED


class FieldLengths:
    """The tokens of each document by field, rounded as Whoosh rounds them to store them in a byte.

    So no score changes when Whoosh merges the segment.
    """

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self.of = cache(self._of)

    def _of(self, field: str) -> list[int]:
        """Return the rounded length of the field in each document."""
        exact = self._exact_lengths(FIELDS[field])
        return [byte_to_length(length_to_byte(length)) for length in exact]

    def _exact_lengths(self, field: TextField | ValueField) -> Iterable[int]:
        segment = self._segment
        if isinstance(field, ValueField):
            return [1] * segment.document_count
        if field.zone in SCORED:
            return segment.file.numbers(f"{field.zone}.length")
        lengths = np.zeros(segment.document_count, np.int64)
        for stem in segment.file.numbers(f"{field.zone}.terms"):
            posting = segment.posting(field.zone, stem)
            assert posting is not None
            places = places_of(posting, Term(stem))
            lengths[places.documents] += places.counts
        return lengths.tolist()
