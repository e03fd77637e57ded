"""`search diff`: what changed between two states of an index."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from search.cli.options import at_index, in_format
from search.cli.output_files import write_whole
from search.cli.param_types import Place
from search.cli.terminal import say, write
from search.errors import BadTarget
from search.output import SCHEMA_VERSION
from search.output.display import line

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


@click.command(short_help="Say what changed between two states of an index.")
@click.argument("old", required=False, type=Place())
@click.argument("new", required=False, type=Place())
@click.option("--save", type=Place(), metavar="FILE", help="Save the state of the index in a file.")
@click.option("--ids", is_flag=True, help="List each article, version and decision that changed.")
@in_format(("text", "tsv", "json"))
@at_index
def diff(
    old: Path | None, new: Path | None, save: Path | None, ids: bool, name: str, folder: Path
) -> int:
    """Count the articles, versions and decisions that are other in NEW than in OLD: folders of
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
    write(FORMS[name](found, states, ids))
    return 0 if found.same else 1


def _save(folder: Path, path: Path) -> int:
    """Keep what the index is made of; a file that is there may be what a result rests on."""
    from search.indexing.snapshot import record, take_snapshot

    if path.exists():
        raise BadTarget(f"there is a {str(path)!r} already", "name another file")
    found = take_snapshot(folder)
    write_whole({path: record(found) + "\n"})
    say(f"{len(found.articles)} articles, digest {found.digest}; written to {path}")
    return 0


def _text(found: "Difference", states: States, ids: bool) -> Iterator[str]:
    if found.same:
        yield f"the same: digest {states[0].digest}"
    for part, called in PARTS.items():
        change = getattr(found, part)
        counts = [f"{len(getattr(change, way))} {way}" for way in SIGNS if getattr(change, way)]
        if counts:
            yield f"{called}: {', '.join(counts)}, {change.same} the same"
            yield from (f"  {row}" for row in _listed(part, change, states) if ids)
    if states[0].people != states[1].people and not _any(found.decided):
        yield "decisions on people: changed"  # of one of the two they are not known in words


def _listed(part: str, change: "Change", states: States) -> Iterator[str]:
    for way, sign in SIGNS.items():
        for each in getattr(change, way):
            yield f"{sign} {line(each)}{_values(part, way, each, states)}"


def _values(part: str, way: str, name: str, states: States) -> str:
    """What it was and is, where that says something."""
    if part == "articles":
        return ""
    sides = [str(getattr(state, part).get(name, "")) for state in states]
    told = sides if way == "changed" else [side for side in sides if side]
    return f": {line(' -> '.join(told))}" if any(told) else ""


def _any(change: "Change") -> bool:
    return any(getattr(change, way) for way in SIGNS)


def _tsv(found: "Difference", states: States, ids: bool) -> Iterator[str]:
    for part in PARTS:
        change = getattr(found, part)
        for way in SIGNS:
            names = getattr(change, way)
            if ids:
                yield from (f"{part}\t{way}\t{line(each)}" for each in names)
            else:
                yield f"{part}\t{way}\t{len(names)}"
    if states[0].people != states[1].people and not _any(found.decided):
        yield "people\tchanged\t" + ("" if ids else "1")


def _json(found: "Difference", states: States, ids: bool) -> Iterator[str]:
    told: dict[str, Any] = {"schema_version": SCHEMA_VERSION, "same": found.same}
    told |= {
        name: {"digest": state.digest} for name, state in zip(("old", "new"), states, strict=True)
    }
    told["people_differ"] = states[0].people != states[1].people
    for part in PARTS:
        change = getattr(found, part)
        told[part] = {way: len(getattr(change, way)) for way in SIGNS} | {"same": change.same}
        if ids:
            told[part]["ids"] = {way: list(getattr(change, way)) for way in SIGNS}
    yield json.dumps(told, ensure_ascii=False)


FORMS: dict[str, Callable[["Difference", States, bool], Iterator[str]]] = {
    "text": _text,
    "tsv": _tsv,
    "json": _json,
}
