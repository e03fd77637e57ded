"""The run of a build: with a bar for a person who waits, and with skips named."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from search.article import BuildReport, Skip
from search.cli.progress import progress_bar
from search.cli.terminal import say

MAX_OF_A_FILE = 20  # lines: most rows of a wrong file have the same fault
MAX_IN_ALL = 50  # lines: what a person reads through


def build_index(
    folders: Sequence[Path],
    index: Path,
    *,
    jobs: int,
    rebuild: bool = False,
    dry_run: bool = False,
    quiet: bool = False,
) -> BuildReport:
    """Build the index, and print what was skipped."""
    from search.indexing import build  # loads the write path

    with progress_bar(quiet) as progress:
        report = build(
            folders, index, rebuild=rebuild, jobs=jobs, dry_run=dry_run, progress=progress
        )
    for line in () if quiet else skip_lines(report.skipped):
        say(line)
    if report.warning:
        say(f"warning: {report.warning}")
    return report


def skip_lines(skips: Sequence[Skip]) -> Iterator[str]:
    """Yield a line for each skip, and where there are too many, how many more there are."""
    left, hidden = MAX_IN_ALL, 0
    for file, rows in groupby(sorted(skips, key=_place), _file):
        skips_of_file = list(rows)
        shown = skips_of_file[: min(MAX_OF_A_FILE, left)]
        more = len(skips_of_file) - len(shown)
        yield from (f"skipped {skip.path}: {skip.reason}" for skip in shown)
        if shown and more:
            yield f"and {more} more in {file}"
        else:
            hidden += more
        left -= len(shown)
    if hidden:
        yield f"and {hidden} more in other files"


def _place(skip: Skip) -> tuple[str, int]:
    """Return the file and the number of the line, 0 for the whole file."""
    found = re.search(r"#([0-9]+)\Z", skip.path)
    return _file(skip), int(found[1]) if found else 0


def _file(skip: Skip) -> str:
    return re.sub(r"#[0-9]+\Z", "", skip.path)
