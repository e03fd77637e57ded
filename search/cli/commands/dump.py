"""`search dump`: write the decisions of people into one file."""

from pathlib import Path

import click

from search.cli.options import index_option
from search.cli.output_files import check_output_file
from search.cli.param_types import AnyPath
from search.cli.terminal import say, write
from search.errors import BadTarget
from search.user_files.atomic_write import replace_files
from search.user_files.edit_lock import locked


@click.command(short_help="Write what people decided into one file.")
@click.argument("path", metavar="FILE", type=AnyPath())
@index_option
def dump(path: Path, folder: Path) -> int:
    """Write what people decided about the archive into FILE, a readable text; '-' prints it.

    \b
    search dump decisions.toml
    search dump - | ssh elsewhere 'cat > decisions.toml'
    search restore decisions.toml           there, or here after a loss

    That is 'people.toml', 'cleaning.toml', 'synonyms.txt', 'searches.toml' and 'search.toml' next
    to the folders of documents, and what 'saved run --new' has shown you. An earlier dump is
    replaced, any other file is not.

    Exit status: 0 done, 1 nothing was decided yet, 2 usage error, 3 no usable index.
    """
    from search.indexing.decisions_dump import dumped_files, is_dump, to_text  # the write path

    files = dumped_files(folder)
    if not files:
        say("nothing was decided yet: there is no file of decisions next to the documents")
        return 1
    text = to_text(files)
    if str(path) == "-":
        write([text], end="")
        return 0
    check_output_file(path, folder)
    with locked(path):
        if path.exists() and not is_dump(path):
            raise BadTarget(f"{str(path)!r} is not an earlier dump", "name another file")
        replace_files({path: text})
    say(f"{', '.join(each.name for each in files)}; written to {path}")
    return 0
