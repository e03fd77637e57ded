"""Segments written by several processes; few articles are written by this one."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any

from search.article import Article
from search.engines.whoosh.merging import merge
from search.engines.whoosh.runs import write_run
from search.engines.whoosh.segment import Segment
from search.engines.whoosh.stored import dictionary
from search.engines.whoosh.vocabulary import Vocabulary

MOST_CHUNKS = 400_000  # of a vocabulary before it is begun anew: some 150 MB
# What is sent of an article to another process: as it is, it takes twice as long to be pickled.
_VALUES = attrgetter(*(each.name for each in fields(Article)))
_vocabulary = Vocabulary()  # of this process; one that is forked starts with what its parent knows


class Crew:
    """Writes runs and merges segments, as many at once as there are cores.

    Raises: OSError, from every method.
    """

    def __init__(self, index: Path) -> None:
        self._index = index
        self._pool: ProcessPoolExecutor | None = None
        self._runs: list[Future[None]] = []
        self._common = b""
        self._begun = False

    def write(self, articles: Sequence[Article], path: Path) -> None:
        """The articles as a segment, at the latest when `wait` is over."""
        if not self._begun:
            self._begun = True  # by this process, so that those forked from it know its words
            self._common = dictionary(articles)
            _write(articles, path, self._common)
            return
        if self._pool is None and cores() > 1:
            self._pool = ProcessPoolExecutor(cores(), initializer=_worker)
        if self._pool is None:
            _write(articles, path, self._common)
            return
        while sum(not run.done() for run in self._runs) > cores():
            next(run for run in self._runs if not run.done()).result()
        rows = list(map(_VALUES, articles))
        self._runs.append(self._pool.submit(_write_rows, rows, path, self._common))

    def wait(self) -> None:
        """Until all that was begun is written."""
        for run in self._runs:
            run.result()
        self._runs.clear()

    def merge(self, groups: Sequence[tuple[Sequence[Path], Path]]) -> None:
        """Each group of segments as one; the others are left where they are."""
        if self._pool is None or len(groups) < 2:
            self.close()  # what the others hold is not needed any more
            for paths, path in groups:
                _merge(paths, path, self._index)
            return
        self._runs += [self._pool.submit(_merge, *group, self._index) for group in groups]
        self.wait()

    def close(self) -> None:
        """Let the others go."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def cores() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _write(articles: Sequence[Article], path: Path, common: bytes) -> None:
    global _vocabulary
    if _vocabulary.chunks > MOST_CHUNKS:
        _vocabulary = Vocabulary()
    write_run(articles, path, _vocabulary, common)


def _write_rows(rows: Sequence[tuple[Any, ...]], path: Path, common: bytes) -> None:
    _write([Article(*row) for row in rows], path, common)


def _merge(paths: Sequence[Path], path: Path, index: Path) -> None:
    merge([Segment(each, index) for each in paths], path)


def _worker() -> None:
    """Leave Ctrl-C to the parent, and end with it: a worker left behind would hold the lock."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what the parent has made is not looked through for garbage here
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
