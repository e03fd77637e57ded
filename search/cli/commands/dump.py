"""`search dump`: what people decided, as one file."""

from pathlib import Path

import click

from search.cli.options import at_index
from search.cli.output_files import write_whole
from search.cli.param_types import Place
from search.cli.terminal import say, write
from search.errors import BadTarget

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
    from search.indexing.decisions_dump import dumped, record  # loads the write path

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


def _is_dump(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(OPENING)) == OPENING.encode()
    except OSError:
        return False
