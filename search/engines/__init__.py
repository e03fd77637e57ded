"""The engines by name; each keeps an index in a folder of its own."""

from collections.abc import Callable, Mapping
from os.path import exists
from pathlib import Path

from search.engines import index_folder
from search.engines.base import Engine, EngineModule, Ledger, SavedSearches, Writer
from search.engines.index_folder import Manifest
from search.errors import NoEngine

DEFAULT_ENGINE = "whoosh"


def _whoosh() -> EngineModule:
    from search.engines import whoosh  # here, because most commands start without it

    return whoosh


ENGINES: Mapping[str, Callable[[], EngineModule]] = {"whoosh": _whoosh}


def open_engine(index: Path, name: str = DEFAULT_ENGINE, *, saved: SavedSearches = dict) -> Engine:
    """Open the index for reading.

    `saved` returns the saved searches that a query may name (`query:weekly`) by their names in
    lower case; it is called when a query names one.

    Raises: NoIndex, OldIndex, BrokenIndex, NoEngine.
    """
    return _module(name).open_engine(engine_folder(index, name), saved)


def open_writer(
    index: Path, name: str = DEFAULT_ENGINE, *, fresh: bool = False, dry: bool = False
) -> Writer:
    """Open the index for a change; a `fresh` one starts from nothing, a `dry` one only reads.

    Raises: LockedIndex, UnwritableIndex, NoEngine.
    """
    return _module(name).open_writer(engine_folder(index, name), fresh, dry)


def problems(index: Path, name: str = DEFAULT_ENGINE) -> list[str]:
    """Read every byte of the index and return what is wrong with it, one problem a line.

    Raises: NoIndex, OldIndex or BrokenIndex, where there is nothing to compare with; NoEngine.
    """
    return _module(name).problems(engine_folder(index, name))


def engine_folder(index: Path, name: str = DEFAULT_ENGINE) -> Path:
    """Return the folder in which the engine keeps the index."""
    return index / name


def read_manifest(index: Path, name: str = DEFAULT_ENGINE) -> Manifest:
    """Return the current manifest of the index, whatever the versions it was built with.

    Raises: NoIndex, OldIndex, BrokenIndex.
    """
    return index_folder.read_manifest(engine_folder(index, name))


def read_ledger(index: Path, name: str = DEFAULT_ENGINE) -> Ledger | None:
    """Return what the index was built from; None where the index has no such file.

    Raises: NoIndex, OldIndex, BrokenIndex.
    """
    folder = engine_folder(index, name)
    return index_folder.read_ledger(folder, index_folder.read_manifest(folder))


def document_folders(index: Path, name: str = DEFAULT_ENGINE) -> Mapping[str, str]:
    """Return the folders of documents the index was built from, by name; none without an index."""
    return index_folder.document_folders(engine_folder(index, name))


def is_current(index: Path, name: str = DEFAULT_ENGINE) -> bool:
    """Return whether the index has the versions of this program, and all its files.

    Raises: NoIndex, OldIndex, BrokenIndex.
    """
    return _module(name).is_current(engine_folder(index, name))


def has_leftovers(index: Path, name: str = DEFAULT_ENGINE) -> bool:
    """Return whether builds that were killed have left something.

    Raises: NoIndex, OldIndex, BrokenIndex.
    """
    folder = engine_folder(index, name)
    return index_folder.has_leftovers(folder, index_folder.read_manifest(folder))


def has_index(index: Path, name: str = DEFAULT_ENGINE) -> bool:
    """Return whether there is an index in the folder, of whatever version."""
    path = engine_folder(index, name) / index_folder.MANIFEST
    return exists(path)  # noqa: PTH110 - False without permission


def lock_holder(index: Path, name: str = DEFAULT_ENGINE) -> str:
    """Return which process is writing to the index; empty where none is known to."""
    from search.engines import write_lock  # queries take no lock

    return write_lock.lock_holder(engine_folder(index, name))


def _module(name: str) -> EngineModule:
    if name not in ENGINES:
        raise NoEngine(f"no engine {name!r}", f"use one of: {', '.join(ENGINES)}")
    return ENGINES[name]()
