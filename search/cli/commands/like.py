"""The command `search like`, which prints the articles that are similar to one."""

from pathlib import Path

import click

from search.cli.answer_options import Output, hit_flags, output_options
from search.cli.commands.show import find_article
from search.cli.open_index import open_or_build
from search.cli.options import limit_option, offset_option, query_options, recency_option
from search.cli.run_query import left_out, show_hits
from search.cli.terminal import counted, say_summary
from search.query import Query
from search.values import replace


@click.command(short_help="Print the articles that are similar to one.")
@click.argument("article", metavar="ID|RANK")
@query_options
@limit_option("Show at most this many.", 10, 0)
@offset_option
@recency_option
@hit_flags("explain")
@output_options()
@hit_flags("ids")
def like(query: Query, article: str, folder: Path, output: Output) -> int:
    """Print the articles that are similar to the one of that ID, or of that RANK in the last
    answer.

    \b
    search like 1                                  similar to the first hit of 'search query'
    search like 7aec                               a part of an id, where it is the only one
    search like 1 --since 2025 --source "The Kyiv Independent"
    search like 1 drones                           of the articles on drones

    Similar are articles that share its most significant words: frequent in it, rare in others.
    The article itself is left out.

    Exit status: 0 found, 1 nothing similar or no such article, 2 usage or query error, 3 no index
    that can be used.
    """
    engine = open_or_build(folder)
    pattern = find_article(engine, folder, article)
    results = engine.search(replace(query, like=pattern.id, facets=()))
    show_hits(results, folder, output)
    read = f"; read one: search show {query.offset + 1}" if results.hits else ""
    articles = counted(results.total, "article is", "articles are")
    summary = f"{articles} similar to {pattern.id}{read}"
    say_summary(summary, bool(results.hits), left_out(results))
    return 0 if results.total else 1
