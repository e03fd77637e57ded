"""`search stats`: what the archive holds."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click

from search.cli.open_index import opened
from search.cli.options import at_index, in_color
from search.cli.terminal import view, write
from search.engines.base import Engine, Stats, WordCounts
from search.output import SCHEMA_VERSION
from search.output.date_histogram import drawn, fitting
from search.output.display import View
from search.output.facet_limit import largest
from search.output.text_output import bars
from search.query import NONE, FacetCount, Interval, Query

FORMS = ("text", "json")
SHARES = 100  # the longest bar of the shares stands for all of it


class Archive(NamedTuple):
    """All that is told of an archive."""

    stats: Stats
    skips: Mapping[str, str]  # what could not be read, with the reason
    words: Mapping[str, WordCounts]  # by source
    interval: Interval
    days: Sequence[FacetCount]  # by the interval
    sources: Sequence[FacetCount]
    people: Sequence[FacetCount]


@click.command(short_help="Tell what the archive holds, by time, source and person.")
@click.option(
    "--top", type=click.IntRange(1), default=10, help="List this many sources and people."
)
@click.option(
    "--output", "-o", "form", type=click.Choice(FORMS), default="text", help="How to write it."
)
@at_index
@in_color
def stats(top: int, form: str, folder: Path, color: str) -> int:
    """Tell what the archive holds: articles by time, source and person, the days they cover, what
    has no date, what was skipped, and how much of each source was cut as boilerplate.

    \b
    search stats
    search stats --top 50                   more of the sources and people
    search stats --output json              every source and person, for programs

    What was cut is a share of the words that were read. 'search cuts' lists it, 'search index'
    names what it skips and why.

    Exit status: 0 done, 3 no index that can be used.
    """
    archive = _archive(opened(folder))
    write([_record(archive)] if form == "json" else _text(archive, top, view(color)))
    return 0


def _archive(engine: Engine) -> Archive:
    asked = partial(Query, limit=0)
    days = engine.search(asked(facets=("date",), interval="day")).facets["date"]
    interval = fitting([count.value for count in days])
    facets = engine.search(asked(facets=("date", "source", "people"), interval=interval)).facets
    return Archive(
        engine.stats(), engine.skips(), engine.word_counts(), interval,
        facets["date"], facets["source"], facets["people"],
    )  # fmt: skip


def _text(archive: Archive, top: int, shown: View) -> Iterator[str]:
    facts = list(_facts(archive))
    wide = max(len(name) for name, _ in facts)
    for name, fact in facts:
        yield f"{shown.paint('faint', f'{name:<{wide}}')}  {fact}"
    tables = {
        f"articles by {archive.interval}": drawn(archive.days, archive.interval),
        "articles by source": largest(archive.sources, top),
        "share of words cut, in percent": _shares(archive, top),
        "people": largest([each for each in archive.people if each.value != NONE], top),
    }
    for title, counts in tables.items():
        if counts:
            yield ""
            most = SHARES if counts and title.startswith("share") else 0
            yield from bars(title, counts, shown, most)


def _facts(archive: Archive) -> Iterator[tuple[str, str]]:
    stats, words = archive.stats, archive.words.values()
    yield "articles", f"{stats.articles}"
    if stats.first and stats.last:
        days = (stats.last - stats.first).days + 1
        yield "days", f"{stats.first} to {stats.last}, {days} in all"
    yield "undated", _part(stats.undated, stats.articles)
    yield "sources", f"{stats.sources}"
    yield "people", f"{stats.people}"
    kept, cut = sum(each.kept for each in words), sum(each.cut for each in words)
    yield "words", f"{kept} kept, {_part(cut, kept + cut)} cut"
    yield "skipped", f"{len(archive.skips)}"


def _part(some: int, whole: int) -> str:
    return f"{some} ({some / whole:.1%})" if some else "0"


def _shares(archive: Archive, top: int) -> list[FacetCount]:
    """The share of words that was cut, of the sources with most articles, the largest first."""
    listed = [count.value for count in largest(archive.sources, top)]
    shares = [FacetCount(value, round(_share(archive.words[value]) * 100)) for value in listed]
    return sorted(shares, key=lambda each: (-each.count, each.value))


def _share(words: WordCounts) -> float:
    return words.cut / max(1, words.kept + words.cut)


def _record(archive: Archive) -> str:
    stats = asdict(archive.stats)
    for name in ("first", "last"):
        stats[name] = stats[name] and stats[name].isoformat()
    sources = {count.value: count.count for count in archive.sources}
    whole = {
        "schema_version": SCHEMA_VERSION,
        **stats,
        "folders": dict(archive.stats.folders),
        "skipped": [{"path": path, "reason": why} for path, why in archive.skips.items()],
        "interval": archive.interval,
        "dates": [{"value": each.value, "count": each.count} for each in archive.days],
        "by_source": [
            {
                "source": source,
                "articles": sources.get(source, 0),
                "words_kept": words.kept,
                "words_cut": words.cut,
                "share_cut": round(_share(words), 4),
            }
            for source, words in archive.words.items()
        ],
        "by_person": [
            {"value": each.value, "count": each.count}
            for each in archive.people
            if each.value != NONE
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)
