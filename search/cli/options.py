"""Options that several commands share, and the request that their values make."""

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import Any, get_args

import click
from click.core import ParameterSource

from search.cli import param_types
from search.cli.answer_options import is_quiet
from search.cli.index_place import HERE, nearest_index
from search.cli.terminal import say
from search.facet_definitions import FACETS
from search.query import Filter, Query, Sort

Command = Callable[..., int]


def _find_index(context: click.Context, _: click.Parameter, folder: Path) -> Path:
    """Return the index that is named, else the nearest from this folder up.

    A build of given folders (`folders`, of `search index`) is written here.
    """
    is_named = context.get_parameter_source("folder") is not ParameterSource.DEFAULT
    if is_named or context.resilient_parsing or context.params.get("folders"):
        return folder
    found = nearest_index()
    if found != folder and not is_quiet(context):
        say(f"using the index {str(found)!r}")
    return found


index_option = click.option(
    "--index",
    "folder",
    default=str(HERE),
    show_default="index, here or in the nearest folder above",
    envvar="SEARCH_INDEX",
    show_envvar=True,
    metavar="DIR",
    type=param_types.AnyPath(),
    callback=_find_index,
    help="The folder of the index.",
)
recency_option = click.option(
    "--recent",
    type=param_types.age,
    default="0",
    show_default="newness adds nothing",
    metavar="AGE",
    help="Put newer articles before older ones that answer as well: an article of the newest day "
    "gains half of its score by words, one of that AGE (30d, 8w, 6m, 1y) a quarter.",
)
sort_option = click.option(
    "--sort", type=click.Choice(get_args(Sort)), default="relevance", help="Which first."
)
offset_option = click.option(
    "--offset", type=click.IntRange(0), default=0, help="Leave out this many at the top."
)


_FACET_OPTIONS = {f"{facet.field}_filters": facet for facet in FACETS.values() if facet.option}
_QUERY_OPTIONS = (
    click.argument("words", nargs=-1, metavar="[QUERY]..."),
    *(
        click.option(
            f"--{facet.field}",
            argument,
            multiple=True,
            metavar="NAME",
            type=param_types.filter_by(facet.name),
            help=facet.option,
        )
        for argument, facet in _FACET_OPTIONS.items()
    ),
    click.option(
        "--since",
        metavar="DATE",
        type=param_types.first_day,
        help="Keep to this day, month or year and what came after.",
    ),
    click.option(
        "--until",
        metavar="DATE",
        type=param_types.last_day,
        help="Keep to this day, month or year and what came before.",
    ),
    click.option(
        "--filter",
        "-f",
        "filters",
        multiple=True,
        metavar="FIELD=VALUE",
        type=param_types.parse_filter,
        help=f"Keep to a value of a facet ({', '.join(FACETS)}), or leave it out with "
        "FIELD!=VALUE; 'none' stands for articles without one; repeat to add more.",
    ),
    click.option(
        "--synonyms/--no-synonyms",
        default=True,
        help="Look for other spellings of a word too: kyiv also finds kiev.",
    ),
    index_option,
)


def limit_option(
    help: str = "List at most this many.",
    default: int | None = 20,
    least: int = 1,
    show_default: str | bool = True,
) -> Callable[[Command], Command]:
    """Add --limit, in lists with its older name --top; of hits there may be none."""
    return click.option(
        *("--limit", "-n", "--top", "limit") if least else ("--limit", "-n"),
        type=param_types.Limit(least),
        metavar="NUMBER|all",
        default=default,
        show_default=show_default,
        help=help,
    )


def query_options(command: Command) -> Command:
    """Add the options that select articles.

    The command takes them as one argument, `query: Query`. Each option that is no argument of the
    command, such as --limit, is a field of the query too.
    """
    own = signature(command).parameters

    @wraps(command)
    def call(**values: Any) -> int:
        kept = {name: value for name, value in values.items() if name in own}
        rest = {name: value for name, value in values.items() if name not in own}
        return command(query=query_of(**rest), **kept)

    for option in reversed(_QUERY_OPTIONS):
        call = option(call)
    return call


def query_of(words: tuple[str, ...], filters: tuple[Filter, ...], **fields: Any) -> Query:
    """Return the request that values of these options make."""
    first, last = fields["since"], fields["until"]
    if first and last and last < first:
        raise click.UsageError(f"--until {last} is before --since {first}; no day is in both")
    by_option = [each for argument in _FACET_OPTIONS for each in fields.pop(argument)]
    return Query(text=_typed(words), filters=_merged((*by_option, *filters)), **fields)


def _merged(filters: Iterable[Filter]) -> tuple[Filter, ...]:
    """Return one filter for each facet and kind of filter, with all its values."""
    values: dict[tuple[str, bool, bool], list[str]] = {}
    for facet, own, exclude, loose in filters:
        values.setdefault((facet, exclude, loose), []).extend(own)
    return tuple(
        Filter(facet, tuple(dict.fromkeys(own)), exclude, loose)
        for (facet, exclude, loose), own in values.items()
    )


def _typed(words: tuple[str, ...]) -> str:
    """Return the query as one line: the arguments, or standard input in place of a lone `-`."""
    if words != ("-",):
        return " ".join(words).strip()
    with click.open_file("-", encoding="utf-8-sig", errors="replace") as stdin:
        text = " ".join(stdin.read().split())
    if not text:
        raise click.UsageError("nothing on standard input; '-' reads the query from there")
    return text
