"""`search facets`: what the matching articles are about, counted."""

import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

import click

from search.cli import param_types
from search.cli.open_index import opened
from search.cli.options import asking, in_color, in_format
from search.cli.terminal import close, say, view, write
from search.engines.base import Engine
from search.facet_definitions import FACETS
from search.output.date_histogram import drawn, fitting
from search.output.facet_limit import largest
from search.output.formats import FORMATS
from search.query import DEFAULT_FACETS, WORDS, FacetCount, Interval, Query, Results
from search.values import replace

TOP = 20  # values a facet: three facets fit the screen beside one another, or a page of a pager


@click.command(short_help="Count the matches by date, source and person.")
@asking
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
    default=None,
    show_default="what fits a terminal; month in a pipe",
    help="Count dates by it.",
)
@click.option(
    "--top",
    type=click.IntRange(1),
    default=None,
    show_default=f"{TOP}, and all dates on a terminal",
    help="Keep this many values a facet, by count.",
)
@click.option(
    "--min", "least", type=click.IntRange(1), default=1, help="Keep values of so many articles."
)
@click.option(
    "--like", default="", metavar="TEXT", help="Keep values with TEXT in them, accents aside."
)
@click.option("--by-story", is_flag=True, help="Count stories, not every copy of them.")
@in_format(FORMATS)
@in_color
def facets(
    asked: Query,
    folder: Path,
    interval: Interval | None,
    top: int | None,
    least: int,
    like: str,
    name: str,
    color: str,
) -> int:
    """Count the articles that match QUERY by date, source and person.

    \b
    search facets                               the whole index
    search facets drones --by people --top 5    who is named in articles on drones
    search facets --by date --interval year
    search facets --by source --by-story        who ran how many stories
    search facets --by people --like zelensk --source "The Kyiv Independent"
    search facets drones --by words             what else articles on drones speak of

    Counts are of articles, over all matches; with --by-story copies of one story count once. Values
    of one facet widen, different facets narrow; a facet's own selection, marked with *, leaves its
    own counts alone. Words are counted in the matches and in the whole index, the most significant
    first.

    Exit status: 0 found, 1 nothing found, 2 usage or query error, 3 no index that can be used.
    """
    shown_at = view(color)
    engine, asked = opened(folder), replace(asked, limit=0)
    draws = name == "text" and shown_at.width is not None and "date" in asked.facets
    interval = interval or (_fitting(engine, asked) if draws else "month")
    results = engine.search(replace(asked, interval=interval))
    for notice in results.notices:
        say(f"note: {notice}")
    wanted = {
        facet: [count for count in counts if count.count >= least and _has(count.value, like)]
        for facet, counts in results.facets.items()
    }
    every = draws and not (top or like or least > 1)
    shown = {
        facet: tuple(counts) if every and facet == "date" else _first(facet, counts, top or TOP)
        for facet, counts in wanted.items()
    }
    hidden = _size(wanted) - _size(shown)
    if every:
        shown["date"] = drawn(shown["date"], interval)
    write(FORMATS[name].facets(replace(results, facets=shown), shown_at))
    close(_account(results, hidden, top or TOP), apart=any(shown.values()))
    return 0 if results.total else 1


def _fitting(engine: Engine, asked: Query) -> Interval:
    """The interval by which the days of the matches fit the screen."""
    found = engine.search(replace(asked, facets=("date",), interval="day"))
    return fitting([count.value for count in found.facets["date"]])


def _first(facet: str, counts: Sequence[FacetCount], top: int) -> tuple[FacetCount, ...]:
    """The largest counts; of words, whose order tells more than their counts, the first."""
    return tuple(counts[:top]) if facet == WORDS else largest(counts, top)


def _account(results: Results, hidden: int, top: int) -> str:
    more = f"; {hidden} value{'' if hidden == 1 else 's'} more: --top {top * 5}" if hidden else ""
    articles = f"{results.total} article{'' if results.total == 1 else 's'}"
    if results.stories is None:
        return articles + more
    return f"{results.stories} stor{'y' if results.stories == 1 else 'ies'} in {articles}{more}"


def _size(facets: Mapping[str, Sequence[FacetCount]]) -> int:
    return sum(map(len, facets.values()))


def _has(value: str, part: str) -> bool:
    return _plain(part) in _plain(value)


def _plain(text: str) -> str:
    """The text in lower case and without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
