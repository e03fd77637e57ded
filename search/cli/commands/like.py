"""The command `search like`, which prints the articles that are similar to one."""

from pathlib import Path

import click

from search.cli.answer_options import Output, output_options
from search.cli.commands.show import find_article
from search.cli.history import remember
from search.cli.open_index import open_or_build
from search.cli.options import query_options, recency_option
from search.cli.run_query import Display, answer_lines, say_notices
from search.cli.terminal import say_summary, write
from search.query import Query
from search.values import replace


@click.command(short_help="Print the articles that are similar to one.")
@click.argument("article", metavar="ID|RANK")
@query_options
@click.option("--limit", "-n", type=click.IntRange(0), default=10, help="Show at most this many.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave out this many at the top.")
@recency_option
@click.option("--explain", is_flag=True, help="Show what each word added to a score.")
@output_options()
@click.option("--ids", is_flag=True, help="Print the ids alone, one a line.")
def like(query: Query, article: str, folder: Path, explain: bool, output: Output, ids: bool) -> int:
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
    say_notices(results)
    if query.limit:
        remember(folder, results)
    write(answer_lines(results, Display(output, explain, ids=ids)))
    first = query.offset + 1
    read = f"; read one: search show {first}" if results.hits else ""
    articles = "1 article is" if results.total == 1 else f"{results.total} articles are"
    say_summary(f"{articles} similar to {pattern.id}{read}", bool(results.hits))
    return 0 if results.total else 1
