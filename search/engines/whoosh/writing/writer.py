"""One change of an index, made in a generation beside the one in force."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from search.article import Article
from search.engines import index_folder as folders
from search.engines import staging
from search.engines.build_inputs import Ledger
from search.engines.whoosh.codec import write_contents
from search.engines.whoosh.storage.deletions import beside, delete
from search.engines.whoosh.storage.segment import SUFFIX, Segment
from search.engines.whoosh.storage.versions import VERSIONS
from search.engines.whoosh.storage.zone_texts import SCORED
from search.engines.whoosh.writing import runs
from search.engines.whoosh.writing.merge_policy import plan
from search.engines.whoosh.writing.workers import Crew
from search.engines.write_lock import WriteLock
from search.errors import BrokenIndex, KilledWorker, NoIndex, OldIndex, UnwritableIndex
from search.garbage_collection import collect_as_before, collect_seldom

RUN = 6 << 20  # characters of articles that are inverted at once: some 60 MB of arrays


class WhooshWriter:
    """Holds the lock of the index until `commit` or `close`.

    `ledger` says what the index in force was built from; it is empty where there is none, where it
    cannot be read, and where all is to be built anew (`fresh`). A `dry` writer takes no lock. As
    long as one is open, its process looks for garbage seldom.

    Raises: LockedIndex, UnwritableIndex; the second, and KilledWorker, also from every method.
    """

    def __init__(self, folder: Path, fresh: bool = False, dry: bool = False) -> None:
        self._folder = folder
        self._lock = None if dry else WriteLock(folder)
        found, ledger = _base(folder)
        self._base = None if fresh else found
        self._home: Path | None = None
        self._crew: Crew | None = None
        self.ledger = ledger if self._base else Ledger()
        self.folders = self.ledger.folders or folders.document_folders(folder)
        self._keeps: dict[str, Callable[[], bytes]] = {}
        self._known = set(self.ledger.articles)
        self._pending: dict[str, Article] = {}
        self._size = 0  # characters of what is pending
        self._runs: list[Path] = []
        self._gone: dict[str, int] = {}  # id -> it is deleted in all but the runs from this one on
        if not dry:
            staging.remove_leftovers(folder)
        collect_seldom()
        self._open = True

    def add(self, article: Article) -> None:
        """Take the article in, in place of the one of the same id."""
        if article.id in self._known:
            self._gone[article.id] = len(self._runs)
        self._known.add(article.id)
        self._pending[article.id] = article
        self._size += len(article.body) + sum(len(block.text) for block in article.blocks)
        if self._size >= RUN:
            self._flush()

    def remove(self, ids: Iterable[str]) -> None:
        """Take these articles out."""
        for id in ids:
            self._pending.pop(id, None)
            self._gone[id] = len(self._runs)

    def read_store(self, name: str) -> bytes | None:
        """What was kept by that name in the index in force; None where all is built anew."""
        return folders.read_file(self._folder, self._base, name) if self._base else None

    def write_store(self, name: str, contents: Callable[[], bytes]) -> None:
        """Put something by for the next change; it is asked for when all else is written."""
        self._keeps[name] = contents

    def commit(self, ledger: Ledger) -> None:
        """Put the change in force, with what it was made from, and give back the lock."""
        versions = {**ledger.versions, **VERSIONS}
        if self._pending:
            self._flush(last=True)
        with self._room():
            home = self._staged()
            if self._crew:
                self._crew.wait()
            self._delete(home)
            self._merge(home)
            write_contents(home)
            if self._crew:
                self._crew.close()  # what the others hold is not needed any more
            means = _means(_segments(home))
            for name, contents in self._keeps.items():
                (home / name).unlink(missing_ok=True)  # it is a link to the one in force
                (home / name).write_bytes(contents())
            linked = _linked(self._base, self._folder, home) if self._base else {}
            staging.publish(self._folder, home, versions, ledger, means, linked)
        self._home = None
        self.close()

    def close(self) -> None:
        """Leave the index as it is in force, and give back the lock."""
        if self._crew is not None:
            self._crew.close()
        if self._home is not None:
            rmtree(self._home, ignore_errors=True)
        self._home = self._crew = None
        if self._open:
            collect_as_before()
        self._open = False
        if self._lock is not None:
            self._lock.release()

    @contextmanager
    def _room(self) -> Iterator[None]:
        """Turn what the system refuses into an error that says so."""
        try:
            yield
        except BrokenExecutor as error:
            raise KilledWorker from error
        except OSError as error:
            fault = (error.strerror or "cannot be written").lower()
            raise UnwritableIndex(str(self._folder.parent), fault) from error

    def _staged(self) -> Path:
        if self._home is None:
            self._home = staging.stage(self._folder, self._base)
        return self._home

    def _flush(self, last: bool = False) -> None:
        """Have what is pending written as a run."""
        with self._room():
            home = self._staged()
            self._crew = self._crew or Crew(self._folder.parent)
            path = home / f"MAIN_{home.name}r{len(self._runs):04}{runs.SUFFIX}"
            self._crew.write(list(self._pending.values()), path, last)
        self._runs.append(path)
        self._pending, self._size = {}, 0

    def _delete(self, home: Path) -> None:
        """Mark what was removed or replaced, in every segment and run that may have it."""
        for number, segment in self._numbered(home) if self._gone else ():
            found = {segment.document(id) for id, since in self._gone.items() if number < since}
            if found - {-1}:
                delete(segment.file.path, (found - {-1}) | segment.gone)

    def _numbered(self, home: Path) -> Iterator[tuple[int, Segment]]:
        """The segments in force, which come before all runs, and the runs by their numbers."""
        yield from ((-1, segment) for segment in _segments(home))
        yield from enumerate(Segment(path, self._folder.parent) for path in self._runs)

    def _merge(self, home: Path) -> None:
        """Make segments of the runs, few of many, and none without documents."""
        every = [segment for _, segment in self._numbered(home)]
        old, new = every[: -len(self._runs) or None], every[len(every) - len(self._runs) :]
        sizes = [(each.documents - len(each.gone), len(each.gone)) for each in old]
        fresh = [each.documents for each in new]
        groups = plan(fresh, sizes)
        work = [
            (
                [[*new, *old][place].file.path for place in group],
                home / f"MAIN_{home.name}m{number:04}{SUFFIX}",
            )
            for number, group in enumerate(groups)
        ]
        if work:
            self._crew = self._crew or Crew(self._folder.parent)
            self._crew.merge(work, self._runs, sum(fresh))
        for paths, _ in work:
            for path in paths:
                path.unlink()
                beside(path).unlink(missing_ok=True)


def _segments(home: Path) -> list[Segment]:
    index = home.parent.parent
    return [Segment(path, index) for path in sorted(home.glob(f"*{SUFFIX}"))]


def _base(folder: Path) -> tuple[folders.Manifest | None, Ledger]:
    """The generation to build on and its ledger, or none where all must be built anew."""
    try:
        found = folders.read_manifest(folder)
        folders.check_versions(folder, found, VERSIONS)
        folders.generation_folder(folder, found)
        ledger = folders.read_ledger(folder, found)
    except (NoIndex, OldIndex, BrokenIndex):
        return None, Ledger()
    return found, ledger or Ledger()


def _linked(base: folders.Manifest, folder: Path, home: Path) -> Mapping[str, tuple[int, int]]:
    """The files that are the same in both generations."""
    return {
        name: state
        for name, state in base.files.items()
        if (home / name).exists() and (home / name).samefile(folder / base.name / name)
    }


def _means(segments: Sequence[Segment]) -> Mapping[str, float]:
    """The mean length in tokens of each zone that scores, over all articles."""
    articles = sum(each.documents - len(each.gone) for each in segments)
    totals = dict.fromkeys(SCORED, 0)
    for each in segments:
        for zone in SCORED:
            lengths = each.file.numbers(f"{zone}.length")
            lost = sum(lengths[document] for document in each.gone)
            totals[zone] += each.file.facts[zone] - lost
    return {zone: total / max(1, articles) for zone, total in totals.items()}
