"""Progress for a person who waits; where nobody reads the messages, nothing is printed."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from search.cli.terminal import is_attended
from search.output.safe_text import safe_line

if TYPE_CHECKING:
    from rich.progress import Progress

    from search.indexing.build_progress import BuildStep

BAR_WIDTH = 24  # columns
FIRST_ESTIMATE = 0.02  # the share of the work from which on the time that is left is estimated


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int, str], None]]:
    """Show a bar until the end; yield the function that takes each step: done, total, name."""
    if not is_attended():
        yield lambda *_: None
        return
    with _bar("{task.completed:.0f}/{task.total:.0f}") as bar:
        task = bar.add_task("", total=1)

        def step(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=safe_line(name))

        yield step


@contextmanager
def build_bar(quiet: bool = False) -> Iterator["Callable[[BuildStep], None] | None"]:
    """Show the phases of a build until its end; yield the function that takes each step."""
    if quiet or not is_attended():
        yield None
        return
    with _bar("{task.fields[share]:>4} {task.fields[phase]}{task.fields[count]}", left=True) as bar:
        clock = RemainingTime()
        task = bar.add_task("", total=None, share="", phase="", count="", left=clock)
        shown = ""

        def step(now: "BuildStep") -> None:
            nonlocal shown
            clock.note(now.share)
            bar.update(
                task,
                completed=now.share,
                total=1 if now.share else None,
                description=safe_line(now.path),
                share=f"{now.share:.0%}" if now.share else "",
                phase=now.phase,
                count=f" {now.done}/{now.total}" if now.total else "",
                refresh=now.phase != shown,  # each phase is seen, however short
            )
            shown = now.phase

        yield step


class RemainingTime:
    """The time that is left of some work, by the share that is done and the time that it took.

    As a text it is that of now: from one step to the next, the clock goes on.

    >>> seconds = iter([0.0, 30.0, 31.0])
    >>> clock = RemainingTime(lambda: next(seconds))
    >>> clock.note(0.25)
    >>> str(clock)
    '1:29 left'
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._noted = self._began
        self._left: float | None = None  # when it was noted

    def note(self, share: float) -> None:
        """Note the share of the work that is done."""
        self._noted = self._clock()
        self._began = self._noted if not share else self._began  # the work has not begun
        known = share >= FIRST_ESTIMATE
        self._left = (self._noted - self._began) * (1 - share) / share if known else None

    def __str__(self) -> str:
        if self._left is None:
            return ""
        minutes, seconds = divmod(round(self._left - (self._clock() - self._noted)), 60)
        if minutes < 0:
            return ""
        hours, minutes = divmod(minutes, 60)
        whole = f"{hours}:{minutes:02}" if hours else f"{minutes}"
        return f"{whole}:{seconds:02} left"


def _bar(numbers: str, left: bool = False) -> "Progress":
    """Return a bar with these numbers, the time that is left, and the name of what is read."""
    from rich.console import Console  # here, because it takes a twentieth of a second
    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.table import Column

    name = Column(no_wrap=True, overflow="ellipsis", ratio=1)
    columns: list[Any] = [
        BarColumn(bar_width=BAR_WIDTH),
        TextColumn(numbers, markup=False),
        TextColumn("{task.fields[left]}") if left else TimeRemainingColumn(compact=True),
        TextColumn("{task.description}", markup=False, table_column=name),
    ]
    return Progress(*columns, console=Console(stderr=True), transient=True, expand=True)
