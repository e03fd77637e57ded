"""Pools of processes that end with this one, and with one another when one of them is killed.

A system short of memory kills one of them. The library by itself may wait for ever then: for what
is being sent to the others to be read, where a process that was begun later was forked with the
reading end, or where this one keeps it open, as it does before Python 3.11.5; and for the rest of
an answer that was half sent. Source: https://github.com/python/cpython/issues/94777.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, wait
from typing import TypeVar
from weakref import WeakSet

Answer = TypeVar("Answer")

LOOK = 1.0  # seconds between two looks at whether all live


class Pool(ProcessPoolExecutor):
    """So many processes, each of which does `begin` first."""

    def __init__(self, processes: int, begin: Callable[[], object]) -> None:
        super().__init__(processes, initializer=beginning, initargs=(begin, id(self)))
        _pools.add(self)

    def answer(self, future: Future[Answer]) -> Answer:
        """What was submitted has come to.

        Raises: BrokenExecutor, and what the work raises.
        """
        lost = False
        while not wait([future], LOOK).done:
            processes = list((getattr(self, "_processes", None) or {}).values())
            alive = all(each.is_alive() for each in processes)
            if lost and not alive:  # the library has had its time to see it
                for each in processes:
                    each.kill()
                self.close_ends()
            lost = not alive
        return future.result()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let them go."""
        if sys.version_info < (3, 11, 5) and getattr(self, "_broken", False):
            self.close_ends()
        super().shutdown(wait, cancel_futures=cancel_futures)

    def close_ends(self) -> None:
        """Close the ends of pipes in this process that only those of the pool need."""
        calls, results = getattr(self, "_call_queue", None), getattr(self, "_result_queue", None)
        if calls is not None:
            calls._reader.close()
        if results is not None:
            results._writer.close()


_pools: WeakSet[Pool] = WeakSet()  # of this process, and in a forked one those of its parent


def beginning(begin: Callable[[], object], pool: int = 0) -> None:
    """Leave Ctrl-C to the parent, and end with it: a worker left behind would hold the lock.

    `pool` is the id of the pool that the process is of.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for each in _pools:
        if id(each) != pool:
            each.close_ends()
    begin()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
