"""The command `search query`, which prints the articles that match, best first."""

from pathlib import Path
from typing import get_args

import click

from search.cli.answer_options import Output, output_options
from search.cli.options import query_options, recency_option
from search.cli.run_query import Display, run_query
from search.query import Query, Sort


@click.command(short_help="Print the articles that match.")
@query_options
@click.option("--limit", "-n", type=click.IntRange(0), default=10, help="Show at most this many.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave out this many at the top.")
@click.option("--sort", type=click.Choice(get_args(Sort)), default="relevance", help="Which first.")
@click.option("--all", "copies", is_flag=True, help="Show every copy of a story, not the best one.")
@recency_option
@click.option("--explain", is_flag=True, help="Show what each part of the query added to a score.")
@click.option(
    "--facets/--no-facets",
    default=None,
    help="Count the matches by date, source and person; in json unless switched off, in text when "
    "asked for.",
)
@output_options()
@click.option("--ids", is_flag=True, help="Print the ids alone, one a line.")
@click.option("--count", "-c", is_flag=True, help="Print the number of matches alone.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing: the exit status is the answer.")
def query(
    query: Query,
    folder: Path,
    explain: bool,
    facets: bool | None,
    output: Output,
    ids: bool,
    count: bool,
    quiet: bool,
) -> int:
    """Print the articles that match QUERY, best first.

    \b
    search query air defense                    both words, in any of their forms
    search query uk finances missile production  some of the words, the rarest first
    search query '"air defense" -missile'       the phrase, without articles on missiles
    search query -- -missile                    a query that starts with '-'
    search query 'title:drone* OR "John Healey"' --since 2025-01 --sort newest
    search query drones --source "The Kyiv Independent" --filter 'people!=John Healey'
    echo 'missile OR drone' | search query - --output json

    Two words are joined by AND; of three or more an article may lack some, unless you write AND.
    Without a QUERY every article matches. A lone '-' reads the query from standard input. A DATE
    is 2025, 2025-01, 2025-01-13, today or 'last 30 days'.

    Exit status: 0 found, 1 nothing found, 2 usage or query error, 3 no index that can be used.
    """
    return run_query(query, folder, Display(output, explain, facets, ids, count, quiet))
