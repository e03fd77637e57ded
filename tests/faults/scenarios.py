"""Commands that write, each with what may be found after a fault: the state before, or after."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import NamedTuple

from faults.harness import Fault, Run, run

SEEDS = Path(__file__).parents[2] / "seeds"
STORY = "Ferry sinks\n\nThe ferry sank in the harbour of Varna, said Mayor Anna Kovalenko.\n"
STATUSES = frozenset({0, 1, 2, 3, 4, 130, 143, -2, -9, -15})
LEFTOVERS = (".new", ".tmp", "~")  # how names of unfinished files end
HOW = ("eio", "enospc", "eacces", "short", "int", "int+", "term", "term+", "kill", "kill+")


class Scenario(NamedTuple):
    """A command on an archive that was prepared for it."""

    name: str
    command: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()  # commands that prepare the archive
    new_story: bool = False  # a story that is not indexed yet lies in the folder


INDEX = ("index", "seeds", "--index", "index", "--jobs", "1")
SAVED = ("saved", "add", "weekly", "air defense", "--index", "index")
SCENARIOS = (
    Scenario("first build", INDEX),
    Scenario("update", INDEX, (INDEX,), new_story=True),
    Scenario("rebuild", (*INDEX, "--rebuild"), (INDEX,), new_story=True),
    Scenario("people hide", ("people", "hide", "John Healey", "--index", "index"), (INDEX,)),
    Scenario("people merge", ("people", "merge", "Rustem Umerov", "John Healey"), (INDEX,)),
    Scenario("cuts --reject", ("cuts", "--reject", "837af9d40e57a08b"), (INDEX,)),
    Scenario("saved add", SAVED, (INDEX,)),
    Scenario("saved run --new", ("saved", "run", "weekly", "--new"), (INDEX, SAVED)),
    Scenario("saved rm", ("saved", "rm", "weekly"), (INDEX, SAVED)),
    Scenario("dump", ("dump", "kept.toml"), (INDEX, SAVED)),
    Scenario(
        "restore",
        ("restore", "kept.toml", "--replace"),
        (INDEX, SAVED, ("dump", "kept.toml"), ("saved", "rm", "weekly")),
    ),
    Scenario("export --to", ("export", "air", "--to", "found.csv"), (INDEX,)),
    Scenario("diff --save", ("diff", "--save", "state.json"), (INDEX,)),
)


class Outcome(NamedTuple):
    """A fault and what was wrong after it; nothing where the promise was kept."""

    scenario: str
    fault: Fault
    wrong: str


def prepare(scenario: Scenario, folder: Path) -> Path:
    """Make the archive of a scenario in a new folder, and return a pristine copy of it."""
    shutil.copytree(SEEDS, folder / "seeds")
    for command in scenario.before:
        prepared = run(command, folder)
        assert prepared.status in (0, 1), (command, prepared.err)
    if scenario.new_story:
        (folder / "seeds" / "new.txt").write_text(STORY, encoding="utf-8")
    return Path(shutil.copytree(folder, folder.with_name(f"{folder.name} pristine")))


def restore(pristine: Path, folder: Path) -> None:
    """Put the archive back as it was: in the same place, as an index knows its folders."""
    shutil.rmtree(folder)
    shutil.copytree(pristine, folder)


def outcomes(scenario: Scenario, folder: Path, step: int = 1) -> Iterator[Outcome]:
    """Run the command once for each fault at each of its calls, or a share of these, and check."""
    pristine = prepare(scenario, folder)
    before = user_files(folder)
    whole = run(scenario.command, folder)
    assert whole.status in (0, 1), whole.err
    states = before, user_files(folder)
    every = [Fault(at, how) for at in range(1, whole.calls + 1) for how in HOW]
    for fault in Random(scenario.name).sample(every, -(-len(every) // step)):
        restore(pristine, folder)
        found = run(scenario.command, folder, fault)
        yield Outcome(scenario.name, fault, _wrong(scenario, folder, found, states))


def user_files(folder: Path) -> Mapping[str, bytes]:
    """Return the files of the user: all outside the index and the documents."""
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith(".")
    }


def _wrong(
    scenario: Scenario, folder: Path, found: Run, states: tuple[Mapping[str, bytes], ...]
) -> str:
    """Return what breaks a promise after a run; empty where all are kept."""
    if "Traceback" in found.err or found.status not in STATUSES:
        return f"status {found.status}: {found.err[-300:]}"
    if trouble := _index_trouble(folder):
        return f"{trouble} after status {found.status}: {found.err[-200:]}"
    kept = user_files(folder)
    for name in states[0].keys() | states[1].keys():
        allowed = {state.get(name) for state in states}
        if kept.get(name) not in allowed and not _is_answer(scenario, name):
            return f"{name} is neither the old nor the new one"
    again = run(INDEX, folder)
    if again.status != 0:
        return f"the next build fails: {again.err[-300:]}"
    return _leftovers(folder)


def _is_answer(scenario: Scenario, name: str) -> bool:
    """Return True for a file that holds what changes with the time, and must only be readable."""
    return scenario.name == "saved run --new" and name.endswith(".json")


def _index_trouble(folder: Path) -> str:
    """Return what is wrong with the index; it may be missing, but not damaged."""
    if not (folder / "index" / "whoosh" / "manifest.json").exists():
        return "" if not list((folder / "index").rglob("manifest.json")) else "a manifest is lost"
    checked = run(("verify", "--index", "index"), folder)
    return "" if checked.status == 0 else f"the index is damaged: {checked.err[-200:]}"


def _leftovers(folder: Path) -> str:
    """Return what the next build did not tidy."""
    names = [path.name for path in (folder / "index" / "whoosh").iterdir()]
    generations = [name for name in names if name[:1] == "g" and name[1:].isdigit()]
    odd = [name for name in names if name.endswith(LEFTOVERS)]
    return f"left behind: {odd or generations}" if odd or len(generations) != 1 else ""
