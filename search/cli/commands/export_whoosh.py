"""The command `search export-whoosh`, which writes the index for programs that use Whoosh."""

from pathlib import Path

import click

from search.cli.options import index_option
from search.cli.output_files import check_output_folder
from search.cli.param_types import AnyPath
from search.cli.progress_bars import progress_bar
from search.cli.terminal import counted, say
from search.engines import engine_folder, whoosh


@click.command("export-whoosh", short_help="Write the index as one that Whoosh alone can open.")
@click.argument("target", metavar="FOLDER", type=AnyPath())
@index_option
def export_whoosh(target: Path, folder: Path) -> int:
    """Write the index to FOLDER, a new or an empty one, so that Whoosh can open it where this
    program is not installed.

    \b
    search export-whoosh stock/
    python -c "from whoosh.index import open_dir; print(open_dir('stock').doc_count())"

    The fields are `title`, `body`, `teasers` (stems), `title_words`, `body_words`,
    `teasers_words`, `person`, `quoted`, `source`, `author` (words), `id`, `date`, `month` and
    `source_name`. It takes about as long as Whoosh needs to index the articles, some four seconds
    a thousand.

    Exit status: 0 done, 2 usage error or a folder that cannot be written, 3 no index that can be
    used.
    """
    check_output_folder(target, folder)
    with progress_bar() as progress:
        articles = whoosh.export(engine_folder(folder, "whoosh"), target, progress)
    say(f"{counted(articles, 'article was', 'articles were')} written to {str(target)!r}")
    return 0
