"""Answers as lines of cells: tabs without a header for pipes, commas with one for spreadsheets."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from search.output import Format, display
from search.output.display import View
from search.query import ClauseScore, Hit, Results

Cell = Callable[[int, Hit], str]  # of the hit at that rank
Row = Sequence[str]

# Several names in one cell are parted by a sign that stands in no name.
_BETWEEN = "; "

CELLS: Mapping[str, Cell] = {
    "rank": lambda rank, _: str(rank),
    "id": lambda _, hit: hit.article.id,
    "date": lambda _, hit: hit.article.date.isoformat() if hit.article.date else "",
    "source": lambda _, hit: hit.article.source,
    "score": lambda _, hit: f"{hit.score:.4f}",
    "title": lambda _, hit: hit.article.title,
    "heading": lambda _, hit: hit.article.heading,
    "authors": lambda _, hit: _BETWEEN.join(hit.article.authors),
    "people": lambda _, hit: _BETWEEN.join(person.name for person in hit.article.people),
    "path": lambda _, hit: hit.article.path,
    "snippets": lambda _, hit: " ".join(snippet.text for snippet in hit.snippets),
    "why": lambda _, hit: _BETWEEN.join(map(_share, hit.why)),
}
TSV_COLUMNS = ("id", "date", "source", "score", "heading", "people")  # `cut -f1` gives the ids
CSV_COLUMNS = (
    *("id", "rank", "score", "title", "source", "date", "authors", "people", "path"),
    *("snippets", "heading"),
)
FACET_COLUMNS = ("facet", "value", "count", "selected")


def _share(share: ClauseScore) -> str:
    zones = ", ".join(f"{zone} {count:g}" for zone, count in share.zones)
    clause = share.clause + (f", also {', '.join(share.also)}" if share.also else "")
    return f"{clause}={share.score:.4f}" + (f" ({zones})" if zones else "")


def _hits(results: Results, names: Iterable[str]) -> Iterator[Row]:
    cells = [CELLS[name] for name in names]
    for rank, hit in enumerate(results.hits, results.query.offset + 1):
        yield [cell(rank, hit) for cell in cells]


def _facets(results: Results) -> Iterator[Row]:
    for facet, counts in results.facets.items():
        for count in counts:
            among = [] if count.everywhere is None else [str(count.everywhere)]
            selected = "true" if count.selected else "false"
            yield [facet, count.value, str(count.count), selected, *among]


def _wanted(names: tuple[str, ...], shown: View) -> tuple[str, ...]:
    return (*names, "why") if shown.explain else names


def _tabbed(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        yield "\t".join(map(display.line, row))


def _comma_separated(rows: Iterable[Row], shown: View) -> Iterator[str]:
    """RFC 4180 but for the line end. Values are left as they are, line ends within them too."""
    for row in rows:
        written = io.StringIO()
        csv.writer(written).writerow(row)
        record = written.getvalue().removesuffix("\r\n")
        yield display.lines(record) if shown.terminal else record


def _tsv_hits(results: Results, shown: View) -> Iterator[str]:
    return _tabbed(_hits(results, _wanted(TSV_COLUMNS, shown)))


def _tsv_facets(results: Results, _: View) -> Iterator[str]:
    return _tabbed(_facets(results))


def _csv_hits(results: Results, shown: View) -> Iterator[str]:
    names = _wanted(CSV_COLUMNS, shown)
    return _comma_separated([names, *_hits(results, names)], shown)


def _csv_facets(results: Results, shown: View) -> Iterator[str]:
    every = any(c.everywhere is not None for counts in results.facets.values() for c in counts)
    names = (*FACET_COLUMNS, "everywhere") if every else FACET_COLUMNS
    return _comma_separated([names, *_facets(results)], shown)


TSV = Format(_tsv_hits, _tsv_facets)
CSV = Format(_csv_hits, _csv_facets)
