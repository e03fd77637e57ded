"""The Whoosh engine: the only room that imports Whoosh."""

from pathlib import Path

from whoosh.index import EmptyIndexError

from search.engines import folder as folders
from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.versions import VERSIONS
from search.engines.whoosh.writer import WhooshWriter
from search.errors import BrokenIndex


def opened(folder: Path) -> WhooshEngine:
    """The engine over the index in force, every file of it checked.

    Raises: NoIndex, OldIndex, BrokenIndex.
    """
    while True:
        found = folders.manifest(folder)
        folders.demand(folder, found, VERSIONS)
        try:
            return WhooshEngine(folders.verify(folder, found), found)
        except (BrokenIndex, EmptyIndexError, FileNotFoundError):
            # A writer may have published, and removed this generation, since the manifest was read.
            if folders.manifest(folder).generation == found.generation:
                raise


def writer(folder: Path, fresh: bool = False, dry: bool = False) -> WhooshWriter:
    """A change of the index, to be committed or closed; a `dry` one is only asked for its ledger.

    Raises: LockedIndex, UnwritableIndex.
    """
    return WhooshWriter(folder, fresh, dry)
