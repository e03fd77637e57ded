"""The same work on many things, in one process or several, answers in the order of the things."""

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

Thing = TypeVar("Thing")
Answer = TypeVar("Answer")

BATCH = 64  # things handed to a process at a time


def mapped(work: Callable[[Thing], Answer], things: Iterable[Thing], jobs: int) -> Iterator[Answer]:
    """The answers, made by so many processes; few things are not worth starting them for.

    Raises: KilledWorker; and what the work raises.
    """
    rest = iter(things)
    first = list(islice(rest, BATCH * jobs))
    if jobs < 2 or len(first) < BATCH * jobs:
        yield from map(work, chain(first, rest))
        return
    try:
        yield from _shared(work, chain(first, rest), jobs)
    except BrokenExecutor as error:
        raise KilledWorker from error


def _shared(
    work: Callable[[Thing], Answer], things: Iterator[Thing], jobs: int
) -> Iterator[Answer]:
    with Pool(jobs, collect_seldom) as pool:
        waiting: deque[Future[list[Answer]]] = deque()
        while batch := list(islice(things, BATCH)):
            waiting.append(pool.submit(_batch, work, batch))
            if len(waiting) > 2 * jobs:  # a bound on what is held at once
                yield from pool.answer(waiting.popleft())
        for future in waiting:
            yield from pool.answer(future)


class Aside:
    """Work done in processes of its own while this one goes on; at once where there is one job."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._begun: list[BaseProcess] = []

    def __enter__(self) -> "Aside":
        return self

    def __exit__(self, *_: object) -> None:
        """Whoever is still at work is not waited for."""
        for process in self._begun:
            process.terminate()
            process.join()

    def begin(self, work: Callable[..., Answer], *given: Any) -> Callable[[], Answer]:
        """Begin the work; what waits for the answer.

        That raises: KilledWorker; and what the work raises.
        """
        if self._jobs < 2:
            found = work(*given)
            return lambda: found
        ours, theirs = multiprocessing.Pipe(duplex=False)
        self._begun.append(multiprocessing.Process(target=_answer, args=(theirs, work, given)))
        self._begun[-1].start()
        theirs.close()  # so that it ends with the one who answers
        return partial(_answered, ours)


def _answer(to: Connection, work: Callable[..., object], given: Sequence[object]) -> None:
    beginning(collect_seldom)
    try:
        to.send((work(*given), None))
    except Exception as error:
        to.send((None, error))


def _answered(by: Connection) -> Any:
    try:
        found, error = by.recv()
    except EOFError as gone:
        raise KilledWorker from gone
    if error is not None:
        raise error
    return found


def _batch(work: Callable[[Thing], Answer], things: Sequence[Thing]) -> list[Answer]:
    return [work(thing) for thing in things]
