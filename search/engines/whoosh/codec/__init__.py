"""A Whoosh codec that reads our segments, so that Whoosh's searchers and merges work on them.

`whoosh.index.open_dir(GENERATION)` opens a generation of the index where this package can be
imported, and every query class of Whoosh runs on it. The codec only reads: what Whoosh's own
writers add or merge becomes segments of Whoosh's format. `search query` does not use the codec; it
reads the same segments with an array evaluator (searching/), since Whoosh's searcher is 20 to 200
times slower.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search.engines.whoosh.codec.codec_documents import DocumentReader
from search.engines.whoosh.codec.codec_terms import TermReader
from search.engines.whoosh.codec.whoosh_schema import schema
from search.engines.whoosh.storage.segment import SUFFIX, Segment

NAME = "MAIN"  # Whoosh's name of an index that was given none
TOC_SUFFIX = ".toc"  # of a table of contents


class FlatSegment(base.Segment):
    """A segment as Whoosh's table of contents lists it, where it is pickled."""

    def __init__(self, path: Path, deleted: Collection[int] | None = None) -> None:
        super().__init__(NAME)
        self.segid = path.stem.removeprefix(f"{NAME}_")
        with closing(Segment(path, _index_of(path), deleted)) as segment:
            self._document_count = segment.document_count
            self._deleted = set(segment.deleted)

    def codec(self) -> "FlatCodec":
        return FlatCodec()  # type: ignore[abstract]  # it has no methods that write

    def doc_count_all(self) -> int:
        return self._document_count

    def deleted_count(self) -> int:
        return len(self._deleted)

    def deleted_docs(self) -> Iterator[int]:
        return iter(sorted(self._deleted))

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        (self._deleted.add if delete else self._deleted.discard)(docnum)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._deleted

    def should_assemble(self) -> bool:
        return False

    def open(self, storage: FileStorage) -> Segment:
        """Open the segment itself."""
        path = Path(storage.folder) / self.make_filename(SUFFIX)
        return Segment(path, _index_of(path))


def _index_of(path: Path) -> Path:
    """Return the folder of the index, for messages: index/whoosh/g000001/MAIN_x.seg."""
    return path.parent.parent.parent


class FlatCodec(base.Codec):
    """A codec that reads our segments; it has no methods that write."""

    def terms_reader(self, storage: FileStorage, segment: FlatSegment) -> TermReader:
        return TermReader(segment.open(storage))

    def per_document_reader(self, storage: FileStorage, segment: FlatSegment) -> DocumentReader:
        return DocumentReader(segment.open(storage), segment)


def write_toc(home: Path, segments: Sequence[FlatSegment]) -> str:
    """Write Whoosh's table of contents of the segments to the folder; return its name."""
    generation = int(home.name[1:])  # that of the folder
    TOC(schema(), segments, generation).write(FileStorage(str(home)), NAME)
    return f"_{NAME}_{generation}{TOC_SUFFIX}"
