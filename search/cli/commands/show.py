"""`search show`: one article, whole."""

import re
from pathlib import Path

import click

from search.article import Article
from search.cli.history import recalled
from search.cli.open_index import opened
from search.cli.options import at_index, in_color
from search.cli.pager import read
from search.cli.terminal import view, write
from search.engines.base import Engine
from search.output.formats import PAGES

_RANK = re.compile(r"[1-9][0-9]{0,17}")  # ids of digits alone are found by a longer part of them


@click.command(short_help="Print one article, or what was cut from it.")
@click.argument("name", metavar="ID|RANK")
@click.option("--cuts", is_flag=True, help="Show the whole document: what was cut, where and why.")
@click.option("--raw", is_flag=True, help="Print the text that was read, to the letter.")
@click.option(
    "--output",
    "-o",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to write the article; json holds the cuts too.",
)
@at_index
@in_color
def show(name: str, cuts: bool, raw: bool, form: str, folder: Path, color: str) -> int:
    """Print the article of that ID, or of that RANK in the last answer.

    \b
    search show 1                                  the first hit of the last 'search query'
    search show seeds/002_7aec30fda4bd4711.txt
    search show 7aec --cuts                        a part of an id will do where it is the only one

    In a pipe, --cuts starts each line that was cut with '- [rule: reason]', and each other line
    with two spaces.

    Exit status: 0 found, 1 no such article, 2 usage error, 3 no index that can be used.
    """
    if cuts + raw + (form == "json") > 1:
        raise click.UsageError("one way to print it at a time; choose --cuts, --raw or json")
    article = named(opened(folder), folder, name)
    if raw:
        write(PAGES["raw"](article, view(color)), end="")
    else:
        read(PAGES["cuts" if cuts else form](article, view(color)))
    return 0


def named(engine: Engine, folder: Path, name: str) -> Article:
    """The article of that name; the one of a rank by its whole id, for it may be gone by now."""
    if _RANK.fullmatch(name):
        return engine.get(recalled(folder, int(name)))
    return engine.find(name)
