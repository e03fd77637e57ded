"""What a person is told of the seeds that were skipped: enough to see what is wrong, not pages."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from search.article import Skip

OF_A_FILE = 20  # lines: a wrong file is wrong in the same way on every row
IN_ALL = 50  # lines: what a person reads through


def told(skips: Sequence[Skip]) -> Iterator[str]:
    """A line for each, and where there are too many, how many more there are."""
    left, untold = IN_ALL, 0
    for file, rows in groupby(sorted(skips, key=_place), _file):
        own = list(rows)
        shown = own[: min(OF_A_FILE, left)]
        more = len(own) - len(shown)
        yield from (f"skipped {skip.path}: {skip.reason}" for skip in shown)
        if shown and more:
            yield f"and {more} more in {file}"
        else:
            untold += more
        left -= len(shown)
    if untold:
        yield f"and {untold} more in other files"


def _place(skip: Skip) -> tuple[str, int]:
    """The file and the number of the line, 0 for the whole file."""
    found = re.search(r"#([0-9]+)\Z", skip.path)
    return _file(skip), int(found[1]) if found else 0


def _file(skip: Skip) -> str:
    return re.sub(r"#[0-9]+\Z", "", skip.path)
