"""How a command comes by its index."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from search.cli.run_build import build_index
from search.cli.terminal import say
from search.core_count import core_count
from search.engines import open_engine
from search.engines.base import Engine
from search.errors import NoIndex
from search.query import Query

SEEDS = Path("seeds")  # where the documents are when nothing else was said


def opened(folder: Path, quiet: bool = False) -> Engine:
    """The index in the folder; where there is none yet, it is built from the seeds first.

    Raises: NoIndex where there are no seeds either.
    """
    searches = partial(_saved, folder)
    try:
        return open_engine(folder, saved=searches)
    except NoIndex:
        if not SEEDS.is_dir():
            raise
    if not quiet:
        say(f"no index in {str(folder)!r}: building one from {str(SEEDS)!r} ...")
    build_index([SEEDS], folder, jobs=core_count(), quiet=quiet)
    return open_engine(folder, saved=searches)


def _saved(folder: Path) -> Mapping[str, Query]:
    """Return the saved searches, which are read as `search query` reads its options."""
    from search.cli.saved_queries import saved_queries  # `query` imports this module

    return saved_queries(folder)
