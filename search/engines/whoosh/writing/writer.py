"""A change of the index, written as a new generation next to the current one."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from search.article import Article
from search.engines import index_folder as folders
from search.engines import staging
from search.engines.base import Ledger
from search.engines.draft import Draft
from search.engines.whoosh.codec import TOC_SUFFIX, FlatSegment, write_toc
from search.engines.whoosh.storage.segment import SUFFIX, Segment, open_segments
from search.engines.whoosh.storage.segment_file import (
    deletions_file,
    read_deletions,
    write_deletions,
)
from search.engines.whoosh.storage.segment_schema import SCORED, VERSIONS
from search.engines.whoosh.writing import runs
from search.engines.whoosh.writing.merge_policy import plan
from search.engines.whoosh.writing.merge_sources import MergeInputs
from search.engines.whoosh.writing.workers import Workers
from search.engines.write_lock import WriteLock
from search.errors import (
    BrokenIndex,
    NoIndex,
    OldIndex,
    SearchError,
    UnreadableIndex,
    UnwritableIndex,
    system_reason,
)
from search.process_pools import raise_thresholds, restore_thresholds

RUN = 6 << 20  # characters of the articles in a run; inverting them takes some 60 MB of arrays


class _Source(NamedTuple):
    """A run or a segment that may be merged."""

    path: Path
    deleted: frozenset[int]
    documents: int  # the deleted ones included
    is_changed: bool  # by what this change deletes


class WhooshWriter:
    """A change of the index, which is locked until `commit` or `close`.

    `ledger` says what the current index was built from. It is empty where there is no index, where
    it cannot be read, and where everything is to be rebuilt (`fresh`). A `dry` writer takes no
    lock. While a writer is open, garbage collection is rarer in its process.

    Raises: LockedIndex, UnwritableIndex, UnreadableIndex; every method may raise UnwritableIndex
    and KilledWorker.
    """

    def __init__(self, folder: Path, fresh: bool = False, dry: bool = False) -> None:
        self._folder = folder
        known_folders = _known_folders(folder, fresh)
        self._lock = None if dry else WriteLock(folder)
        try:
            base, ledger = _base(folder, fresh)
        except SearchError:
            if self._lock is not None:
                self._lock.release()
            raise
        self._base = None if fresh else base
        self._draft: Draft | None = None
        self.warning = self._lock.warning if self._lock else ""
        self._workers = Workers(folder.parent)
        self.ledger = ledger if self._base else Ledger()
        self.folders = self.ledger.folders or known_folders
        self._stores: dict[str, Callable[[], bytes]] = {}
        self._dropped: list[str] = []
        self._known = set(self.ledger.articles)
        self._pending: dict[str, Article] = {}
        self._pending_size = 0  # characters
        self._runs: list[Path] = []
        self._deleted: dict[str, int] = {}  # id -> the first run from which on it is not deleted
        if not dry:
            staging.remove_leftovers(folder)
        raise_thresholds()
        self._is_open = True

    def add(self, article: Article) -> None:
        """Add the article, in place of the one of the same id."""
        if article.id in self._known:
            self._deleted[article.id] = len(self._runs)
        self._known.add(article.id)
        self._pending[article.id] = article
        self._pending_size += len(article.body) + sum(len(block.text) for block in article.blocks)
        if self._pending_size >= RUN:
            self._write_run()

    def remove(self, ids: Iterable[str]) -> None:
        """Remove these articles."""
        for id in ids:
            self._pending.pop(id, None)
            self._deleted[id] = len(self._runs)

    def read_store(self, name: str) -> bytes | None:
        """Return what the current index stores under the name; None where all is rebuilt."""
        return folders.read_file(self._folder, self._base, name) if self._base else None

    def store_names(self, prefix: str) -> list[str]:
        """Return the names that begin like this under which the index stores something, sorted."""
        return sorted(n for n in (self._base.files if self._base else ()) if n.startswith(prefix))

    def drop_store(self, name: str) -> None:
        """Store nothing under the name any more."""
        self._dropped.append(name)

    def write_store(self, name: str, contents: Callable[[], bytes]) -> None:
        """Store something under the name; `commit` calls `contents` after all else is written."""
        self._stores[name] = contents

    def commit(self, ledger: Ledger) -> None:
        """Publish the change, together with what it was built from, and release the lock."""
        versions = {**ledger.versions, **VERSIONS}
        if self._pending:
            self._write_run(last=True)
        with self._write_errors():
            draft = self._staged()
            self._workers.wait()
            self._merge(draft)
            means = self._describe(draft)
            self._workers.close()  # frees their memory
            for name in self._dropped:
                draft.drop(name)
            for name, contents in self._stores.items():
                draft.create(name).write_bytes(contents())
            unsafe = staging.publish(self._folder, draft, versions, ledger, means)
            self.warning = "; ".join(filter(None, (self.warning, unsafe)))
        self._draft = None
        self.close()

    def close(self) -> None:
        """Discard what was not committed, and release the lock."""
        self._workers.close()
        if self._draft is not None:
            staging.discard(self._folder, self._draft.home)
        self._draft = None
        if self._is_open:
            restore_thresholds()
        self._is_open = False
        if self._lock is not None:
            self._lock.release()

    @contextmanager
    def _write_errors(self) -> Iterator[None]:
        """Raise errors of the file system as UnwritableIndex."""
        try:
            yield
        except OSError as error:
            raise UnwritableIndex(str(self._folder.parent), system_reason(error)) from error

    def _staged(self) -> Draft:
        if self._draft is None:
            self._draft = staging.stage(self._folder, self._base)
        return self._draft

    def _write_run(self, last: bool = False) -> None:
        with self._write_errors():
            home = self._staged().home
            path = home / f"MAIN_{home.name}r{len(self._runs):04}{runs.SUFFIX}"
            self._workers.write_run(list(self._pending.values()), path, last)
        self._runs.append(path)
        self._pending, self._pending_size = {}, 0

    def _merge(self, draft: Draft) -> None:
        """Merge the runs into segments, small segments into larger ones, and drop empty ones.

        What was removed or replaced is left out, or marked in the segments that are not merged.
        """
        runs, segments = self._sources(draft)
        sizes = [(each.documents - len(each.deleted), len(each.deleted)) for each in segments]
        every = [*runs, *segments]
        groups = plan([each.documents for each in runs], sizes)
        merges = []
        for number, group in enumerate(groups):
            inputs = MergeInputs([every[place][:2] for place in group], self._folder.parent)
            name = f"MAIN_{draft.home.name}m{number:04}{SUFFIX}"
            merges.append((inputs, draft.create(name)))
        self._workers.merge(merges, sum(each.documents for each in runs))
        for run in runs:
            run.path.unlink()
        for place in chain.from_iterable(groups):
            draft.drop(every[place].path.name)
            draft.drop(deletions_file(every[place].path).name)
        for each in segments:
            if each.is_changed and each.path.name in draft.names(SUFFIX):
                write_deletions(draft.create(deletions_file(each.path).name), each.deleted)

    def _sources(self, draft: Draft) -> tuple[Sequence[_Source], Sequence[_Source]]:
        """Return the runs and the segments with what is deleted in each.

        Segments are older than all runs.
        """
        with ExitStack() as stack:
            segments = [self._source(each, -1) for each in self._segments(draft, stack)]
            opened = open_segments([(p, ()) for p in self._runs], self._folder.parent, stack)
            return [self._source(each, number) for number, each in enumerate(opened)], segments

    def _source(self, segment: Segment, age: int) -> _Source:
        later = {segment.document(id) for id, run in self._deleted.items() if age < run} - {-1}
        path, deleted = segment.file.path, segment.deleted | later
        return _Source(path, deleted, segment.document_count, is_changed=bool(later))

    def _segments(self, draft: Draft, stack: ExitStack) -> list[Segment]:
        """Open the segments of the draft, until the stack is closed."""
        index, paths = self._folder.parent, [draft.path(name) for name in draft.names(SUFFIX)]
        deletions = [draft.path(deletions_file(path).name) for path in paths]
        files = [(p, read_deletions(d, index)) for p, d in zip(paths, deletions, strict=True)]
        return open_segments(files, index, stack)

    def _describe(self, draft: Draft) -> Mapping[str, float]:
        """Write Whoosh's table of contents; return the mean length of each scored zone."""
        for name in draft.names(TOC_SUFFIX):
            draft.drop(name)
        with ExitStack() as stack:
            segments = self._segments(draft, stack)
            listed = [FlatSegment(each.file.path, each.deleted) for each in segments]
            draft.create(write_toc(draft.home, listed))
            return _mean_lengths(segments)


def _base(folder: Path, fresh: bool) -> tuple[folders.Manifest | None, Ledger]:
    """Return the current generation and its ledger, or none where all must be rebuilt.

    Raises: UnreadableIndex, unless a fresh index is wanted: in a moment it may be readable again.
    """
    try:
        found = folders.read_manifest(folder)
        folders.check_versions(folder, found, VERSIONS)
        folders.generation_folder(folder, found)
        ledger = folders.read_ledger(folder, found)
    except (NoIndex, OldIndex, BrokenIndex):
        return None, Ledger()
    except UnreadableIndex:
        if not fresh:
            raise
        return None, Ledger()
    return found, ledger or Ledger()


def _known_folders(folder: Path, fresh: bool) -> Mapping[str, str]:
    """Return the folders the index was built from; none for a fresh one, where they are unknown.

    Raises: UnreadableIndex, BrokenIndex: a build from some of the folders would lose the others.
    """
    try:
        return folders.document_folders(folder)
    except SearchError:
        if not fresh:
            raise
        return {}


def _mean_lengths(segments: Sequence[Segment]) -> Mapping[str, float]:
    """Return the mean length in tokens of each scored zone, over all articles."""
    articles = sum(each.document_count - len(each.deleted) for each in segments)
    totals = dict.fromkeys(SCORED, 0)
    for each in segments:
        for zone in SCORED:
            lengths = each.file.numbers(f"{zone}.length")
            deleted = sum(lengths[document] for document in each.deleted)
            totals[zone] += each.file.properties[zone] - deleted
    return {zone: total / max(1, articles) for zone, total in totals.items()}
