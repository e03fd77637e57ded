"""The command `search facets`, which counts what the matching articles are about."""

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import click

from search.cli import param_types
from search.cli.answer_options import Output, output_options
from search.cli.open_index import open_or_build
from search.cli.options import limit_option, query_options
from search.cli.run_query import say_notices
from search.cli.terminal import counted, more_hint, say_summary
from search.engines.base import Engine
from search.facet_definitions import FACETS, is_date
from search.output.date_histogram import fitting_interval, with_gaps
from search.output.facet_table import facets_table, largest
from search.query import DEFAULT_FACETS, WORDS, FacetCount, Interval, Query, Results
from search.values import replace

LIMIT = 20  # values a facet: three facets fit the screen next to one another, or a page of a pager


@click.command(short_help="Count the matches by date, source and person.")
@query_options
@click.option(
    "--by",
    "facets",
    type=param_types.facet_list,
    default=",".join(DEFAULT_FACETS),
    metavar="FACET,...",
    help=f"What to count: {', '.join(FACETS)}; or words, those that the matches have more often "
    "than the other articles.",
)
@click.option(
    "--interval",
    type=click.Choice(get_args(Interval)),
    show_default="what fits a terminal; month in a pipe",
    help="Count dates by it.",
)
@limit_option(
    "Keep this many values a facet, by count.",
    None,
    show_default=f"{LIMIT}, and all dates on a terminal",
)
@click.option(
    "--min", "least", type=click.IntRange(1), default=1, help="Keep values of so many articles."
)
@click.option(
    "--like", default="", metavar="TEXT", help="Keep values with TEXT in them, accents aside."
)
@click.option("--by-story", is_flag=True, help="Count stories, not every copy of them.")
@output_options()
def facets(
    query: Query,
    folder: Path,
    interval: Interval | None,
    limit: int | None,
    least: int,
    like: str,
    output: Output,
) -> int:
    """Count the articles that match QUERY by date, source and person.

    \b
    search facets                               the whole index
    search facets drones --by people --limit 5  who is named in articles on drones
    search facets --by date --interval year
    search facets --by source --by-story        who published how many stories
    search facets --by people --like zelensk --source "The Kyiv Independent"
    search facets drones --by words             what else articles on drones are about

    Counts are of articles, over all matches; with --by-story copies of one story count once. Values
    of one facet widen the matches, different facets narrow them. A facet's own selection, marked
    with *, leaves its own counts as they are. Words are counted in the matches and in the whole
    index, the most significant first.

    Exit status: 0 found, 1 nothing found, 2 usage or query error, 3 no index that can be used.
    """
    engine, query = open_or_build(folder), replace(query, limit=0)
    dates = [facet for facet in query.facets if is_date(facet)]
    histogram = output.format == "text" and output.view.width is not None and bool(dates)
    interval = interval or (_fitting_interval(engine, query, dates[0]) if histogram else "month")
    results = engine.search(replace(query, interval=interval))
    say_notices(results)
    part = _plain(like)
    kept = {
        facet: [
            each
            for each in counts
            if each.marked or (each.count >= least and part in _plain(each.value))
        ]
        for facet, counts in results.facets.items()
    }
    all_dates = histogram and not (limit or like or least > 1)
    shown = {
        facet: tuple(counts) if all_dates and facet in dates else _first(facet, counts, limit)
        for facet, counts in kept.items()
    }
    hidden = sum(len(kept[facet]) - len(shown[facet]) for facet in kept)
    for facet in dates if all_dates else ():
        shown[facet] = with_gaps(shown[facet], interval)
    output.show(facets_table(replace(results, facets=shown)))
    values = sum(map(len, kept.values()))
    more = more_hint(values, values - hidden, " values")
    say_summary("; ".join(filter(None, (_summary(results), more))), any(shown.values()), more)
    return 0 if results.total else 1


def _fitting_interval(engine: Engine, query: Query, facet: str) -> Interval:
    """Return the interval by which the days of the matches fit the screen."""
    found = engine.search(replace(query, facets=(facet,), interval="day"))
    return fitting_interval([count.value for count in found.facets[facet]])


def _first(facet: str, counts: Sequence[FacetCount], limit: int | None) -> tuple[FacetCount, ...]:
    """Return the largest counts; of words, which are ordered by significance, the first."""
    limit = limit or LIMIT
    return tuple(counts[:limit]) if facet == WORDS else largest(counts, limit)


def _summary(results: Results) -> str:
    articles = counted(results.total, "article")
    if results.stories is None:
        return articles
    return f"{counted(results.stories, 'story', 'stories')} in {articles}"


def _plain(text: str) -> str:
    """Return the text in lower case and without accents."""
    characters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in characters if not unicodedata.combining(each))
