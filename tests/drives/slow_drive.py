"""A drive over FUSE that passes everything to a folder, but may be slow or lack links and locks.

python slow_drive.py FOLDER PLACE '{"pause": 0.01, "links": false, "locks": false}'
"""

import errno
import json
import os
import sys
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

import mfusepy


def in_folder(act: Callable[..., Any]) -> Callable[..., Any]:
    """Make an operation on a path of the drive one on that of its folder, after the pause."""

    @wraps(act)
    def acted(self: "Drive", path: str, *arguments: Any) -> Any:
        time.sleep(self.pause)
        return act(self, f"{self.folder}{path}", *arguments)

    return acted


class Drive(mfusepy.Operations):
    """A folder, at another place and with fewer abilities."""

    use_ns = True

    def __init__(
        self, folder: str, pause: float = 0.0, links: bool = True, locks: bool = True
    ) -> None:
        self.folder, self.pause = folder, pause  # in seconds
        self._links, self._locks = links, locks

    @in_folder
    def access(self, path: str, amode: int) -> int:
        if not os.access(path, amode):
            raise mfusepy.FuseOSError(errno.EACCES)
        return 0

    @in_folder
    def chmod(self, path: str, mode: int) -> int:
        os.chmod(path, mode)
        return 0

    @in_folder
    def chown(self, path: str, uid: int, gid: int) -> int:
        os.chown(path, uid, gid)
        return 0

    @in_folder
    def create(self, path: str, mode: int, fi: Any = None) -> int:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, mode)

    @in_folder
    def flock(self, path: str, fh: int, op: int) -> int:
        if not self._locks:
            raise mfusepy.FuseOSError(errno.ENOLCK)
        import fcntl

        fcntl.flock(fh, op)
        return 0

    @in_folder
    def fsync(self, path: str, datasync: int, fh: int) -> int:
        os.fsync(fh)
        return 0

    @in_folder
    def getattr(self, path: str, fh: int | None = None) -> dict[str, int]:
        found = os.lstat(path)
        names = ("mode", "nlink", "uid", "gid", "size", "ino")
        times = {
            f"st_{name}": getattr(found, f"st_{name}_ns") for name in ("atime", "mtime", "ctime")
        }
        return {f"st_{name}": getattr(found, f"st_{name}") for name in names} | times

    @in_folder
    def link(self, target: str, source: str) -> int:
        if not self._links:
            raise mfusepy.FuseOSError(errno.ENOTSUP)
        os.link(self.folder + source, target)
        return 0

    @in_folder
    def mkdir(self, path: str, mode: int) -> int:
        os.mkdir(path, mode)
        return 0

    @in_folder
    def open(self, path: str, flags: int) -> int:
        return os.open(path, flags)

    @in_folder
    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        return os.pread(fh, size, offset)

    @in_folder
    def readdir(self, path: str, fh: int) -> list[str]:
        return [".", "..", *os.listdir(path)]

    @in_folder
    def release(self, path: str, fh: int) -> int:
        os.close(fh)
        return 0

    @in_folder
    def rename(self, old: str, new: str, flags: int = 0) -> int:
        os.rename(old, self.folder + new)
        return 0

    @in_folder
    def rmdir(self, path: str) -> int:
        os.rmdir(path)
        return 0

    @in_folder
    def statfs(self, path: str) -> dict[str, int]:
        found = os.statvfs(path)
        names = ("bavail", "bfree", "blocks", "bsize", "favail", "ffree", "files", "frsize")
        return {f"f_{name}": getattr(found, f"f_{name}") for name in names}

    @in_folder
    def truncate(self, path: str, length: int, fh: int | None = None) -> int:
        os.truncate(path, length)
        return 0

    @in_folder
    def unlink(self, path: str) -> int:
        os.unlink(path)
        return 0

    @in_folder
    def utimens(self, path: str, times: tuple[int, int] | None = None) -> int:
        os.utime(path, ns=times)
        return 0

    @in_folder
    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        return os.pwrite(fh, data, offset)


if __name__ == "__main__":
    folder, place, abilities = sys.argv[1:]
    mfusepy.FUSE(Drive(folder, **json.loads(abilities)), place, foreground=True, nothreads=True)
