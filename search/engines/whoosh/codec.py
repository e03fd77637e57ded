"""The segments as a codec of Whoosh's: its searchers, and its merging, read them as their own.

`whoosh.index.open_dir(GENERATION).searcher()` works where this package can be imported. Whoosh
writes no such segments: what its writers add or merge becomes segments of its own.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.codec import base
from whoosh.columns import ColumnReader
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.matching.mcore import LeafMatcher, Matcher, NullMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound
from whoosh.util.numeric import byte_to_length, length_to_byte

from search.engines.whoosh.arrays.postings import places_of
from search.engines.whoosh.fields import FIELDS, Names, Words, schema
from search.engines.whoosh.packing import offsets_of, sizes, unpack
from search.engines.whoosh.runs import SCORED
from search.engines.whoosh.segment import MISSING, SUFFIX, Segment, Term
from search.engines.whoosh.stored import encoded, read_record

Numbers = NDArray[Any]
NAME = "MAIN"  # what Whoosh calls an index that has no other name


class Entry(NamedTuple):
    """The postings of one term. Shapes: (postings,) each."""

    documents: list[int]
    weights: list[float]
    positions: list[list[int]]  # empty for names


class FlatSegment(base.Segment):
    """What the table of contents holds of a segment; it is pickled."""

    def __init__(self, path: Path) -> None:
        super().__init__(NAME)
        self.segid = path.stem.removeprefix(f"{NAME}_")
        segment = Segment(path, path.parent)
        self._documents = segment.documents
        self._gone = set(segment.gone)

    def codec(self) -> "FlatCodec":
        return FlatCodec()

    def doc_count_all(self) -> int:
        return self._documents

    def deleted_count(self) -> int:
        return len(self._gone)

    def deleted_docs(self) -> Iterator[int]:
        return iter(sorted(self._gone))

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        (self._gone.add if delete else self._gone.discard)(docnum)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._gone

    def should_assemble(self) -> bool:
        return False

    def opened(self, storage: FileStorage) -> Segment:
        """The segment itself."""
        path = Path(storage.folder) / self.make_filename(SUFFIX)
        return Segment(path, path.parent)


class FlatCodec(base.Codec):
    """Reads the segments; it has no writers."""

    def new_segment(self, storage: FileStorage, indexname: str) -> FlatSegment:
        raise NotImplementedError

    def per_document_writer(self, storage: FileStorage, segment: FlatSegment) -> None:
        raise NotImplementedError

    def field_writer(self, storage: FileStorage, segment: FlatSegment) -> None:
        raise NotImplementedError

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> None:
        raise NotImplementedError

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> None:
        raise NotImplementedError

    def terms_reader(self, storage: FileStorage, segment: FlatSegment) -> "Terms":
        return Terms(segment.opened(storage))

    def per_document_reader(self, storage: FileStorage, segment: FlatSegment) -> "Documents":
        return Documents(segment.opened(storage), segment)


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
                return segment.ids.all()
            used = set(segment.file.numbers(self.field.column)) - {MISSING}
            names = segment.strings(f"{self.field.column}.names")
            return [names.encoded(number) for number in sorted(used)]
        stems = segment.file.numbers(f"{self.field.zone}.terms")
        if self.field.stemmed:
            return [segment.stems.encoded(number) for number in stems]
        return [segment.words.encoded(number) for number in _words_of(segment, self.field.zone)]

    def entry(self, term: bytes) -> Entry | None:
        """Where the term occurs; None where it does not."""
        if isinstance(self.field, Names):
            documents = self._named(term)
            return Entry(documents, [1.0] * len(documents), []) if documents else None
        text = term.decode("utf-8", "surrogatepass")
        segment = self.segment
        found = segment.stemmed(text) if self.field.stemmed else segment.exact(text)
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


class Terms(base.TermsReader):
    """The terms of a segment and their postings."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._fields = {name: _Field(segment, field) for name, field in FIELDS.items()}
        self._lengths = _Lengths(segment)

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
        sought = string if isinstance(string, bytes) else encoded(string)
        self._place = bisect_left(self._terms, sought)
        return self.text()

    def next(self) -> str | None:
        self._place += 1
        return self.text()

    def text(self) -> str | None:
        return self._decoded(self._terms[self._place]) if self.is_valid() else None

    def is_valid(self) -> bool:
        return self._place < len(self._terms)


class FlatMatcher(LeafMatcher):
    """The postings of one term, one after the other; the whole is one block."""

    def __init__(
        self,
        entry: Entry,
        term: tuple[str, bytes],
        format_: Any,
        scorer: Any,
        shortest: int,
    ) -> None:
        self._entry = entry
        self._term = term
        self.format = format_
        self.scorer = scorer
        self._shortest = shortest
        self._place = 0

    def is_active(self) -> bool:
        return self._place < len(self._entry.documents)

    def reset(self) -> None:
        self._place = 0

    def copy(self) -> "FlatMatcher":
        made = FlatMatcher(self._entry, self._term, self.format, self.scorer, self._shortest)
        made._place = self._place
        return made

    def id(self) -> int:
        return self._entry.documents[self._place]

    def all_ids(self) -> Iterator[int]:
        return iter(self._entry.documents[self._place :])

    def weight(self) -> float:
        return self._entry.weights[self._place]

    def next(self) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._place += 1

    def skip_to(self, id: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._place = bisect_left(self._entry.documents, id, self._place)

    def skip_to_quality(self, minquality: float) -> int:
        if self.block_quality() > minquality:
            return 0
        self._place = len(self._entry.documents)
        return 1

    def replace(self, minquality: float = 0) -> Matcher:
        weak = minquality and self.supports_block_quality() and self.max_quality() < minquality
        return NullMatcher() if weak or not self.is_active() else self

    def block_max_weight(self) -> float:
        return max(self._entry.weights)

    def block_min_length(self) -> int:
        return self._shortest

    def block_min_id(self) -> int:
        return self._entry.documents[0]

    def block_max_id(self) -> int:
        return self._entry.documents[-1]

    def value(self) -> bytes:
        positions = self._entry.positions
        return self.format.encode(positions[self._place]) if positions else b""

    def value_as(self, astype: str) -> Any:
        if astype == "positions" and self._entry.positions:
            return self._entry.positions[self._place]
        return super().value_as(astype)


class Documents(base.PerDocumentReader):
    """What is stored of each document."""

    def __init__(self, segment: Segment, known: FlatSegment) -> None:
        self._segment = segment
        self._known = known
        self._lengths = _Lengths(segment)

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
        article = read_record(head, segment.record(docnum), segment.dictionary(docnum))
        found = {
            "id": head.id,
            "date": head.day,
            "month": head.day[:7],
            "source_name": head.source,
            "title_shown": head.title,
            "body_shown": article.body,
        }
        return {name: value for name, value in found.items() if value}


class Column(ColumnReader):
    """The values of a facet by document."""

    def __init__(self, segment: Segment, facet: str) -> None:
        self._numbers = segment.file.numbers(facet)
        self._names = segment.strings(f"{facet}.names").all()

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


class _Lengths:
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
            return [1] * self._segment.documents
        if field.zone not in self._exact:
            self._exact[field.zone] = self._counted(field.zone)
        return self._exact[field.zone]

    def _counted(self, zone: str) -> list[int]:
        if zone in SCORED:
            return self._segment.file.numbers(f"{zone}.length").tolist()
        lengths = np.zeros(self._segment.documents, np.int64)
        for stem in self._segment.file.numbers(f"{zone}.terms"):
            posting = self._segment.posting(zone, stem)
            assert posting is not None
            places = places_of(posting, Term(stem))
            lengths[places.documents] += places.counts
        return lengths.tolist()


def _words_of(segment: Segment, zone: str) -> list[int]:
    """The numbers of the words that occur in the zone: a stem may have others elsewhere."""
    columns = {
        name: np.array(segment.file.numbers(f"{zone}.{name}"), np.int64)
        for name in ("terms", "df", "cf", "at", "widths")
    }
    at, counts = columns["at"], (columns["df"], columns["df"], columns["cf"], columns["cf"])
    for number, count in enumerate(counts[:3]):
        at = at + sizes(count, columns["widths"] >> 3 * number & 7)
    held = np.frombuffer(segment.file.numbers(f"{zone}.postings"), np.uint8)
    forms = unpack(held, columns["cf"], columns["widths"] >> 9 & 7, at, 0)
    stem = np.array(segment.file.numbers("words.stem"), np.int64)
    form = np.array(segment.file.numbers("words.form"), np.int64)
    first = offsets_of(np.array(segment.file.numbers("stems.forms"), np.int64))
    word = np.empty(len(stem), np.int64)
    word[first[stem] + form] = np.arange(len(stem))
    return np.unique(word[np.repeat(first[columns["terms"]], columns["cf"]) + forms]).tolist()


def write_contents(home: Path) -> None:
    """Write Whoosh's table of contents of the segments in the folder."""
    for old in home.glob(f"_{NAME}_*.toc"):
        old.unlink()
    segments = [FlatSegment(path) for path in sorted(home.glob(f"*{SUFFIX}"))]
    generation = int(home.name[1:])  # that of the folder
    TOC(schema(), segments, generation).write(FileStorage(str(home)), NAME)
