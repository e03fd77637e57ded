"""A progress bar on a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from search.cli.terminal import is_attended
from search.output.safe_text import safe_line


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
