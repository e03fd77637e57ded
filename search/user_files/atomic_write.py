"""An atomic change of files: a reader, or a crash, sees the old ones or the new ones."""

import errno
import os
import shutil
import stat
import sys
from collections.abc import Container, Mapping
from contextlib import suppress
from pathlib import Path

from search.errors import BadUserFile, system_reason
from search.file_sync import replace, sync, sync_folder
from search.ordinary_file import NotOrdinary, status_of
from search.user_files.user_file import MOVE

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
SUFFIX = ".new"  # of a temporary file


def replace_files(
    texts: Mapping[Path, str], *, private: Container[Path] = (), durable: bool = True
) -> None:
    """Write the files: each to a temporary file first, and when all are safe, put them in place.

    The file that a symlink leads to is replaced, not the link. Mode and owner of a file stay; a
    new one that is `private` can be read by its owner alone. Without `durable` they may be lost in
    a power cut.

    Raises: BadUserFile; nothing has changed then, unless the system refuses a mere renaming.
    """
    staged: list[tuple[Path, Path]] = []
    path = Path()
    try:
        targets = {target_of(path): path for path in texts}  # two links may lead to one file
        for target, path in targets.items():
            contents = texts[path].encode()
            staged.append((temporary_of(target), target))  # first: a signal may arrive at any time
            _stage(*staged[-1], contents, path in private, durable)
        for temporary, path in staged:
            replace(temporary, path)
        if durable:
            for folder in {target.parent for _, target in staged}:
                with suppress(OSError):  # the files are in place
                    sync_folder(folder)
    except OSError as error:
        raise unwritable(path, error) from error
    except UnicodeEncodeError as error:  # half of a surrogate pair
        character = error.object[error.start]
        fault = f"cannot write {str(path)!r}: {character!r} is not a character of UTF-8"
        raise BadUserFile(fault, "leave it out") from error
    finally:
        for temporary, _ in staged:
            with suppress(OSError):
                temporary.unlink()


def unwritable(path: Path, error: OSError) -> BadUserFile:
    """Return the error for a file that the system does not let us write."""
    remedy = MOVE if isinstance(error, NotOrdinary) else "make it and its folder writable"
    if error.errno in FULL:
        remedy = "free some space"
    elif isinstance(error, FileNotFoundError):
        remedy = "create its folder"
    return BadUserFile(f"cannot write {str(path)!r}: {system_reason(error)}", remedy)


def temporary_of(target: Path) -> Path:
    """Return the place, next to the target, of what will replace it."""
    return target.with_name(f".{target.name}.{os.getpid()}{SUFFIX}")


def remove_leftovers(target: Path) -> None:
    """Remove the temporary files that killed processes have left. Call it within `locked`."""
    with suppress(OSError), os.scandir(target.parent) as entries:
        for each in entries:
            if each.name.startswith(f".{target.name}.") and each.name.endswith(SUFFIX):
                remove(Path(each))


def remove(temporary: Path) -> None:
    """Remove a temporary file or folder, if it is there."""
    if temporary.is_dir() and not temporary.is_symlink():
        shutil.rmtree(temporary)
    else:
        temporary.unlink(missing_ok=True)


def target_of(path: Path) -> Path:
    """Return the file that the path leads to through symlinks."""
    return Path(os.path.realpath(path))


def _stage(temporary: Path, target: Path, contents: bytes, private: bool, durable: bool) -> None:
    """Write the contents to the temporary file, with the mode of the target."""
    try:
        before = status_of(target)
    except FileNotFoundError:
        before = None
    if before and not os.access(target, os.W_OK):
        raise PermissionError(0, "permission denied")
    temporary.unlink(missing_ok=True)  # of a killed process that had the same number
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)  # either is of some systems
    descriptor = os.open(temporary, flags, 0o600 if before or private else 0o666)
    with os.fdopen(descriptor, "wb") as file:
        if before:
            _keep_owner_and_mode(file.fileno(), before)
        file.write(contents)
        file.flush()
        if durable:
            sync(file.fileno())


def _keep_owner_and_mode(descriptor: int, before: os.stat_result) -> None:
    if sys.platform != "win32":
        with suppress(PermissionError):  # only root gives files away
            os.fchown(descriptor, before.st_uid, before.st_gid)
        os.fchmod(descriptor, stat.S_IMODE(before.st_mode))
