"""Worker processes that write and merge runs; a small change is written without them."""

import gc
from collections import deque
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from search.article import Article
from search.engines.whoosh.writing.merge import merge, write_share
from search.engines.whoosh.writing.merge_sources import MergeInputs, Renumbering
from search.engines.whoosh.writing.runs import RunWriter, compression_dictionary
from search.process_pools import Pool, Task, core_count, raise_thresholds

SHARED_FROM = 20_000  # documents; below, one process merges: each process reads all words first
_run_writer = RunWriter()  # of a worker process


class Workers:
    """The processes of one change of the index, as many as there are cores.

    Raises: OSError, KilledWorker, from every method.
    """

    def __init__(self, index: Path) -> None:
        self._index = index
        self._run_writer = RunWriter()
        self._pool: Pool | None = None
        self._unfinished: deque[Task[None]] = deque()
        self._dictionary = b""

    def write_run(self, articles: Sequence[Article], path: Path, last: bool) -> None:
        """Start to write the articles as a run; `wait` until it is written.

        A change whose only run is its `last` is written at once, in this process.
        """
        self._dictionary = self._dictionary or compression_dictionary(articles)
        if self._pool is None and (last or core_count() == 1):
            self._run_writer.write(articles, path, self._dictionary)
            return
        self._pool = self._pool or _pool()
        while len(self._unfinished) > core_count():  # a bound on memory
            self._unfinished.popleft().result()
        self._unfinished.append(self._pool.submit(_write_run, articles, path, self._dictionary))

    def wait(self) -> None:
        """Wait until everything started is written."""
        while self._unfinished:
            self._unfinished.popleft().result()

    def merge(self, merges: Sequence[tuple[MergeInputs, Path]], documents: int) -> None:
        """Merge segments and runs into the segment at each path; keep their files.

        The runs have that many documents.
        """
        if self._pool is None:
            for each, path in merges:
                merge(each, path)
            return
        self.close()  # frees the memory of their vocabularies
        if len(merges) == 1 and documents < SHARED_FROM:
            merge(*merges[0])
            return
        self._pool = _pool()
        if len(merges) >= core_count():
            self._unfinished.extend(self._pool.submit(merge, *each) for each in merges)
            self.wait()
            return
        for each, path in merges:
            _merge_in_shares(each, path, self._pool)

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None


def _merge_in_shares(inputs: MergeInputs, path: Path, pool: Pool) -> None:
    count = core_count()
    paths = [path.with_suffix(f".{number}") for number in range(count)]

    def start_shares(renumbering: Renumbering) -> Sequence[Task[Path]]:
        write = partial(write_share, inputs, renumbering)
        return [pool.submit(write, each, n, count) for n, each in enumerate(paths)]

    merge(inputs, path, start_shares)
    for share in paths:
        share.unlink()


def _pool() -> Pool:
    return Pool(core_count(), _prepare)


def _prepare() -> None:
    """Give the worker a writer of its own: the vocabularies of forked workers differ."""
    global _run_writer
    _run_writer = RunWriter()
    raise_thresholds()
    gc.freeze()  # garbage collection skips the objects forked from the parent


def _write_run(articles: Sequence[Article], path: Path, dictionary: bytes) -> None:
    _run_writer.write(articles, path, dictionary)
