"""The facts of the articles of an open index, read once each."""

from collections.abc import Iterator
from datetime import date

from whoosh.reading import IndexReader

from search.engines.whoosh.stored import read_facts
from search.facets import Row
from search.identity import Identities


class Rows:
    """The row and the zone lengths of each document, by its number."""

    def __init__(self, reader: IndexReader, identities: Identities | None = None) -> None:
        self.identities = identities or Identities()
        self._column = reader.column_reader("facts") if reader.doc_count_all() else None
        self._documents = list(reader.all_doc_ids())
        self._read: dict[int, tuple[Row, dict[str, int]]] = {}

    def all(self) -> list[int]:
        """The number of every document that is not deleted."""
        return self._documents

    def row(self, document: int) -> Row:
        return self._facts(document)[0]

    def lengths(self, document: int) -> dict[str, int]:
        """The tokens of each zone that scores."""
        return self._facts(document)[1]

    def within(self, first: date | None, last: date | None) -> Iterator[int]:
        """The documents dated within, both ends included; an open end is None."""
        low = first.isoformat() if first else "0"
        high = last.isoformat() if last else "9999-99-99"
        return (each for each in self._documents if low <= self.row(each).day <= high)

    def _facts(self, document: int) -> tuple[Row, dict[str, int]]:
        if document not in self._read:
            assert self._column is not None  # a document number implies a document
            self._read[document] = read_facts(self._column[document], self.identities)
        return self._read[document]
