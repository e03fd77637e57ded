"""One change of a Whoosh index, made in a generation beside the one in force."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

from whoosh.index import create_in, open_dir
from whoosh.writing import IndexWriter

from search.article import Article
from search.engines import folder as folders
from search.engines.ledger import Ledger, read
from search.engines.lock import Lock
from search.engines.whoosh.fields import document, whoosh_schema
from search.engines.whoosh.rows import Rows
from search.engines.whoosh.stored import SCORED
from search.engines.whoosh.versions import VERSIONS
from search.errors import BrokenIndex, NoIndex, OldIndex, UnwritableIndex

MEMORY = 256  # megabytes that Whoosh may hold before it sorts to disk


class WhooshWriter:
    """Holds the lock of the index until `commit` or `close`.

    `ledger` says what the index in force was built from; it is empty where there is none, where it
    cannot be read, and where all is to be built anew (`fresh`). A `dry` writer takes no lock.

    Raises: LockedIndex, UnwritableIndex; the second also from every method.
    """

    def __init__(self, folder: Path, fresh: bool = False, dry: bool = False) -> None:
        self._folder = folder
        self._lock = None if dry else Lock(folder)
        found = _base(folder)
        self._base = None if fresh else found
        self._home: Path | None = None
        self._writer: IndexWriter | None = None
        self.ledger = read(folder / self._base.name / folders.LEDGER) if self._base else Ledger()
        self.folders = self.ledger.folders or folders.remembered(folder)
        self._keeps: dict[str, bytes] = {}
        self._old = frozenset(self.ledger.articles)
        if found and not dry:
            folders.sweep(folder, found.name)  # what a killed build has left

    def add(self, article: Article) -> None:
        """Take the article in, in place of the one of the same id."""
        fields = document(article)
        with self._room():
            writer = self._open()
            if article.id in self._old:
                writer.delete_by_term("id", article.id)
            writer.add_document(**fields)

    def remove(self, ids: Iterable[str]) -> None:
        """Take these articles out."""
        with self._room():
            for id in ids:
                self._open().delete_by_term("id", id)

    def kept(self, name: str) -> bytes | None:
        """What was kept by that name in the index in force; None where all is built anew."""
        path = self._folder / self._base.name / name if self._base else None
        return path.read_bytes() if path and path.exists() else None

    def keep(self, name: str, contents: bytes) -> None:
        """Put something by for the next change."""
        self._keeps[name] = contents

    def commit(self, ledger: Ledger) -> None:
        """Put the change in force, with what it was made from, and give back the lock."""
        versions = {**ledger.versions, **VERSIONS}
        with self._room():
            self._open().commit()
            self._writer = None
            assert self._home is not None  # _open has staged it
            (self._home / "MAIN_WRITELOCK").unlink(missing_ok=True)
            for name, contents in self._keeps.items():
                (self._home / name).unlink(missing_ok=True)  # it is a link to the one in force
                (self._home / name).write_bytes(contents)
            folders.publish(self._folder, self._home, versions, ledger, _means(self._home))
        self._home = None
        self.close()

    def close(self) -> None:
        """Leave the index as it is in force, and give back the lock."""
        if self._writer is not None:
            with suppress(Exception):  # on a full disk it cannot even be called off
                self._writer.cancel()
        if self._home is not None:
            rmtree(self._home, ignore_errors=True)
        self._writer = self._home = None
        if self._lock is not None:
            self._lock.release()

    @contextmanager
    def _room(self) -> Iterator[None]:
        """Turn what the system refuses into an error that says so."""
        try:
            yield
        except OSError as error:
            fault = (error.strerror or "cannot be written").lower()
            raise UnwritableIndex(str(self._folder.parent), fault) from error

    def _open(self) -> IndexWriter:
        if self._writer is None:
            self._home = folders.stage(self._folder, self._base)
            home = str(self._home)
            index = open_dir(home) if self._base else create_in(home, whoosh_schema())
            self._writer = index.writer(limitmb=MEMORY)
        return self._writer


def _base(folder: Path) -> folders.Manifest | None:
    """The generation to build on, or None where all must be built anew."""
    try:
        found = folders.manifest(folder)
        folders.demand(folder, found, VERSIONS)
        folders.verify(folder, found)
    except (NoIndex, OldIndex, BrokenIndex):
        return None
    return found


def _means(home: Path) -> Mapping[str, float]:
    """The mean length in tokens of each zone that scores, over all articles."""
    with open_dir(str(home), readonly=True).reader() as reader:
        totals = dict.fromkeys(SCORED, 0)
        rows = Rows(reader)
        for each in rows.all():
            for zone, length in rows.lengths(each).items():
                totals[zone] += length
    return {zone: total / max(1, len(rows.all())) for zone, total in totals.items()}
