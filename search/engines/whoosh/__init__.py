"""The Whoosh engine: segments that Whoosh's searchers read, and an evaluator of our own."""

from collections.abc import Callable
from pathlib import Path

from search.engines import index_folder as folders
from search.engines.base import Writer
from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.searching.query_trees import Searches
from search.engines.whoosh.storage.checksums import problems
from search.engines.whoosh.storage.versions import VERSIONS
from search.errors import BrokenIndex


def opened(folder: Path, kernel: str = "", saved: Searches = dict) -> WhooshEngine:
    """The engine over the index in force; `kernel` says which of KERNELS is to answer, `saved`
    has the searches that a query may name.

    Raises: NoIndex, OldIndex, BrokenIndex.
    """
    while True:
        found = folders.manifest(folder)
        folders.demand(folder, found, VERSIONS)
        try:
            return WhooshEngine(folders.complete(folder, found), found, kernel, saved)
        except (BrokenIndex, FileNotFoundError):
            # A writer may have published, and removed this generation, since the manifest was read.
            if folders.manifest(folder).generation == found.generation:
                raise


def verify(folder: Path) -> list[str]:
    """What is wrong with the index in force, every byte of it read; none where all is well.

    Raises: NoIndex, OldIndex, BrokenIndex, where there is nothing to compare with.
    """
    return problems(folder)


def export(
    folder: Path, target: Path, progress: Callable[[int, int, str], None] | None = None
) -> int:
    """Write the index to the target as one that Whoosh alone can open; how many articles.

    Raises: NoIndex, OldIndex, BrokenIndex, BadTarget.
    """
    from search.engines.whoosh.codec.stock_export import export as write  # loads Whoosh

    return write(folder, target, progress)


def writer(folder: Path, fresh: bool = False, dry: bool = False) -> Writer:
    """A change of the index, to be committed or closed; a `dry` one is only asked for its ledger.

    Raises: LockedIndex, UnwritableIndex.
    """
    from search.engines.whoosh.writing.writer import WhooshWriter  # loads numpy

    return WhooshWriter(folder, fresh, dry)
