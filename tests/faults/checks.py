"""What must hold after a command that met a fault."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from whoosh.index import EmptyIndexError, open_dir

from faults.harness import HANGS, LEFT, Run, run, stop_after
from faults.scenarios import INDEX, Outcome, Scenario, faults, leftovers, prepare, restore

WRITE_KINDS = ("eio", "enospc", "eacces", "short", "int", "int+", "term", "term+", "kill", "kill+")
READ_KINDS = ("eio", "eacces", "emfile", "enoent", "estale", "eintr", "short", "int")
STATUSES = frozenset({0, 1, 2, 3, 4, 130, 143, -2, -9, -15})
SKIPPED = 4
REPORTS = ("verify", "doctor", "index")  # they report what they cannot read
SIGNALS = frozenset({130, 143, -2, -15})
ARTICLES = 5  # of the archive
SECONDS = re.compile(r'"seconds": [\d.e-]+')  # that a query took


def write_outcomes(scenario: Scenario, folder: Path, step: int = 1) -> Iterator[Outcome]:
    """Fail each call that writes, or a share of them: the state must be the old or the new one."""
    yield from _write_outcomes(scenario, folder, WRITE_KINDS, False, step)


def read_outcomes_of_writing(scenario: Scenario, folder: Path, step: int = 1) -> Iterator[Outcome]:
    """Fail each call of a command that writes, those that read too."""
    yield from _write_outcomes(scenario, folder, READ_KINDS, True, step)


def read_outcomes(scenario: Scenario, folder: Path, step: int = 1) -> Iterator[Outcome]:
    """Fail each call of a command that reads: the right answer, or one line that says why not."""
    pristine = prepare(scenario, folder)
    log = folder.with_name("calls.txt")
    whole = run(scenario.command, folder, reads=True, log=log)
    paths = [line.split(" ", 2)[2] for line in log.read_text("utf-8").splitlines()]
    restore(pristine, folder)
    before = contents(folder)

    @cache
    def without(path: str) -> Run:
        """Return the run where the file is really missing."""
        restore(pristine, folder)
        missing = Path(path)
        if missing.is_dir() and missing != folder:
            shutil.rmtree(missing)
        elif missing.is_file():
            missing.unlink()
        return run(scenario.command, folder)

    for fault in faults(scenario.name, whole.calls, READ_KINDS, step):
        right = [whole]
        if fault.how == "enoent":
            right.append(without(paths[fault.at - 1]))
        restore(pristine, folder)
        found = run(scenario.command, folder, fault, reads=True)
        wrong = wrong_run(found) or _wrong_answer(found, right, scenario.command[0] in REPORTS)
        changed = [] if wrong else [name for name, _ in contents(folder).items() ^ before.items()]
        if changed:
            wrong = f"files have changed: {changed}"
        yield Outcome(scenario.name, fault, wrong)


def wrong_run(found: Run) -> str:
    """Return what no run may do; empty for a good one."""
    if found.status == HANGS:
        return "hangs"
    if found.status == LEFT:
        return "a process is left behind"
    if "Traceback" in found.err or found.status not in STATUSES:
        return f"status {found.status}: {found.err[-600:]}"
    return ""


def _wrong_answer(found: Run, right: list[Run], reports: bool) -> str:
    """Return what is wrong with an answer that is neither right nor an error."""
    for each in right:
        if found.status == each.status and _timeless(found.out) == _timeless(each.out):
            return ""
    if found.status in SIGNALS or (reports and found.status):
        return ""
    lines = set(_timeless(right[0].out).splitlines())
    if (
        found.status == SKIPPED
        and found.err
        and lines.issuperset(_timeless(found.out).splitlines())
    ):
        return ""  # a row of a list could not be asked, and is named
    errors = [line for line in found.err.splitlines() if line.startswith("Error: ")]
    begins = any(_timeless(each.out).startswith(_timeless(found.out)) for each in right)
    if not found.status or len(errors) != 1 or not begins:
        return f"status {found.status}, another answer: {found.out[-300:]!r} {found.err[-300:]!r}"
    return ""


def _timeless(answer: str) -> str:
    return SECONDS.sub("", answer)


def _write_outcomes(
    scenario: Scenario, folder: Path, kinds: tuple[str, ...], reads: bool, step: int
) -> Iterator[Outcome]:
    pristine = prepare(scenario, folder)
    before = user_files(folder)
    whole = run(scenario.command, folder, reads=reads, attack=stop_after(scenario.until))
    assert whole.status in (0, 1), whole.err
    after = user_files(folder)
    run(INDEX, folder)
    states = States(before, after, run(scenario.then, folder) if scenario.then else None)
    for fault in faults(scenario.name, whole.calls, kinds, step):
        restore(pristine, folder)
        found = run(scenario.command, folder, fault, reads, attack=stop_after(scenario.until))
        yield Outcome(scenario.name, fault, _wrong(scenario, folder, found, states))


Files = Mapping[str, bytes]


class States(NamedTuple):
    """What is allowed after a fault."""

    before: Files  # of the user
    after: Files
    then: Run | None  # the answer in the end


Check = Callable[[Scenario, Path, Run, States], str]


def _wrong(scenario: Scenario, folder: Path, found: Run, states: States) -> str:
    """Return what breaks a promise after a run of a command that writes; empty if none is."""
    for check in (_check_run, _check_index, _check_user_files, _check_stock, _check_next_runs):
        if wrong := check(scenario, folder, found, states):
            return f"{wrong} (after status {found.status}: {found.err[-300:]!r})"
    return ""


def _check_run(_: Scenario, _folder: Path, found: Run, _states: States) -> str:
    return wrong_run(found)


def _check_index(_: Scenario, folder: Path, _found: Run, _states: States) -> str:
    """The index may be missing, but not damaged."""
    if not (folder / "index" / "whoosh" / "manifest.json").exists():
        return "" if not list((folder / "index").rglob("manifest.json")) else "a manifest is lost"
    checked = run(("verify", "--index", "index"), folder)
    return "" if checked.status == 0 else f"the index is damaged: {checked.err[-200:]}"


def _check_user_files(scenario: Scenario, folder: Path, found: Run, states: States) -> str:
    """Each file of the user is the old or the new one, and there after a success."""
    kept = user_files(folder)
    for name in kept.keys() | states.before.keys() | states.after.keys():
        allowed = {states.before.get(name), states.after.get(name)}
        if name.endswith(scenario.rewrites or ("/",)):
            continue
        if kept.get(name) not in allowed:
            return f"{name} is neither the old nor the new one"
        if found.status == 0 and name in states.after and name not in kept:
            return f"{name} is missing after a success"
    return ""


def _check_stock(_: Scenario, folder: Path, _found: Run, _states: States) -> str:
    """An index that Whoosh opens is whole."""
    with suppress(EmptyIndexError):
        if (folder / "stock").exists() and open_dir(folder / "stock").doc_count() != ARTICLES:
            return "Whoosh opens half an index"
    return ""


def _check_next_runs(scenario: Scenario, folder: Path, _found: Run, states: States) -> str:
    """The same command works, and so does a build; then nothing is left behind."""
    unchanged = user_files(folder) == states.before and not (folder / "stock").exists()
    again = run(scenario.command, folder, attack=stop_after(scenario.until))
    if wrong := wrong_run(again):
        return f"the same command again: {wrong}"
    if unchanged and again.status not in (0, 1):
        return f"the same command fails: {again.err[-300:]}"
    build = run(INDEX, folder)
    if build.status != 0:
        return f"the next build fails: {build.err[-300:]}"
    then = run(scenario.then, folder) if scenario.then else None
    if then and states.then and then[:2] != states.then[:2]:
        return f"in the end another answer: {then.out[-300:]!r} {then.err[-300:]!r}"
    return leftovers(folder)


def user_files(folder: Path) -> Files:
    """Return the files of the user: all outside the indexes and the documents."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.relative_to(folder).parts[0] not in ("index", "seeds", "stock")
        and path.relative_to(folder).parts[0][0] != "."
    }


def contents(folder: Path) -> Files:
    """Return all files, without those that remember what was asked and who had the lock."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not re.match(r"\.?last-|holder\.json", path.name)
    }
