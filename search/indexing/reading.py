"""Reading in worker processes: what is in the files, in order, a chunk at a time.

A worker keeps a file open from one chunk to the next. If it is ended at a document, another worker
reads the files again up to there, and leaves out the rest of that file.
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

from search.article import Document, Read, Seed, Skip
from search.guarded_pool import GuardedPool, report_progress
from search.readers import LeaveOut, read

Found = Seed | Read  # a file that is begun, or something in it
_Contents = Generator[Found | None, None, None]
STRIDE = 50_000_000  # bytes of a file after which it is seen to go on: no document is larger

FILES = 60  # in an order
DOCUMENTS = 64  # in a chunk: more than most orders have
FINDS = 256  # in a chunk, rows that cannot be read included
SIZE = 1 << 20  # characters after which a chunk ends, and bytes of files after which an order does

_numbers = count()
_open: tuple[int, int, Iterator["Piece | None"]] | None = None  # in a worker: order, place, rest


class Piece(NamedTuple):
    """One thing that is found, and how far its file is read."""

    found: Found
    position: int  # in bytes; a reader that goes back and forth may read more than the file has


def read_seeds(seeds: Iterable[Seed], pool: GuardedPool) -> Iterator[Piece]:
    """Yield each seed and then what is in it, in order; the next chunk is read meanwhile.

    Raises: KilledWorker.
    """
    orders = _orders(seeds)
    order = next(orders, None)
    job = pool.submit(order) if order else None
    while job and order:
        found = job.result()
        if job.work.refused != order.refused:  # a worker was ended
            order = order._replace(refused=job.work.refused)
        order = order.after(found) or next(orders, None)
        job = pool.submit(order, near=job) if order else None
        yield from filter(None, found)


class _Order(NamedTuple):
    """Files to read, and the place in what is found in them from which to go on."""

    number: int
    seeds: Sequence[Seed]
    start: int = 0
    refused: tuple[tuple[int, str], ...] = ()  # places, and why there is no more of the file
    action: str = "read"

    def steps(self) -> Iterator[Piece | None]:
        """Yield a chunk of what is found, and None after the last of it."""
        global _open
        rest: Iterator[Piece | None] = islice(_found(self), self.start, None)
        if _open and _open[:2] == (self.number, self.start):
            rest = _open[2]
        documents = size = place = 0
        for place, piece in enumerate(rest, 1):
            yield piece
            if piece and isinstance(piece.found, Document):
                documents, size = documents + 1, size + len(piece.found.content)
            if documents == DOCUMENTS or size > SIZE or place == FINDS:
                break
        _open = self.number, self.start + place, rest

    def without(self, step: int, reason: str) -> "_Order":
        """Return the same order, with this reason in place of what is found and what follows it."""
        return self._replace(refused=(*self.refused, (self.start + step, reason)))

    def after(self, found: Sequence[Piece | None]) -> "_Order | None":
        """Return the order for the next chunk; None after the last."""
        return self._replace(start=self.start + len(found)) if found[-1] else None


def _orders(seeds: Iterable[Seed]) -> Iterator[_Order]:
    """Yield orders of files that are read together: many small ones, or a large one."""
    pending: list[Seed] = []
    size = 0
    for seed in seeds:
        own = size_of(seed)
        if pending and (len(pending) == FILES or size + own > SIZE):
            yield _Order(next(_numbers), pending)
            pending, size = [], 0
        pending.append(seed)
        size += own
    if pending:
        yield _Order(next(_numbers), pending)


def size_of(seed: Seed) -> int:
    """Return the size of the file in bytes; 0 where the system does not say it."""
    with suppress(OSError):
        return Path(seed.location).stat().st_size
    return 0


class _Meter:
    """The bytes that are read of a file; each stride of them is reported as progress."""

    def __init__(self) -> None:
        self.bytes = 0
        self._next = STRIDE

    def count(self, size: int) -> None:
        """Count bytes that were read just now."""
        self.bytes += size
        if self.bytes > self._next:
            self._next = self.bytes + STRIDE
            report_progress()


def _found(order: _Order) -> Iterator[Piece | None]:
    """Yield all that is found in the files of an order; None at its end."""
    place, refused = 0, dict(order.refused)
    for seed in order.seeds:
        meter = _Meter()
        contents, last = _contents(seed, meter), seed.path
        next(contents)
        while True:
            reason = refused.get(place)
            found = _left_out(contents, reason, last) if reason else next(contents, None)
            if not found:
                break
            yield Piece(found, meter.bytes)
            place, last = place + 1, found.path
    yield None


def _left_out(contents: _Contents, reason: str, last: str) -> Found:
    """Return what stands for the rest of a document that takes too much, or of its file."""
    try:
        return contents.throw(LeaveOut(reason, last)) or Skip(last, reason)
    except (LeaveOut, StopIteration):  # it was at its end
        return Skip(last, reason)


def _contents(seed: Seed, meter: _Meter) -> _Contents:
    """Yield None, the seed and what is in it, and a Skip if its reader fails.

    A LeaveOut that is thrown into it gives a Skip for the rest; in a container, for the rest of a
    file in it, and the next file follows.
    """
    try:
        yield None
        yield seed
        yield from read(seed, meter.count)
    except LeaveOut as error:
        yield Skip(seed.path, error.reason(seed.path))
    except MemoryError:  # its process will end
        raise
    except Exception as error:  # one file must not end the whole build
        yield Skip(seed.path, f"could not be read: {type(error).__name__}: {error}")
