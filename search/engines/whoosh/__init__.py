"""The Whoosh engine: segments that Whoosh's searchers read, and an evaluator of our own."""

from collections.abc import Callable
from pathlib import Path

from search.engines import index_folder
from search.engines.base import SavedSearches, Writer
from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.storage.segment_schema import VERSIONS
from search.errors import BrokenIndex, UnreadableIndex

Progress = Callable[[int, int, str], None]  # articles done, articles in all, the current step


def open_engine(folder: Path, saved: SavedSearches = dict, kernel: str = "") -> WhooshEngine:
    """Open the current index for reading; `kernel` is the one of KERNELS that answers."""
    while True:
        manifest = index_folder.read_manifest(folder)
        index_folder.check_versions(folder, manifest, VERSIONS)
        try:
            home = index_folder.generation_folder(folder, manifest)
            return WhooshEngine(home, manifest, kernel, saved)
        except (BrokenIndex, UnreadableIndex, FileNotFoundError):
            # A writer may have published a new generation, and removed this one, meanwhile.
            if index_folder.read_manifest(folder).generation == manifest.generation:
                raise


def open_writer(folder: Path, fresh: bool = False, dry: bool = False) -> Writer:
    """Open the index for a change, to be committed or closed; a `dry` one only reads."""
    from search.engines.whoosh.writing.writer import WhooshWriter  # loads numpy

    return WhooshWriter(folder, fresh, dry)


def is_current(folder: Path) -> bool:
    """Return whether the index has the versions of this program, and all its files."""
    manifest = index_folder.read_manifest(folder)
    index_folder.check_versions(folder, manifest, VERSIONS)
    return index_folder.generation_folder(folder, manifest).is_dir()


def problems(folder: Path) -> list[str]:
    """Read every byte of the index and return what is wrong with it, one problem a line."""
    from search.engines.whoosh.storage import checksums

    return checksums.problems(folder)


def export(folder: Path, target: Path, progress: Progress | None = None) -> int:
    """Write the index to the target, so that Whoosh alone can open it; return how many articles.

    Raises: NoIndex, OldIndex, BrokenIndex, BadTarget.
    """
    from search.engines.whoosh.codec.stock_export import export as write  # loads Whoosh

    return write(folder, target, progress)
