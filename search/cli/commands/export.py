"""`search export`: every match, for other programs."""

import os
import shlex
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import get_args

import click

from search import __version__
from search.cli import param_types
from search.cli.open_index import opened
from search.cli.options import asking
from search.cli.request_fields import VerbatimCommand, command_line, typed_options
from search.cli.suggestions import suggestion
from search.cli.terminal import close, say, write
from search.errors import SearchError
from search.output.display import lines
from search.output.export_format import About, Form, Wanted, about_file
from search.output.export_formats import FORMS
from search.query import Query, Sort
from search.values import replace

HEADERS = ("top", "side", "none")


@click.command(cls=VerbatimCommand, short_help="Write every match as a table, a list or citations.")
@asking
@click.option("--sort", type=click.Choice(get_args(Sort)), default="relevance", help="Which first.")
@click.option(
    "--format", "-o", "name", type=click.Choice(list(FORMS)), default="csv", help="How to write it."
)
@click.option(
    "--to",
    type=param_types.Place(),
    metavar="FILE",
    help="Write to this file, once all is there; without it, to standard output.",
)
@click.option(
    "--header",
    type=click.Choice(HEADERS),
    default=None,
    show_default="top for md and bibtex; else side with --to, or none",
    help="Where to say what was exported: in comments at the top, in FILE.about.json, or nowhere.",
)
@click.option("--fields", metavar="FIELD,...", help="The columns of a csv.")
@click.option("--text/--no-text", default=False, help="Write the text of the articles too.")
@click.option(
    "--guard/--no-guard",
    default=True,
    help="Put an apostrophe before cells of a csv that a spreadsheet would compute.",
)
@click.pass_context
def export(
    ctx: click.Context,
    asked: Query,
    folder: Path,
    name: str,
    to: Path | None,
    header: str | None,
    fields: str | None,
    text: bool,
    guard: bool,
) -> int:
    """Write every article that matches QUERY; there is no limit.

    \b
    search export drones --since 2025 --to drones.csv
    search export --format bibtex 'query:weekly' --to weekly.bib
    search export --fields date,source,title,url '"air defense"'
    search export --format jsonl --text --header top | gzip > everything.jsonl.gz

    The articles are those of 'search query', in its order. A file is written beside FILE and put in
    its place when it is whole. The header tells the request, the total, and the digest of the
    index's manifest, which is the same for the same documents and settings. An article has the same
    key in every BibTeX and CSL-JSON.

    Exit status: 0 found, 1 nothing found, 2 usage or query error, 3 no index that can be used.
    """
    form = FORMS[name]
    where = header or ("top" if form.top else "side" if to else "none")
    columns = _columns(name, form, fields)
    _demand(name, form, where, to)
    engine = opened(folder)
    results, hits = engine.search_all(replace(asked, facets=()))
    request = shlex.join(["search", "export", *command_line(typed_options(ctx, asked.text))])
    program = f"news-search {__version__}"
    about = About(request, results.total, engine.stats().digest, program, results.notices)
    for notice in results.notices:
        say(f"note: {notice}")
    pieces = form.write(hits, Wanted(text, columns, guard, about if where == "top" else None))
    if to is None:
        write(map(lines, pieces) if sys.stdout.isatty() else pieces, end="")
    else:
        _put(to, pieces, about_file(about) if where == "side" else "")
    close(f"{results.total} article{'' if results.total == 1 else 's'}", apart=to is None)
    return 0 if results.total else 1


def _columns(name: str, form: Form, fields: str | None) -> tuple[str, ...]:
    """The columns that were asked for."""
    if fields is None:
        return ()
    if not form.fields:
        raise click.UsageError(f"{name} has no columns; --fields goes with --format csv")
    columns = tuple(field.strip() for field in fields.split(","))
    for field in columns:
        if field not in form.fields:
            raise click.UsageError(f"no field {field!r}; {suggestion(field, form.fields)}")
    return tuple(dict.fromkeys(columns))


def _demand(name: str, form: Form, where: str, to: Path | None) -> None:
    """Refuse a header that has no place."""
    if where == "top" and not form.comments:
        raise click.UsageError(f"{name} has no comments; --header side, with --to, writes a file")
    if where == "side" and to is None:
        raise click.UsageError("--header side wants --to FILE: its file is FILE.about.json")


def _put(path: Path, pieces: Iterable[str], about: str) -> None:
    """Write the file, and what is said of it, each in one step when it is whole.

    Raises: SearchError.
    """
    beside = path.with_name(f"{path.name}.about.json")
    fresh = [each.with_name(f"{each.name}.{os.getpid()}.new") for each in (path, beside)]
    try:
        with fresh[0].open("w", encoding="utf-8", newline="", errors="backslashreplace") as file:
            file.writelines(pieces)
        if about:
            fresh[1].write_text(about, encoding="utf-8", errors="backslashreplace")
            fresh[1].replace(beside)
        else:
            beside.unlink(missing_ok=True)  # it tells of what was there before
        fresh[0].replace(path)
    except OSError as error:
        fault = (error.strerror or "no access").lower()
        raise SearchError(
            f"cannot write {str(path)!r}: {fault}", "name another with --to"
        ) from error
    finally:
        for each in fresh:
            with suppress(OSError):
                each.unlink(missing_ok=True)
