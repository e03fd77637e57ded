"""The rules of macOS on Linux, for a program and its workers: a copy of it is `sitecustomize.py`.

Workers are new interpreters, and what macOS lacks is missing: forks, a list of processor cores,
advice on memory, /proc. Libraries that look at the system they run on are loaded before.
"""

import fcntl
import mmap
import os
import subprocess
import sys
import tempfile

import psutil

PROC = os.sep + "proc"


def refuse_proc(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse what opens a file of /proc, unless psutil does, which has other ways on macOS."""
    if event == "open" and str(arguments[0]).startswith(PROC):
        frame = sys._getframe(1)
        while frame.f_back and not frame.f_code.co_filename.startswith(LIBRARY):
            frame = frame.f_back
        if not frame.f_code.co_filename.startswith(LIBRARY):
            raise FileNotFoundError(2, "no such file or directory", arguments[0])


def refuse_fork() -> int:
    raise AssertionError("a process of several threads does not fork on macOS")


LIBRARY = os.path.dirname(psutil.__file__)  # noqa: PTH120
assert subprocess and tempfile  # loaded
sys.addaudithook(refuse_proc)
sys.platform = "darwin"
os.fork = refuse_fork
del os.sched_getaffinity, os.sched_setaffinity
fcntl.F_FULLFSYNC = 51  # which Linux answers with EINVAL
for name in dir(mmap):
    if name.startswith("MADV_"):
        delattr(mmap, name)
