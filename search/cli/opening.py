"""How a command comes by its index."""

from functools import partial
from pathlib import Path

from search.cli.building import built, cores
from search.cli.terminal import say
from search.engines import open_engine
from search.engines.contract import Engine
from search.errors import NoIndex
from search.loading import later

SEEDS = Path("seeds")  # where the documents are when nothing else was said
saved = later("search.cli.searches:saved")  # loaded when a query names a saved search


def opened(folder: Path, quiet: bool = False) -> Engine:
    """The index in the folder; where there is none yet, it is built from the seeds first.

    Raises: NoIndex where there are no seeds either.
    """
    searches = partial(saved, folder)
    try:
        return open_engine(folder, saved=searches)
    except NoIndex:
        if not SEEDS.is_dir():
            raise
    if not quiet:
        say(f"no index in {str(folder)!r}: building one from {str(SEEDS)!r} ...")
    built([SEEDS], folder, jobs=cores(), quiet=quiet)
    return open_engine(folder, saved=searches)
