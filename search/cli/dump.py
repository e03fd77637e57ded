"""`search dump` and `search restore`: what people decided, as one file."""

from pathlib import Path

import click

from search.cli.kinds import Place
from search.cli.options import at_index
from search.cli.terminal import say, write
from search.cli.writing import write_whole
from search.errors import BadTarget
from search.loading import later

# Loaded when it is called for: the rooms where decisions are read.
dumped = later("search.indexer.decided:dumped")
placed = later("search.indexer.decided:placed")
read = later("search.indexer.decided:read")
record = later("search.indexer.decided:record")
OPENING = "# What people decided about an archive"  # of every dump


@click.command(short_help="Write what people decided into one file.")
@click.argument("path", metavar="FILE", type=Place())
@at_index
def dump(path: Path, folder: Path) -> int:
    """Write what people decided about the archive into FILE, which can be read; '-' prints it.

    \b
    search dump decisions.toml
    search dump - | ssh elsewhere 'cat > decisions.toml'
    search restore decisions.toml           there, or here after a loss

    These are 'people.toml', 'cleaning.toml', 'synonyms.txt', 'searches.toml' and 'search.toml'
    beside the folders of documents. A dump of before is replaced, any other file is not.

    Exit status: 0 done, 1 nothing was decided yet, 2 usage error, 3 no index that can be used.
    """
    files = dumped(folder)
    if not files:
        say("nothing was decided yet: there is no file of decisions beside the documents")
        return 1
    text = record(files)
    if str(path) == "-":
        write([text], end="")
        return 0
    if path.exists() and not _is_dump(path):
        raise BadTarget(f"{str(path)!r} is no dump of before", "name another file")
    write_whole({path: text})
    say(f"{', '.join(each.name for each in files)}; written to {path}")
    return 0


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


def _is_dump(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(OPENING)) == OPENING.encode()
    except OSError:
        return False
