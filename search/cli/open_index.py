"""The index of a command, built on first use if it is missing."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import click
from click.core import ParameterSource

from search.cli.index_place import other_index
from search.cli.terminal import say
from search.engines import open_engine, problems
from search.engines.base import Engine
from search.engines.undecodable import UNDECODABLE
from search.errors import BrokenIndex, NoIndex
from search.query import Query

SEEDS = Path("seeds")  # the default folder of documents


def open_or_build(folder: Path, quiet: bool = False) -> Engine:
    """Open the index in the folder until the command ends; build a missing one from the seeds.

    One that was named and is missing is an error: it was misspelled.

    A command that changes the index afterwards closes it before.
    """
    engine = _open_or_build(folder, quiet)
    return click.get_current_context().with_resource(_closing(engine, folder))


@contextmanager
def _closing(engine: Engine, folder: Path) -> Iterator[Engine]:
    """Close the engine at the end; what could not be decoded is due to an index that is wrong.

    Raises: BrokenIndex.
    """
    with closing(engine):
        try:
            yield engine
        except UNDECODABLE as error:
            for problem in problems(folder):
                raise BrokenIndex(str(folder), problem) from error
            raise


def _is_named() -> bool:
    """Return whether the command line or the environment names the index."""
    source = click.get_current_context().get_parameter_source("folder")
    return source in (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)


def _open_or_build(folder: Path, quiet: bool) -> Engine:
    def searches() -> Mapping[str, Query]:  # as `search query` reads its options
        from search.cli.saved_queries import saved_queries  # `query` imports this module

        return saved_queries(folder)

    try:
        return open_engine(folder, saved=searches)
    except NoIndex as error:
        if _is_named() or not SEEDS.is_dir():
            other = other_index(folder)
            raise NoIndex(str(folder), str(other or "")) from error
    if not quiet:
        say(f"no index in {str(folder)!r}: building one from {str(SEEDS)!r} ...")
    from search.cli.run_build import build_index  # most calls find an index
    from search.process_pools import core_count

    build_index([SEEDS], folder, jobs=core_count(), left_out="none" if quiet else "some")
    return open_engine(folder, saved=searches)
