"""Pools of processes that end with this one, and with one another when one of them is killed.

A system short of memory kills one of them. The library then waits until all that was being sent to
them is read, or nobody is left who could: for ever, where a process begun later was forked with the
reading end, or where, before Python 3.11.5, this one keeps it open itself
(https://github.com/python/cpython/issues/94777).
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from weakref import WeakSet


class Pool(ProcessPoolExecutor):
    """So many processes, each of which does `begin` first."""

    def __init__(self, processes: int, begin: Callable[[], object]) -> None:
        super().__init__(processes, initializer=beginning, initargs=(begin, id(self)))
        _pools.add(self)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let them go."""
        if sys.version_info < (3, 11, 5) and getattr(self, "_broken", False):
            self.hear_no_more()
        super().shutdown(wait, cancel_futures=cancel_futures)

    def hear_no_more(self) -> None:
        """Close this process's own reading end of what is sent to those of the pool."""
        sending = getattr(self, "_call_queue", None)
        if sending is not None:
            sending._reader.close()


_pools: WeakSet[Pool] = WeakSet()  # of this process, and in a forked one those of its parent


def beginning(begin: Callable[[], object], pool: int = 0) -> None:
    """Leave Ctrl-C to the parent, and end with it: a worker left behind would hold the lock.

    `pool` is the id of the pool that the process is of.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for each in _pools:
        if id(each) != pool:
            each.hear_no_more()
    begin()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
