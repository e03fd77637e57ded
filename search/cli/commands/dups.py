"""The command `search dups`, which lists the stories that the archive has several copies of."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import click

from search.article import Article
from search.cli.answer_options import Output, output_options
from search.cli.open_index import open_or_build
from search.cli.options import limit_option, query_options
from search.cli.run_query import say_notices
from search.cli.terminal import counted, more_hint, say_summary
from search.engines.base import Engine
from search.output.display import View, fit, shorten, text_width
from search.output.safe_text import safe_line
from search.output.table import Cell
from search.query import Query
from search.values import replace

COLUMNS = ("story", "copies", "share", "id", "date", "source", "title")
MAX_SOURCE = 32  # columns a publisher takes at most


class Copy(NamedTuple):
    """An article of a story."""

    article: Article
    share: float  # of its text that is in the fullest copy, or of that in it


Story = Sequence[Copy]  # the fullest copy first


@click.command(short_help="List the stories there are several copies of.")
@query_options
@limit_option()
@output_options()
def dups(query: Query, folder: Path, limit: int, output: Output) -> int:
    """List the stories that there are several copies of: sold on by a wire, published again,
    edited lightly, cut short or given another opening. With a QUERY, those of which a copy
    matches.

    \b
    search dups                                     those with most copies first
    search dups air defense --since 2025
    search dups --source MENAFN --output jsonl | jq -r '.articles[1:][].id'

    Of each story the fullest copy comes first. Each other copy has the share of the text of one of
    the two that is in the other. Two reports on one event are two stories, and so are two days of a
    daily report.

    Exit status: 0 found, 1 no copies found, 2 usage or query error, 3 no index that can be used.
    """
    engine = open_or_build(folder)
    known = engine.stories()
    numbers = range(len(known))
    chosen = sorted(_matching(engine, query, numbers), key=lambda n: (-known.size(n), n))
    found = [
        [Copy(engine.get(id), known.share(id)) for id in known.members(number)]
        for number in chosen[:limit]
    ]
    records = list(map(_record, found))
    output.show_list("stories", COLUMNS, records, _rows(records), partial(_text, found))
    copies = sum(map(known.size, chosen))
    stories = counted(len(chosen), "story", "stories")
    more = more_hint(len(chosen), len(found))
    say_summary(
        "; ".join(filter(None, (f"{stories} in {copies} articles", more))), bool(found), more
    )
    return 0 if found else 1


def _matching(engine: Engine, query: Query, every: Sequence[int]) -> set[int]:
    """Return the numbers of the stories of which a copy matches."""
    if not (query.text or query.filters or query.since or query.until):
        return set(every)
    known = engine.stories()
    results = engine.search(replace(query, limit=engine.stats().articles, facets=(), copies=True))
    say_notices(results)
    found = (known.story(hit.id) for hit in results.hits)
    return {story for story in found if story is not None}


def _rows(stories: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Cell]]:
    for number, story in enumerate(stories, 1):
        for copy in story["articles"]:
            figures = {"story": number, "copies": story["copies"], "share": f"{copy['share']:.2f}"}
            yield {**copy, **figures, "title": copy["heading"]}


def _text(found: Sequence[Story], view: View) -> Iterator[str]:
    """Yield the headline of the fullest copy of each story, then a line for each copy."""
    width = view.width or 100
    for number, story in enumerate(found):
        if number:
            yield ""
        title = story[0].article.heading
        yield view.paint("strong", shorten(f"{title} · {len(story)} copies", width))
        sources = [safe_line(_source(copy.article)) for copy in story]
        source_width = min(max(map(text_width, sources)), MAX_SOURCE)
        for place, (article, share) in enumerate(story):
            day = article.date.isoformat() if article.date else "no date   "
            label = f"{share:4.0%}" if place else "full"
            other = f"  {article.heading}" if article.heading != title else ""
            source = fit(_source(article), source_width)
            yield shorten(f"  {label}  {day}  {source}  {article.id}{other}", width)


def _source(article: Article) -> str:
    return article.source or "no source"


def _record(story: Story) -> dict[str, Any]:
    articles = [
        {
            "id": article.id,
            "title": article.title or None,
            "heading": article.heading,
            "source": article.source or None,
            "date": article.date,
            "share": share,
        }
        for article, share in story
    ]
    return {"copies": len(story), "articles": articles}
