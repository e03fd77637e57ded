"""`search dups`: the stories that the archive has more than one copy of."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from search.article import Article
from search.cli.open_index import opened
from search.cli.options import asking, in_format
from search.cli.terminal import close, say, view, write
from search.engines.base import Engine
from search.output import SCHEMA_VERSION
from search.output.display import columns, line
from search.query import Query
from search.values import replace

COLUMNS = ("story", "copies", "share", "id", "date", "source", "title")
VALUE = 32  # columns a publisher takes at most


class Copy(NamedTuple):
    """An article of a story."""

    article: Article
    share: float  # of its text that is in the fullest copy, or of that in it


Story = Sequence[Copy]  # the fullest copy first


@click.command(short_help="List the stories there are several copies of.")
@asking
@click.option("--top", type=click.IntRange(1), default=20, help="List at most this many.")
@in_format(("text", "tsv", "json", "jsonl", "csv"))
def dups(asked: Query, folder: Path, top: int, name: str) -> int:
    """List the stories that there are several copies of: sold on by a wire, published again,
    edited lightly, cut short or given another opening. With a QUERY, those of which a copy
    matches.

    \b
    search dups                                     those with most copies first
    search dups air defense --since 2025
    search dups --source MENAFN --output jsonl | jq -r '.articles[1:][].id'

    Of each story the fullest copy comes first. Beside every other stands how much of the text of
    one of the two is in the other. Two reports on one event are two stories, and so are two days
    of a daily report.

    Exit status: 0 found, 1 no copies found, 2 usage or query error, 3 no index that can be used.
    """
    engine = opened(folder)
    known = engine.stories()
    numbers = range(len(known))
    wanted = sorted(_matched(engine, asked, numbers), key=lambda n: (-known.size(n), n))
    found = [
        [Copy(engine.get(id), known.share(id)) for id in known.members(number)]
        for number in wanted[:top]
    ]
    write(FORMS[name](found))
    more = f"; {len(wanted) - top} more: --top {len(wanted)}" if len(wanted) > top else ""
    copies = sum(map(known.size, wanted))
    stories = f"{len(wanted)} stor{'y' if len(wanted) == 1 else 'ies'}"
    close(f"{stories} in {copies} articles{more}", bool(found))
    return 0 if found else 1


def _matched(engine: Engine, asked: Query, every: Sequence[int]) -> set[int]:
    """The stories of which a copy matches."""
    if not (asked.text or asked.filters or asked.since or asked.until):
        return set(every)
    known = engine.stories()
    results = engine.search(replace(asked, limit=engine.stats().articles, facets=(), copies=True))
    for notice in results.notices:
        say(f"note: {notice}")
    found = (known.story(hit.article.id) for hit in results.hits)
    return {story for story in found if story is not None}


def _cells(number: int, story: Story) -> Iterator[list[str]]:
    for article, share in story:
        day = article.date.isoformat() if article.date else ""
        figures = (str(number), str(len(story)), f"{share:.2f}")
        yield [*figures, article.id, day, article.source, article.heading]


def _rows(found: Sequence[Story]) -> Iterator[list[str]]:
    for number, story in enumerate(found, 1):
        yield from _cells(number, story)


def _text(found: Sequence[Story]) -> Iterator[str]:
    """The headline of the fullest copy of each story, then a line for each copy."""
    width = view().width or 100
    for number, story in enumerate(found):
        if number:
            yield ""
        title = story[0].article.heading
        yield _cut(f"{title} · {len(story)} copies", width)
        wide = min(max(columns(line(_source(copy.article))) for copy in story), VALUE)
        for place, (article, share) in enumerate(story):
            day = article.date.isoformat() if article.date else "no date   "
            source = _cut(_source(article), wide)
            padding = " " * (wide - columns(source))
            like = f"{share:4.0%}" if place else "full"
            other = f"  {article.heading}" if article.heading != title else ""
            yield _cut(f"  {like}  {day}  {source}{padding}  {article.id}{other}", width)


def _source(article: Article) -> str:
    return article.source or "no source"


def _cut(text: str, wide: int) -> str:
    """The text on one line, cut to so many columns."""
    shown = line(text)
    while columns(shown) > wide:
        shown = shown[:-2] + "…"
    return shown


def _tsv(found: Sequence[Story]) -> Iterator[str]:
    for row in _rows(found):
        yield "\t".join(map(line, row))


def _csv(found: Sequence[Story]) -> Iterator[str]:
    for row in (list(COLUMNS), *_rows(found)):
        written = io.StringIO()
        csv.writer(written, lineterminator="").writerow(map(line, row))
        yield written.getvalue()


def _record(story: Story) -> dict[str, object]:
    articles = [
        {
            "id": article.id,
            "title": article.title or None,
            "heading": article.heading,
            "source": article.source or None,
            "date": article.date and article.date.isoformat(),
            "share": share,
        }
        for article, share in story
    ]
    return {"copies": len(story), "articles": articles}


def _json(found: Sequence[Story]) -> Iterator[str]:
    whole = {"schema_version": SCHEMA_VERSION, "stories": list(map(_record, found))}
    yield json.dumps(whole, ensure_ascii=False, indent=2)


def _jsonl(found: Sequence[Story]) -> Iterator[str]:
    for story in found:
        yield json.dumps({"schema_version": SCHEMA_VERSION, **_record(story)}, ensure_ascii=False)


FORMS: dict[str, Callable[[Sequence[Story]], Iterator[str]]] = {
    "text": _text,
    "tsv": _tsv,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
}
