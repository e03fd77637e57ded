"""Workers that are ended at a document that takes too much; the rest of the work is done."""

import faulthandler
import multiprocessing
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import psutil
import pytest
from support.processes import KILL, posix_alone

from search.errors import KilledWorker
from search.guarded_pool import Budget, GuardedPool, _end_spare, _spare, report_progress

ENDLESS = re.compile(r"(a|a)*b")  # the time doubles with each letter
SMALL = Budget(seconds=0.5, waiting=600, memory=100_000_000)
KEPT: list[bytes] = []


def hang(_: str) -> str:
    """Loop in C code, which no signal handler and no thread of the process can end."""
    ENDLESS.match("a" * 60)
    return "never"


def wait(_: str) -> str:
    time.sleep(600)
    return "never"


def fill(_: str) -> str:
    for _ in range(1000):
        KEPT.append(b"x" * 2_000_000)
        time.sleep(0.002)
    return "never"


def keep(_: str) -> str:
    """Keep 70 MB for as long as the process lives."""
    KEPT.append(b"x" * 70_000_000)
    time.sleep(0.2)
    return "kept"


def fill_at_once(_: str) -> str:
    KEPT.append(bytes(3_000_000_000))
    return "never"


def crash(_: str) -> str:
    faulthandler.disable()  # pytest's would print the stack
    os.abort()


def die(_: str) -> str:
    os.kill(os.getpid(), KILL)
    return "never"


def process(_: str) -> str:
    return str(os.getpid())


def upper(word: str) -> str:
    return word.upper()


def slowly(word: str) -> str:
    """Take longer than the budget, and say at times that it goes on."""
    for _ in range(8):
        end = time.process_time() + 0.1
        while time.process_time() < end:
            pass
        report_progress()
    return word


DEEDS: dict[str, Callable[[str], str]] = {
    each.__name__: each
    for each in (hang, wait, fill, keep, fill_at_once, crash, die, process, slowly)
}


class Words(NamedTuple):
    """Words, each a document: the name of a deed is done, and others become upper case."""

    words: Sequence[str]
    refused: tuple[tuple[int, str], ...] = ()
    action: str = "clean"

    def steps(self) -> Iterator[str]:
        refused = dict(self.refused)
        for number, word in enumerate(self.words):
            yield refused.get(number) or DEEDS.get(word, upper)(word)

    def without(self, step: int, reason: str) -> "Words":
        return self._replace(refused=(*self.refused, (step, reason)))


REASONS = {
    "hang": "takes more than 0.5 s to clean",
    "fill": "takes more than 100 MB of memory to clean",
    "fill_at_once": "takes more than 100 MB of memory to clean",
    "crash": "ended the process that was to clean it",
    "die": "ended the process that was to clean it",
}


ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="it refuses no memory at once")


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize(
    "deed",
    [pytest.param(each, marks=ON_LINUX if each == "fill_at_once" else ()) for each in REASONS],
)
def test_a_document_that_takes_too_much_is_named_and_the_rest_is_done(
    deed: str, processes: int
) -> None:
    with GuardedPool(processes, SMALL) as pool:
        jobs = [pool.submit(Words(["bridge", deed, "river"])), pool.submit(Words(["crane"]))]
        assert [job.result() for job in jobs] == [["BRIDGE", REASONS[deed], "RIVER"], ["CRANE"]]


def test_a_document_that_waits_for_ever_is_named() -> None:
    with GuardedPool(1, SMALL._replace(waiting=0.3)) as pool:
        assert pool.submit(Words(["wait", "river"])).result() == [
            "takes more than 0.005 minutes to clean",
            "RIVER",
        ]


def test_several_documents_that_take_too_much_are_all_named() -> None:
    with GuardedPool(2, SMALL) as pool:
        found = pool.submit(Words(["hang", "crash", "a", "crash", "fill", "b"])).result()
    reasons = [REASONS[deed] for deed in ("hang", "crash", "crash", "fill")]
    assert found == [*reasons[:2], "A", *reasons[2:], "B"]


def test_what_goes_on_has_a_new_budget() -> None:
    with GuardedPool(1, SMALL) as pool:
        assert pool.submit(Words(["slowly"])).result() == ["slowly"]


def test_the_memory_of_documents_before_is_no_reason() -> None:
    with GuardedPool(1, SMALL) as pool:
        found = [pool.submit(Words(["keep", "process"])).result() for _ in range(3)]
    assert [words[0] for words in found] == ["kept"] * 3
    assert len({words[1] for words in found}) == 3


def test_few_documents_start_one_process() -> None:
    with GuardedPool(4, SMALL) as pool:
        first = pool.submit(Words(["process"])).result()
        assert pool.submit(Words(["process"])).result() == first


def test_a_job_goes_to_the_worker_of_the_job_it_is_near() -> None:
    with GuardedPool(2, SMALL) as pool:
        job = pool.submit(Words(["process"]))
        others = [pool.submit(Words(["process"])) for _ in range(4)]
        home = job.result()
        near = [pool.submit(Words(["process"]), near=job).result() for _ in range(4)]
        assert near == [home] * 4
        for other in others:
            other.result()


@posix_alone("there no status is that of a kill, so the documents are named")
def test_a_system_that_kills_every_worker_ends_the_build() -> None:
    with GuardedPool(1, SMALL) as pool, pytest.raises(KilledWorker):
        pool.submit(Words(["die"] * 10)).result()


def test_a_worker_killed_while_it_waits_is_replaced() -> None:
    with GuardedPool(1, SMALL) as pool:
        (worker,) = pool.submit(Words(["process"])).result()
        os.kill(int(worker), KILL)
        assert pool.submit(Words(["bridge"])).result() == ["BRIDGE"]


@pytest.fixture
def spawned(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Workers are new interpreters, as on Windows and macOS."""
    monkeypatch.setattr("search.guarded_pool.CONTEXT", multiprocessing.get_context("spawn"))
    _end_spare()
    yield
    _end_spare()


def pid_in_a_new_pool(words: Sequence[str] = ("process",), budget: Budget = SMALL) -> int:
    """Return the process that does the words in a pool, which is released."""
    with GuardedPool(1, budget) as pool:
        found = pool.submit(Words(words)).result()[-1]
        pool.release()
    return int(found)


@pytest.mark.usefixtures("spawned")
def test_an_interpreter_that_has_nothing_to_do_is_kept_for_the_next_pool() -> None:
    kept = pid_in_a_new_pool()
    assert pid_in_a_new_pool() == kept
    other = pid_in_a_new_pool(budget=SMALL._replace(seconds=60))
    assert other != kept
    assert not psutil.pid_exists(kept)
    psutil.Process(other).kill()
    psutil.wait_procs([psutil.Process(other)], timeout=60)
    assert pid_in_a_new_pool() not in {kept, other}


@pytest.mark.usefixtures("spawned")
def test_a_pool_that_is_closed_keeps_no_interpreter() -> None:
    with GuardedPool(1, SMALL) as pool:
        (process,) = pool.submit(Words(["process"])).result()
    assert not psutil.pid_exists(int(process))


@pytest.mark.usefixtures("spawned")
def test_an_interpreter_that_has_grown_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.guarded_pool.KEPT_MEMORY", 50_000_000)
    grown = pid_in_a_new_pool(["keep", "process"])
    assert not psutil.pid_exists(grown)


@pytest.mark.usefixtures("spawned")
def test_a_kept_interpreter_has_the_whole_budget_for_each_document() -> None:
    kept = pid_in_a_new_pool(["keep", "process"])
    with GuardedPool(1, SMALL) as pool:
        words = [kept_again, other] = pool.submit(Words(["keep", "process"])).result()
        assert pool.submit(Words(["hang", "river"])).result() == [REASONS["hang"], "RIVER"]
    assert kept_again == "kept", words
    assert int(other) != kept


@posix_alone("a process forks")
@pytest.mark.usefixtures("spawned")
def test_a_forked_process_leaves_the_kept_interpreter_to_its_parent() -> None:
    kept = pid_in_a_new_pool()
    child = os.fork()
    if not child:
        os._exit(bool(_spare))
    assert os.waitpid(child, 0)[1] == 0
    assert pid_in_a_new_pool() == kept


ALONE = """
import re, sys
from indexing.test_guarded_pool import SMALL, Words
from search.guarded_pool import GuardedPool
with GuardedPool(1, SMALL) as pool:
    print(*pool.submit(Words(["process"])).result(), flush=True)
    pool.submit(Words(["hang"])).result()
"""


@posix_alone("a timer ends a process in C code")
def test_a_worker_that_hangs_in_c_code_ends_after_its_killed_parent() -> None:
    """Its thread that waits for the end of the parent does not run meanwhile."""
    code = ALONE.replace("SMALL)", "SMALL._replace(seconds=1.5))")
    parent = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert parent.stdout is not None
    worker = psutil.Process(int(parent.stdout.readline()))
    while worker.cpu_times().user < 0.3:
        time.sleep(0.01)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    worker.wait(timeout=120)
