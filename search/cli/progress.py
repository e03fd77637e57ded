"""The progress of a build, drawn on a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from search.output.display import line


@contextmanager
def bar() -> Iterator[Callable[[int, int, str], None]]:
    """A bar on standard error that is gone at the end; the value takes each step."""
    from rich.console import Console  # here: a twentieth of a second
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.table import Column

    path = Column(no_wrap=True, overflow="ellipsis", ratio=1)
    drawn = Progress(
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.description}", markup=False, table_column=path),
        console=Console(stderr=True),
        transient=True,
        expand=True,
    )
    with drawn:
        task = drawn.add_task("reading", total=None)

        def step(done: int, total: int, path: str) -> None:
            drawn.update(task, completed=done, total=total, description=line(path))

        yield step
