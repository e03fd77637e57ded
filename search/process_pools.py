"""Pools of worker processes that do not hang when the system kills one of them.

A system short of memory kills processes. The workers of the standard library's pools share their
pipes, so the parent may then wait for ever: for the rest of a half-sent result, or for a reader of
what it sends (https://github.com/python/cpython/issues/94777). Here each worker has a pipe of its
own, whose far end no other process holds: when the worker dies, the pipe breaks. The parent starts
no threads, so it can be forked at any time.
"""

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from threading import Thread
from traceback import format_exc
from typing import Any, Generic, TypeVar

from search.errors import KilledWorker

Result = TypeVar("Result")

# A build takes a sixth less time, and 25 MB more memory; higher thresholds gain nothing.
BUILD_THRESHOLDS = (50_000, 20, 20)
_previous: list[tuple[int, int, int]] = []  # the thresholds before each call that raised them

POLL = 0.05  # s between the calls of the watchers; a process takes 100 MB in that time
watchers: list[Callable[[], None]] = []  # called again and again while this process waits

_INTERRUPTS = (signal.SIGINT, signal.SIGTERM)
QUEUED = 2  # tasks that a worker is given at once: it need not wait for the next one
# A fork shares what is loaded; a new interpreter imports it again, half a second each.
CONTEXT = multiprocessing.get_context("fork" if sys.platform == "linux" else None)


def core_count() -> int:
    """Return the number of processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def raise_thresholds() -> None:
    """Make garbage collection rarer in this process: a build creates objects by the million."""
    _previous.append(gc.get_threshold())
    gc.set_threshold(*BUILD_THRESHOLDS)


def restore_thresholds() -> None:
    """Undo one call of `raise_thresholds`; the last one restores the original thresholds."""
    if _previous:
        gc.set_threshold(*_previous.pop())


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Have signals wait while a process starts.

    Python runs functions around a fork, and drops what a signal raises in them.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPTS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def leave_interrupts() -> None:
    """Leave Ctrl-C, and Ctrl-Break on Windows, to the parent process, which ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPTS)
    if sys.platform == "win32":
        signal.signal(signal.SIGBREAK, signal.SIG_IGN)


def wait_watched(pipes: Sequence[Connection], timeout: float | None) -> list[Connection]:
    """Return the pipes that can be read, as `wait` does, and call the watchers meanwhile."""
    end = None if timeout is None else time.monotonic() + timeout
    while True:
        left = None if end is None else max(0.0, end - time.monotonic())
        is_woken = watchers or sys.platform == "win32"  # there Ctrl-C ends no wait
        ready = wait(pipes, min(POLL, left or POLL) if is_woken and left != 0 else left)
        for watcher in watchers:
            watcher()
        if ready or (end is not None and time.monotonic() >= end):
            return ready  # type: ignore[return-value]  # pipes, since pipes were given


class Task(Generic[Result]):
    """Work submitted to a pool, and its result once it is done."""

    def __init__(self, receive: Callable[[], None]) -> None:
        self._receive = receive  # waits for results of the pool
        self._outcome: tuple[Result, Exception | None] | None = None

    def finish(self, result: Result, error: Exception | None = None) -> None:
        """Note what the work returned or raised."""
        self._outcome = result, error

    def result(self) -> Result:
        """Wait for the work and return its result.

        Raises: KilledWorker, and whatever the work raises.
        """
        while self._outcome is None:
            self._receive()
        result, error = self._outcome
        if error is not None:
            raise error
        return result


class Pool:
    """Worker processes, started one by one for the first tasks.

    A pool of one process starts none: the work is done at once, in this process. `prepare` is
    called first in every worker.
    """

    def __init__(self, processes: int, prepare: Callable[[], None] = raise_thresholds) -> None:
        self._processes = processes
        self._prepare = prepare
        self._workers: list[_Worker] = []
        self._unsent: deque[tuple[Task[Any], Callable[[], object]]] = deque()

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, work: Callable[..., Result], *args: Any) -> Task[Result]:
        """Start the work, or queue it where all workers are busy.

        Raises: KilledWorker.
        """
        task = Task[Result](self.receive)
        if self._processes < 2:
            task.finish(work(*args))
        elif len(self._workers) < self._processes:  # a forked worker has the arguments already
            self._workers.append(_Worker(self._prepare, task, partial(work, *args)))
        else:
            self._unsent.append((task, partial(work, *args)))
            self.receive(timeout=0)
        return task

    def receive(self, timeout: float | None = None) -> None:
        """Wait for results, for ever without a timeout, and send the workers what is queued.

        Raises: KilledWorker.
        """
        workers = {worker.pipe: worker for worker in self._workers}
        try:
            while ready := wait_watched(list(workers), timeout):
                for pipe in ready:
                    workers[pipe].receive()
                timeout = 0
            self._send()
        except (EOFError, OSError) as error:
            raise KilledWorker from error

    def close(self) -> None:
        """End the processes, whatever they are doing."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.pipe.close()
        self._workers.clear()

    def _send(self) -> None:
        while self._unsent:
            worker = min(self._workers, key=lambda each: len(each.tasks))
            if len(worker.tasks) >= QUEUED:
                return
            worker.send(*self._unsent.popleft())


class _Worker:
    """A process, the pipe to it, and the tasks it has, the oldest first."""

    def __init__(
        self, prepare: Callable[[], None], task: Task[Any], work: Callable[[], object]
    ) -> None:
        self.tasks = deque([task])
        self.pipe, end = multiprocessing.Pipe()
        self.process = CONTEXT.Process(target=_serve, args=(end, prepare, work), daemon=True)
        with uninterrupted():
            self.process.start()
        end.close()  # the worker alone holds it: the pipe breaks when it dies

    def send(self, task: Task[Any], work: Callable[[], object]) -> None:
        self.pipe.send(work)
        self.tasks.append(task)

    def receive(self) -> None:
        outcome = self.pipe.recv()
        self.tasks.popleft().finish(*outcome)


def _serve(pipe: Connection, prepare: Callable[[], None], work: Callable[[], object]) -> None:
    """Do the work, and then what the pipe brings, until the process is killed.

    Threads of their own read and write the pipe: otherwise the parent and a worker could wait for
    one another, each for the other to read.
    """
    leave_interrupts()
    prepare()
    queued: SimpleQueue[bytes] = SimpleQueue()
    outcomes: SimpleQueue[bytes] = SimpleQueue()
    for loop in (end_with_parent, partial(_read, pipe, queued), partial(_write, pipe, outcomes)):
        Thread(target=loop, daemon=True).start()
    while True:
        outcomes.put(_outcome(work))
        work = pickle.loads(queued.get())


def _outcome(work: Callable[[], object]) -> bytes:
    """Return what the work returns and what it raises, pickled."""
    try:
        return pickle.dumps((work(), None))
    except Exception as error:
        error.add_note(format_exc())  # pickle drops the traceback
        return pickle.dumps((None, error))


def _read(pipe: Connection, queued: "SimpleQueue[bytes]") -> None:
    while True:
        queued.put(pipe.recv_bytes())


def _write(pipe: Connection, outcomes: "SimpleQueue[bytes]") -> None:
    while True:
        pipe.send_bytes(outcomes.get())


def end_with_parent() -> None:
    """End the process when its parent ends: a worker left behind would hold the index's lock."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
