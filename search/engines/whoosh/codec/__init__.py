"""The segments as a codec of Whoosh's: its searchers, and its merging, read them as their own.

`whoosh.index.open_dir(GENERATION).searcher()` works where this package can be imported. Whoosh
writes no such segments: what its writers add or merge becomes segments of its own.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search.engines.whoosh.codec.codec_documents import Documents
from search.engines.whoosh.codec.codec_terms import Terms
from search.engines.whoosh.codec.whoosh_schema import schema
from search.engines.whoosh.storage.segment import SUFFIX, Segment

NAME = "MAIN"  # what Whoosh calls an index that has no other name


class FlatSegment(base.Segment):
    """What the table of contents holds of a segment; it is pickled."""

    def __init__(self, path: Path) -> None:
        super().__init__(NAME)
        self.segid = path.stem.removeprefix(f"{NAME}_")
        segment = Segment(path, path.parent)
        self._documents = segment.document_count
        self._gone = set(segment.deleted)

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

    def terms_reader(self, storage: FileStorage, segment: FlatSegment) -> Terms:
        return Terms(segment.opened(storage))

    def per_document_reader(self, storage: FileStorage, segment: FlatSegment) -> Documents:
        return Documents(segment.opened(storage), segment)


def write_contents(home: Path) -> None:
    """Write Whoosh's table of contents of the segments in the folder."""
    for old in home.glob(f"_{NAME}_*.toc"):
        old.unlink()
    segments = [FlatSegment(path) for path in sorted(home.glob(f"*{SUFFIX}"))]
    generation = int(home.name[1:])  # that of the folder
    TOC(schema(), segments, generation).write(FileStorage(str(home)), NAME)
