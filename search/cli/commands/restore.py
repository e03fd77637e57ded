"""`search restore`: restore the decisions of people from one file."""

from pathlib import Path

import click

from search.cli.options import index_option
from search.cli.param_types import AnyPath
from search.cli.terminal import say


@click.command(short_help="Restore what 'search dump' wrote.")
@click.argument("path", metavar="FILE", type=AnyPath())
@click.option("--replace", is_flag=True, help="Replace files that are different now.")
@index_option
def restore(path: Path, replace: bool, folder: Path) -> int:
    """Restore what 'search dump' wrote into FILE, next to the folders of documents.

    \b
    search restore decisions.toml
    search restore decisions.toml --replace     also where something else was decided since
    search index                                then: applies what was decided

    Where a file is different now, nothing is written without --replace. All files are checked
    first, so that none is restored that no command could use. What 'saved run --new' has shown is
    added to what is known now, so that nothing becomes new again.

    Exit status: 0 done, 2 a file is different, or FILE is not a dump, 3 no usable index.
    """
    from search.indexing import decisions_dump  # loads the write path

    files = decisions_dump.read_dump(path)
    restored = decisions_dump.restore(folder, files, replace)
    for place in restored:
        say(f"restored {place}")
    if restored:
        say("apply it with 'search index'")
    else:
        say("nothing to restore: all files are as in the dump")
    return 0
