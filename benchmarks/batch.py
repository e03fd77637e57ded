"""A batch of 1,000 queries beside as many single processes, by clock and by CPU time.

    python benchmarks/batch.py INDEX

The queries are made of the words of the index's own headlines: one word, two, three or more, a
phrase, and each of these with a filter on the day. Thirty of them, spread evenly, are asked by a
process each, once before and once after the batch, and taken for all 1,000. Both write ten hits a
query to a pipe. The target is of CPU time: the clock of a busy machine tells of its other work.
"""

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from report import Row, show

from search.engines import open_engine

SEARCH = [sys.executable, "-m", "search"]
QUERIES, SINGLES = 1000, 30
TARGET = 20  # times faster


class Took(NamedTuple):
    """Seconds."""

    wall: float
    cpu: float


class Asked(NamedTuple):
    """A row of the list."""

    query: str
    since: str


def asked(index: Path) -> list[Asked]:
    """The queries; the same for the same index."""
    chance = random.Random(7)
    titles = [each.title for each in open_engine(index).articles() if len(each.title.split()) > 5]
    found = []
    for number in range(QUERIES):
        words = [w for w in chance.choice(titles).split() if w.isalpha()] or ["news"]
        start = chance.randrange(len(words))
        some = words[start : start + 1 + number % 4]
        text = f'"{" ".join(some)}"' if number % 5 == 4 else " ".join(some).lower()
        found.append(Asked(text, "2020" if number % 8 == 7 else ""))
    return found


def took(arguments: Sequence[str]) -> Took:
    """What a process of the command takes."""
    began = perf_counter()
    process = subprocess.Popen([*SEARCH, *arguments], stdout=subprocess.PIPE)
    assert process.stdout is not None
    while process.stdout.read(1 << 16):
        pass
    _, status, used = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1), arguments
    return Took(perf_counter() - began, used.ru_utime + used.ru_stime)


def singles(queries: Iterable[Asked], index: Path) -> list[Took]:
    """One process for each."""
    return [
        took(
            [
                *("query", each.query, "--index", str(index), "--output", "tsv"),
                *(["--since", each.since] if each.since else []),
            ]
        )
        for each in queries
    ]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("index", type=Path)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    queries = asked(given.index)
    some = queries[:: QUERIES // SINGLES + 1]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "queries.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([Asked._fields, *queries])
        alone = singles(some, given.index)
        whole = took(["batch", str(path), "--index", str(given.index), "--output", "tsv"])
        counts = took(["batch", str(path), "--index", str(given.index), "--counts"])
        alone += singles(some, given.index)
    rows = []
    for name, batch in (("hits", whole), ("counts", counts)):
        for kind, unit in (("cpu", "s CPU"), ("wall", "s")):
            one = sum(getattr(each, kind) for each in alone) / len(alone) * QUERIES
            value = getattr(batch, kind)
            beside = {f"{QUERIES} processes": one}
            target = TARGET if (kind, name) == ("cpu", "hits") else None
            rows.append(Row(f"batch, {kind}", name, value, unit, beside, target, ratio=one / value))
    show(rows, (), given.json)


if __name__ == "__main__":
    main()
