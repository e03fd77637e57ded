"""Builds with two worker processes that are killed: the parent, a worker, at any moment."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from shutil import copytree

from faults.checks import wrong_run
from faults.harness import Fault, Run, run
from faults.scenarios import Outcome, leftovers, restore

OLD = 300  # documents of the first build: workers start from 128 on
NEW = 300  # more documents, and every tenth of the old ones has changed
INDEX = ("index", "seeds", "--jobs", "2")
VICTIMS = ("parent", "worker", "call", "read call")
STORY = (
    "{town} bridge closed for {number} days\n\nBy Ann Lee, Jan. {day}, 2025\n\n"
    "The bridge at {town} will be closed for {number} days, Mayor Piotr Lis said on Monday. Divers"
    " found that the river had washed out the ground below pillar {day}.\n\nRead more\n"
)
TOWNS = ("Varna", "Lenna", "Kyiv", "Odesa", "Harwich", "Calais")


def kill_outcomes(folder: Path, count: int) -> Iterator[Outcome]:
    """Kill so many builds that change an index, each a new archive's, and check what is left."""
    pristine = prepare(folder)
    began = time.monotonic()
    calls = run(INDEX, folder, reads=True).calls
    seconds = time.monotonic() - began
    restore(pristine, folder)
    writes = run(INDEX, folder).calls
    for number in range(count):
        random = Random(number)
        victim = VICTIMS[number % len(VICTIMS)]
        fault = Fault(random.randrange(1, (writes if victim == "call" else calls) + 1), "kill")
        restore(pristine, folder)
        if victim.endswith("call"):
            found = run(INDEX, folder, fault, reads=victim == "read call")
        else:
            fault = fault._replace(at=number)
            found = run(INDEX, folder, attack=attack(victim, random, seconds))
        yield Outcome(
            f"kill of a {victim}", fault._replace(how=f"kill {victim}"), wrong(found, folder)
        )


def prepare(folder: Path) -> Path:
    """Make an archive of some hundred articles, with an index that is out of date."""
    write_stories(folder / "seeds", range(OLD))
    assert run(INDEX, folder).status == 0
    write_stories(folder / "seeds", range(OLD, OLD + NEW))
    for number in range(0, OLD, 10):
        (folder / "seeds" / f"{number:04}.txt").write_text(story(number + 1), "utf-8")
    return Path(copytree(folder, folder.with_name(f"{folder.name} pristine")))


def write_stories(folder: Path, numbers: range) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"{number:04}.txt").write_text(story(number), "utf-8")


def story(number: int) -> str:
    """Return the text of an article."""
    town, day = TOWNS[number % len(TOWNS)], number % 28 + 1
    return STORY.format(town=town, number=number, day=day)


def attack(victim: str, random: Random, seconds: float) -> Callable[[int], None]:
    """Return what kills the process of a run, or one of its workers, at some moment of it."""

    def kill(process: int) -> None:
        time.sleep(random.random() * seconds)
        with suppress(OSError):  # it may have ended
            if victim == "worker":
                listed = Path(f"/proc/{process}/task/{process}/children").read_text("utf-8").split()
                process = int(random.choice(listed)) if listed else process
            os.kill(process, signal.SIGKILL)

    return kill


def wrong(found: Run, folder: Path) -> str:
    """Return what breaks a promise after the kill; empty if nothing does."""
    if trouble := wrong_run(found):
        return trouble
    checked = run(("verify",), folder)
    articles = run(("query", "-c"), folder).out.strip()
    if checked.status or articles not in (str(OLD), str(OLD + NEW)):
        return f"{articles} articles, {checked.err!r} after status {found.status}: {found.err!r}"
    build = run(INDEX, folder)
    articles = run(("query", "-c"), folder).out.strip()
    if build.status or articles != str(OLD + NEW):
        return f"{articles} articles after the next build: {build.err!r}"
    return leftovers(folder)
