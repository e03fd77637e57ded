"""Work on many items in one process or several, results in the order of the items."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future
from functools import partial
from itertools import chain, islice
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from search.errors import KilledWorker
from search.garbage_collection import collect_seldom
from search.process_pools import Pool, beginning

Item = TypeVar("Item")
Result = TypeVar("Result")

BATCH = 64  # items sent to a process at a time


def parallel_map(
    work: Callable[[Item], Result], items: Iterable[Item], jobs: int
) -> Iterator[Result]:
    """Yield the result of each item, from that many processes; few items start none.

    Raises: KilledWorker, and what the work raises.
    """
    rest = iter(items)
    first = list(islice(rest, BATCH * jobs))
    if jobs < 2 or len(first) < BATCH * jobs:
        yield from map(work, chain(first, rest))
        return
    try:
        yield from _distributed(work, chain(first, rest), jobs)
    except BrokenExecutor as error:
        raise KilledWorker from error


def _distributed(
    work: Callable[[Item], Result], items: Iterator[Item], jobs: int
) -> Iterator[Result]:
    with Pool(jobs, collect_seldom) as pool:
        waiting: deque[Future[list[Result]]] = deque()
        while batch := list(islice(items, BATCH)):
            waiting.append(pool.submit(_batch, work, batch))
            if len(waiting) > 2 * jobs:  # a bound on memory
                yield from pool.answer(waiting.popleft())
        for future in waiting:
            yield from pool.answer(future)


class Background:
    """Work in background processes; with one job it is done at once in this one."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._processes: list[BaseProcess] = []

    def __enter__(self) -> "Background":
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes that are still running."""
        for process in self._processes:
            process.terminate()
            process.join()

    def start(self, work: Callable[..., Result], *given: Any) -> Callable[[], Result]:
        """Start the work and return a function that waits for its result.

        The function raises: KilledWorker, and what the work raises.
        """
        if self._jobs < 2:
            found = work(*given)
            return lambda: found
        ours, theirs = multiprocessing.Pipe(duplex=False)
        self._processes.append(
            multiprocessing.Process(target=_send_result, args=(theirs, work, given))
        )
        self._processes[-1].start()
        theirs.close()  # so that the pipe closes when the worker ends
        return partial(_receive, ours)


def _send_result(to: Connection, work: Callable[..., object], given: Sequence[object]) -> None:
    beginning(collect_seldom)
    try:
        to.send((work(*given), None))
    except Exception as error:
        to.send((None, error))


def _receive(by: Connection) -> Any:
    try:
        found, error = by.recv()
    except EOFError as gone:
        raise KilledWorker from gone
    if error is not None:
        raise error
    return found


def _batch(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    return [work(item) for item in items]
