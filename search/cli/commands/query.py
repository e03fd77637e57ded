"""The command `search query`, which prints the articles that match, best first."""

from pathlib import Path

import click

from search.cli.answer_options import Output, hit_flags, output_options
from search.cli.options import (
    limit_option,
    offset_option,
    query_options,
    recency_option,
    sort_option,
)
from search.cli.run_query import run_query
from search.query import Query


@click.command(short_help="Print the articles that match.")
@query_options
@limit_option("Show at most this many.", 10, 0)
@offset_option
@sort_option
@click.option("--all", "copies", is_flag=True, help="Show every copy of a story, not the best one.")
@recency_option
@hit_flags("explain", "facets")
@output_options()
@hit_flags("ids", "count", "quiet")
def query(query: Query, folder: Path, output: Output) -> int:
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
    return run_query(query, folder, output)
