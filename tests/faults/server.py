"""A process that has imported the program, and forks a copy of itself for each run of it.

It reads a line of JSON for each run: the arguments, the folder, the home, and the files of the
output. It answers with two lines: the number of the process, and later its exit status.
"""

import atexit
import gc
import json
import os
import pkgutil
import signal
import sys
from importlib import import_module
from typing import Any, NoReturn

import search
from search.__main__ import main


def load() -> None:
    """Import every module of the program: imports take most of the time of a run."""
    for module in pkgutil.walk_packages(search.__path__, "search."):
        import_module(module.name)


def become(asked: dict[str, Any]) -> None:
    """Turn this process, which was just forked, into a run of the program in its own session."""
    os.setsid()
    os.chdir(asked["folder"])
    os.environ["HOME"] = asked["home"]
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    places = (os.devnull, os.O_RDONLY), (asked["out"], flags), (asked["err"], flags)
    for number, (path, how) in enumerate(places):
        opened = os.open(path, how, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sys.argv = ["search", *asked["arguments"]]


def serve() -> bool:
    """Fork for each line; return True in a fork, and False in the server, at the end."""
    for line in iter(sys.stdin.readline, ""):
        process = os.fork()
        if not process:
            become(json.loads(line))
            return True
        os.write(1, b"%d\n" % process)
        os.write(1, b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
    return False


def end(status: int) -> NoReturn:
    """Do what the interpreter does at its end, but for tearing down all modules, which is slow."""
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    load()
    gc.freeze()  # the forks share what is loaded, and do not search it
    if serve():
        end(main())
