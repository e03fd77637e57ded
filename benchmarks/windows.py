"""Windows beside this system: the same index, the same answers, readers beside a writer, and kills.

    python benchmarks/windows.py [--articles 2000] [--queries 200] [--publications 50] [--kills 200]

Run `.ci/windows` once before: it installs Wine and the CPython for Windows. The seeds and articles
made of the Wikinews of tests/data are indexed with 1 and with 2 jobs on both systems; index and
answers are compared byte for byte, without what names the machine. Then, on Windows alone, an index
is published beside two readers that keep it open through 1,000 queries, and builds and decisions
are killed.
"""

import argparse
import gzip
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from hashlib import sha256
from pathlib import Path

from report import Row, show

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from drives.lives import check_kills, check_readers
from support.random_queries import DATA, random_queries, wikinews

from search.article import Article, Person
from search.cli import main as search
from search.facet_definitions import FACETS
from search.indexing import build

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / ".venv-windows"
SEED = 20250113  # of the queries
ASKED = 1000  # queries of a reader at least
NAMES_THE_MACHINE = {"folders", "check"}  # of the manifest and the ledger
OWN = {"lock", "holder.json"}
THREE = tuple(
    Article(f"{name}.txt", f"Bridge {name}", "The bridge fell.", people=(Person("Anna Lis"),))
    for name in "abc"
)
Digests = Mapping[str, str]


def main() -> None:
    """Compare the systems, or do one part of that on this one."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--publications", type=int, default=50)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--json", action="store_true", help="one object with versions and rows")
    parser.add_argument("--part", choices=PARTS, help="do this part here")
    parser.add_argument("--to", type=Path, help="the file in which a part writes what it found")
    asked = parser.parse_args()
    if asked.part:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
            asked.to.write_text(json.dumps(PARTS[asked.part](Path(scratch), asked)), "utf-8")
        return
    rows = compared(asked) + [lived(asked, part) for part in ("readers", "kills")]
    show(rows, (), asked.json)
    sys.exit(any(not row.met for row in rows))


def compared(asked: argparse.Namespace) -> list[Row]:
    """Return a row for index and answers: how many differ between the systems, or between jobs."""
    here = {jobs: part("record", asked, jobs, ()) for jobs in ("1", "2")}
    there = {jobs: part("record", asked, jobs, windows()) for jobs in ("1", "2")}
    rows = []
    for what in ("index", "answers"):
        right: Digests = here["1"][what]
        for jobs in ("1", "2"):
            for system, found in (("Linux", here), ("Windows", there)):
                other: Digests = found[jobs][what]
                names = right.keys() | other.keys()
                differing = sorted(each for each in names if right.get(each) != other.get(each))
                print(f"{system}, {jobs} jobs: {what}: {differing[:5]}", file=sys.stderr)
                row = Row(f"{what}, {system}", f"{jobs} jobs", len(differing), "differing")
                rows.append(Row(row.figure, row.data, row.value, row.unit, target=0, at_most=True))
    return rows


def lived(asked: argparse.Namespace, name: str) -> Row:
    """Return the row of a check that was run on Windows: 1 if it broke."""
    found = part(name, asked, "1", windows())
    broken = found["broken"]
    print(f"{name}: {broken or 'whole'} {found['more']}", file=sys.stderr)
    count = asked.publications if name == "readers" else asked.kills
    return Row(f"{name}, Windows", str(count), bool(broken), "broken", target=0, at_most=True)


def windows() -> tuple[str, ...]:
    """Return the command that starts the Python for Windows."""
    return ("wine", str(HOME / "python" / "python.exe"))


def part(name: str, asked: argparse.Namespace, jobs: str, python: tuple[str, ...]) -> dict:
    """Return what a part prints, run by a Python."""
    numbers = ("articles", "queries", "publications", "kills")
    options = [f"--{each}={getattr(asked, each)}" for each in numbers]
    variables = {**os.environ, "WINEPREFIX": str(HOME / "prefix"), "WINEDEBUG": "-all"}
    with tempfile.TemporaryDirectory() as scratch:
        found = Path(scratch) / "found.json"
        command = [*(python or (sys.executable,)), __file__, "--part", name, "--to", str(found)]
        ran = subprocess.Popen(
            [*command, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,  # Wine takes a pipe, which services of its own keep open
            stderr=subprocess.STDOUT,
            env={**variables, "JOBS": jobs},
            cwd=ROOT,
        )
        if ran.wait():
            assert ran.stdout is not None
            os.set_blocking(ran.stdout.fileno(), False)
            raise SystemExit((ran.stdout.read() or b"").decode(errors="replace"))
        return json.loads(found.read_bytes())


def record(folder: Path, asked: argparse.Namespace) -> dict[str, Digests]:
    """Return a digest of each file of the index, and of each answer."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / "wikinews").mkdir()
    (folder / "wikinews" / "news.jsonl").write_bytes(news(asked.articles))
    index = folder / "index"
    build([folder / "seeds", folder / "wikinews"], index, jobs=int(os.environ["JOBS"]))
    home = index / "whoosh"
    files = sorted(path for path in home.rglob("*") if path.is_file() and path.name not in OWN)
    digests = {path.relative_to(home).as_posix(): digest(nameless(path)) for path in files}
    return {"index": digests, "answers": answers(index, asked.queries)}


def news(count: int) -> bytes:
    """Return so many articles as JSON Lines: those of the data, again and again, shuffled."""
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    rows = []
    for number in range(count):
        first, turn = records[number % len(records)], number // len(records)
        second = records[(number + 7 * turn) % len(records)]
        body = "\n\n".join([*first["paras"][turn:], *(second["paras"][:turn])])
        title = f"{first['title']} {turn or ''}".strip()
        rows.append(json.dumps({"title": title, "date": first["date"], "text": body}))
    return "\n".join(rows).encode()


def nameless(path: Path) -> bytes:
    """Return the content of a file of the index without what names the machine."""
    content = path.read_bytes()
    if path.name not in ("manifest.json", "ledger.json"):
        return content
    fields = json.loads(content)
    for name in NAMES_THE_MACHINE & fields.keys():
        del fields[name]
    fields.get("files", {}).pop("ledger.json", None)  # its size tells of the folders
    return json.dumps(fields).encode()


def answers(index: Path, count: int) -> Digests:
    """Return a digest of the answers in JSON to random queries, and of all facets."""
    lines = {
        f"query {number}": ("query", "--explain", "--synonyms", "--", query.text)
        for number, query in enumerate(random_queries(wikinews(), SEED, count))
    }
    lines |= {f"facet {name}": ("facets", "--by", name, "--limit", "all") for name in FACETS}
    return {name: digest(answer(line, index)) for name, line in lines.items()}


def answer(line: tuple[str, ...], index: Path) -> bytes:
    """Return what the command prints in JSON, without the seconds it took."""
    printed, said = io.StringIO(), io.StringIO()
    with redirect_stdout(printed), redirect_stderr(said):
        status = search([line[0], "--index", str(index), "--output", "json", *line[1:]])
    fields = json.loads(printed.getvalue() or "{}")
    fields.pop("seconds", None)
    return json.dumps([status, fields, said.getvalue().replace(str(index), "index")]).encode()


def digest(content: bytes) -> str:
    """Return the sha256, in hex."""
    return sha256(content).hexdigest()


def readers(folder: Path, asked: argparse.Namespace) -> dict[str, str]:
    """Return what broke while an index was published beside two readers; empty if nothing."""
    try:
        counts = check_readers(folder, THREE, asked.publications, ASKED)
    except AssertionError as error:
        return {"broken": repr(error), "more": ""}
    return {"broken": "", "more": f"{counts} queries"}


def kills(folder: Path, asked: argparse.Namespace) -> dict[str, str]:
    """Return what broke when builds and decisions were killed; empty if nothing."""
    try:
        check_kills(folder, asked.kills)
    except AssertionError as error:
        return {"broken": repr(error), "more": ""}
    return {"broken": "", "more": ""}


PARTS = {"record": record, "readers": readers, "kills": kills}

if __name__ == "__main__":
    main()
