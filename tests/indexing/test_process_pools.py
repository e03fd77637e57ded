"""Pools of processes, one of which is killed."""

import subprocess
import sys

import pytest

KILLED = """
import os, signal, threading, time
from concurrent.futures import BrokenExecutor
from search.process_pools import Pool

def nothing(): pass
def asleep(what): time.sleep(0.2)
def die(): os.kill(os.getpid(), signal.SIGKILL)
def at_once(what): die()
def while_it_answers(what):
    threading.Timer(0.05, die).start()
    return b" " * 200_000_000

with Pool(2, nothing) as later:
    try:
        with Pool(2, nothing) as pool:
            pool.answer(pool.submit(asleep, ""))
            if {other}:  # it is forked with all that the first pool has open
                later.answer(later.submit(asleep, ""))
            for future in [pool.submit({work}, " " * 5_000_000) for _ in range(8)]:
                pool.answer(future)
    except BrokenExecutor:
        print("broken")
print("ended")
"""


@pytest.mark.parametrize("other", [False, True])
@pytest.mark.parametrize("work", ["at_once", "while_it_answers"])
def test_a_pool_of_which_one_is_killed_is_not_waited_for_for_ever(work: str, other: bool) -> None:
    """What is sent is more than a pipe holds, and nobody reads it, or writes the rest."""
    command = [sys.executable, "-c", KILLED.format(other=other, work=work)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "broken\nended\n", "")
