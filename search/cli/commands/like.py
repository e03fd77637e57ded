"""`search like`: the articles that are like one."""

from pathlib import Path

import click

from search.cli.commands.show import named
from search.cli.history import remember
from search.cli.open_index import opened
from search.cli.options import asking, in_color, in_format, newness
from search.cli.terminal import close, say, view, write
from search.output.display import line
from search.output.formats import FORMATS
from search.query import Query
from search.values import replace


@click.command(short_help="Print the articles that are like one.")
@click.argument("article", metavar="ID|RANK")
@asking
@click.option("--limit", "-n", type=click.IntRange(0), default=10, help="Show at most this many.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave out this many at the top.")
@newness
@click.option("--explain", is_flag=True, help="Show what each word added to a score.")
@in_format(FORMATS)
@click.option("--ids", is_flag=True, help="Print the ids alone, one a line.")
@in_color
def like(
    asked: Query, article: str, folder: Path, explain: bool, name: str, ids: bool, color: str
) -> int:
    """Print the articles that are like the one of that ID, or of that RANK in the last answer.

    \b
    search like 1                                  like the first hit of the last 'search query'
    search like 7aec                               a part of an id, where it is the only one
    search like 1 --since 2025 --source "The Kyiv Independent"
    search like 1 drones                           of the articles on drones

    Alike are articles that share its most telling words, those it has often and others seldom.
    The article itself is left out.

    Exit status: 0 found, 1 nothing like it or no such article, 2 usage or query error, 3 no index
    that can be used.
    """
    engine = opened(folder)
    pattern = named(engine, folder, article)
    results = engine.search(replace(asked, like=pattern.id, facets=()))
    for notice in results.notices:
        say(f"note: {notice}")
    if asked.limit:
        remember(folder, results)
    if ids:
        write(line(hit.id) for hit in results.hits)
    else:
        write(FORMATS[name].hits(results, view(color, explain)))
    first = asked.offset + 1
    read = f"; read one: search show {first}" if results.hits else ""
    some = "1 article is" if results.total == 1 else f"{results.total} articles are"
    close(f"{some} like {pattern.id}{read}", bool(results.hits))
    return 0 if results.total else 1
