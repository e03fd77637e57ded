"""Work in a process of its own beside what goes on."""

import os
import signal
import time

import pytest

from search.errors import KilledWorker
from search.indexing.parallel_map import Background


def told(*words: str) -> str:
    return f"{' '.join(words)} by {os.getpid()}"


def failing(reason: str) -> None:
    raise ValueError(reason)


def endless() -> None:
    time.sleep(600)


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_piece_of_work_has_its_answer(jobs: int) -> None:
    with Background(jobs) as background:
        answers = [background.start(told, "stories", "told"), background.start(told, "names")]
        found = [answer() for answer in answers]
    who = [each.rpartition(" ")[2] for each in found]
    assert [each.rpartition(" ")[0] for each in found] == ["stories told by", "names by"]
    assert (who == [str(os.getpid())] * 2) == (jobs == 1)
    assert len({*who, str(os.getpid())}) == (1 if jobs == 1 else 3)


def test_what_the_work_raises_is_raised_where_the_answer_is_wanted() -> None:
    with Background(2) as background:
        answer = background.start(failing, "no stories today")
        with pytest.raises(ValueError, match="no stories today"):
            answer()


def test_a_process_that_is_killed_is_told_of() -> None:
    with Background(2) as background, pytest.raises(KilledWorker):
        background.start(killed)()


def test_nobody_waits_for_what_is_not_wanted_any_more() -> None:
    """Were it waited for, the test would not end."""
    with Background(2) as background:
        background.start(endless)
