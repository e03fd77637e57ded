"""What `search export` of many matches takes: memory, time to the first row, rows a second.

    python benchmarks/export.py INDEX [QUERY]

INDEX holds 100,000 articles or more (peers.py builds one). Each form is written to a pipe by a
process of its own, as a person would call it; memory is the highest the system counted, pages of
the index that are mapped among it. Rows a second are of CPU time; the time to the first row is
what a clock shows, which on a busy machine tells of its other work, and the CPU time.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from report import Row, show

SEARCH = [sys.executable, "-m", "search"]
FORMS = ("csv", "jsonl", "bibtex", "csl-json", "md")
MB = 1024  # kilobytes, in which Linux counts the highest memory


class Run(NamedTuple):
    """One export."""

    first: float  # seconds by the clock until the first row
    start: float  # seconds of CPU time until it is there, for a reader who leaves then
    cpu: float  # seconds
    memory: float  # MB
    rows: int


def run(index: Path, form: str, asked: list[str], mark: bytes) -> Run:
    """Export, and count what comes by the mark of each row."""
    command = [*SEARCH, "export", "--index", str(index), "--output", form, "--header", "none"]
    start = started([*command, *asked])
    began = perf_counter()
    process = subprocess.Popen([*command, *asked], stdout=subprocess.PIPE)
    assert process.stdout is not None
    found = process.stdout.readline() + process.stdout.readline()  # of a table, after its header
    first = perf_counter() - began
    rows = found.count(mark)
    for line in process.stdout:
        rows += line.count(mark)
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0
    return Run(first, start, used.ru_utime + used.ru_stime, used.ru_maxrss / MB, rows)


def started(command: list[str]) -> float:
    """The CPU time of the command until its first rows are taken and no more are wanted."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    _, _, used = os.wait4(process.pid, 0)
    return used.ru_utime + used.ru_stime


MARKS = {
    "csv": b"\n",
    "jsonl": b'"rank": ',
    "bibtex": b"articleid = ",
    "csl-json": b'"archive_location"',
    "md": b"- ",
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("index", type=Path)
    options.add_argument("query", nargs="*")
    options.add_argument("--form", choices=FORMS, action="append")
    options.add_argument("--json", action="store_true")
    asked = options.parse_intermixed_args()
    rows = []
    for form in asked.form or FORMS:
        run_ = run(asked.index, form, asked.query, MARKS[form])
        data = f"{form}, {run_.rows:,} rows"
        rows += [
            Row("highest memory", data, run_.memory, "MB", target=100, at_most=True),
            Row("first row", data, run_.first, "s", target=1, at_most=True),
            Row("first row", data, run_.start, "s CPU", target=1, at_most=True),
            Row("rows a second", data, run_.rows / run_.cpu, "rows/s CPU"),
        ]
    show(rows, (), asked.json)


if __name__ == "__main__":
    main()
