"""Work on many items in one process or several, results in the order of the items."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TypeVar

from search.process_pools import Pool, Task

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
    rest = chain(first, rest)
    if jobs < 2 or len(first) < BATCH * jobs:
        yield from map(work, rest)
        return
    with Pool(jobs) as pool:
        batches: deque[Task[list[Result]]] = deque()
        while batch := list(islice(rest, BATCH)):
            batches.append(pool.submit(_batch, work, batch))
            if len(batches) > 2 * jobs:  # a bound on memory
                yield from batches.popleft().result()
        for task in batches:
            yield from task.result()


def _batch(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    return [work(item) for item in items]
