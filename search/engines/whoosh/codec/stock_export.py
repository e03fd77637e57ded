"""The index as one that stock Whoosh reads, for those who have nothing else."""

import shutil
from collections.abc import Callable
from pathlib import Path

from whoosh.index import create_in, open_dir

from search.engines import index_folder as folders
from search.engines.whoosh.codec.whoosh_schema import schema
from search.engines.whoosh.storage.versions import VERSIONS
from search.errors import BadTarget

MEMORY = 256  # megabytes of postings that Whoosh holds before it writes some to disk

Progress = Callable[[int, int, str], None]  # articles done, articles in all, what is being done


def export(folder: Path, target: Path, progress: Progress | None = None) -> int:
    """Write the index in force to the target, an empty folder or a new one; how many articles.

    Its fields are analysed by what comes with Whoosh, so that nothing of this program is needed
    to open it: see fields.py for their names. Where it fails the target is left empty.

    Raises: NoIndex, OldIndex, BrokenIndex, BadTarget.
    """
    found = folders.read_manifest(folder)
    folders.check_versions(folder, found, VERSIONS)
    home = folders.generation_folder(folder, found)
    try:
        target.mkdir(parents=True, exist_ok=True)
        used = any(target.iterdir())
    except OSError as error:
        raise _unwritable(target, error) from error
    if used:
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
    writer = create_in(str(target), schema(own=False)).writer(limitmb=MEMORY)
    with open_dir(str(home), readonly=True).reader() as reader:
        every, done = reader.doc_count(), 0
        for leaf, _ in reader.leaf_readers():
            progress(done, every, "reading postings")
            writer.add_reader(leaf)
            done += leaf.doc_count()
        progress(done, every, "writing postings")
    writer.commit()
    return every


def _unwritable(target: Path, error: OSError) -> BadTarget:
    fault = (error.strerror or "cannot be written").lower()
    return BadTarget(f"cannot write to {str(target)!r}: {fault}", "free it, or name another")
