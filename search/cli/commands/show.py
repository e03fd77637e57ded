"""The command `search show`, which prints one article."""

import re
from pathlib import Path

import click

from search.article import Article
from search.cli.answer_options import Output, output_options
from search.cli.history import article_at
from search.cli.open_index import open_or_build
from search.cli.options import index_option
from search.cli.terminal import page, write
from search.engines.base import Engine
from search.output.article_page import article_text, raw_text, text_with_cuts
from search.output.json_records import article_record
from search.output.table import versioned_json

_RANK = re.compile(r"[1-9][0-9]{0,17}")  # ids of digits alone are found by a longer part of them


@click.command(short_help="Print one article, or what was cut from it.")
@click.argument("name", metavar="ID|RANK")
@click.option("--cuts", is_flag=True, help="Show the whole document: what was cut, where and why.")
@click.option("--raw", is_flag=True, help="Print the text that was read, to the letter.")
@output_options(("text", "json"), "text")
@index_option
def show(name: str, cuts: bool, raw: bool, output: Output, folder: Path) -> int:
    """Print the article of that ID, or of that RANK in the last answer.

    \b
    search show 1                                  the first hit of the last 'search query'
    search show seeds/002_7aec30fda4bd4711.txt
    search show 7aec --cuts                        a part of an id, where it is the only one
    search show 1 --output json                    with its cuts, for programs

    In a pipe, --cuts starts each line that was cut with '- [rule: reason]', and each other line
    with two spaces.

    Exit status: 0 found, 1 no such article, 2 usage error, 3 no index that can be used.
    """
    if cuts + raw + (output.format == "json") > 1:
        raise click.UsageError("one way to print it at a time; choose --cuts, --raw or json")
    article = find_article(open_or_build(folder), folder, name)
    if raw:
        write(raw_text(article, output.view), end="")
    elif cuts:
        page(text_with_cuts(article, output.view))
    elif output.format == "json":
        page([versioned_json(article_record(article))])
    else:
        page(article_text(article, output.view))
    return 0


def find_article(engine: Engine, folder: Path, name: str) -> Article:
    """Return the article of that id or rank.

    A rank stands for a whole id, for its article may be deleted by now.
    """
    if _RANK.fullmatch(name):
        return engine.get(article_at(folder, int(name)))
    return engine.find(name)
