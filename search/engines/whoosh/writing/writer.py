"""A change of the index, written as a new generation next to the current one."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from search.article import Article
from search.engines import index_folder as folders
from search.engines import staging
from search.engines.base import Ledger
from search.engines.whoosh.codec import write_toc
from search.engines.whoosh.storage.segment import SUFFIX, Segment
from search.engines.whoosh.storage.segment_file import deletions_file, write_deletions
from search.engines.whoosh.storage.segment_schema import SCORED, VERSIONS
from search.engines.whoosh.writing import runs
from search.engines.whoosh.writing.merge_policy import plan
from search.engines.whoosh.writing.workers import Workers
from search.engines.write_lock import WriteLock
from search.errors import BrokenIndex, NoIndex, OldIndex, UnwritableIndex
from search.process_pools import raise_thresholds, restore_thresholds

RUN = 6 << 20  # characters of the articles in a run; inverting them takes some 60 MB of arrays


class WhooshWriter:
    """A change of the index, which is locked until `commit` or `close`.

    `ledger` says what the current index was built from. It is empty where there is no index, where
    it cannot be read, and where everything is to be rebuilt (`fresh`). A `dry` writer takes no
    lock. While a writer is open, garbage collection is rarer in its process.

    Raises: LockedIndex, UnwritableIndex; every method may raise UnwritableIndex and KilledWorker.
    """

    def __init__(self, folder: Path, fresh: bool = False, dry: bool = False) -> None:
        self._folder = folder
        self._lock = None if dry else WriteLock(folder)
        base, ledger = _base(folder)
        self._base = None if fresh else base
        self._home: Path | None = None
        self.warning = ""
        self._workers = Workers(folder.parent)
        self.ledger = ledger if self._base else Ledger()
        self.folders = self.ledger.folders or folders.document_folders(folder)
        self._stores: dict[str, Callable[[], bytes]] = {}
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

    def write_store(self, name: str, contents: Callable[[], bytes]) -> None:
        """Store something under the name; `commit` calls `contents` after all else is written."""
        self._stores[name] = contents

    def commit(self, ledger: Ledger) -> None:
        """Publish the change, together with what it was built from, and release the lock."""
        versions = {**ledger.versions, **VERSIONS}
        if self._pending:
            self._write_run(last=True)
        with self._write_errors():
            home = self._staged()
            self._workers.wait()
            self._write_deletions(home)
            self._merge(home)
            write_toc(home)
            self._workers.close()  # frees their memory
            means = _mean_lengths(_segments(home))
            for name, contents in self._stores.items():
                (home / name).unlink(missing_ok=True)  # a link to the file of the current index
                (home / name).write_bytes(contents())
            linked = _unchanged_files(self._base, self._folder, home) if self._base else {}
            self.warning = staging.publish(self._folder, home, versions, ledger, means, linked)
        self._home = None
        self.close()

    def close(self) -> None:
        """Discard what was not committed, and release the lock."""
        self._workers.close()
        if self._home is not None:
            staging.discard(self._folder, self._home)
        self._home = None
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
            fault = (error.strerror or "cannot be written").lower()
            raise UnwritableIndex(str(self._folder.parent), fault) from error

    def _staged(self) -> Path:
        if self._home is None:
            self._home = staging.stage(self._folder, self._base)
        return self._home

    def _write_run(self, last: bool = False) -> None:
        with self._write_errors():
            home = self._staged()
            path = home / f"MAIN_{home.name}r{len(self._runs):04}{runs.SUFFIX}"
            self._workers.write_run(list(self._pending.values()), path, last)
        self._runs.append(path)
        self._pending, self._pending_size = {}, 0

    def _write_deletions(self, home: Path) -> None:
        """Mark what was removed or replaced in every segment and run that may contain it."""
        for number, segment in self._numbered(home) if self._deleted else ():
            deleted = {segment.document(id) for id, run in self._deleted.items() if number < run}
            if deleted - {-1}:
                write_deletions(segment.file.path, (deleted - {-1}) | segment.deleted)

    def _numbered(self, home: Path) -> Iterator[tuple[int, Segment]]:
        """Yield the current segments, as -1 since they are older than all runs, and the runs."""
        yield from ((-1, segment) for segment in _segments(home))
        yield from enumerate(Segment(path, self._folder.parent) for path in self._runs)

    def _merge(self, home: Path) -> None:
        """Merge the runs into segments, small segments into larger ones, and drop empty ones."""
        new = [Segment(path, self._folder.parent) for path in self._runs]
        old = _segments(home)
        new_sizes = [each.document_count for each in new]
        old_sizes = [(each.document_count - len(each.deleted), len(each.deleted)) for each in old]
        merges = [
            (
                [[*new, *old][place].file.path for place in group],
                home / f"MAIN_{home.name}m{number:04}{SUFFIX}",
            )
            for number, group in enumerate(plan(new_sizes, old_sizes))
        ]
        self._workers.merge(merges, sum(new_sizes))
        for paths, _ in merges:
            for path in paths:
                path.unlink()
                deletions_file(path).unlink(missing_ok=True)


def _segments(home: Path) -> list[Segment]:
    index = home.parent.parent
    return [Segment(path, index) for path in sorted(home.glob(f"*{SUFFIX}"))]


def _base(folder: Path) -> tuple[folders.Manifest | None, Ledger]:
    """Return the current generation and its ledger, or none where all must be rebuilt."""
    try:
        found = folders.read_manifest(folder)
        folders.check_versions(folder, found, VERSIONS)
        folders.generation_folder(folder, found)
        ledger = folders.read_ledger(folder, found)
    except (NoIndex, OldIndex, BrokenIndex):
        return None, Ledger()
    return found, ledger or Ledger()


def _unchanged_files(
    base: folders.Manifest, folder: Path, home: Path
) -> Mapping[str, tuple[int, int]]:
    """Return the files that both generations share, with their sizes and checksums."""
    return {
        name: state
        for name, state in base.files.items()
        if (home / name).exists() and (home / name).samefile(folder / base.name / name)
    }


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
