"""`search why-not`: what keeps an article out of an answer."""

import json
from pathlib import Path

import click

from search.cli.commands.show import named
from search.cli.open_index import opened
from search.cli.options import asking, in_color
from search.cli.terminal import write
from search.output import SCHEMA_VERSION
from search.output.display import line
from search.query import Placement, Query


@click.command("why-not", short_help="Say what keeps an article out of an answer.")
@click.argument("article", metavar="ID|RANK")
@asking
@click.option(
    "--output",
    "-o",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to write the answer.",
)
@in_color
def why_not(article: str, asked: Query, folder: Path, form: str, color: str) -> int:  # noqa: ARG001
    """Say which parts of QUERY keep the article of that ID out of its answer, the first one first.

    \b
    search why-not 002 -- missile -drone
    search why-not seeds/000_cd4418e8e1d5f07a.txt umerov --source "The Kyiv Independent"
    search why-not 3 '"air defense"' --since 2025       the third hit of the last 'search query'

    The query and its filters are those of 'search query'. An article that is among the answers
    has its rank told.

    Exit status: 0 it is among the answers, 1 it is not, or there is no such article, 2 usage or
    query error, 3 no index that can be used.
    """
    engine = opened(folder)
    found = engine.explain(named(engine, folder, article).id, asked)
    write([_record(found)] if form == "json" else _lines(found))
    return 0 if found.rank else 1


def _lines(found: Placement) -> list[str]:
    if found.rank:
        return [f"{line(found.id)}: it is there, at rank {found.rank} of {found.total}"]
    return [f"{line(found.id)}: {line(reason)}" for reason in found.reasons]


def _record(found: Placement) -> str:
    record = {
        "schema_version": SCHEMA_VERSION,
        "id": found.id,
        "rank": found.rank or None,
        "total": found.total,
        "reasons": found.reasons,
    }
    return json.dumps(record, ensure_ascii=False, indent=2)
