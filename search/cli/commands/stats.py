"""The command `search stats`, which shows what the archive contains."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click

from search.cli.answer_options import Output, output_options
from search.cli.open_index import open_or_build
from search.cli.options import index_option, limit_option
from search.cli.run_build import endings
from search.cli.terminal import more_hint, say
from search.engines.base import Engine, Stats, WordCounts
from search.facet_definitions import LEFT_OUT, STATES
from search.output.date_histogram import fitting_interval, with_gaps
from search.output.display import View
from search.output.facet_table import bar_chart, largest
from search.output.table import FORMATS, Cell, Record, Table
from search.query import NONE, FacetCount, Interval, Query
from search.values import replace

FIGURES = ("articles", "sources", "people", "first", "last", "undated")
ALL_PERCENT = 100  # what the longest bar of the shares stands for


class Archive(NamedTuple):
    """All that is shown of an archive."""

    stats: Stats
    skips: Mapping[str, str]  # what could not be read, with the reason
    unread: Mapping[str, int]  # files of kinds that are not read, by ending
    words: Mapping[str, WordCounts]  # by source
    interval: Interval
    dates: Sequence[FacetCount]  # by the interval
    sources: Sequence[FacetCount]
    people: Sequence[FacetCount]
    states: Mapping[str, int]  # articles without a text, and without a headline


@click.command(short_help="Show what the archive contains, by time, source and person.")
@limit_option("List this many sources and people.", 10)
@output_options(FORMATS, "text")
@index_option
def stats(limit: int, output: Output, folder: Path) -> int:
    """Show what the archive contains: articles by time, source and person, the days they cover,
    what has no date, what was skipped, and how much of each source was cut as boilerplate.

    \b
    search stats
    search stats --limit 50                 more of the sources and people
    search stats --output json              every source and person, for programs

    What was cut is a share of the words that were read. 'search cuts' lists it, 'search index'
    names what it skips and why.

    Exit status: 0 done, 3 no index that can be used.
    """
    archive = _archive(open_or_build(folder))
    lists = {"sources": archive.sources, "people": archive.people}
    more = "; ".join(
        more_hint(len(counts), limit, f" {name}")
        for name, counts in lists.items()
        if output.format == "text" and len(counts) > limit
    )
    output.show(
        Table(
            columns=("section", "name", "value"),
            rows=_rows(archive),
            document=partial(_document, archive),
            text=partial(_text, archive, limit),
        )
    )
    if more:
        say(more)
    return 0


def _archive(engine: Engine) -> Archive:
    query = partial(Query, limit=0)
    days = engine.search(query(facets=("date",), interval="day")).facets["date"]
    interval = fitting_interval([count.value for count in days])
    counted = ("date", "source", "people", "is")
    facets = engine.search(query(facets=counted, interval=interval)).facets
    states = {count.value: count.count for count in facets["is"]}
    states |= {each: engine.search(query(f"is:{each}", facets=())).total for each in LEFT_OUT}
    people = [count for count in facets["people"] if count.value != NONE]
    sources = sum(count.value != NONE for count in facets["source"])
    return Archive(
        stats=replace(engine.stats(), people=len(people), sources=sources),  # as facets list them
        skips=engine.skips(),
        unread=engine.unread(),
        words=engine.word_counts(),
        interval=interval,
        dates=facets["date"],
        sources=facets["source"],
        people=people,
        states={state: states.get(state, 0) for state in STATES},
    )


def _text(archive: Archive, limit: int, view: View) -> Iterator[str]:
    facts = list(_facts(archive))
    width = max(len(name) for name, _ in facts)
    for name, fact in facts:
        yield f"{view.paint('faint', f'{name:<{width}}')}  {fact}"
    shares = "share of words cut, in percent"
    tables = {
        f"articles by {archive.interval}": with_gaps(archive.dates, archive.interval),
        "articles by source": largest(archive.sources, limit),
        shares: _shares_cut(archive, limit),
        "people": largest(archive.people, limit),
    }
    for title, counts in tables.items():
        if counts:
            yield ""
            yield from bar_chart(title, counts, view, ALL_PERCENT if title == shares else 0)


def _facts(archive: Archive) -> Iterator[tuple[str, str]]:
    stats, words = archive.stats, archive.words.values()
    yield "articles", f"{stats.articles}"
    if stats.first and stats.last:
        days = (stats.last - stats.first).days + 1
        yield "days", f"{stats.first} to {stats.last}, {days} in all"
    yield "undated", _with_share(stats.undated, stats.articles)
    for state, count in archive.states.items():
        if count:
            yield state, _with_share(count, stats.articles)
    yield "sources", f"{stats.sources}"
    yield "people", f"{stats.people}"
    kept, cut = sum(each.kept for each in words), sum(each.cut for each in words)
    yield "words", f"{kept} kept, {_with_share(cut, kept + cut)} cut"
    yield "skipped", f"{len(archive.skips)}"
    if archive.unread:
        yield "not read", f"{sum(archive.unread.values())} files: {endings(archive.unread)}"


def _with_share(part: int, total: int) -> str:
    return f"{part} ({part / total:.1%})" if part else "0"


def _shares_cut(archive: Archive, limit: int) -> list[FacetCount]:
    """Return the percents of words that were cut, of the largest sources, the highest first."""
    names = [count.value for count in largest(archive.sources, limit)]
    shares = [FacetCount(name, round(_share_cut(archive.words[name]) * 100)) for name in names]
    return sorted(shares, key=lambda each: (-each.count, each.value))


def _share_cut(words: WordCounts) -> float:
    return words.cut / max(1, words.kept + words.cut)


def _rows(archive: Archive) -> Iterator[dict[str, Cell]]:
    """Yield every number of the archive, as a row of its section."""
    stats = archive.stats
    sections: dict[str, Mapping[str, Cell]] = {
        "archive": {
            **{name: getattr(stats, name) for name in FIGURES},
            **archive.states,
            "skipped": len(archive.skips),
        },
        "date": {count.value: count.count for count in archive.dates},
        "source": {count.value: count.count for count in archive.sources},
        "words kept": {source: words.kept for source, words in archive.words.items()},
        "words cut": {source: words.cut for source, words in archive.words.items()},
        "person": {count.value: count.count for count in archive.people},
        "skipped": archive.skips,
        "not read": archive.unread,
    }
    for section, values in sections.items():
        for name, value in values.items():
            yield {"section": section, "name": name, "value": value}


def _document(archive: Archive) -> Record:
    sources = {count.value: count.count for count in archive.sources}
    return {
        **asdict(archive.stats),
        **archive.states,
        "skipped": [{"path": path, "reason": why} for path, why in archive.skips.items()],
        "not_read": archive.unread,
        "interval": archive.interval,
        "dates": list(map(_count_record, archive.dates)),
        "by_source": [
            {
                "source": source,
                "articles": sources.get(source, 0),
                "words_kept": words.kept,
                "words_cut": words.cut,
                "share_cut": round(_share_cut(words), 4),
            }
            for source, words in archive.words.items()
        ],
        "by_person": list(map(_count_record, archive.people)),
    }


def _count_record(count: FacetCount) -> Record:
    return {"value": count.value, "count": count.count}
