"""What is lost, wrong or left behind when the system fails, processes are killed and files are bad.

    python benchmarks/faults.py [PART ...] [--step N] [--only NAME,...] [--json]

The parts, all of them unless some are named:

    writes          each call that writes, of each command that writes, fails, writes half, or is
                    hit by a signal before or after it
    changing-reads  each call of those commands that reads or writes fails
    reads           each call of each command that reads fails
    kills           builds with two worker processes: the parent or a worker is killed at any moment
    documents       mutated files of every format that is read
    queries         random texts of the query language, asked with both kernels
    user-files      mutated files that people keep

After each fault files are compared with those before and after a whole run, the index is verified,
and the same command and a build must succeed and leave nothing behind. An answer must be the right
one, or one line must say why there is none. It needs Linux and a C compiler.
"""

import argparse
import multiprocessing
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import NamedTuple

from report import Row, show

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from faults import fuzzed_documents, fuzzed_queries, fuzzed_user_files
from faults.checks import read_outcomes, read_outcomes_of_writing, write_outcomes
from faults.kills import kill_outcomes
from faults.scenarios import READING, WRITING, Outcome, Scenario

KILLS = 400  # builds that are killed
DOCUMENTS, QUERIES, USER_FILES = 1_000, 200_000, 3_000  # mutated files of each name, queries
BATCH, SECONDS = 250, 300  # texts that one process takes, and when it hangs


class Trial(NamedTuple):
    """A row: its name, and what yields a kind and what was wrong for each try of one in `step`."""

    name: str
    outcomes: Callable[[int], Iterator[tuple[str, str]]]


def main() -> None:
    """Run the parts and print a row for each of their trials."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all without one")
    parser.add_argument("--step", type=int, default=1, help="try one in so many")
    parser.add_argument("--only", default="", help="names of trials, separated by commas")
    parser.add_argument("--json", action="store_true", help="one object with versions and rows")
    asked = parser.parse_args()
    only = {name for name in asked.only.split(",") if name}
    rows = [
        measured(f"{part}: {trial.name}", trial.outcomes(asked.step))
        for part in asked.parts or PARTS
        for trial in PARTS[part]
        if not only or trial.name in only
    ]
    show([*rows, total(rows)], (), asked.json)


def measured(figure: str, outcomes: Iterator[tuple[str, str]]) -> Row:
    """Run one trial, and name on standard error what went wrong."""
    kinds: Counter[str] = Counter()
    broken = 0
    for kind, wrong in outcomes:
        kinds[kind.split(" of call")[0]] += 1
        if wrong:
            broken += 1
            print(f"{figure}: {kind}: {wrong}", file=sys.stderr)
    print(f"{figure}: {kinds.total()} tries, {broken} broken", file=sys.stderr)
    return Row(figure, f"{kinds.total()} tries", broken, "broken", dict(kinds), 0, True)


def total(rows: Sequence[Row]) -> Row:
    """Return the sum of all rows."""
    tries = sum(int(row.data.split()[0]) for row in rows)
    return Row("all", f"{tries} tries", sum(row.value for row in rows), "broken", {}, 0, True)


Outcomes = Callable[[Scenario, Path, int], Iterator[Outcome]]


def faults(scenario: Scenario, outcomes: Outcomes, step: int) -> Iterator[tuple[str, str]]:
    """Yield the outcomes of a command with faults."""
    with tempfile.TemporaryDirectory() as scratch:
        for each in outcomes(scenario, Path(scratch).resolve() / "archive", step):
            yield f"{each.fault.how} of call {each.fault.at}", each.wrong


def kills(step: int) -> Iterator[tuple[str, str]]:
    """Yield the outcomes of builds that are killed."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch).resolve() / "archive"
        for each in kill_outcomes(folder, KILLS // step):
            yield f"{each.fault.how} of call {each.fault.at}", each.wrong


def texts(
    kind: str, check: Callable[[int], str], count: int, step: int
) -> Iterator[tuple[str, str]]:
    """Yield the outcomes of numbered texts, checked in processes that are ended when they hang."""
    context = multiprocessing.get_context("fork")
    for first in range(0, count // step, BATCH):
        numbers = range(first, min(first + BATCH, count // step))
        with context.Pool(1) as pool:
            try:
                found = pool.apply_async(_checked, (check, numbers)).get(SECONDS)
            except multiprocessing.TimeoutError:
                found = ["hangs", *[""] * (len(numbers) - 1)]
        for number, wrong in zip(numbers, found, strict=True):
            yield f"{kind} of call {number}", wrong


def _checked(check: Callable[[int], str], numbers: range) -> list[str]:
    return [_outcome(check, number) for number in numbers]


def _outcome(check: Callable[[int], str], number: int) -> str:
    try:
        return check(number)
    except Exception as error:  # a traceback, for a person
        return f"{type(error).__name__}: {error}"


def _document(name: str, number: int) -> str:
    return fuzzed_documents.trouble(name, fuzzed_documents.mutated(name, number))


def _user_file(name: str, number: int) -> str:
    kind = next(each for each in fuzzed_user_files.KINDS if each.name == name)
    return fuzzed_user_files.trouble(kind, fuzzed_user_files.mutated(kind, number))


@cache
def _engines() -> fuzzed_queries.Engines:
    return fuzzed_queries.open_engines(Path(tempfile.mkdtemp()))


def queries(step: int) -> Iterator[tuple[str, str]]:
    """Yield the outcomes of queries; the processes that ask them share one index."""
    _engines()
    yield from texts("random", _query, QUERIES, step)


def _query(number: int) -> str:
    random = Random(f"query {number}")
    text, filters = fuzzed_queries.random_text(random), fuzzed_queries.random_filters(random)
    return fuzzed_queries.trouble(text, filters, _engines())


def _faulty(scenarios: Sequence[Scenario], outcomes: Outcomes) -> list[Trial]:
    return [Trial(each.name, partial(faults, each, outcomes)) for each in scenarios]


PARTS = {
    "writes": _faulty(WRITING, write_outcomes),
    "changing-reads": _faulty(WRITING, read_outcomes_of_writing),
    "reads": _faulty(READING, read_outcomes),
    "kills": [Trial("two workers", kills)],
    "documents": [
        Trial(name, partial(texts, "mutated", partial(_document, name), DOCUMENTS))
        for name in fuzzed_documents.NAMES
    ],
    "queries": [Trial("both kernels", queries)],
    "user-files": [
        Trial(kind.name, partial(texts, "mutated", partial(_user_file, kind.name), USER_FILES))
        for kind in fuzzed_user_files.KINDS
    ],
}


if __name__ == "__main__":
    main()
