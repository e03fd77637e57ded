"""Runs written and merged by several processes; few articles are taken care of by this one."""

import gc
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import fields
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

from search.article import Article
from search.core_count import core_count
from search.engines.whoosh.writing.article_records import dictionary
from search.engines.whoosh.writing.merge import Shares, merge, write_share
from search.engines.whoosh.writing.merge_sources import Merge, Renumbering
from search.engines.whoosh.writing.runs import RunWriter
from search.garbage_collection import collect_seldom
from search.process_pools import Pool

# What is sent of an article to another process: as it is, it takes twice as long to be pickled.
_VALUES = attrgetter(*(each.name for each in fields(Article)))
SHARED = 20_000  # documents from which several processes merge them: each reads all words first
_writer = RunWriter()  # of a process of its own


class Crew:
    """Writes runs and merges them, as many at once as there are cores.

    Raises: OSError, BrokenExecutor, from every method.
    """

    def __init__(self, index: Path) -> None:
        self._index = index
        self._writer = RunWriter()
        self._pool: Pool | None = None
        self._runs: list[Future[None]] = []
        self._common = b""

    def write(self, articles: Sequence[Article], path: Path, last: bool) -> None:
        """The articles as a run, at the latest when `wait` is over; `last`: no others follow."""
        self._common = self._common or dictionary(articles)
        if self._pool is None and (last or core_count() == 1):
            self._writer.write(articles, path, self._common)
            return
        self._pool = self._pool or _pool()
        while sum(not run.done() for run in self._runs) > core_count():
            self._pool.answer(next(run for run in self._runs if not run.done()))
        rows = list(map(_VALUES, articles))
        self._runs.append(self._pool.submit(_write_rows, rows, path, self._common))

    def wait(self) -> None:
        """Until all that was begun is written."""
        if self._pool:
            for run in self._runs:
                self._pool.answer(run)
        self._runs.clear()

    def merge(
        self, groups: Sequence[tuple[Sequence[Path], Path]], runs: Sequence[Path], documents: int
    ) -> None:
        """Each group of segments and runs as one segment; they are left where they are.

        `runs` are all that were written, with so many documents.
        """
        asked = [(Merge(paths, runs, self._index), path) for paths, path in groups]
        if self._pool is None:
            for each, path in asked:
                merge(each, path)
            return
        self.close()  # what it has learned is not needed any more
        if len(asked) == 1 and documents < SHARED:
            merge(*asked[0])
            return
        self._pool = _pool()
        if len(asked) >= core_count():
            self._runs += [self._pool.submit(merge, *each) for each in asked]
            self.wait()
            return
        for each, path in asked:
            self._merge_shared(each, path)

    def _merge_shared(self, asked: Merge, path: Path) -> None:
        assert self._pool
        count, pool = core_count(), self._pool
        paths = [path.with_suffix(f".{number}") for number in range(count)]

        def shared(renumbering: Renumbering) -> Shares:
            work = partial(write_share, asked, renumbering)
            tasks = [pool.submit(work, each, n, count) for n, each in enumerate(paths)]

            def written() -> Sequence[Path]:
                for task in tasks:
                    pool.answer(task)
                return paths

            return written

        merge(asked, path, shared)
        for share in paths:
            share.unlink()

    def close(self) -> None:
        """Let the others go."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _pool() -> Pool:
    return Pool(core_count(), _begin)


def _write_rows(rows: Sequence[tuple[Any, ...]], path: Path, common: bytes) -> None:
    _writer.write([Article(*row) for row in rows], path, common)


def _begin() -> None:
    """Have a writer of one's own, not the one that all are forked with: they part."""
    global _writer
    _writer = RunWriter()
    collect_seldom()
    gc.freeze()  # what the parent has made is not looked through for garbage here
