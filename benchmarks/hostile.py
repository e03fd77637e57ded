"""Builds with a document made to take all time and memory, one after the other.

    python benchmarks/hostile.py [--only TEXT] [--json]

Each is indexed next to ten good articles: the memory of all processes at once (shared pages count
once), the processor's time, what the program says of the document, and how many of the good
articles are in the index. It needs Linux.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from report import Row, show

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from faults.hostile import GOOD, HOSTILE, outcome, prepared

MOST = 1000  # MB


def main() -> None:
    """Print a line for each document, and two rows for all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="those whose name contains the text")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = {}
    for name in [name for name in HOSTILE if asked.only in name]:
        with tempfile.TemporaryDirectory() as scratch:
            news = prepared(name, Path(scratch))
            each = found[name] = outcome(news, Path(scratch) / "index")
        good = f"{each.good} of {GOOD}"
        line = f"{name:46} {each.seconds:6.1f} s {each.memory:5.0f} MB  {good}  {each.said}"
        print(line, file=sys.stderr, flush=True)
    data = f"{len(found)} hostile documents"
    lost = sum(each.good < GOOD or each.status not in (0, 4) for each in found.values())
    most = max(each.memory for each in found.values())
    longest = max(each.seconds for each in found.values())
    rows = [
        Row("builds without all good articles", data, lost, "builds", {}, 0, at_most=True),
        Row("memory of a build, at most", data, most, "MB", {}, MOST, at_most=True),
        Row("processor time of a build, at most", data, longest, "s"),
    ]
    show(rows, [], asked.json)


if __name__ == "__main__":
    main()
