"""Every regular expression of the program over texts of repeated pieces: which grow too fast.

    python benchmarks/patterns.py [--size N] [--only NAME] [--json]

A pattern whose time grows with the square of the length of a line takes hours on a line of 8 MB.
Each is run over texts made of its own parts (tests/support/repeated_strings.py), in a process that
is ended when it hangs. The time of the worst text at N and at 4 N characters gives the exponent: 1
where it grows with the length, 2 with its square. A pattern that is given short texts only is run
on the longest that it is given.
"""

import argparse
import math
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from report import Row, show

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support.compiled_patterns import Found, collect
from support.pattern_times import TINY, duration
from support.repeated_strings import repeated_texts

SECONDS = 1.0  # of processor time, after which a run is ended
NOTICEABLE = 0.003  # seconds: shorter runs are not compared
STEEP = 1.5  # the exponent from which on a pattern is reported
LIMIT = 0.1  # seconds that a pattern may take on the longest text that it is given


def exponents(found: Found, size: int) -> Iterator[float]:
    """Yield how fast the time grows on each text that takes noticeable time; infinite if ended."""
    for method, text in product(found.methods, repeated_texts(found.pattern)):
        tiny, before = (duration(found, method, text.text(n), SECONDS) for n in (TINY, size))
        if math.inf in (tiny, before):
            yield math.inf
        elif before > NOTICEABLE:
            after = duration(found, method, text.text(4 * size), SECONDS)
            yield math.log(max(after, NOTICEABLE) / before, 4)


def steepest(found: Found, size: int) -> float:
    """Return the largest exponent up to the first that is steep."""
    worst = 0.0
    for each in exponents(found, size):
        worst = max(worst, each)
        if worst > STEEP:
            break
    return worst


def longest_time(found: Found) -> float:
    """Return the longest time on the longest texts that a pattern is given."""
    return max(
        duration(found, method, text.text(found.longest or 0), SECONDS)
        for method, text in product(found.methods, repeated_texts(found.pattern))
    )


def main() -> None:
    """Run all patterns, print those that are too slow, and a summary."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--size", type=int, default=3000, help="characters of the shorter text")
    parser.add_argument("--only", default="", help="a part of the names of patterns")
    parser.add_argument("--json", action="store_true", help="one object with versions and rows")
    asked = parser.parse_args()
    patterns = [each for each in collect() if asked.only in each.place]
    rows = []
    for found in patterns:
        if found.longest:
            took = longest_time(found)
            if took > LIMIT:
                rows.append(Row(found.place, f"{found.longest}", took, "s", {}, LIMIT, True))
        elif (steep := steepest(found, asked.size)) > STEEP:
            data = f"{asked.size} and {4 * asked.size}"
            rows.append(Row(found.place, data, steep, "exponent", {}, STEEP, True))
    slow = len(rows)
    data = f"{len(patterns)} patterns"
    rows.append(Row("patterns that are too slow", data, slow, "patterns", {}, 0, True))
    show(rows, (), asked.json)


if __name__ == "__main__":
    main()
