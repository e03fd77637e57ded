"""Options on how an answer is written, and how much of it."""

from collections.abc import Callable, Iterable
from typing import Any

import click

from search.cli.terminal import current_view, default_format, write
from search.output.display import View
from search.output.table import FORMATS, Table, table_lines
from search.values import Value

COLORS = ("auto", "always", "never")

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class Output(Value):
    """The way an answer is written to standard output."""

    format: str
    color: str = "auto"

    @property
    def view(self) -> View:
        """Return what standard output can show."""
        return current_view(self.color)

    def show(self, table: Table) -> bool:
        """Print the table and return whether all of it was taken."""
        return write(table_lines(table, self.format, self.view))


def output_options(formats: Iterable[str] = FORMATS, default: str = "", *names: str) -> Decorator:
    """Add --output and --color, which the command takes as one argument, `output: Output`.

    `names` are older names of --output.
    """
    output = click.option(
        "--output",
        "-o",
        *names,
        "output",
        type=click.Choice(list(formats)),
        default=default or default_format,
        show_default=default or "text on a terminal, tsv in a pipe",
        callback=lambda context, _, value: Output(value, context.meta.get(__name__, "auto")),
        help="How to write the answer.",
    )
    color = click.option(
        "--color",
        type=click.Choice(COLORS),
        default="auto",
        is_eager=True,  # --output needs it
        expose_value=False,
        callback=lambda context, _, value: context.meta.update({__name__: value}),
        help="Send colors; auto: to a terminal, and as NO_COLOR and FORCE_COLOR say.",
    )
    return lambda command: output(color(command))


def limit_option(help: str, default: int | None = 20, show_default: str | bool = True) -> Decorator:
    """Add --limit of a list, with its older name --top."""
    return click.option(
        "--limit",
        "-n",
        "--top",
        "limit",
        type=click.IntRange(1),
        default=default,
        show_default=show_default,
        help=help,
    )
