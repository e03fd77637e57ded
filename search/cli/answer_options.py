"""Options on how an answer is written, and how much of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import click

from search.cli.terminal import current_view, default_format, write
from search.output.display import View
from search.output.table import FORMATS, Cell, Table
from search.values import Value

COLORS = ("auto", "always", "never")

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class Output(Value):
    """The way an answer is written to standard output, and what is shown of hits."""

    format: str
    color: str = "auto"
    explain: bool = False
    facets: bool | None = None  # None: in json alone
    ids: bool = False
    count: bool = False
    quiet: bool = False

    @property
    def view(self) -> View:
        """Return what standard output can show."""
        return current_view(self.color)

    @property
    def hides_hits(self) -> bool:
        """Return whether no hit is shown, so that none is asked for."""
        return self.count or self.quiet

    @property
    def has_facets(self) -> bool:
        """Return whether facets are counted."""
        wanted = self.format == "json" if self.facets is None else self.facets
        return wanted and not self.hides_hits

    def show(self, table: Table) -> None:
        """Print the table."""
        write(FORMATS[self.format](table, self.view))

    def show_list(
        self,
        name: str,
        columns: tuple[str, ...],
        records: Sequence[dict[str, Any]],
        rows: Iterable[Mapping[str, Cell]] | None = None,
        text: Callable[[View], Iterable[str]] | None = None,
    ) -> None:
        """Print records as a list of that name in json, and as rows in tables."""
        self.show(Table(columns, rows or records, lambda: {name: records}, records, text))


def is_quiet(context: click.Context) -> bool:
    """Return whether --quiet was given, in a callback of another option."""
    return bool(context.meta.get(__name__, {}).get("quiet"))


def output_options(formats: Iterable[str] = FORMATS, default: str = "", *names: str) -> Decorator:
    """Add --output and --color, which the command takes as one argument, `output: Output`.

    So it does the flags of `hit_flags`. `names` are older names of --output.
    """
    output = click.option(
        "--output",
        "-o",
        *names,
        "output",
        type=click.Choice(list(formats)),
        default=default or default_format,
        show_default=bool(default) or "text on a terminal, tsv in a pipe",
        callback=lambda context, _, value: Output(value, **context.meta.get(__name__, {})),
        help="How to write the answer.",
    )
    color = _output_field(
        "--color",
        type=click.Choice(COLORS),
        default="auto",
        help="Send colors; auto: to a terminal, and as NO_COLOR and FORCE_COLOR say.",
    )
    return lambda command: output(color(command))


def _output_field(*names: str, **settings: Any) -> Decorator:
    """Return an option whose value is a field of the output: it is read before --output."""

    def keep(context: click.Context, param: click.Parameter, value: Any) -> None:
        context.meta.setdefault(__name__, {})[str(param.name)] = value

    return click.option(*names, is_eager=True, expose_value=False, callback=keep, **settings)


_HIT_FLAGS = {
    "explain": _output_field(
        "--explain", is_flag=True, help="Show what each part of the query added to a score."
    ),
    "facets": _output_field(
        "--facets/--no-facets",
        default=None,
        help="Count the matches by date, source and person; in json unless switched off, in text "
        "when asked for.",
    ),
    "ids": _output_field("--ids", is_flag=True, help="Print the ids alone, one a line."),
    "count": _output_field(
        "--count", "-c", is_flag=True, help="Print the number of matches alone."
    ),
    "quiet": _output_field(
        "--quiet", "-q", is_flag=True, help="Print nothing: the exit status is the answer."
    ),
}


def hit_flags(*names: str) -> Decorator:
    """Add flags on what is shown of hits, which are fields of the output."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for name in reversed(names):
            command = _HIT_FLAGS[name](command)
        return command

    return add
