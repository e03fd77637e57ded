"""`search saved`: queries kept by name, run again, and asked what is new."""

import json
import shlex
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from search.cli.commands.query import query
from search.cli.open_index import opened
from search.cli.options import at_index, in_color, in_format, requested
from search.cli.request_fields import ASKING, AsTyped, Misstated, as_typed, command_line, nearest
from search.cli.run_query import Asking, Showing, answer, lines
from search.cli.saved_queries import Searches, check, place
from search.cli.seen_articles import digest, forget, recalled, remember
from search.cli.terminal import close, say, view, write
from search.errors import BadSearches, SearchError
from search.output import SCHEMA_VERSION
from search.output.display import line
from search.output.formats import FORMATS
from search.query import Hit, Query
from search.query.saved_references import name_key
from search.saved_searches import NAMES, Kept, Stated, block, kept, put, rename, take_out
from search.values import replace


class Verbs(click.Group):
    """What may be done with saved searches."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands and not args[0].startswith("-"):
            ctx.fail(f"no such command {args[0]!r}; {nearest(args[0], self.commands)}")
        return super().resolve_command(ctx, args)


class Name(click.ParamType[str]):
    """The name of a search, which a shell completes."""

    name = "name"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not NAMES.fullmatch(value):
            rule = "write letters, digits, '-', '_' and '.', 60 at most, the first not a sign"
            self.fail(f"{value!r} is no name; {rule}", param, ctx)
        return str(value)

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """The names there are."""
        try:
            names = kept(place(ctx.params.get("folder") or Path("index"))).stated
        except SearchError:
            return []
        return [CompletionItem(each) for each in names if name_key(each).startswith(incomplete)]


named = click.argument("name", type=Name())
at_folder = next(each for each in query.params if each.name == "folder")


@click.group(cls=Verbs, short_help="Keep queries by name, and see what is new in them.")
def saved() -> None:
    """Keep queries by name, run them again, and see what is new.

    \b
    search saved add weekly air defense --since 'last 7 days' --sort newest
    search saved run weekly                       as 'search query' with all of that
    search saved run weekly --new                 what no run with --new has shown yet
    search query 'query:weekly -drone'            a saved search as a part of another query
    search saved list
    search saved rename weekly defense
    search saved rm defense

    They are kept in 'searches.toml' beside the first folder of documents, which may be edited by
    hand: a day is kept as it was typed, so that 'last 7 days' moves on.

    Exit status: 0 found or done, 1 nothing found or nothing new, 2 usage or query error, 3 no index
    that can be used.
    """


def _add(name: str, folder: Path, replace: bool, **values: Any) -> int:
    """Keep a query by NAME.

    \b
    search saved add weekly air defense --since 'last 7 days' --sort newest
    search saved add healey --person 'John Healey' --filter 'source!=Daily Ledger'
    search saved add both 'query:weekly query:healey'

    It takes the filters, the order and the limit of 'search query', which checks them all before
    anything is written. Another query may name it, as query:NAME; its order and limit count only
    where it is run itself.
    """
    path = place(folder)
    before = kept(path)
    old = before.name_of(name)
    if old and not replace:
        raise click.UsageError(f"there is a saved search {old!r}; --replace puts this in its place")
    stated = as_typed(click.get_current_context(), requested(values).text)
    others = {each: at for each, at in before.stated.items() if each != old}
    check(name, Searches(Kept(path, {**others, name: stated})))
    put(path, name, stated)
    say(f"written to {path}; run it with 'search saved run {name}'")
    return 0


saved.add_command(
    AsTyped(
        "add",
        params=[
            click.Argument(["name"], type=Name()),
            *ASKING,
            click.Option(["--replace"], is_flag=True, help="Change the search of that name."),
            at_folder,
        ],
        callback=_add,
        help=_add.__doc__,
        short_help="Keep a query by a name.",
    )
)


@saved.command(short_help="Ask what a saved search asks, or what is new in it.")
@named
@click.option("--new", is_flag=True, help="Print only what no run with --new has printed before.")
@click.option(
    "--changed", is_flag=True, help="With --new: also what has changed since it was printed."
)
@click.option(
    "--limit",
    "-n",
    type=click.IntRange(0),
    default=None,
    help="Show at most this many.",
    show_default="that of the search; with --new, all",
)
@click.option("--explain", is_flag=True, help="Show what each part of the query added to a score.")
@click.option("--ids", is_flag=True, help="Print the ids alone, one a line.")
@click.option("--count", "-c", is_flag=True, help="Print the number of matches alone.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing: the exit status is the answer.")
@in_format(FORMATS, "style")
@at_index
@in_color
def run(
    name: str, new: bool, changed: bool, limit: int | None, folder: Path, color: str, **rest: Any
) -> int:
    """Ask what the search NAME asks; with --new, print what is new.

    \b
    search saved run weekly
    search saved run weekly --new --output text
    0 7 * * *  cd ~/archive && search index && search saved run weekly --new | mail -E -s news me

    The first run with --new prints all. An article is new until it was printed by such a run and
    the output was taken: where it was cut short, by 'head' or a full disk, all of it is new once
    more, as it is after --count and --quiet, which print no article. With --limit the others are
    new the next time. Articles that lack some of the words, which 'search query' shows last, are
    never new.

    Exit status: 0 found, or something new; 1 nothing found, or nothing new; 2 usage or query error;
    3 no index that can be used.
    """
    written, asked = _found(folder, name)
    showing = Showing(rest.pop("style"), facets=False, color=color, **rest)
    if new:
        return _news(written, Asking(asked, folder, showing), limit, changed)
    if changed:
        raise click.UsageError("--changed goes with --new")
    return answer(Asking(asked if limit is None else replace(asked, limit=limit), folder, showing))


@saved.command("list", short_help="List the saved searches.")
@in_format(("text", "tsv", "json"), "style")
@at_index
def listed(style: str, folder: Path) -> int:
    """List the saved searches, each with what it asks, as 'search query' would be told."""
    path = place(folder)
    found = kept(path).stated
    write(LISTS[style](found))
    close(f"{len(found)} in {path}", bool(found))
    return 0 if found else 1


@saved.command(short_help="Print a saved search as it stands in the file.")
@named
@at_index
def show(name: str, folder: Path) -> int:
    """Print what NAME asks, as it is written in the file."""
    found = kept(place(folder))
    exact = _named(found, name)
    write(block(exact, found.stated[exact]).splitlines())
    return 0


@saved.command(short_help="Take a saved search out.")
@named
@at_index
def rm(name: str, folder: Path) -> int:
    """Take NAME out of the saved searches. One that others name stays."""
    path = place(folder)
    found = kept(path)
    exact = _named(found, name)
    users = [each for each in found.users(exact) if each != exact]
    if users:
        what = f"{exact!r} is named by {', '.join(map(repr, users))}"
        raise BadSearches(what, "change or remove that first")
    take_out(path, exact)
    forget(folder, exact)
    say(f"{exact!r} is no saved search any more")
    return 0


@saved.command("rename", short_help="Give a saved search another name.")
@named
@click.argument("other", type=Name())
@at_index
def renamed(name: str, other: str, folder: Path) -> int:
    """Call the search NAME by another name, OTHER, also where other searches name it.

    What it has shown with --new stays known.
    """
    path = place(folder)
    found = kept(path)
    exact = _named(found, name)
    taken = found.name_of(other)
    if taken not in (None, exact):
        raise BadSearches(f"there is a saved search {taken!r}", "take another name, or rm it first")
    shown = recalled(folder, exact)
    if shown:
        remember(folder, other, shown)
    users = rename(path, exact, other)
    if shown and name_key(exact) != name_key(other):
        forget(folder, exact)
    say(f"{exact!r} is {other!r}" + (f", also in {', '.join(users)}" if users else ""))
    return 0


def _found(folder: Path, name: str) -> tuple[str, Query]:
    """The name as it is written, and the query of that search, which can be read."""
    found = kept(place(folder))
    exact = _named(found, name)
    searches = Searches(found)
    check(exact, searches)
    return exact, searches[name_key(exact)]


def _named(found: Kept, name: str) -> str:
    """The name as it is written.

    Raises: BadSearches.
    """
    exact = found.name_of(name)
    if exact is None:
        empty = "'search saved add NAME QUERY' makes one"
        mend = nearest(name, found.stated) if found.stated else empty
        raise BadSearches(f"there is no saved search {name!r}", mend)
    return exact


def _news(name: str, asking: Asking, limit: int | None, changed: bool) -> int:
    """Print what was not printed before, and then keep that it was."""
    wanted, folder, showing = asking.asked, asking.folder, asking.showing
    engine = opened(folder, showing.quiet)
    seen = recalled(folder, name)

    def fresh(hit: Hit) -> bool:
        known = seen.get(hit.id)
        return known is None or (changed and known != digest(hit.article))

    results, hits = engine.search_all(replace(wanted, whole=True, facets=()))
    new = tuple(islice(filter(fresh, hits), limit))
    results = replace(results, query=replace(wanted, offset=0), total=len(new), hits=new)
    if showing.quiet:
        return 0 if new else 1
    taken = write(lines(replace(results, facets={}), showing, view(showing.color, showing.explain)))
    if taken and new and not showing.count:
        remember(folder, name, seen | {hit.id: digest(hit.article) for hit in new})
    close(f"{len(new)} new of {name!r}", bool(new))
    return 0 if new else 1


def _told(stated: Stated) -> str:
    """What is asked, as it would be typed; what cannot be read, as it is written."""
    try:
        return shlex.join(command_line(stated))
    except Misstated as error:
        return f"cannot be read: {error}"


def _text(found: Mapping[str, Stated]) -> Iterator[str]:
    wide = max(map(len, found), default=0)
    for name, stated in found.items():
        yield f"{name:{wide}}  {line(_told(stated))}".rstrip()


def _tsv(found: Mapping[str, Stated]) -> Iterator[str]:
    for name, stated in found.items():
        yield f"{name}\t{line(_told(stated))}"


def _json(found: Mapping[str, Stated]) -> Iterator[str]:
    whole = {"schema_version": SCHEMA_VERSION, "searches": found}
    yield json.dumps(whole, ensure_ascii=False, indent=2, default=str)


LISTS = {"text": _text, "tsv": _tsv, "json": _json}
