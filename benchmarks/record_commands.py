"""The output of some 400 commands, recorded to see that a change of the program changes no fact.

    python benchmarks/record_commands.py record OUT/ [--program "python -m search"]
    python benchmarks/record_commands.py compare OLD/ NEW/ [--ignore KEY] [--quiet]

`record` writes the documents of recorded_archive.py to a temporary folder, runs the lines of
recorded_commands.txt there, and stores the arguments, exit status and both outputs of each in a
file of its own. Times, paths, digests and the like, which differ from run to run, are replaced by
their names. `compare` prints what differs between two such folders and ends with 1 where a fact
does (compare_records.py says what a fact is).

With another clone on PYTHONPATH it is the program of that clone that is recorded.
"""

import argparse
import json
import re
import shlex
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from command_sandbox import Sandbox, Step
from compare_records import TITLES, Record, compare
from recorded_archive import write_archive

COMMANDS = Path(__file__).with_name("recorded_commands.txt")
BLOCK = "| "  # begins a line of a file

# Starts an older version, which orders answers by topics too, so that every index has fewer
# articles than topics are learned from. A version without topics runs as it is.
WITHOUT_TOPICS = """\
import contextlib, runpy, sys
with contextlib.suppress(ModuleNotFoundError):
    from search.engines.whoosh.topics import laying
    laying.FEWEST = sys.maxsize
runpy.run_module("search", run_name="__main__", alter_sys=True)
"""


def main() -> int:
    """Record or compare; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    recording = verbs.add_parser("record", help="run the commands and store what they print")
    recording.add_argument("out", type=Path)
    recording.add_argument("--program", default=f"{shlex.quote(sys.executable)} -m search")
    recording.add_argument(
        "--old-topics", action="store_true", help="switch off the topics of an older version"
    )
    recording.add_argument("--only", default="", metavar="FOLDER", help="small, large or empty")
    comparing = verbs.add_parser("compare", help="print what differs between two recordings")
    comparing.add_argument("old", type=Path)
    comparing.add_argument("new", type=Path)
    comparing.add_argument("--ignore", action="append", default=[], metavar="KEY")
    comparing.add_argument("--quiet", action="store_true", help="print facts alone")
    arguments = parser.parse_args()
    if arguments.verb == "compare":
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # a reader such as `head` may leave early
        return compare(arguments.old, arguments.new, frozenset(arguments.ignore), arguments.quiet)
    program = shlex.split(arguments.program)
    if arguments.old_topics:
        program = [program[0], "-c", WITHOUT_TOPICS]
    return record(arguments.out, program, arguments.only)


def record(out: Path, program: Sequence[str], only: str) -> int:
    """Run every step in a temporary folder and write the records."""
    out.mkdir(parents=True, exist_ok=True)
    for path in out.glob("*.json"):
        path.unlink()
    with tempfile.TemporaryDirectory(prefix="recorded-") as scratch:
        root = Path(scratch).resolve()
        titles = write_archive(root)
        (out / TITLES).write_text("\n".join(titles) + "\n", encoding="utf-8")
        sandbox = Sandbox(root, program)
        sandbox.demand_program()
        steps = (step for step in steps_of(COMMANDS) if only in ("", step.folder))
        records = filter(None, map(sandbox.perform, steps))
        for number, each in enumerate(records, 1):
            _store(out, number, each)
    print(f"{number} records in {out}")
    return 0


def _store(out: Path, number: int, record: Record) -> None:
    slug = re.sub(r"\W+", "-", record.line).strip("-")[:50]
    name = f"{number:03}-{record.folder}-{slug}.json"
    text = json.dumps({"number": number, **asdict(record)}, ensure_ascii=False, indent=1)
    (out / name).write_text(text + "\n", encoding="utf-8")


def steps_of(path: Path) -> Iterator[Step]:
    """Yield the steps of the list in their order."""
    folder, step = "", None
    for line in path.read_text(encoding="utf-8").splitlines():
        if step and line.startswith(BLOCK):
            step = step._replace(block=f"{step.block}{line.removeprefix(BLOCK)}\n")
            continue
        if step:
            yield step
        step = None
        if line.startswith("["):
            folder = line.strip("[]")
        elif line and not line.startswith("#"):
            step = Step(folder, line)
    if step:
        yield step


if __name__ == "__main__":
    sys.exit(main())
