"""`search query`: the articles that match, best first."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import get_args

import click

from search import output
from search.cli.last import remember
from search.cli.opening import opened
from search.cli.options import asking, in_color, in_format, newness
from search.cli.terminal import close, say, view, write
from search.output.view import View, line
from search.query import Query, Results, Sort


@click.command(short_help="Print the articles that match.")
@asking
@click.option("--limit", "-n", type=click.IntRange(0), default=10, help="Show at most this many.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave out this many at the top.")
@click.option("--sort", type=click.Choice(get_args(Sort)), default="relevance", help="Which first.")
@newness
@click.option("--explain", is_flag=True, help="Show what each part of the query added to a score.")
@click.option(
    "--facets/--no-facets",
    default=None,
    help="Count the matches by date, source and person; in json unless switched off, in text when "
    "asked for.",
)
@in_format(output.FORMATS)
@click.option("--ids", is_flag=True, help="Print the ids alone, one a line.")
@click.option("--count", "-c", is_flag=True, help="Print the number of matches alone.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing: the exit status is the answer.")
@in_color
def query(
    asked: Query,
    folder: Path,
    explain: bool,
    facets: bool | None,
    name: str,
    ids: bool,
    count: bool,
    quiet: bool,
    color: str,
) -> int:
    """Print the articles that match QUERY, best first.

    \b
    search query air defense                    both words, in any of their forms
    search query '"air defense" -missile'       the phrase, without articles on missiles
    search query -- -missile                    a query that starts with '-'
    search query 'title:drone* OR "John Healey"' --since 2025-01 --sort newest
    search query drones --source "The Kyiv Independent" --filter 'people!=John Healey'
    echo 'missile OR drone' | search query - --output json

    Words are joined by AND; without a QUERY every article is meant. A lone '-' reads the query
    from standard input. A DATE is 2025, 2025-01, 2025-01-13, today or 'last 30 days'.

    Exit status: 0 found, 1 nothing found, 2 usage or query error, 3 no index that can be used.
    """
    alone = count or quiet  # no hit is shown, so none is asked for
    wants_facets = not alone and (name == "json" if facets is None else facets)
    asked = replace(
        asked,
        limit=0 if alone else asked.limit,
        facets=asked.facets if wants_facets else (),
    )
    results = opened(folder, quiet).search(asked)
    if not quiet:
        _tell(results, folder)
        write(_lines(results, name, ids, count, view(color, explain)))
    if not alone:
        close(_account(results), bool(results.hits or any(results.facets.values())))
    return 0 if results.total else 1


def _tell(results: Results, folder: Path) -> None:
    """What is not the answer but belongs to it: the notices, and the ranks for `search show`."""
    for notice in results.notices:
        say(f"note: {notice}")
    if results.query.limit:
        remember(folder, results)


def _lines(results: Results, name: str, ids: bool, count: bool, shown: View) -> Iterable[str]:
    if count:
        return [str(results.total)]
    if ids:
        return [line(hit.article.id) for hit in results.hits]
    return output.format_named(name).hits(results, shown)


def _account(results: Results) -> str:
    """How many there are, how long it took, and what to ask next."""
    first, last = results.query.offset + 1, results.query.offset + len(results.hits)
    articles = f"{results.total} article{'' if results.total == 1 else 's'}"
    whole = len(results.hits) == results.total
    shown = articles if whole else f"{first} to {last} of {articles}" if results.hits else articles
    more = f"; more: --offset {last}" if results.hits and last < results.total else ""
    read = f"; read one: search show {first}" if results.hits else ""
    return f"{shown} in {results.seconds:.2f} s{more}{read}"
