"""The command `search batch`, which answers a list of queries with one table."""

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import click

from search.cli import param_types
from search.cli.answer_options import Output, output_options
from search.cli.open_index import open_or_build
from search.cli.options import index_option, limit_option
from search.cli.progress_bars import progress_bar
from search.cli.request_fields import REQUEST_OPTIONS, BadOption, to_query
from search.cli.terminal import counted, say, say_summary
from search.closest_name import suggestion
from search.engines.base import Engine
from search.engines.notices import PARTIAL
from search.errors import BadQuery, BadUserFile, system_reason
from search.ordinary_file import read_ordinary
from search.output.display import View
from search.output.hit_table import FACT_COLUMNS, TSV_COLUMNS, HitRow, heading_text, ranked
from search.output.json_records import hit_facts
from search.output.safe_text import safe_line
from search.output.table import FORMATS, Cell, Record, Table
from search.query import Results
from search.saved_searches import QUERY
from search.values import replace

NAME = "name"
COLUMNS = (NAME, QUERY, *REQUEST_OPTIONS)
TABLE_SUFFIXES = (".csv", ".tsv", ".tab")  # of files that have a header
DELIMITERS = ",;\t|"
VALUE_SEPARATOR = ";"  # between several values in one cell
COUNT_COLUMNS = (NAME, "total", "complete", "first", "last")


class Line(NamedTuple):
    """A query of the list; `places` has the column of each part of it, from 1."""

    number: int  # of the line it begins at
    name: str
    options: Mapping[str, str]
    places: Mapping[str, int]


class BadLine(NamedTuple):
    """A line that cannot be asked, and why."""

    number: int
    column: int
    fault: str


class Header(NamedTuple):
    """The columns of a table by place, and what separates them."""

    names: list[str]
    delimiter: str
    line: int  # where it is, from 0


class Answer(NamedTuple):
    """The results of a query of the list."""

    name: str
    results: Results


@click.command(short_help="Answer a list of queries with one table.")
@click.argument("source", metavar="FILE", type=param_types.AnyPath())
@click.option(
    "--counts",
    is_flag=True,
    help="Print a row a query: how many articles match, how "
    "many of them have every word, and the first and last day.",
)
@limit_option("Print at most this many hits a query, where its row has no limit of its own.", 10, 0)
@output_options(FORMATS, "csv")
@index_option
def batch(source: Path, counts: bool, limit: int, output: Output, folder: Path) -> int:
    """Answer every query of FILE and print all answers as one table.

    \b
    search batch queries.csv > hits.csv
    search batch queries.csv --counts
    search batch words.txt --limit 100 --output jsonl
    cut -f1 names.tsv | search batch - --counts --output tsv

    FILE is a table with a header, of which the column 'query' is asked. 'name', 'person', 'source',
    'author', 'since', 'until', 'filter', 'sort', 'limit' and the other options of 'search query'
    may be columns too, several values of one cell separated by ';'. Any other text has a query a
    line. A lone '-' is standard input.

    A row that cannot be asked is reported on standard error as FILE:LINE:COLUMN, and the rest are
    asked. In a table a phrase is written with its quotes doubled, as spreadsheets do by themselves.

    Exit status: 0 all were asked, 2 no list of queries, 3 no index that can be used, 4 some rows
    could not be asked.
    """
    name = "standard input" if str(source) == "-" else str(source)
    lines = list(_lines(_read_text(source), name, source.suffix.lower() in TABLE_SUFFIXES))
    engine, bad = open_or_build(folder), list[BadLine]()
    ask = partial(_days, engine) if counts else partial(_hits, engine, limit)
    cut = list[str]()
    answers = _noting_cut(_answers(lines, ask, name, bad), cut)
    rows = map(_count_row, answers)
    count_table = Table(COUNT_COLUMNS, rows, lambda: {"queries": list(rows)})
    output.show(count_table if counts else _hit_table(answers))
    for _ in answers:  # a reader who left early still gets the errors of the other rows
        pass
    asked = counted(len(lines) - len(bad), "query", "queries")
    unasked = f"{len(bad)} could not be asked" if bad else ""
    more = "" if counts else _left_out(cut)
    say_summary("; ".join(filter(None, (asked, unasked, more))), left_out=more)
    return 4 if bad else 0


def _answers(
    lines: Sequence[Line | BadLine], ask: Callable[[Line], Results], name: str, bad: list[BadLine]
) -> Iterator[Answer]:
    """Yield the answers in the order of the list; report bad lines, and add them to `bad`."""
    with progress_bar() as step:
        for done, line in enumerate(lines, 1):
            found = line if isinstance(line, BadLine) else _answer(line, ask)
            if isinstance(found, BadLine):
                bad.append(found)
                say(f"{name}:{found.number}:{found.column}: {found.fault}")
            else:
                yield found
            step(done, len(lines), line.name if isinstance(line, Line) else "")


def _noting_cut(answers: Iterable[Answer], cut: list[str]) -> Iterator[Answer]:
    """Yield the answers, and add to `cut` the names of those that --limit cuts short."""
    for answer in answers:
        if answer.results.more:
            cut.append(answer.name)
        yield answer


def _left_out(cut: Sequence[str]) -> str:
    """Return which queries have more hits than were printed."""
    if not cut:
        return ""
    names = ", ".join(map(repr, cut[:3])) + (" ..." if len(cut) > 3 else "")
    queries = counted(len(cut), "query has", "queries have")
    return f"{queries} more hits: {names}; --limit all shows all"


def _answer(line: Line, ask: Callable[[Line], Results]) -> Answer | BadLine:
    try:
        return Answer(line.name, ask(line))
    except BadOption as error:
        return BadLine(line.number, line.places.get(error.key, 1), f"{error.key}: {error.fault}")
    except (BadQuery, BadUserFile) as error:
        own = error.column if isinstance(error, BadQuery) else 1
        return BadLine(line.number, line.places.get(QUERY, own), str(error))


def _hits(engine: Engine, limit: int, line: Line) -> Results:
    """Return the answer with as many hits as the line or the command asks for."""
    query = replace(to_query(line.options), facets=())
    return engine.search(query if "limit" in line.options else replace(query, limit=limit))


def _days(engine: Engine, line: Line) -> Results:
    """Return the answer with its earliest and latest article alone: undated ones come last."""
    one = replace(to_query(line.options), facets=(), limit=1, offset=0)
    last = engine.search(replace(one, sort="newest"))
    first = engine.search(replace(one, sort="oldest"))
    return replace(last, hits=(*first.hits, *last.hits))


# The table of hits


def _hit_table(answers: Iterator[Answer]) -> Table:
    return Table(
        columns=(NAME, *FACT_COLUMNS),
        rows=(
            HitRow(rank, hit, name=name)
            for name, results in answers
            for rank, hit in ranked(results)
        ),
        document=lambda: {"queries": list(map(_answer_record, answers))},
        records=(
            {NAME: name, **record} for name, results in answers for record in _hit_records(results)
        ),
        text=partial(_text, answers),
        tsv_columns=(NAME, "rank", *TSV_COLUMNS),
    )


def _hit_records(results: Results) -> Iterator[Record]:
    return (hit_facts(rank, hit) for rank, hit in ranked(results))


def _answer_record(answer: Answer) -> Record:
    name, results = answer
    return {NAME: name, "total": results.total, "hits": list(_hit_records(results))}


def _text(answers: Iterator[Answer], view: View) -> Iterator[str]:
    """Yield the name of each query with its total, and below it the hits."""
    for number, (name, results) in enumerate(answers):
        if number:
            yield ""
        articles = counted(results.total, "article")
        yield f"{view.paint('strong', safe_line(name))}: {articles}"
        indent = len(str(results.query.offset + len(results.hits))) + 2
        for rank, hit in ranked(results):
            yield from heading_text(rank, hit.article, indent, view)


# The table of counts


def _count_row(answer: Answer) -> dict[str, Cell]:
    """Return the counts of a query; where no article has all of the words, none is complete."""
    name, results = answer
    complete = 0 if PARTIAL in results.notices else results.complete
    days = [day for _, day, _, _ in (hit.listed for hit in results.hits) if day]
    return {
        NAME: name,
        "total": results.total,
        "complete": results.total if complete is None else complete,
        "first": min(days, default=None),
        "last": max(days, default=None),
    }


# Reading the list


def _read_text(source: Path) -> str:
    """Return all of the text; a byte that is not UTF-8 becomes a lone surrogate in its line."""
    try:
        raw = sys.stdin.buffer.read() if str(source) == "-" else read_ordinary(source)
    except OSError as error:
        fact = f"cannot read {str(source)!r}: {system_reason(error)}"
        raise click.UsageError(f"{fact}; name another, or '-' for standard input") from error
    if b"\0" in raw:
        raise click.UsageError(f"{str(source)!r} is no text in UTF-8; save it as 'CSV UTF-8'")
    return raw.decode("utf-8-sig", "surrogateescape")


def _lines(text: str, name: str, is_table: bool) -> Iterator[Line | BadLine]:
    """Yield the queries of a list, in order."""
    lines = text.splitlines(keepends=True)
    header = _header(lines)
    if header is not None:
        _check_columns(header, name)
        yield from _table_lines(lines, header)
        return
    if is_table:
        first = next((each.strip() for each in lines if each.strip()), "")
        raise click.UsageError(f"{name} has no column 'query'; its first line is {first[:60]!r}")
    for number, each in enumerate(lines, 1):
        query = " ".join(each.split())
        if _is_undecoded(each):
            yield BadLine(number, 1, "the line is no UTF-8")
        elif query:
            yield Line(number, query, {QUERY: query}, {})


def _header(lines: list[str]) -> Header | None:
    """Return the header, where the first line that is not empty is one."""
    place = next((number for number, line in enumerate(lines) if line.strip()), 0)
    for delimiter in DELIMITERS:
        for cells in csv.reader(lines[place : place + 1], delimiter=delimiter):
            names = [cell.strip().lower() for cell in cells]
            if QUERY in names:
                return Header(names, delimiter, place)
    return None


def _check_columns(header: Header, name: str) -> None:
    """Refuse a misspelled column and one that is there twice; report those that are not read."""
    for column in dict.fromkeys(filter(None, header.names)):
        if header.names.count(column) > 1:
            raise click.UsageError(f"{name} has the column {column!r} twice; one is enough")
        if column not in COLUMNS:
            remedy = suggestion(column, COLUMNS)
            if remedy.startswith("did you mean"):
                raise click.UsageError(f"no column {column!r} is known; {remedy}")
            say(f"note: the column {column!r} is not read")


def _table_lines(lines: list[str], header: Header) -> Iterator[Line | BadLine]:
    """Yield the rows of a table; a quote that is never closed spoils only its own line."""
    place = header.line + 1
    while place < len(lines):
        reader = csv.reader(islice(lines, place, None), delimiter=header.delimiter, strict=True)
        try:
            cells = next(reader)
        except csv.Error as error:
            yield BadLine(place + 1, 1, f"the row cannot be read: {error}")
            place += 1
            continue
        if any(cell.strip() for cell in cells):
            yield _table_line(place + 1, cells, header)
        place += reader.line_num


def _table_line(number: int, cells: list[str], header: Header) -> Line | BadLine:
    """Return the request that the cells of a row make."""
    if len(cells) > len(header.names):
        extra = len(header.names) + 1
        return BadLine(number, extra, f"there are {len(cells)} cells, the header has {extra - 1}")
    options: dict[str, Any] = {}
    places: dict[str, int] = {}
    for column, (name, cell) in enumerate(zip(header.names, cells, strict=False), 1):
        if _is_undecoded(cell):
            return BadLine(number, column, "the cell is no UTF-8")
        value = " ".join(cell.split())
        if value and name in COLUMNS:
            places[name] = column
            several = name in REQUEST_OPTIONS and REQUEST_OPTIONS[name].multiple
            options[name] = (
                [each.strip() for each in value.split(VALUE_SEPARATOR)] if several else value
            )
    name = options.pop(NAME, options.get(QUERY, f"line {number}"))
    return Line(number, name, options, {QUERY: header.names.index(QUERY) + 1, **places})


def _is_undecoded(text: str) -> bool:
    """Return whether there were bytes that are not UTF-8."""
    return any("\udc80" <= character <= "\udcff" for character in text)
