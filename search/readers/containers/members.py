"""The files in a container: those that are read, by the same readers as files of a folder."""

import io
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol, cast

from search.article import Member, Read, Skip, Unread
from search.places import path_name
from search.readers.file_types import OPENING_SIZE, file_type, has_ending, is_page, read_raw
from search.readers.raw_bytes import (
    FREE,
    MOST_TIMES,
    PAGE_LIMIT,
    READ_ERRORS,
    LeaveOut,
    Raw,
    UnreadError,
    reporting_damage,
    skip_of,
)
from search.readers.saved_pages import page_of_folder

MOST_FILES = 250_000  # of one container: the list of them takes 150 MB
MOST_SKIPS = 1000  # files in a row that cannot be read, after which the container is rejected
MOST_DEPTH = 1  # containers around a container
BOMB = f"unpacks to more than {MOST_TIMES} times its size"


class Stream(Protocol):
    """The bytes of a file in a container."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class Entry(NamedTuple):
    """A file in a container."""

    name: str  # with "/" between folders
    size: int  # in bytes, unpacked
    open: Callable[[], "Stream"]
    problem: str = ""  # why it is not read: "is a link"
    packed: int | None = None  # its size in the container, if known


class Container(NamedTuple):
    """A container that is read."""

    raw: Raw
    kind: str  # "ZIP"
    size: int  # in bytes, as stored
    pages: Mapping[str, str]  # the names of its pages, by what stands before their ending


def check_depth(raw: Raw) -> None:
    """Check that the container is in one other at most."""
    if raw.depth > MOST_DEPTH:
        raise UnreadError("is in more than one container, and not read")


def check_number(number: int) -> None:
    """Check that a container has not too many files."""
    if number > MOST_FILES:
        raise UnreadError(f"has more than {MOST_FILES:,} files")


def contents(container: Container, entries: Iterable[Entry]) -> Iterator[Read]:
    """Yield what is in the files; those with hidden names are left out silently, as in a folder.

    Raises: UnreadError, after what could be read.
    """
    taken: set[str] = set()
    skips = unpacked = 0
    for entry in entries:
        names = [name for name in entry.name.split("/") if name not in ("", ".")]
        if not names or any(name.startswith(".") and name != ".." for name in names):
            continue
        path = "/".join((container.raw.path, *map(path_name, names)))
        unread = _unread(path, names, entry, container)
        if unread:
            yield unread
            continue
        entry = entry._replace(problem=_problem(names, entry, path in taken))
        taken.add(path)
        unpacked += 0 if entry.problem else entry.size
        check_bomb(unpacked, container.size)
        is_readable = yield from _passed_on(_read(path, names[-1], entry, container))
        skips = 0 if is_readable else skips + 1
        if skips == MOST_SKIPS:
            raise UnreadError(f"has {MOST_SKIPS:,} unreadable files in a row, up to {path}")


def _passed_on(reading: Generator[Read, None, None]) -> Generator[Read, None, bool]:
    """Yield what is found in a file; return False if there are only skips."""
    is_readable = False
    found = next(reading, None)
    while found:
        is_readable = is_readable or not isinstance(found, Member | Skip)
        try:
            yield found
        except LeaveOut as error:
            found = reading.throw(error)
        else:
            found = next(reading, None)
    return is_readable


def _unread(path: str, names: list[str], entry: Entry, container: Container) -> Unread | None:
    """Return what is said of a file of a kind that is not read; None if it is read."""
    folders = ("/".join(names[:depth]) for depth in range(1, len(names)))
    page = next(filter(None, (page_of_folder(each, container.pages) for each in folders)), "")
    if page:
        return Unread(path, f"{container.raw.path}/{page}")
    is_document = has_ending(names[-1]) or (file_type(names[-1]) and not entry.problem)
    return None if is_document else Unread(path)


def _problem(names: list[str], entry: Entry, is_taken: bool) -> str:
    """Return why a file is not read; empty if it is."""
    if ".." in names:
        return "has a name that leads out of the container"
    if entry.packed is not None and _is_bomb(entry.size, entry.packed):
        return BOMB
    return entry.problem or ("is there twice: the first is read" if is_taken else "")


def check_bomb(size: int, packed: int) -> None:
    """Check that what was packed to so many bytes does not have too many of them."""
    if _is_bomb(size, packed):
        raise UnreadError(BOMB)


def _is_bomb(size: int, packed: int) -> bool:
    return size > max(FREE, MOST_TIMES * packed)


def _read(path: str, name: str, entry: Entry, container: Container) -> Generator[Read, None, None]:
    """Yield what is in one file, whatever its reader does."""
    if entry.problem:
        yield Skip(path, entry.problem)
        return
    try:
        yield Member(path)
        with _opened(entry, container.kind) as stored:
            if has_ending(name) or is_page(stored.peek(OPENING_SIZE)):
                yield from read_raw(Raw(path, stored, depth=container.raw.depth + 1), name)
            else:
                yield Unread(path)
    except LeaveOut as error:
        yield Skip(path, error.reason(path))
    except MemoryError:  # its process will end
        raise
    except READ_ERRORS as error:
        yield skip_of(path, error)
    except Exception as error:  # one file must not end the whole container
        yield Skip(path, f"could not be read: {type(error).__name__}: {error}")


class _EntryStream(io.RawIOBase):
    """The bytes of an entry; what a library reports of them is damage of the container."""

    def __init__(self, entry: Entry, kind: str) -> None:
        self._kind = kind
        self._place = 0
        with reporting_damage(kind):
            self._stored = entry.open()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with reporting_damage(self._kind):
            found = self._stored.read(len(buffer))
        buffer[: len(found)] = found
        self._place += len(found)
        return len(found)

    def tell(self) -> int:
        return self._place

    def close(self) -> None:
        self._stored.close()
        super().close()


def _opened(entry: Entry, kind: str) -> io.BufferedReader:
    """Return the bytes of an entry: in memory, unless it is larger than a document may be."""
    stream = cast(io.RawIOBase, _EntryStream(entry, kind))
    if entry.size > PAGE_LIMIT:
        return io.BufferedReader(stream)
    with stream:
        return io.BufferedReader(cast(io.RawIOBase, io.BytesIO(stream.readall())))
