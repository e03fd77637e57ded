"""How long the fields of documents are to Whoosh."""

import numpy as np
from whoosh.util.numeric import byte_to_length, length_to_byte

from search.engines.whoosh.codec.whoosh_schema import FIELDS, Names
from search.engines.whoosh.searching.arrays.array_postings import places_of
from search.engines.whoosh.storage.segment import Segment, Term
from search.engines.whoosh.storage.zone_texts import SCORED


class Lengths:
    """Tokens of each document by field, as coarse as Whoosh keeps them in a byte."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._exact: dict[str, list[int]] = {}
        self._coarse: dict[str, list[int]] = {}

    def of(self, field: str) -> list[int]:
        if field not in self._coarse:
            exact = self._lengths(field)
            self._coarse[field] = [byte_to_length(length_to_byte(length)) for length in exact]
        return self._coarse[field]

    def total(self, field: str) -> int:
        """Of what `of` gives, so that no score changes where Whoosh merges the segment."""
        return sum(self.of(field))

    def _lengths(self, name: str) -> list[int]:
        field = FIELDS[name]
        if isinstance(field, Names):
            return [1] * self._segment.document_count
        if field.zone not in self._exact:
            self._exact[field.zone] = self._counted(field.zone)
        return self._exact[field.zone]

    def _counted(self, zone: str) -> list[int]:
        if zone in SCORED:
            return self._segment.file.numbers(f"{zone}.length").tolist()
        lengths = np.zeros(self._segment.document_count, np.int64)
        for stem in self._segment.file.numbers(f"{zone}.terms"):
            posting = self._segment.posting(zone, stem)
            assert posting is not None
            places = places_of(posting, Term(stem))
            lengths[places.documents] += places.counts
        return lengths.tolist()
