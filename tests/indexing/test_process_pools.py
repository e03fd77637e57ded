"""Pools of processes, and what happens when one of their workers is killed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.processes import KILL, environment

from search.errors import BrokenIndex, KilledWorker
from search.process_pools import Pool

KILLED = """
import os, sys, threading, time
from search.errors import KilledWorker
from search.process_pools import Pool

def sleep(text): time.sleep(0.2)
def die(): os.kill(os.getpid(), int(sys.argv[1]))
def before_it_reads(text): die()
def while_it_answers(text):
    threading.Timer(0.05, die).start()
    return b" " * 200_000_000

def main():
    with Pool(2) as second:
        try:
            with Pool(2) as pool:
                pool.submit(sleep, "").result()
                if {other}:  # its processes are forked with every pipe of the first pool open
                    second.submit(sleep, "").result()
                for task in [pool.submit({work}, " " * 5_000_000) for _ in range(8)]:
                    task.result()
        except KilledWorker:
            print("killed")
    print("ended")

if __name__ == "__main__":  # where workers are not forked they import this file
    main()
"""


@pytest.mark.parametrize("other", [False, True])
@pytest.mark.parametrize("work", ["before_it_reads", "while_it_answers"])
def test_a_pool_does_not_hang_when_a_worker_is_killed(
    tmp_path: Path, work: str, other: bool
) -> None:
    """Tasks and results are larger than a pipe, so that one side always waits for the other."""
    program = tmp_path / "program.py"
    program.write_text(KILLED.format(other=other, work=work), encoding="utf-8")
    command = [sys.executable, str(program), str(int(KILL))]
    ran = subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=300, check=False, env=environment()
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "killed\nended\n", "")


def words_and_process(*words: str) -> tuple[str, int]:
    return " ".join(words), os.getpid()


def fail(reason: str) -> None:
    raise ValueError(reason)


def refuse(folder: str) -> None:
    raise BrokenIndex(folder, "ids was changed")


def wait_for_ever() -> None:
    time.sleep(600)


def kill_itself() -> None:
    os.kill(os.getpid(), KILL)


@pytest.mark.parametrize(("processes", "used"), [(1, 1), (2, 3)])
def test_every_task_has_its_result(processes: int, used: int) -> None:
    with Pool(processes) as pool:
        tasks = [pool.submit(words_and_process, "stories", "grouped")]
        tasks.append(pool.submit(words_and_process, "names"))
        results = [task.result() for task in tasks]
    assert [words for words, _ in results] == ["stories grouped", "names"]
    assert len({os.getpid(), *(process for _, process in results)}) == used


def test_more_tasks_than_workers_are_queued() -> None:
    with Pool(2) as pool:
        tasks = [pool.submit(pow, number, 2) for number in range(50)]
        assert [task.result() for task in tasks] == [number**2 for number in range(50)]


def test_an_error_of_the_work_is_raised_by_its_result() -> None:
    with Pool(2) as pool:
        task = pool.submit(fail, "no stories today")
        with pytest.raises(ValueError, match="no stories today") as raised:
            task.result()
    assert "in fail" in raised.value.__notes__[0]


def test_an_error_for_the_user_keeps_its_message() -> None:
    with Pool(2) as pool, pytest.raises(BrokenIndex) as raised:
        pool.submit(refuse, "index").result()
    assert str(raised.value) == str(BrokenIndex("index", "ids was changed"))


def test_a_killed_worker_is_an_error_for_the_user() -> None:
    with Pool(2) as pool, pytest.raises(KilledWorker):
        pool.submit(kill_itself).result()


def test_closing_a_pool_does_not_wait_for_its_tasks() -> None:
    """The test would not end if it did."""
    with Pool(2) as pool:
        pool.submit(wait_for_ever)
