"""The engines, by name; each lives in a folder of its own below the index."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import cast

from search.engines.base import Engine, Writer
from search.engines.index_folder import remembered
from search.errors import NoEngine
from search.query import Query

ENGINES = {"whoosh": "search.engines.whoosh"}


def open_engine(
    folder: Path, name: str = "whoosh", *, saved: Callable[[], Mapping[str, Query]] = dict
) -> Engine:
    """The engine of that name over the index in the folder.

    `saved` gives the searches that a query may name, `query:weekly`, by their names in lower case;
    it is called when one does.

    Raises: NoIndex, OldIndex, BrokenIndex, NoEngine.
    """
    return cast(Engine, import_module(_module(name)).opened(folder / name, saved=saved))


def open_writer(
    folder: Path, name: str = "whoosh", *, fresh: bool = False, dry: bool = False
) -> Writer:
    """A change of the index in the folder; `fresh` starts from nothing, `dry` only looks.

    Raises: LockedIndex, UnwritableIndex, NoEngine.
    """
    return cast(Writer, import_module(_module(name)).writer(folder / name, fresh, dry))


def read_from(folder: Path, name: str = "whoosh") -> list[str]:
    """The folders of documents that the index was built from; none where there is no index."""
    return list(remembered(folder / name).values())


def verify(folder: Path, name: str = "whoosh") -> list[str]:
    """What is wrong with the index in the folder, every byte of it read; none where all is well.

    Raises: NoIndex, OldIndex, BrokenIndex, where there is nothing to compare with; NoEngine.
    """
    return cast(list[str], import_module(_module(name)).verify(folder / name))


def export(
    folder: Path,
    target: Path,
    progress: Callable[[int, int, str], None] | None = None,
    name: str = "whoosh",
) -> int:
    """Write the index to the target, an empty folder, for others to open; how many articles.

    `progress` is told of articles done, articles in all, and what is being done.

    Raises: NoIndex, OldIndex, BrokenIndex, BadTarget, NoEngine.
    """
    return cast(int, import_module(_module(name)).export(folder / name, target, progress))


def _module(name: str) -> str:
    if name not in ENGINES:
        raise NoEngine(f"no engine {name!r}", f"use one of: {', '.join(ENGINES)}")
    return ENGINES[name]
