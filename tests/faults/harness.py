"""Runs of the program in which the n-th call that writes goes wrong: see `fault.c`."""

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

SOURCE = Path(__file__).with_name("fault.c")
PACKAGE = Path(__file__).parents[2]
SECONDS = 120  # after which a run hangs


class Run(NamedTuple):
    """A finished run of the program."""

    status: int
    out: str
    err: str
    calls: int  # that were counted


class Fault(NamedTuple):
    """What goes wrong: the call, from 1, and how, as `fault.c` names it."""

    at: int
    how: str


@cache
def library() -> Path | None:
    """Return the compiled library; None where it cannot be made."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None or sys.platform != "linux":
        return None
    target = Path(mkdtemp()) / "fault.so"
    command = [compiler, "-O1", "-shared", "-fPIC", "-o", str(target), str(SOURCE), "-ldl"]
    made = subprocess.run(command, capture_output=True, check=False)
    return target if made.returncode == 0 else None


def run(
    arguments: Sequence[str],
    folder: Path,
    fault: Fault | None = None,
    reads: bool = False,
    log: Path | None = None,
) -> Run:
    """Run `search` in the folder; calls on paths below it count, and the fault is one of them."""
    counter = Path(mkdtemp()) / "counter"
    counter.write_bytes(bytes(8))
    added = {
        "LD_PRELOAD": str(library()),
        "HOME": str(counter.parent),  # a home without settings
        "FAULT_ROOT": f"{folder}/",
        "FAULT_COUNTER": str(counter),
        **({"FAULT_AT": str(fault.at), "FAULT_HOW": fault.how} if fault else {}),
        **({"FAULT_READS": "1"} if reads else {}),
        **({"FAULT_LOG": str(log)} if log else {}),
    }
    ran = subprocess.run(
        [sys.executable, "-m", "search", *arguments],
        cwd=folder,
        env=_environment(added),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=SECONDS,
        check=False,
    )
    (calls,) = struct.unpack("=q", counter.read_bytes())
    shutil.rmtree(counter.parent)
    return Run(ran.returncode, ran.stdout, ran.stderr, calls)


def _environment(added: Mapping[str, str]) -> dict[str, str]:
    path = os.pathsep.join(filter(None, (str(PACKAGE), os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, "PYTHONPATH": path, **added}
