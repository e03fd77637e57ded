"""The command `search diff`, which compares two states of an index."""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from search.cli.answer_options import Output, output_options
from search.cli.options import index_option
from search.cli.output_files import check_output_file
from search.cli.param_types import AnyPath
from search.cli.terminal import say
from search.errors import BadTarget
from search.output.display import View
from search.output.safe_text import safe_line
from search.output.table import Cell, Record, Table
from search.user_files.atomic_write import replace_files
from search.user_files.edit_lock import locked

if TYPE_CHECKING:
    from search.indexing.snapshot import Change, Difference, Snapshot

States: TypeAlias = "tuple[Snapshot, Snapshot]"

PARTS = {  # and what each is called
    "articles": "articles",
    "versions": "versions",
    "rulings": "decisions on lines",
    "decided": "decisions on people",
}
SIGNS = {"added": "+", "removed": "-", "changed": "~"}


@click.command(short_help="Show what changed between two states of an index.")
@click.argument("old", required=False, type=AnyPath())
@click.argument("new", required=False, type=AnyPath())
@click.option(
    "--save", type=AnyPath(), metavar="FILE", help="Save the state of the index in a file."
)
@click.option("--ids", is_flag=True, help="List each article, version and decision that changed.")
@output_options()
@index_option
def diff(
    old: Path | None, new: Path | None, save: Path | None, ids: bool, output: Output, folder: Path
) -> int:
    """Count the articles, versions and decisions that differ between OLD and NEW: folders of
    indexes, or files that --save wrote. Without NEW it is the index of today.

    \b
    search diff --save 2025-06-01.json         when a result is published
    search diff 2025-06-01.json                what has changed since
    search diff 2025-06-01.json --ids          + added, - removed, ~ changed
    search diff old/index new/index -o json

    Exit status: 0 the same, 1 they differ, 2 usage error or no such file, 3 no index to read.
    """
    from search.indexing.snapshot import difference, read, take_snapshot  # loads the write path

    if save and (old or ids):
        raise click.UsageError("--save writes a file and compares nothing; call it alone")
    if save:
        return _save(folder, save)
    if not old:
        raise click.UsageError("nothing to compare with; name OLD, or save a state with --save")
    states = read(old), read(new) if new else take_snapshot(folder)
    found = difference(*states)
    output.show(
        Table(
            columns=("part", "change", "id" if ids else "count"),
            rows=_rows(found, states, ids),
            document=partial(_document, found, states, ids),
            text=partial(_text, found, states, ids),
        )
    )
    return 0 if found.same else 1


def _save(folder: Path, path: Path) -> int:
    """Save what the index was made from; a file that exists may be what a result rests on."""
    from search.indexing.snapshot import record, take_snapshot

    check_output_file(path, folder)
    with locked(path):
        if os.path.lexists(path):
            raise BadTarget(f"there is a {str(path)!r} already", "name another file")
        found = take_snapshot(folder)
        replace_files({path: record(found) + "\n"})
    say(f"{len(found.articles)} articles, digest {found.digest}; written to {path}")
    return 0


def _text(found: "Difference", states: States, ids: bool, view: View) -> Iterator[str]:
    if found.same:
        yield f"the same: digest {states[0].digest}"
    for part, name in PARTS.items():
        change = getattr(found, part)
        counts = ", ".join(f"{count} {way}" for way, count in _counts(change).items() if count)
        if counts:
            yield f"{view.paint('strong', name)}: {counts}, {change.same} the same"
            yield from (f"  {row}" for row in _listed(part, change, states) if ids)
    if _people_differ_without_words(found, states):
        yield f"{view.paint('strong', PARTS['decided'])}: changed"


def _listed(part: str, change: "Change", states: States) -> Iterator[str]:
    """Yield what changed, with its old and new values where they say something."""
    valued = states if part != "articles" else ()
    for way, sign in SIGNS.items():
        for name in getattr(change, way):
            sides = [str(getattr(state, part).get(name, "")) for state in valued]
            shown = sides if way == "changed" else list(filter(None, sides))
            values = f": {' -> '.join(shown)}" if any(shown) else ""
            yield f"{sign} {safe_line(name + values)}"


def _people_differ_without_words(found: "Difference", states: States) -> bool:
    """Return whether decisions on people differ that one of the states knows only as a digest."""
    return states[0].people != states[1].people and not any(_counts(found.decided).values())


def _counts(change: "Change") -> dict[str, int]:
    return {way: len(getattr(change, way)) for way in SIGNS}


def _rows(found: "Difference", states: States, ids: bool) -> Iterator[dict[str, Cell]]:
    for part in PARTS:
        change = getattr(found, part)
        for way, count in _counts(change).items():
            if ids:
                yield from ({"part": part, "change": way, "id": id} for id in getattr(change, way))
            else:
                yield {"part": part, "change": way, "count": count}
    if _people_differ_without_words(found, states):
        yield {"part": "people", "change": "changed", **({"id": ""} if ids else {"count": 1})}


def _document(found: "Difference", states: States, ids: bool) -> Record:
    record: dict[str, object] = {
        "same": found.same,
        "old": {"digest": states[0].digest},
        "new": {"digest": states[1].digest},
        "people_differ": states[0].people != states[1].people,
    }
    for part in PARTS:
        change = getattr(found, part)
        listed = {"ids": {way: getattr(change, way) for way in SIGNS}} if ids else {}
        record[part] = {**_counts(change), "same": change.same, **listed}
    return record
