"""The command `search why-not`, which says what keeps an article out of an answer."""

from pathlib import Path

import click

from search.cli.answer_options import Output, output_options
from search.cli.commands.show import find_article
from search.cli.open_index import open_or_build
from search.cli.options import query_options
from search.cli.terminal import write
from search.output.safe_text import safe_line
from search.output.table import versioned_json
from search.query import Query
from search.values import asdict


@click.command("why-not", short_help="Say what keeps an article out of an answer.")
@click.argument("article", metavar="ID|RANK")
@query_options
@output_options(("text", "json"), "text")
def why_not(article: str, query: Query, folder: Path, output: Output) -> int:
    """Say which parts of QUERY keep the article of that ID out of its answer, the first one first.

    \b
    search why-not 002 -- missile -drone
    search why-not seeds/000_cd4418e8e1d5f07a.txt umerov --source "The Kyiv Independent"
    search why-not 3 '"air defense"' --since 2025       the third hit of the last 'search query'

    The query and its filters are those of 'search query'. Of an article that is among the answers
    the rank is shown.

    Exit status: 0 it is among the answers, 1 it is not, or there is no such article, 2 usage or
    query error, 3 no index that can be used.
    """
    engine = open_or_build(folder)
    found = engine.explain(find_article(engine, folder, article).id, query)
    if output.format == "json":
        write([versioned_json({**asdict(found), "rank": found.rank or None})])
    elif found.rank:
        write([f"{safe_line(found.id)}: it is there, at rank {found.rank} of {found.total}"])
    else:
        write(f"{safe_line(found.id)}: {safe_line(reason)}" for reason in found.reasons)
    return 0 if found.rank else 1
