"""`search saved`: save queries by name, run them again, and print what is new in them."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import click

from search.cli.answer_options import Output, hit_flags, output_options
from search.cli.command_group import SuggestingGroup
from search.cli.commands.query import query
from search.cli.open_index import open_or_build
from search.cli.options import index_option, limit_option, query_of
from search.cli.request_fields import (
    REQUEST_PARAMS,
    BadOption,
    VerbatimCommand,
    command_line,
    typed_options,
)
from search.cli.run_query import answer_lines, run_query
from search.cli.saved_queries import SavedQueries, check_search, searches_path
from search.cli.terminal import say, say_summary, write
from search.closest_name import suggestion
from search.errors import BadSearches, SearchError
from search.output.display import View
from search.output.safe_text import safe_line
from search.output.table import Table
from search.query import Hit, Query
from search.query.saved_references import name_key
from search.saved_searches import (
    NAME_PATTERN,
    Options,
    SearchesFile,
    read_searches,
    remove,
    rename,
    save,
    to_text,
)
from search.seen_articles import SeenArticles, digest
from search.values import replace


def search_name(text: str) -> str:
    """Return the name of a search, if it is a valid one."""
    if not NAME_PATTERN.fullmatch(text):
        rule = "use letters, digits, '-', '_' and '.', 60 at most, a letter or digit first"
        raise click.BadParameter(f"{text!r} is not the name of a search; {rule}")
    return text


def _complete(ctx: click.Context, _: click.Parameter, start: str) -> list[str]:
    """Return the names of searches that begin so, for a shell."""
    try:
        names = read_searches(searches_path(ctx.params.get("folder") or Path("index"))).options
    except SearchError:
        return []
    return [each for each in names if name_key(each).startswith(start)]


name_argument = click.argument("name", type=search_name, shell_complete=_complete)
index_param = next(each for each in query.params if each.name == "folder")


@click.group(cls=SuggestingGroup, short_help="Save queries by name, and see what is new in them.")
def saved() -> None:
    """Save queries by name, run them again, and see what is new.

    \b
    search saved add weekly air defense --since 'last 7 days' --sort newest
    search saved run weekly                       as 'search query' with all of that
    search saved run weekly --new                 what no run with --new has shown yet
    search query 'query:weekly -drone'            a saved search as a part of another query
    search saved list
    search saved rename weekly defense
    search saved rm defense

    They are saved in 'searches.toml' next to the first folder of documents, which may be edited by
    hand. A day is saved as it was typed, so that 'last 7 days' moves on.

    Exit status: 0 found or done, 1 nothing found or nothing new, 2 usage or query error, 3 no
    usable index.
    """


def _add(name: str, folder: Path, replace: bool, **values: Any) -> int:
    """Save a query as NAME.

    \b
    search saved add weekly air defense --since 'last 7 days' --sort newest
    search saved add healey --person 'John Healey' --filter 'source!=Daily Ledger'
    search saved add both 'query:weekly query:healey'

    It takes the filters, the order and the limit of 'search query', and checks all of them before
    it saves anything. Another query may refer to it, as query:NAME; its order and limit count only
    when it is run itself.
    """
    path = searches_path(folder)
    searches = read_searches(path)
    old = searches.exact_name(name)
    if old and not replace:
        raise click.UsageError(f"there is a saved search {old!r}; replace it with --replace")
    options = typed_options(click.get_current_context(), query_of(**values).text)
    others = {each: value for each, value in searches.options.items() if each != old}
    check_search(name, SavedQueries(SearchesFile(path, {**others, name: options})))
    save(path, name, options)
    say(f"written to {path}; run it with 'search saved run {name}'")
    return 0


saved.add_command(
    VerbatimCommand(
        "add",
        params=[
            click.Argument(["name"], type=search_name, shell_complete=_complete),
            *REQUEST_PARAMS,
            click.Option(["--replace"], is_flag=True, help="Replace the search of that name."),
            index_param,
        ],
        callback=_add,
        help=_add.__doc__,
        short_help="Save a query by a name.",
    )
)


@saved.command(short_help="Run a saved search, or print what is new in it.")
@name_argument
@click.option("--new", is_flag=True, help="Print only what no run with --new has printed before.")
@click.option(
    "--changed", is_flag=True, help="With --new: also what has changed since it was printed."
)
@limit_option("Show at most this many.", None, 0, "that of the search; with --new, all")
@hit_flags("explain", "ids", "count", "quiet")
@output_options()
@index_option
def run(
    name: str, new: bool, changed: bool, limit: int | None, folder: Path, output: Output
) -> int:
    """Run the search NAME; with --new, print what is new.

    \b
    search saved run weekly
    search saved run weekly --new --output text
    0 7 * * *  cd ~/archive && search index && search saved run weekly --new | mail -E -s news me

    The first run with --new prints all. An article is new until such a run has printed it and the
    whole output was read: after one that was cut short, by 'head' or a full disk, all of it is new
    again, as it is after --count and --quiet, which print no article. With --limit the others are
    new the next time. Articles without some of the words, which 'search query' shows last, are
    never new.

    Exit status: 0 found, or something new; 1 nothing found, or nothing new; 2 usage or query error;
    3 no usable index.
    """
    searches, exact = _saved_search(folder, name)
    queries = SavedQueries(searches)
    check_search(exact, queries)
    request = queries[name_key(exact)]
    output = replace(output, facets=False)
    if new:
        return _print_new(exact, request, folder, output, limit, changed)
    if changed:
        raise click.UsageError("--changed needs --new")
    if limit is not None:
        request = replace(request, limit=limit)
    return run_query(request, folder, output)


@saved.command("list", short_help="List the saved searches.")
@output_options()
@index_option
def list_searches(output: Output, folder: Path) -> int:
    """List the saved searches, each with the arguments that 'search query' would take."""
    path = searches_path(folder)
    found = read_searches(path).options
    rows = [{"name": name, "query": _arguments(options)} for name, options in found.items()]
    text = partial(_text, rows)
    output.show(Table(("name", "query"), rows, lambda: {"searches": found}, text=text))
    say_summary(f"{len(found)} in {path}", bool(found))
    return 0 if found else 1


@saved.command(short_help="Print a saved search as the file has it.")
@name_argument
@index_option
def show(name: str, folder: Path) -> int:
    """Print the search NAME as it is written in the file."""
    searches, exact = _saved_search(folder, name)
    write(to_text(exact, searches.options[exact]).splitlines())
    return 0


@saved.command(short_help="Remove a saved search.")
@name_argument
@index_option
def rm(name: str, folder: Path) -> int:
    """Remove the search NAME, unless other searches refer to it."""
    searches, exact = _saved_search(folder, name)
    users = [each for each in searches.users(exact) if each != exact]
    if users:
        fact = f"{', '.join(map(repr, users))} refer{'s' * (len(users) == 1)} to {exact!r}"
        raise BadSearches(fact, "change or remove that first")
    remove(searches.path, exact)
    SeenArticles(searches.path, folder).forget(exact)
    say(f"removed {exact!r}")
    return 0


@saved.command("rename", short_help="Rename a saved search.")
@name_argument
@click.argument("other", type=search_name, shell_complete=_complete)
@index_option
def rename_search(name: str, other: str, folder: Path) -> int:
    """Rename the search NAME to OTHER, also where other searches refer to it.

    The articles it has shown with --new do not become new again.
    """
    searches, exact = _saved_search(folder, name)
    taken = searches.exact_name(other)
    if taken not in (None, exact):
        remedy = "choose another name, or rm it first"
        raise BadSearches(f"there is a saved search {taken!r}", remedy)
    seen = SeenArticles(searches.path, folder)
    seen.copy(exact, other)
    users = rename(searches.path, exact, other)
    if name_key(exact) != name_key(other):
        seen.forget(exact)
    say(f"renamed {exact!r} to {other!r}" + (f", also in {', '.join(users)}" if users else ""))
    return 0


def _saved_search(folder: Path, name: str) -> tuple[SearchesFile, str]:
    """Return the saved searches, and the name of one as it is written there."""
    searches = read_searches(searches_path(folder))
    exact = searches.exact_name(name)
    if exact is None:
        empty = "save one with 'search saved add NAME QUERY'"
        remedy = suggestion(name, searches.options) if searches.options else empty
        raise BadSearches(f"there is no saved search {name!r}", remedy)
    return searches, exact


def _print_new(
    name: str, wanted: Query, folder: Path, output: Output, limit: int | None, changed: bool
) -> int:
    """Print the articles that are new, and then remember that they were printed."""
    engine = open_or_build(folder, output.quiet)
    seen = SeenArticles(searches_path(folder), folder)
    with nullcontext() if output.quiet or output.count else seen.one_run(name):
        digests = seen.of(name)

        def is_new(hit: Hit) -> bool:
            known = digests.get(hit.id)
            return known is None or (changed and known != digest(hit.article))

        results, hits = engine.search_all(replace(wanted, whole=True, facets=()))
        every = islice(filter(is_new, hits), None if limit is None else limit + 1)
        found = tuple(every)
        new = found[:limit]
        if output.quiet:
            return 0 if new else 1
        shown = replace(wanted, offset=0)
        results = replace(results, query=shown, total=len(new), hits=new, facets={})
        is_read = write(answer_lines(results, output))
        if is_read and new and not output.count:
            seen.add(name, {hit.id: digest(hit.article) for hit in new})
    more = f"{len(new)} shown, more are new; --limit all shows all" * (len(found) > len(new))
    say_summary("; ".join(filter(None, (f"{len(new)} new of {name!r}", more))), bool(new), more)
    return 0 if new else 1


def _arguments(options: Options) -> str:
    """Return the search as it would be typed."""
    try:
        return shlex.join(command_line(options))
    except BadOption as error:
        return f"cannot be read: {error}"


def _text(rows: Sequence[Mapping[str, str]], view: View) -> Iterator[str]:
    width = max((len(row["name"]) for row in rows), default=0)
    for row in rows:
        name = view.paint("strong", row["name"].ljust(width))
        yield f"{name}  {safe_line(row['query'])}".rstrip()
