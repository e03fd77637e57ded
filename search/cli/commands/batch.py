"""`search batch`: a list of queries, one table of answers."""

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import click

from search.cli import param_types
from search.cli.open_index import opened
from search.cli.options import at_index, in_format
from search.cli.progress import bar
from search.cli.request_fields import REQUEST_OPTIONS, BadOption, to_query
from search.cli.suggestions import suggestion
from search.cli.terminal import attended, close, say, write
from search.engines.base import Engine
from search.engines.notices import PARTIAL
from search.errors import BadQuery, BadUserFile
from search.output.row_writers import ROWS, Row
from search.query import Query, Results
from search.saved_searches import QUERY
from search.values import replace

NAME = "name"
COLUMNS = (NAME, QUERY, *REQUEST_OPTIONS)
TABLES = (".csv", ".tsv", ".tab")  # endings of what has a header
DELIMITERS = ",;\t|"
BETWEEN = ";"  # several values in one cell
HIT = (NAME, "rank", "id", "date", "source", "score", "title")
COUNT = (NAME, "total", "complete", "first", "last")


class Line(NamedTuple):
    """A query of the list; `places` says in which column each part of it stands, from 1."""

    number: int  # of the line it begins at
    name: str
    stated: Mapping[str, str]
    places: Mapping[str, int]


class Bad(NamedTuple):
    """What cannot be asked, and why."""

    number: int
    column: int
    fault: str


class Header(NamedTuple):
    """The columns of a table by place, and what parts them."""

    names: list[str]
    delimiter: str
    line: int  # where it stands, from 0


@click.command(short_help="Ask a list of queries, and print one table.")
@click.argument("source", metavar="FILE", type=param_types.Place())
@click.option(
    "--counts",
    is_flag=True,
    help="Print a row a query: how many articles match, how "
    "many of them have every word, and the first and last day.",
)
@click.option(
    "--limit",
    "-n",
    type=click.IntRange(0),
    default=10,
    help="Print at most this many hits a query, where its row says nothing else.",
)
@in_format(ROWS, "style", "csv")
@at_index
def batch(source: Path, counts: bool, limit: int, style: str, folder: Path) -> int:
    """Ask every query of FILE and print all answers as one table.

    \b
    search batch queries.csv > hits.csv
    search batch queries.csv --counts
    search batch words.txt --limit 100 --output jsonl
    cut -f1 names.tsv | search batch - --counts --output tsv

    FILE is a table with a header, of which the column 'query' is asked; 'name', 'person', 'source',
    'author', 'since', 'until', 'filter', 'sort', 'limit' and the other options of 'search query'
    may be columns too, several values of one cell parted by ';'. Any other text has a query a line.
    A lone '-' is standard input.

    A row that cannot be asked is told on standard error as FILE:LINE:COLUMN, and the rest are
    asked. In a table a phrase is written with its quotes doubled, as spreadsheets do by themselves.

    Exit status: 0 all were asked, 2 no list of queries, 3 no index that can be used, 4 some rows
    could not be asked.
    """
    name = "standard input" if str(source) == "-" else str(source)
    lines = list(_listed(_text(source), name, source.suffix.lower() in TABLES))
    asking = _Asking(opened(folder), name, limit)
    rows = asking.rows(lines, _count if counts else _hits)
    write(ROWS[style](COUNT if counts else HIT, rows))
    for _ in rows:  # of a reader who left early, who is to hear of bad rows as well
        pass
    bad = f"; {asking.bad} could not be asked" if asking.bad else ""
    close(f"{len(lines) - asking.bad} queries{bad}", apart=True)
    return 4 if asking.bad else 0


class _Asking:
    """A batch at work; `bad` counts what could not be asked."""

    def __init__(self, engine: Engine, name: str, limit: int) -> None:
        self._engine, self._name, self._limit = engine, name, limit
        self.bad = 0

    def rows(
        self, lines: list[Line | Bad], told: Callable[[str, Results], Iterator[Row]]
    ) -> Iterator[Row]:
        """The rows of all queries, in the order of the list."""
        with bar() if attended() else nullcontext(_silent) as step:
            for done, each in enumerate(lines, 1):
                answered = self._answered(each, told is _count)
                if isinstance(answered, Bad):
                    self.bad += 1
                    say(f"{self._name}:{answered.number}:{answered.column}: {answered.fault}")
                elif isinstance(each, Line):
                    yield from told(each.name, answered)
                step(done, len(lines), each.name if isinstance(each, Line) else "")

    def _answered(self, line: Line | Bad, counting: bool) -> Results | Bad:
        if isinstance(line, Bad):
            return line
        try:
            return self._ends(to_query(line.stated)) if counting else self._best(line)
        except BadOption as error:
            return Bad(line.number, line.places.get(error.key, 1), f"{error.key}: {error.fault}")
        except BadQuery as error:
            place = line.places.get(QUERY)
            return Bad(line.number, error.column if place is None else place, str(error))
        except BadUserFile as error:
            return Bad(line.number, line.places.get(QUERY, 1), str(error))

    def _best(self, line: Line) -> Results:
        """The answer to the query of the line."""
        limit = {} if "limit" in line.stated else {"limit": self._limit}
        return self._engine.search(replace(to_query(line.stated), facets=(), **limit))

    def _ends(self, query: Query) -> Results:
        """The answer with its earliest and its latest article alone: undated ones come last."""
        one = replace(query, facets=(), limit=1, offset=0)
        last = self._engine.search(replace(one, sort="newest"))
        first = self._engine.search(replace(one, sort="oldest"))
        return replace(last, hits=(*first.hits, *last.hits))


def _silent(done: int, total: int, name: str) -> None:
    """Nobody looks on."""


def _hits(name: str, results: Results) -> Iterator[Row]:
    """A row for each hit."""
    for rank, hit in enumerate(results.hits, results.query.offset + 1):
        id, day, source, title = hit.listed
        values = (name, rank, id, day or None, source, round(hit.score, 4), title)
        yield dict(zip(HIT, values, strict=True))


def _count(name: str, results: Results) -> Iterator[Row]:
    """One row; where no article has all of the words, none is complete."""
    complete = 0 if PARTIAL in results.notices else results.complete
    days = [day for _, day, _, _ in (hit.listed for hit in results.hits) if day]
    values = (
        name,
        results.total,
        results.total if complete is None else complete,
        min(days, default=None),
        max(days, default=None),
    )
    yield dict(zip(COUNT, values, strict=True))


# Reading the list


def _text(source: Path) -> str:
    """All of it; bytes that are no UTF-8 stay as what no text has, each in its line."""
    try:
        with click.open_file(str(source), "rb") as file:
            raw = bytes(file.read())
    except OSError as error:
        fault = (error.strerror or "no access").lower()
        raise click.UsageError(f"cannot read {str(source)!r}: {fault}; name another") from error
    if b"\0" in raw:
        raise click.UsageError(f"{str(source)!r} is no text in UTF-8; save it as 'CSV UTF-8'")
    return raw.decode("utf-8-sig", "surrogateescape")


def _listed(text: str, name: str, is_table: bool) -> Iterator[Line | Bad]:
    """The queries of a list, in order."""
    lines = text.splitlines(keepends=True)
    header = _header(lines)
    if header is not None:
        _demand(header, name)
        yield from _table(lines, header)
        return
    if is_table:
        first = next((each.strip() for each in lines if each.strip()), "")
        raise click.UsageError(f"{name} has no column 'query'; its first line is {first[:60]!r}")
    for number, each in enumerate(lines, 1):
        asked = " ".join(each.split())
        if _is_torn(each):
            yield Bad(number, 1, "the line is no UTF-8")
        elif asked:
            yield Line(number, asked, {QUERY: asked}, {})


def _header(lines: list[str]) -> Header | None:
    """The header, where the first line that has something is one."""
    for place, each in enumerate(lines):
        if each.strip():
            for delimiter in DELIMITERS:
                names = [
                    name.strip().lower() for name in next(csv.reader([each], delimiter=delimiter))
                ]
                if QUERY in names:
                    return Header(names, delimiter, place)
            return None
    return None


def _demand(header: Header, name: str) -> None:
    """Refuse a column that is nearly one of ours, or there twice; tell of those not read."""
    for column in dict.fromkeys(filter(None, header.names)):
        if header.names.count(column) > 1:
            raise click.UsageError(f"{name} has the column {column!r} twice; one is enough")
        if column not in COLUMNS:
            mend = suggestion(column, COLUMNS)
            if mend.startswith("did you mean"):
                raise click.UsageError(f"no column {column!r} is known; {mend}")
            say(f"note: the column {column!r} is not read")


def _table(lines: list[str], header: Header) -> Iterator[Line | Bad]:
    """The rows of a table; a quote that nothing closes costs its own line alone."""
    place = header.line + 1
    while place < len(lines):
        reader = csv.reader(islice(lines, place, None), delimiter=header.delimiter, strict=True)
        try:
            cells = next(reader)
        except csv.Error as error:
            yield Bad(place + 1, 1, f"the row cannot be read: {error}")
            place += 1
            continue
        if any(cell.strip() for cell in cells):
            yield _row(place + 1, cells, header)
        place += reader.line_num


def _row(number: int, cells: list[str], header: Header) -> Line | Bad:
    """What the cells of a row ask for."""
    if len(cells) > len(header.names):
        extra = len(header.names) + 1
        return Bad(number, extra, f"there are {len(cells)} cells, the header has {extra - 1}")
    stated: dict[str, Any] = {}
    places: dict[str, int] = {}
    for column, (name, cell) in enumerate(zip(header.names, cells, strict=False), 1):
        if _is_torn(cell):
            return Bad(number, column, "the cell is no UTF-8")
        value = " ".join(cell.split())
        if value and name in COLUMNS:
            places[name] = column
            several = name in REQUEST_OPTIONS and REQUEST_OPTIONS[name].multiple
            stated[name] = [each.strip() for each in value.split(BETWEEN)] if several else value
    name = stated.pop(NAME, stated.get(QUERY, f"line {number}"))
    return Line(number, name, stated, {QUERY: header.names.index(QUERY) + 1, **places})


def _is_torn(text: str) -> bool:
    """Whether there were bytes that are no UTF-8."""
    return any("\udc80" <= sign <= "\udcff" for sign in text)
