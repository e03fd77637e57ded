"""Export of the index to Whoosh's own format, which Whoosh reads without this program."""

import shutil
from collections.abc import Callable
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import create_in
from whoosh.reading import SegmentReader

from search.engines import index_folder as folders
from search.engines.whoosh.codec import FlatSegment
from search.engines.whoosh.codec.whoosh_schema import schema
from search.engines.whoosh.storage.segment import SUFFIX
from search.engines.whoosh.storage.segment_schema import VERSIONS
from search.errors import BadTarget

MEMORY = 256  # megabytes of postings before Whoosh writes some to disk

Progress = Callable[[int, int, str], None]  # articles done, articles in all, the current step


def export(folder: Path, target: Path, progress: Progress | None = None) -> int:
    """Write the current index to the target, an empty or new folder, and return how many articles.

    The analyzers of its fields are Whoosh's, so that nothing of this program is needed to open it;
    whoosh_schema.py names the fields. If the export fails, the target is left empty.

    Raises: NoIndex, OldIndex, BrokenIndex, BadTarget.
    """
    manifest = folders.read_manifest(folder)
    folders.check_versions(folder, manifest, VERSIONS)
    home = folders.generation_folder(folder, manifest)
    try:
        target.mkdir(parents=True, exist_ok=True)
        has_files = any(target.iterdir())
    except OSError as error:
        raise _unwritable(target, error) from error
    if has_files:
        raise BadTarget(f"{str(target)!r} is not empty", "name a new folder")
    try:
        return _write(home, target, progress or (lambda *_: None))
    except BaseException as error:
        for path in target.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if isinstance(error, OSError):
            raise _unwritable(target, error) from error
        raise


def _write(home: Path, target: Path, progress: Progress) -> int:
    writer = create_in(str(target), schema(stock=True)).writer(limitmb=MEMORY)
    segments = [FlatSegment(path) for path in sorted(home.glob(f"*{SUFFIX}"))]
    total, done = sum(each.doc_count() for each in segments), 0
    for segment in segments:  # not by Whoosh's table of contents: it is a pickle, which runs code
        progress(done, total, "reading postings")
        with SegmentReader(FileStorage(str(home)), schema(), segment) as reader:
            writer.add_reader(reader)
        done += segment.doc_count()
    progress(done, total, "writing postings")
    writer.commit()
    return total


def _unwritable(target: Path, error: OSError) -> BadTarget:
    fault = (error.strerror or "cannot be written").lower()
    return BadTarget(f"cannot write to {str(target)!r}: {fault}", "free it, or name another")
