"""The run of a build: with a bar for a person who waits, and with skips named."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from search.article import BuildReport, Skip
from search.cli.terminal import is_attended, say
from search.output.safe_text import safe_line

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


@contextmanager
def progress_bar(quiet: bool = False) -> Iterator[Callable[[int, int, str], None]]:
    """Show a person a bar until the end; yield the function that takes each step."""
    if quiet or not is_attended():
        yield lambda *_: None
        return
    from rich.console import Console  # here, because it takes a twentieth of a second
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.table import Column

    path = Column(no_wrap=True, overflow="ellipsis", ratio=1)
    progress = Progress(
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.description}", markup=False, table_column=path),
        console=Console(stderr=True),
        transient=True,
        expand=True,
    )
    with progress:
        task = progress.add_task("reading", total=None)

        def step(done: int, total: int, path: str) -> None:
            progress.update(task, completed=done, total=total, description=safe_line(path))

        yield step


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
