"""Worker processes that are ended when a document takes too much time or memory.

Libraries in C can loop for ever or take all memory, and only the end of their process ends them.
So a worker reports each step, of one document, and the parent compares its use of the processor and
of memory with a budget. If the worker is over it, or dies, another one does the rest of the work,
without that document.

The parent sends work only to a worker that waits for it: a busy one may never read its pipe.

Where a worker is a new interpreter, which takes a second on Windows, one that has nothing to do is
kept for the next pool of this process.
"""

import atexit
import os
import pickle
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from traceback import format_exc
from typing import Any, Generic, NamedTuple, Protocol, Self, TypeVar

import psutil

from search.errors import KilledWorker
from search.process_pools import (
    CONTEXT,
    POLL,
    Task,
    end_with_parent,
    leave_interrupts,
    raise_thresholds,
    uninterrupted,
    wait_watched,
    watchers,
)

STEP, PROGRESS = b".", b"+"  # what a worker reports
NO_MEMORY = 86  # the exit status of a worker that gets no more memory
LAPSE = 1.0  # s that count of the time between two looks: a laptop may sleep in between
MOST_KILLED = 6  # workers in a row that are killed from outside, before the build gives up
DIED = "ended the process that was to"  # how the reason for a crash begins
KILLED = -9  # the exit status of a process that the system kills
KEPT_MEMORY = 100_000_000  # bytes that a worker may have grown by to be kept: it may stay for long


class Budget(NamedTuple):
    """The most that one document may take, far above what the largest real ones do."""

    seconds: float = 60  # of processor time; a novel of 3 MB takes 3 s, a feed of 50 MB 10 s
    waiting: float = 900  # s by the clock: a network drive that does not answer
    memory: int = 500_000_000  # bytes that the worker grows by; the novel takes 70 MB


BUDGET = Budget()


class Work(Protocol):
    """Work in steps, each for one document; it and the results are pickled."""

    @property
    def action(self) -> str:
        """The verb for what it does to a document: "read" or "clean"."""

    def steps(self) -> Iterator[Any]:
        """Yield the result of each step; called in a worker process."""

    def without(self, step: int, reason: str) -> Self:
        """Return the same work, with this reason in place of the result of a step."""


W = TypeVar("W", bound=Work)


class Job(Task[list[Any]], Generic[W]):
    """Work submitted to a pool; its result is the list of the results of its steps."""

    def __init__(self, pool: "GuardedPool", work: W, near: "Job[Any] | None" = None) -> None:
        super().__init__(pool.receive)
        self.work = work
        self.near = near  # the job whose worker should do this one too
        self.worker: _Worker | None = None
        self.suspect = -1  # the step at which a worker ended, though it may not be the reason


class GuardedPool:
    """Worker processes, started one by one while there is work for them."""

    def __init__(self, processes: int, budget: Budget | None = None) -> None:
        self.processes = processes
        self._budget = budget or BUDGET
        self._workers: list[_Worker] = []
        self._queue: deque[Job[Any]] = deque()
        self._killed = 0  # workers in a row
        self._looked = 0.0  # at all workers, on the clock

    def __enter__(self) -> "GuardedPool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, work: W, near: Job[Any] | None = None) -> Job[W]:
        """Start the work, or queue it where all workers are busy.

        With `near`, it is done before other work, and by the worker of that job if it lives.

        Raises: KilledWorker.
        """
        job = Job(self, work, near)
        if near:
            self._queue.appendleft(job)
        else:
            self._queue.append(job)
        self._assign()
        return job

    def receive(self, timeout: float | None = None) -> None:
        """Wait for results, for ever without a timeout, and give the workers what is queued.

        Raises: KilledWorker.
        """
        workers = {worker.pipe: worker for worker in self._workers}
        while ready := wait_watched(list(workers), timeout):
            for pipe in ready:
                self._collect(workers[pipe])
                if workers[pipe] not in self._workers:
                    del workers[pipe]
            timeout = 0
        self._assign()

    def release(self) -> None:
        """Close the pool, but keep a worker for the next one, where starting one is slow."""
        spare = next((worker for worker in self._workers if worker.is_worth_keeping), None)
        if spare and not _spare:
            self._workers.remove(spare)
            _spare.append(spare)
        self.close()

    def close(self) -> None:
        """End the processes, whatever they are doing."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.end()
        self._workers.clear()
        self._queue.clear()
        if self._look in watchers:
            watchers.remove(self._look)

    def _assign(self) -> None:
        """Give what is queued to workers that wait, and start more of them as needed."""
        if self._queue and not self._workers:
            self._workers += _take_spare(self._budget)
        for job in list(self._queue):
            idle = [worker for worker in self._workers if worker.is_idle]
            wanted = job.near.worker if job.near else None
            if wanted in self._workers:
                idle = [worker for worker in idle if worker is wanted]
            if idle:
                self._queue.remove(job)
                if not idle[0].start(job):
                    self._replace(idle[0])
        starting = sum(worker.is_starting for worker in self._workers)
        for _ in range(min(len(self._queue) - starting, self.processes - len(self._workers))):
            self._workers.append(_Worker(self._budget))
        if self._workers and self._look not in watchers:
            watchers.append(self._look)

    def _collect(self, worker: "_Worker") -> None:
        """Take a message of a worker, or find that there will be none."""
        try:
            if worker.receive():
                self._killed = 0
        except (EOFError, OSError):
            self._replace(worker)

    def _replace(self, worker: "_Worker") -> None:
        """Queue the work of a worker that has ended again, without a document that is too much."""
        self._workers.remove(worker)
        status = worker.end()
        job = worker.job
        if worker.is_starting or (status == KILLED and job and not worker.excess):
            self._killed += 1
            if self._killed == MOST_KILLED:
                raise KilledWorker
        if job is None:
            return
        excess = worker.excess or _excess(status, self._budget)
        if job.suspect == worker.step or worker.is_sure(excess):
            reason = f"{excess} to {job.work.action}" if excess else f"{DIED} {job.work.action} it"
            job.work = job.work.without(worker.step, reason)
            job.suspect = -1
        else:
            job.suspect = worker.step
        self._queue.appendleft(job)

    def _look(self) -> None:
        """End the workers that are over the budget."""
        now = time.monotonic()
        elapsed = now - self._looked
        if elapsed >= POLL:
            self._looked = now
            for worker in self._workers:
                worker.look(min(elapsed, LAPSE))


class _Worker:
    """A process, the pipe to it, what it does and what that has taken so far."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.pipe, end = Pipe()
        self._reports, reports = socket.socketpair()
        self._reports.setblocking(False)
        self.process = CONTEXT.Process(target=_serve, args=(end, reports, budget), daemon=True)
        with uninterrupted():
            self.process.start()
        end.close()  # the worker alone holds it: the pipe breaks when it dies
        reports.close()
        self._gauge = psutil.Process(self.process.pid)
        self.job: Job[Any] | None = None
        self.is_starting = True
        self.excess = ""  # how it was over the budget
        self.step = 0  # of its job
        self._is_fresh = True  # it has finished no job
        self._least = 0  # bytes of memory before its first job
        self._waited = self._seconds = 0.0  # since the last report, and the processor's time then

    @property
    def is_idle(self) -> bool:
        """Return whether it waits for work."""
        return self.job is None and not self.is_starting

    @property
    def is_worth_keeping(self) -> bool:
        """Return whether it is an interpreter of its own that waits, and has not grown much."""
        if not self.is_idle or CONTEXT.get_start_method() == "fork":
            return False
        with suppress(psutil.Error):
            return bool(self._gauge.memory_info().rss - self._least < KEPT_MEMORY)
        return False

    def fits(self, budget: Budget) -> bool:
        """Return whether it lives, and was started with this budget."""
        return self._budget == budget and self.process.is_alive()

    def start(self, job: Job[Any]) -> bool:
        """Send it the work; return False where it has died."""
        self.job, job.worker = job, self
        self.step, self._waited = 0, 0.0
        try:
            self.pipe.send(job.work)
        except OSError:
            return False
        return True

    def receive(self) -> bool:
        """Take the result of its job; return False for its first message.

        Raises: EOFError, OSError, where it has ended.
        """
        message = self.pipe.recv()
        if self.job is None:
            self._least, self.is_starting = message, False
            return False
        self._take_reports()
        self._is_fresh = False
        job, self.job = self.job, None
        job.finish(*message)
        return True

    def look(self, elapsed: float) -> None:
        """End the process if its document is over the budget."""
        if self.job is None or self.excess:
            return
        if self._take_reports():
            self._waited = 0.0
            return
        with suppress(psutil.Error):  # it has just ended
            with self._gauge.oneshot():
                used = self._gauge.cpu_times()
                memory = self._gauge.memory_info().rss - self._least
            seconds = used.user + used.system
            if not self._waited:
                self._seconds = seconds
            self._waited += elapsed
            self.excess = self._excess(seconds - self._seconds, memory)
            if self.excess:
                self.process.kill()

    def is_sure(self, excess: str) -> bool:
        """Return whether the excess is due to the document, not to those before it."""
        return bool(excess) and (self._is_fresh or "memory" not in excess)

    def end(self) -> int | None:
        """End the process, and return its exit status."""
        self.process.kill()
        self.process.join()
        self._take_reports()
        self.pipe.close()
        self._reports.close()
        return self.process.exitcode

    def _excess(self, seconds: float, memory: int) -> str:
        if seconds > self._budget.seconds:
            return _too_long(self._budget)
        if memory > self._budget.memory:
            return _too_large(self._budget)
        if self._waited > self._budget.waiting:
            return f"takes more than {self._budget.waiting / 60:g} minutes"
        return ""

    def _take_reports(self) -> bool:
        """Count the steps that the process reports; return False if it reports nothing."""
        reports = b""
        with suppress(OSError):  # there are none
            reports = self._reports.recv(1 << 16)
        self.step += reports.count(STEP)
        return bool(reports)


_spare: list[_Worker] = []  # at most one, which no pool has


def _take_spare(budget: Budget) -> list[_Worker]:
    """Return the worker that was kept; none if it cannot be used with this budget."""
    if _spare and _spare[0].fits(budget):
        return [_spare.pop()]
    _end_spare()
    return []


def _end_spare() -> None:
    while _spare:
        _spare.pop().end()


atexit.register(_end_spare)
if sys.platform != "win32":
    os.register_at_fork(after_in_child=_spare.clear)  # it is the parent's


def _too_long(budget: Budget) -> str:
    return f"takes more than {budget.seconds:g} s"


def _too_large(budget: Budget) -> str:
    return f"takes more than {budget.memory // 1_000_000} MB of memory"


def _excess(status: int | None, budget: Budget) -> str:
    """Return how a process was over the budget that ended itself; empty for a crash."""
    if status == NO_MEMORY:
        return _too_large(budget)
    if sys.platform != "win32" and status == -signal.SIGPROF:
        return _too_long(budget)
    return ""


_reporter: "_Reporter | None" = None  # of a worker process


def report_progress() -> None:
    """Report that a step goes on, as when much more of a large file is read: its budget is new."""
    if _reporter is not None:
        _reporter.report(PROGRESS)


class _Reporter(NamedTuple):
    """The end of a worker that reports its steps."""

    reports: socket.socket
    budget: Budget

    def report(self, what: bytes = b"") -> None:
        """Send a report, and have the system end the process if it is left alone meanwhile.

        In C code a process does not see the end of its parent.
        """
        if what:
            self.reports.send(what)
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_PROF, 2 * self.budget.seconds)


def _serve(pipe: Connection, reports: socket.socket, budget: Budget) -> None:
    """Do what the pipe brings, until the process is killed."""
    global _reporter
    _reporter = _Reporter(reports, budget)
    leave_interrupts()
    raise_thresholds()
    Thread(target=end_with_parent, daemon=True).start()
    _limit_memory(budget)
    pipe.send(psutil.Process().memory_info().rss)
    while True:
        pipe.send_bytes(_outcome(pipe.recv(), _reporter))


def _outcome(work: Work, reporter: _Reporter) -> bytes:
    """Return what the steps return and what they raise, pickled."""
    results = []
    try:
        reporter.report()
        for result in work.steps():
            results.append(result)
            reporter.report(STEP)
        return pickle.dumps((results, None))
    except MemoryError:
        os._exit(NO_MEMORY)
    except Exception as error:
        error.add_note(format_exc())  # pickle drops the traceback
        return pickle.dumps(([], error))


def _limit_memory(budget: Budget) -> None:
    """Have the system refuse memory that is asked for at once, before the parent can look."""
    if sys.platform == "linux":
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
        most = pages * resource.getpagesize() + 2 * budget.memory
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (most if hard < 0 else min(most, hard), hard))
