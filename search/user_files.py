"""The files that people keep next to their documents: decisions, searches, settings, synonyms.

An error names the file and the line. A change is atomic: after a full disk, a kill or a power cut
there is the old file or the new one. Two processes that change a file take turns (see `locked`).
"""

import errno
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from search.errors import BadUserFile, LockedUserFile

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

PATIENCE = 60.0  # seconds to wait for another process that changes the same file
PAUSE = 0.02  # seconds between two attempts
FIX = "fix it, or remove it to start again"
MOVE = "move it away"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
TOML_PLACE = re.compile(r"(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)


class UserFile(NamedTuple):
    """The text of a file; empty where there is no file."""

    path: Path
    text: str
    exists: bool = True

    def tables(self) -> dict[str, Any]:
        """Return what the file says as TOML.

        Raises: BadUserFile.
        """
        if not self.text:
            return {}
        import tomllib  # 3 ms, which most queries do not need

        try:
            return tomllib.loads(self.text)
        except RecursionError as error:
            raise self.mistake("too many brackets inside one another") from error
        except ValueError as error:
            raise self._bad_toml(str(error)) from error

    def mistake(self, fault: str, line: int = 0, remedy: str = FIX) -> BadUserFile:
        """Return the error that reports a mistake; line 0 means that the line is unknown."""
        return _unreadable(self.path, fault, f" at line {line}" if line else "", remedy)

    def line_of(self, text: str, last: bool = False) -> int:
        """Return the first line, or the last, with the text in it; 0 where there is none."""
        quoted = _basic_string(text)
        return self._line(lambda line: text in line or quoted in line, last)

    def line_of_key(self, key: str) -> int:
        """Return the first line that sets the key or opens its table; 0 where there is none."""
        name = rf"""["']?{re.escape(key)}["']?"""
        return self._line(re.compile(rf"\s*\[*\s*(?:[\w-]+\s*\.\s*)?{name}\s*[\].=]").match)

    def _line(self, fits: Callable[[str], object], last: bool = False) -> int:
        numbers = [n for n, line in enumerate(self.text.split("\n"), 1) if fits(line)]
        return numbers[-1 if last else 0] if numbers else 0

    def _bad_toml(self, message: str) -> BadUserFile:
        """Return the error for a message such as 'Invalid value (at line 3, column 9)'."""
        found = TOML_PLACE.fullmatch(message)
        place = ""
        if found:
            message = found[1]
            end = self.text.count("\n") + 1
            place = f" at line {found[2]}, column {found[3]}" if found[2] else f" at line {end}"
        return _unreadable(self.path, message[:1].lower() + message[1:], place, FIX)


def read(path: Path) -> UserFile:
    """Read the file, with the ends of its lines as they are.

    Raises: BadUserFile.
    """
    try:
        _status(path)
        contents = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return UserFile(path, "", exists=False)
    except OSError as error:
        remedy = MOVE if isinstance(error, _SpecialFile) else "make it readable"
        raise _unreadable(path, _reason(error), "", remedy) from error
    try:
        return UserFile(path, contents.decode("utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        line = contents.count(b"\n", 0, error.start) + 1
        remedy = "save it as UTF-8"
        raise _unreadable(path, "it is not UTF-8", f" at line {line}", remedy) from error


def edit_toml(path: Path, edit: Callable[["TOMLDocument"], None]) -> None:
    """Change the file and keep the comments and the layout of people. Call it within `locked`.

    Raises: BadUserFile.
    """
    import tomllib

    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    before = read(path)
    before.tables()  # reports a mistake with its line
    try:
        document = tomlkit.parse(before.text.replace("\r\n", "\n"))
        edit(document)
        after = tomlkit.dumps(document)
        is_right = tomllib.loads(after) == document.unwrap()
    except (TOMLKitError, tomllib.TOMLDecodeError, RecursionError):
        is_right = False
    if not is_right:
        raise BadUserFile(f"cannot change {str(path)!r}: its layout is unusual", "edit it by hand")
    if "\r\n" in before.text:
        after = after.replace("\n", "\r\n")
    if after != before.text:
        replace_files({path: after})


def replace_files(
    texts: Mapping[Path, str], *, private: bool = False, durable: bool = True
) -> None:
    """Write the files: each to a temporary file first, and when all are safe, put them in place.

    The file that a symlink leads to is replaced, not the link. Mode and owner of a file stay; a
    new one that is `private` can be read by its owner alone. One that is not `durable` may be lost
    in a power cut.

    Raises: BadUserFile; nothing has changed then, unless the system refuses a mere renaming.
    """
    staged: list[tuple[Path, Path]] = []
    path = Path()
    try:
        for path, text in texts.items():
            staged.append(_staged(_target(path), _encoded(path, text), private, durable))
        for temporary, path in staged:
            _put_in_place(temporary, path)
        if durable:
            for folder in {target.parent for _, target in staged}:
                _sync_folder(folder)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        for temporary, _ in staged:
            with suppress(OSError):
                temporary.unlink()


@contextmanager
def locked(*paths: Path) -> Iterator[None]:
    """Keep other processes from changing the files; wait while one of them does.

    The lock is a hidden file next to each, removed at the end. A killed process loses its locks.

    Raises: BadUserFile, LockedUserFile.
    """
    with ExitStack() as stack:
        for target in sorted(set(map(_target, paths))):
            stack.callback(_unlock, target, _locked(target))
            _remove_leftovers(target)
        yield


# Reading


class _SpecialFile(OSError):
    """Something else in the place of a file: a folder, a device, a pipe that would never end."""


def _status(path: Path) -> os.stat_result:
    """Return the status of an ordinary file.

    Raises: OSError.
    """
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise _SpecialFile(0, "it is a folder")
    if not stat.S_ISREG(status.st_mode):
        raise _SpecialFile(0, "it is not an ordinary file")
    return status


def _reason(error: OSError) -> str:
    return (error.strerror or "no access").lower()


def _unreadable(path: Path, fault: str, place: str, remedy: str) -> BadUserFile:
    return BadUserFile(f"cannot read {str(path)!r}{place}: {fault}", remedy)


def _unwritable(path: Path, error: OSError) -> BadUserFile:
    remedy = MOVE if isinstance(error, _SpecialFile) else "make it and its folder writable"
    if error.errno in FULL:
        remedy = "free some space"
    return BadUserFile(f"cannot write {str(path)!r}: {_reason(error)}", remedy)


def _basic_string(text: str) -> str:
    """Return the text as JSON quotes it, which is how TOML does, but for a few characters."""
    import json

    return json.dumps(text, ensure_ascii=False)


# Writing


def _target(path: Path) -> Path:
    """Return the file that the path leads to through symlinks."""
    return Path(os.path.realpath(path))


def _encoded(path: Path, text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:  # half of a surrogate pair
        fault = f"cannot write {str(path)!r}: {text[error.start]!r} is not a character of UTF-8"
        raise BadUserFile(fault, "leave it out") from error


def _staged(target: Path, contents: bytes, private: bool, durable: bool) -> tuple[Path, Path]:
    """Write the contents to a temporary file in the folder of the target; return both."""
    try:
        before = _status(target)
    except FileNotFoundError:
        before = None
    if before and not os.access(target, os.W_OK):
        raise PermissionError(0, "permission denied")
    temporary = target.with_name(f".{target.name}.{os.getpid()}.new")
    with suppress(FileNotFoundError):
        temporary.unlink()  # of a killed process that had the same number
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)  # either is of some systems
    descriptor = os.open(temporary, flags, 0o600 if before or private else 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if before:
                _keep_owner_and_mode(file.fileno(), before)
            file.write(contents)
            file.flush()
            if durable:
                os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return temporary, target


def _keep_owner_and_mode(descriptor: int, before: os.stat_result) -> None:
    if sys.platform != "win32":
        with suppress(PermissionError):  # only root gives files away
            os.fchown(descriptor, before.st_uid, before.st_gid)
        os.fchmod(descriptor, stat.S_IMODE(before.st_mode))


def _put_in_place(temporary: Path, target: Path) -> None:
    """Replace the target; Windows refuses while somebody reads it, so try for a second there."""
    for _ in range(50 if sys.platform == "win32" else 0):
        with suppress(PermissionError):
            temporary.replace(target)
            return
        time.sleep(PAUSE)
    temporary.replace(target)


def _sync_folder(folder: Path) -> None:
    """Make the new names in the folder safe, where the system can do that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove_leftovers(target: Path) -> None:
    """Remove temporary files of killed processes. Who has the lock knows that none is in use."""
    with suppress(OSError), os.scandir(target.parent) as entries:
        for each in entries:
            if each.name.startswith(f".{target.name}.") and each.name.endswith(".new"):
                Path(each).unlink()


# Locks


def _lock_file(target: Path) -> Path:
    return target.with_name(f".{target.name}.lock")


def _locked(target: Path) -> int:
    """Lock the file that stands for the target; return its descriptor."""
    from search.file_lock import lock

    end = time.monotonic() + PATIENCE
    while True:
        try:
            descriptor = _opened(_lock_file(target))
        except OSError as error:
            raise _unwritable(target, error) from error
        try:
            lock(descriptor)
            if _is_at(descriptor, _lock_file(target)):
                return descriptor
        except (BlockingIOError, PermissionError):
            if time.monotonic() > end:
                os.close(descriptor)
                raise LockedUserFile(str(target)) from None
        except OSError:  # a file system without locks; a user alone needs none
            return descriptor
        os.close(descriptor)
        time.sleep(PAUSE)


def _opened(place: Path) -> int:
    flags = os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        return os.open(place, flags | os.O_RDWR, 0o666)
    except PermissionError:
        if not place.exists():
            raise
        return os.open(place, os.O_RDONLY)  # left by a killed process of somebody else


def _is_at(descriptor: int, place: Path) -> bool:
    """Return whether the file has not been removed since it was opened."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(descriptor), place.stat())
    return False


def _unlock(target: Path, descriptor: int) -> None:
    place = _lock_file(target)
    if sys.platform == "win32":  # which removes no open file
        os.close(descriptor)
        with suppress(OSError):
            place.unlink()
        return
    with suppress(OSError):
        if _is_at(descriptor, place):
            place.unlink()
    os.close(descriptor)
