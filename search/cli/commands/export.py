"""The command `search export`, which writes every match for other programs."""

import shlex
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TextIO

import click

from search import __version__
from search.cli import param_types
from search.cli.answer_options import Output, output_options
from search.cli.open_index import open_or_build
from search.cli.options import query_options, sort_option
from search.cli.output_files import check_output_file
from search.cli.request_fields import VerbatimCommand, command_line, typed_options
from search.cli.run_query import say_notices
from search.cli.terminal import counted, say_summary, write
from search.closest_name import suggestion
from search.errors import SearchError, system_reason
from search.file_sync import replace as put_in_place
from search.output.display import View
from search.output.export_format import About, ExportFormat, ExportOptions
from search.output.export_formats import EXPORT_FORMATS
from search.output.table import versioned_json
from search.query import Query
from search.user_files.atomic_write import remove, temporary_of
from search.user_files.edit_lock import locked
from search.values import replace

ESCAPE = "backslashreplace"  # what is not a character of UTF-8
HEADER_PLACES = ("top", "side", "none")


@click.command(cls=VerbatimCommand, short_help="Write every match as a table, a list or citations.")
@query_options
@sort_option
@output_options(EXPORT_FORMATS, "csv", "--format")
@click.option(
    "--to",
    type=param_types.AnyPath(),
    metavar="FILE",
    help="Write to this file, once all is there; without it, to standard output.",
)
@click.option(
    "--header",
    type=click.Choice(HEADER_PLACES),
    show_default="top for json, md and bibtex; else side with --to, or none",
    help="Where to write what was exported: at the top, in FILE.about.json, or nowhere.",
)
@click.option("--fields", metavar="FIELD,...", help="The columns of a csv or tsv.")
@click.option("--text/--no-text", default=False, help="Write the text of the articles too.")
@click.option(
    "--guard/--no-guard",
    default=True,
    help="Put an apostrophe before cells of a csv that a spreadsheet would compute.",
)
@click.pass_context
def export(
    ctx: click.Context,
    query: Query,
    folder: Path,
    output: Output,
    to: Path | None,
    header: str | None,
    fields: str | None,
    text: bool,
    guard: bool,
) -> int:
    """Write every article that matches QUERY; there is no limit.

    \b
    search export drones --since 2025 --to drones.csv
    search export --output bibtex 'query:weekly' --to weekly.bib
    search export --fields date,source,title,url '"air defense"'
    search export --output jsonl --text --header top | gzip > everything.jsonl.gz

    The articles are those of 'search query', in its order. A file is written next to FILE and
    renamed to it when it is complete. The header contains the request, the total, and the digest of
    the index's manifest, which is the same for the same documents and settings. An article has the
    same key in every BibTeX and CSL-JSON.

    Exit status: 0 found, 1 nothing found, 2 usage or query error, 3 no index that can be used.
    """
    form = EXPORT_FORMATS[output.format]
    place = header or ("top" if form.header_is_usual else "side" if to else "none")
    columns = _columns(output.format, form, fields)
    _check_header(output.format, form, place, to)
    if to:
        check_output_file(to, folder)
    engine = open_or_build(folder)
    results, hits = engine.search_all(replace(query, facets=()))
    typed = shlex.join(["search", "export", *command_line(typed_options(ctx, query.text))])
    program = f"news-search {__version__}"
    about = About(typed, results.total, engine.stats().digest, program, results.notices)
    say_notices(results)
    view = View() if to else output.view
    options = ExportOptions(text, columns, guard, about if place == "top" else None, view)
    pieces = form.write(hits, options)
    if to is None:
        write(pieces, end="")
    else:
        side = versioned_json(about.record()) + "\n" if place == "side" else ""
        _write_file(to, pieces, side)
    say_summary(counted(results.total, "article"), after_answer=to is None)
    return 0 if results.total else 1


def _columns(name: str, form: ExportFormat, fields: str | None) -> tuple[str, ...]:
    """Return the columns that --fields names."""
    if fields is None:
        return ()
    if not form.fields:
        raise click.UsageError(f"{name} has no columns; --fields goes with --output csv or tsv")
    columns = tuple(field.strip() for field in fields.split(","))
    for field in columns:
        if field not in form.fields:
            raise click.UsageError(f"no field {field!r}; {suggestion(field, form.fields)}")
    return tuple(dict.fromkeys(columns))


def _check_header(name: str, form: ExportFormat, place: str, to: Path | None) -> None:
    """Refuse a header where there is no place for it."""
    if place == "top" and not form.has_header:
        raise click.UsageError(f"{name} has no comments; --header side, with --to, writes a file")
    if place == "side" and to is None:
        raise click.UsageError("--header side needs --to FILE: its file is FILE.about.json")


def _write_file(path: Path, pieces: Iterable[str], about: str) -> None:
    """Write the file and what it contains, each to a temporary file that is then renamed."""
    about_path = path.with_name(f"{path.name}.about.json")
    texts = {path: pieces, about_path: (about,) if about else ()}
    try:
        with locked(*texts):
            try:
                for each, text in texts.items():
                    with _new_file(temporary_of(each)) as file:
                        file.writelines(text)
                about_path.unlink(missing_ok=True)  # first: it describes an earlier export
                put_in_place(temporary_of(path), path)
                if about:
                    put_in_place(temporary_of(about_path), about_path)
            finally:
                for each in texts:
                    with suppress(OSError):
                        remove(temporary_of(each))
    except OSError as error:
        fact = f"cannot write {str(path)!r}: {system_reason(error)}"
        raise SearchError(fact, "name another with --to") from error


def _new_file(path: Path) -> TextIO:
    """Open a new file for text; a link in its place, left by somebody else, is not followed."""
    path.unlink(missing_ok=True)
    return path.open("x", encoding="utf-8", newline="", errors=ESCAPE)
