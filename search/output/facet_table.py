"""Facet counts as a table, and as text for people: bars, side by side where there is room."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import zip_longest
from typing import NamedTuple

from search.facet_definitions import is_date
from search.output.display import View, shorten, text_width
from search.output.json_records import count_records, facets_record
from search.output.table import Record, Table
from search.query import FacetCount, Results
from search.values import replace

BAR_WIDTH = 20  # columns of the longest bar
VALUE_WIDTH = 32  # columns a value takes at most
PANEL_SIZE = 10  # values of a facet below the hits
GAP = 4  # columns between tables that are side by side
COLUMNS = ("facet", "value", "count", "selected", "excluded")


class _Line(NamedTuple):
    width: int  # in columns, without the codes of colors
    text: str


def facets_table(results: Results) -> Table:
    """Return the table of all facet counts."""
    counts = [count for each in results.facets.values() for count in each]
    everywhere = any(count.everywhere is not None for count in counts)
    return Table(
        columns=(*COLUMNS, "everywhere") if everywhere else COLUMNS,
        rows=({"everywhere": None, **record} for record in count_records(results)),
        document=partial(_document, results),
        records=count_records(results),
        text=partial(facets_text, results),
    )


def _document(results: Results) -> Record:
    return {
        "query": results.query.text,
        "total": results.total,
        "facets": facets_record(results),
        "notices": results.notices,
    }


def facets_text(results: Results, view: View) -> Iterator[str]:
    """Yield each facet as a table: side by side where the terminal is wide enough for all."""
    facets = [(facet, counts) for facet, counts in results.facets.items() if counts]
    only_dates = len(facets) == 1 and is_date(facets[0][0])
    bar = _bar_width(facets[0][1], view) if only_dates else BAR_WIDTH
    tables = [_facet_lines(facet, counts, view, bar) for facet, counts in facets]
    together = sum(map(_width, tables)) + GAP * (len(tables) - 1)
    if view.width is not None and together <= view.width:
        yield from _side_by_side(tables)
        return
    for i, lines in enumerate(tables):
        if i:
            yield ""
        yield from (line.text for line in lines)


def facet_panel(results: Results, view: View) -> Iterator[str]:
    """Yield the largest counts of each facet, for below the hits."""
    panel = {facet: largest(counts, PANEL_SIZE) for facet, counts in results.facets.items()}
    yield from facets_text(replace(results, facets=panel), view)
    if panel != results.facets:
        note = f"the {PANEL_SIZE} largest counts: search facets has more"
        yield from ("", view.paint("faint", note))


def bar_chart(
    title: str, counts: Sequence[FacetCount], view: View, longest: int = 0
) -> Iterator[str]:
    """Yield the counts below a title; the longest bar is the largest count, or `longest`."""
    lines = _facet_lines(title, counts, view, _bar_width(counts, view), longest)
    yield from (line.text for line in lines)


def _bar_width(counts: Sequence[FacetCount], view: View) -> int:
    """Return how many columns bars may take next to these counts."""
    label = max(text_width(shorten(count.value, VALUE_WIDTH)) for count in counts)
    digits = len(str(max(count.count for count in counts)))
    return max(BAR_WIDTH, (view.prose_width or 80) - label - digits - 6)


def _facet_lines(
    facet: str, counts: Sequence[FacetCount], view: View, bar: int = BAR_WIDTH, longest: int = 0
) -> list[_Line]:
    """Return the lines of a facet: its name, then each value with its count and bar."""
    names = [shorten(count.value, VALUE_WIDTH) for count in counts]
    name_width = max(map(text_width, names))
    highest = max(count.count for count in counts)
    digits = len(str(highest))
    more_digits = max(len(str(count.everywhere or 0)) for count in counts)
    lines = [_Line(len(facet), view.paint("strong", facet))]
    for name, count in zip(names, counts, strict=True):
        sign = "*" if count.selected else "-" if count.excluded else " "  # by the filters
        blocks = "█" * round(bar * count.count / (longest or highest or 1))
        blocks = blocks or "▏" * bool(count.count)
        among = "" if count.everywhere is None else f"of {count.everywhere:<{more_digits}}  "
        padding = " " * (name_width - text_width(name))
        label = f"{sign} {name}{padding}  {count.count:>{digits}}  {among}"
        label = label if blocks else label.rstrip()
        width = text_width(label) + len(blocks)
        lines.append(_Line(width, label + view.paint("bar", blocks)))
    return lines


def largest(counts: Sequence[FacetCount], limit: int) -> tuple[FacetCount, ...]:
    """Return the largest counts, in the order they came in: days stay in the order of time.

    A value that a filter names is kept besides.
    """
    by_size = sorted(range(len(counts)), key=lambda i: (-counts[i].count, i))
    kept = {*by_size[:limit], *(i for i in by_size[limit:] if counts[i].marked)}
    return tuple(counts[i] for i in sorted(kept))


def _width(lines: Sequence[_Line]) -> int:
    return max(line.width for line in lines)


def _side_by_side(tables: Sequence[Sequence[_Line]]) -> Iterator[str]:
    widths = [_width(lines) for lines in tables]
    for lines in zip_longest(*tables, fillvalue=_Line(0, "")):
        cells = (
            line.text + " " * (width + GAP - line.width)
            for width, line in zip(widths, lines, strict=True)
        )
        yield "".join(cells).rstrip()
