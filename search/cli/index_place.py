"""The place of an index: in this folder, or in one above it, as git looks for its repository."""

import os
from collections.abc import Iterator
from pathlib import Path

from search.engines import has_index

HERE = Path("index")  # the default folder of the index


def nearest_index() -> Path:
    """Return the index of this folder, else of the nearest folder above that has one.

    Where documents lie in `seeds` here, or no folder above has an index, it is the one here.
    """
    if os.path.lexists(HERE) or os.path.isdir("seeds"):  # noqa: PTH112 - False without permission
        return HERE
    return next(filter(has_index, _above()), HERE)


def other_index(missing: Path) -> Path | None:
    """Return the index that may be meant: one next to the missing one, or the nearest."""
    from search.closest_name import closest_name  # only where there is a mistake

    try:
        beside = [each for each in sorted(missing.absolute().parent.iterdir()) if has_index(each)]
    except OSError:
        beside = []
    near = closest_name(missing.name, [each.name for each in beside])
    if near:
        return missing.parent / near
    nearest = nearest_index()
    if has_index(nearest):
        return nearest
    return missing.parent / beside[0].name if beside else None


def _above() -> Iterator[Path]:
    up = Path()
    for _ in Path.cwd().parents:
        up = up / os.pardir
        yield up / HERE
