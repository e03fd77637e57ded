"""Pools of processes, one of which is killed."""

import subprocess
import sys

import pytest

KILLED = """
import os, signal, time
from concurrent.futures import BrokenExecutor
from search.processes import Pool

def nothing(): pass
def asleep(what): time.sleep(0.2)
def killed(what): os.kill(os.getpid(), signal.SIGKILL)

with Pool(2, nothing) as later:
    try:
        with Pool(2, nothing) as pool:
            pool.submit(asleep, "").result()
            if {other}:  # it has all that the first pool has open
                later.submit(asleep, "").result()
            for answer in [pool.submit(killed, " " * 5_000_000) for _ in range(8)]:
                answer.result()
    except BrokenExecutor:
        print("broken")
print("ended")
"""


@pytest.mark.parametrize("other", [False, True])
def test_a_pool_of_which_one_is_killed_is_not_waited_for_for_ever(other: bool) -> None:
    """What is sent is more than a pipe holds, and nobody reads it."""
    command = [sys.executable, "-c", KILLED.format(other=other)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "broken\nended\n", "")
