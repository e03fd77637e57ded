"""`search restore`: what people decided, put back from one file."""

from pathlib import Path

import click

from search.cli.options import at_index
from search.cli.output_files import write_whole
from search.cli.param_types import Place
from search.cli.terminal import say
from search.errors import BadTarget


@click.command(short_help="Put back what 'search dump' wrote.")
@click.argument("path", metavar="FILE", type=Place())
@click.option("--replace", is_flag=True, help="Replace decisions that are others than those.")
@at_index
def restore(path: Path, replace: bool, folder: Path) -> int:
    """Put back what 'search dump' wrote into FILE, beside the folders of documents.

    \b
    search restore decisions.toml
    search restore decisions.toml --replace     also where something else was decided meanwhile
    search index                                then: applies what was decided

    Where something else stands already, nothing is written, unless with --replace. Every file is
    read through first, so that nothing is put back that no command could use.

    Exit status: 0 done, 2 something else stands there, or FILE is no dump, 3 no index.
    """
    from search.indexing.decisions_dump import placed, read  # loads the write path

    files = read(path)
    wanted = placed(folder, files)
    others = [place for place in wanted if place.exists()]
    if others and not replace:
        named = ", ".join(map(str, others))
        raise BadTarget(f"something else is decided in {named}", "see to it, or add --replace")
    write_whole(wanted)
    for place in wanted:
        say(f"restored {place}")
    if wanted:
        say("apply it: search index")
    else:
        say("all of it stands there already")
    return 0
