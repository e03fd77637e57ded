"""Export of the index to Whoosh's own format, which Whoosh reads without this program."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, create_in
from whoosh.reading import SegmentReader

from search.engines import index_folder as folders
from search.engines.whoosh.codec import FlatSegment
from search.engines.whoosh.codec.whoosh_schema import schema
from search.engines.whoosh.storage.segment import SUFFIX
from search.engines.whoosh.storage.segment_schema import VERSIONS
from search.errors import BadTarget, system_reason
from search.user_files.atomic_write import remove, target_of, temporary_of
from search.user_files.edit_lock import locked

MEMORY = 256  # megabytes of postings before Whoosh writes some to disk

Progress = Callable[[int, int, str], None]  # articles done, articles in all, the current step


def export(folder: Path, target: Path, progress: Progress | None = None) -> int:
    """Write the current index to the target, an empty or new folder, and return how many articles.

    The analyzers of its fields are Whoosh's, so that nothing of this program is needed to open it;
    whoosh_schema.py names the fields. The target is written next to its place, and put there when
    it is whole: a part of an index is one that Whoosh opens.

    Raises: NoIndex, OldIndex, BrokenIndex, BadTarget.
    """
    manifest = folders.read_manifest(folder)
    folders.check_versions(folder, manifest, VERSIONS)
    home = folders.generation_folder(folder, manifest)
    try:
        place = target_of(target)
        place.parent.mkdir(parents=True, exist_ok=True)
        with locked(place):  # also before a refusal, which removes the lock of a killed command
            if place.exists() and any(place.iterdir()):
                raise BadTarget(f"{str(target)!r} is not empty", "name a new folder")
            paths = sorted(home / name for name in manifest.files if name.endswith(SUFFIX))
            return _put_in_place(paths, place, progress or (lambda *_: None))
    except OSError as error:
        raise _unwritable(target, error) from error
    except (AssertionError, EmptyIndexError) as error:  # Whoosh's, where its files cannot be listed
        fact = f"cannot write to {str(target)!r}: its files cannot be read again"
        raise BadTarget(fact, "free it, or name another") from error


def _put_in_place(paths: Sequence[Path], target: Path, progress: Progress) -> int:
    temporary = temporary_of(target)
    try:
        temporary.mkdir()
        articles = _write(paths, temporary, progress)
        if target.exists():
            target.rmdir()
        temporary.rename(target)
    finally:
        with suppress(OSError):
            remove(temporary)
    return articles


def _write(paths: Sequence[Path], target: Path, progress: Progress) -> int:
    writer = create_in(str(target), schema(stock=True)).writer(limitmb=MEMORY)
    segments = [FlatSegment(path) for path in paths]
    total, done = sum(each.doc_count() for each in segments), 0
    # Not by Whoosh's table of contents: it is a pickle, which runs code.
    for segment, path in zip(segments, paths, strict=True):
        progress(done, total, "reading postings")
        with SegmentReader(FileStorage(str(path.parent)), schema(), segment) as reader:
            writer.add_reader(reader)
        done += segment.doc_count()
    progress(done, total, "writing postings")
    writer.commit()
    return total


def _unwritable(target: Path, error: OSError) -> BadTarget:
    fact = f"cannot write to {str(target)!r}: {system_reason(error)}"
    return BadTarget(fact, "free it, or name another")
