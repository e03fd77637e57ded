"""The documents of a segment, as Whoosh's codecs read them: stored fields, columns and lengths."""

from collections.abc import Iterator
from typing import Any

from whoosh.codec import base
from whoosh.columns import ColumnReader

from search.engines.whoosh.codec.field_lengths import FieldLengths
from search.engines.whoosh.codec.whoosh_schema import FIELDS, TextField, ValueField
from search.engines.whoosh.storage.segment import Segment


class DocumentReader(base.PerDocumentReader):
    """A reader of the documents of a segment; `listed` knows which of them are deleted."""

    def __init__(self, segment: Segment, listed: base.Segment) -> None:
        self._segment = segment
        self._listed = listed
        self._lengths = FieldLengths(segment)

    def close(self) -> None:
        self._segment.close()

    def doc_count(self) -> int:
        return self._listed.doc_count()

    def doc_count_all(self) -> int:
        return self._listed.doc_count_all()

    def has_deletions(self) -> bool:
        return self._listed.has_deletions()

    def is_deleted(self, docnum: int) -> bool:
        return self._listed.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        return self._listed.deleted_docs()

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return fieldname != "id" and isinstance(FIELDS.get(fieldname), ValueField)

    def list_columns(self) -> list[str]:
        return [name for name in FIELDS if self.has_column(name)]

    def column_reader(self, fieldname: str, column: Any) -> ColumnReader:  # noqa: ARG002
        field = FIELDS[fieldname]
        assert isinstance(field, ValueField)
        return FacetColumn(self._segment, field.column)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        if not isinstance(FIELDS.get(fieldname), TextField):
            return default
        return self._lengths.of(fieldname)[docnum]

    def field_length(self, fieldname: str) -> int:
        return sum(self._lengths.of(fieldname))

    def min_field_length(self, fieldname: str) -> int:
        return min(self._lengths.of(fieldname), default=0)

    def max_field_length(self, fieldname: str) -> int:
        return max(self._lengths.of(fieldname), default=0)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        segment = self._segment
        article = segment.article(docnum)
        values = {"id": article.id, "title_shown": article.title, "body_shown": article.body}
        for name, field in FIELDS.items():
            if self.has_column(name) and isinstance(field, ValueField):
                values[name] = segment.value(field.column, docnum)
        return {name: value for name, value in values.items() if value}


class FacetColumn(ColumnReader):
    """The values of a facet by document."""

    def __init__(self, segment: Segment, facet: str) -> None:
        self._doccount = segment.document_count
        self._numbers = segment.file.numbers(facet)
        self._names = segment.strings(f"{facet}.names").all_bytes()

    def __getitem__(self, docnum: int) -> bytes:
        return self._names[self._numbers[docnum]]
