"""Faults at every call that writes, in every command that writes: what was lost, if anything.

    python benchmarks/faults.py [--step N] [--only COMMAND,...] [--json]

Each run makes one call on the disk fail, write half, or be hit by a signal, before or after it.
Then the index is verified, files of the user are compared with those before and after a whole run,
and the next build must succeed and leave nothing behind. It needs Linux and a C compiler.
"""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from report import Row, show

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from faults.scenarios import SCENARIOS, outcomes


def main() -> None:
    """Run the scenarios and print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--step", type=int, default=1, help="try one in so many faults")
    parser.add_argument("--only", default="", help="names of scenarios, separated by commas")
    parser.add_argument("--json", action="store_true", help="one object with versions and rows")
    asked = parser.parse_args()
    only = {name for name in asked.only.split(",") if name}
    rows = []
    for scenario in (each for each in SCENARIOS if not only or each.name in only):
        with tempfile.TemporaryDirectory() as scratch:
            found = list(outcomes(scenario, Path(scratch).resolve() / "archive", asked.step))
        wrong = [each for each in found if each.wrong]
        for each in wrong:
            print(f"{each.scenario}: {each.fault}: {each.wrong}", file=sys.stderr)
        kinds = Counter(each.fault.how for each in found)
        rows.append(
            Row(scenario.name, f"{len(found)} faults", len(wrong), "broken", kinds, 0, True)
        )
    show(rows, (), asked.json)


if __name__ == "__main__":
    main()
