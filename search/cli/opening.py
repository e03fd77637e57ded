"""How a command comes by its index."""

from pathlib import Path

from search.cli.building import built, cores
from search.cli.terminal import say
from search.engines import open_engine
from search.engines.contract import Engine
from search.errors import NoIndex

SEEDS = Path("seeds")  # where the documents are when nothing else was said


def opened(folder: Path, quiet: bool = False) -> Engine:
    """The index in the folder; where there is none yet, it is built from the seeds first.

    Raises: NoIndex where there are no seeds either.
    """
    try:
        return open_engine(folder)
    except NoIndex:
        if not SEEDS.is_dir():
            raise
    if not quiet:
        say(f"no index in {str(folder)!r}: building one from {str(SEEDS)!r} ...")
    built([SEEDS], folder, jobs=cores(), quiet=quiet)
    return open_engine(folder)
