"""What is lost, wrong or left behind when calls of the system fail and processes are killed.

    python benchmarks/faults.py [PART ...] [--step N] [--only NAME,...] [--json]

The parts, all of them unless some are named:

    writes          each call that writes, of each command that writes, fails, writes half, or is
                    hit by a signal before or after it
    changing-reads  each call of those commands that reads or writes fails
    reads           each call of each command that reads fails

After each run files are compared with those before and after a whole run, the index is verified,
and the same command and a build must succeed and leave nothing behind. An answer must be the right
one, or one line must say why there is none. It needs Linux and a C compiler.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from report import Row, show

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from faults.checks import read_outcomes, read_outcomes_of_writing, write_outcomes
from faults.scenarios import READING, WRITING, Outcome, Scenario


class Part(NamedTuple):
    """A part of the benchmark: what is run, and what is checked after each fault."""

    scenarios: Sequence[Scenario]
    outcomes: Callable[[Scenario, Path, int], Iterator[Outcome]]


PARTS = {
    "writes": Part(WRITING, write_outcomes),
    "changing-reads": Part(WRITING, read_outcomes_of_writing),
    "reads": Part(READING, read_outcomes),
}


def main() -> None:
    """Run the parts and print a row for each of their scenarios."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="those to run")
    parser.add_argument("--step", type=int, default=1, help="try one in so many faults")
    parser.add_argument("--only", default="", help="names of scenarios, separated by commas")
    parser.add_argument("--json", action="store_true", help="one object with versions and rows")
    asked = parser.parse_args()
    only = {name for name in asked.only.split(",") if name}
    rows = [
        measured(name, scenario, asked.step)
        for name in asked.parts or PARTS
        for scenario in PARTS[name].scenarios
        if not only or scenario.name in only
    ]
    show([*rows, total(rows)], (), asked.json)


def measured(part: str, scenario: Scenario, step: int) -> Row:
    """Run one scenario with its faults, and name on standard error what went wrong."""
    kinds: Counter[str] = Counter()
    wrong = 0
    with tempfile.TemporaryDirectory() as scratch:
        for each in PARTS[part].outcomes(scenario, Path(scratch).resolve() / "archive", step):
            kinds[each.fault.how] += 1
            if each.wrong:
                wrong += 1
                print(f"{part}: {each.scenario}: {each.fault}: {each.wrong}", file=sys.stderr)
    figure = f"{part}: {scenario.name}"
    print(f"{figure}: {kinds.total()} faults, {wrong} broken", file=sys.stderr)
    return Row(figure, f"{kinds.total()} faults", wrong, "broken", kinds, 0, True)


def total(rows: Sequence[Row]) -> Row:
    """Return the sum of all rows."""
    kinds = sum((Counter(row.beside) for row in rows), Counter[str]())
    wrong = sum(row.value for row in rows)
    return Row("all", f"{kinds.total()} faults", wrong, "broken", kinds, 0, True)


if __name__ == "__main__":
    main()
