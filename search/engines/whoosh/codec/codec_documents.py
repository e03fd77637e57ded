"""What is stored of each document of a segment, and its columns."""

from collections.abc import Iterator
from typing import Any

from whoosh.codec import base
from whoosh.columns import ColumnReader

from search.engines.whoosh.codec.field_lengths import Lengths
from search.engines.whoosh.codec.whoosh_schema import FIELDS, Names, Words
from search.engines.whoosh.storage.segment import Segment
from search.engines.whoosh.storage.stored_articles import decode_record


class Documents(base.PerDocumentReader):
    """What is stored of each document."""

    def __init__(self, segment: Segment, known: base.Segment) -> None:
        self._segment = segment
        self._known = known
        self._lengths = Lengths(segment)

    def doc_count(self) -> int:
        return self._known.doc_count()

    def doc_count_all(self) -> int:
        return self._known.doc_count_all()

    def has_deletions(self) -> bool:
        return self._known.has_deletions()

    def is_deleted(self, docnum: int) -> bool:
        return self._known.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        return self._known.deleted_docs()

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return fieldname != "id" and isinstance(FIELDS.get(fieldname), Names)

    def list_columns(self) -> list[str]:
        return [name for name in FIELDS if self.has_column(name)]

    def column_reader(self, fieldname: str, column: Any) -> ColumnReader:  # noqa: ARG002
        field = FIELDS[fieldname]
        assert isinstance(field, Names)
        return Column(self._segment, field.column)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        if not isinstance(FIELDS.get(fieldname), Words):
            return default
        return self._lengths.of(fieldname)[docnum]

    def field_length(self, fieldname: str) -> int:
        return self._lengths.total(fieldname)

    def min_field_length(self, fieldname: str) -> int:
        return min(self._lengths.of(fieldname), default=0)

    def max_field_length(self, fieldname: str) -> int:
        return max(self._lengths.of(fieldname), default=0)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        segment = self._segment
        head = segment.head(docnum)
        article = decode_record(head, segment.record(docnum), segment.dictionary(docnum))
        found = {"id": head.id, "title_shown": head.title, "body_shown": article.body}
        for name, field in FIELDS.items():
            if self.has_column(name) and isinstance(field, Names):
                found[name] = segment.value(field.column, docnum)
        return {name: value for name, value in found.items() if value}


class Column(ColumnReader):
    """The values of a facet by document."""

    def __init__(self, segment: Segment, facet: str) -> None:
        self._numbers = segment.file.numbers(facet)
        self._names = segment.strings(f"{facet}.names").all_bytes()

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, docnum: int) -> bytes:
        return self._names[self._numbers[docnum]]

    def sort_key(self, docnum: int) -> bytes:
        return self[docnum]

    def __iter__(self) -> Iterator[bytes]:
        return map(self._names.__getitem__, self._numbers)

    def load(self) -> list[bytes]:
        return list(self)
