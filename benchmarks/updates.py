"""Updates of a large archive: time of the processor, and memory of the largest process.

    python benchmarks/updates.py CORPUS.jsonl [--articles 10000] [--rows] [--json]

CORPUS has rows with title, body, source and date, as `make_corpus.py` and `make_varied.py` write
them: nine of ten paragraphs of the first stand in other articles too, none of the second. An update
must be measured on both. Each article becomes a text file, or with `--rows` a line of a file of
10,000. A step is a process of its own; `git status`, SQLite FTS5 and our own rebuild are beside it.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from report import Row, show

ROOT = Path(__file__).parent.parent
PER_FOLDER, PER_FILE = 1_000, 10_000
OLD = 4.0  # s after which a file counts as one that was not changed lately
WAYS = {  # articles -> seconds that are wanted: nothing, one, a hundred, decision, list
    10_000: (0.4, 0.8, 1.5, 0.6, 0.2),
    100_000: (1.0, 2.0, 4.0, 1.5, 0.4),
    1_000_000: (3.0, 6.0, 10.0, 5.0, 1.0),
}


MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print("", used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr)
"""


class Cost(NamedTuple):
    """What a process and its children took."""

    seconds: float  # of the processor
    memory: float  # MB, of the largest
    output: str


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rows", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        rows = measure(asked.corpus, asked.articles, asked.rows, Path(scratch))
    show(rows, (), asked.json)


def measure(corpus: Path, count: int, as_rows: bool, scratch: Path) -> list[Row]:
    folder, index = scratch / "news", scratch / "index"
    with corpus.open(encoding="utf-8") as file:
        articles = [json.loads(line) for line in islice(file, count + 101)]
    write(articles[:count], folder, as_rows)
    data = f"{corpus.stem}, {count} {'rows' if as_rows else 'files'}"
    nothing, one, hundred, decision, listing = WAYS.get(count, (None,) * 5)
    build = run(folder, "index", str(folder))
    rebuild = {"rebuild": build.seconds}
    git = git_status(folder)
    fts = fts5(articles, count)
    time.sleep(OLD)
    rows: list[Row] = []

    def add(figure: str, cost: Cost, target: float | None, beside: dict[str, float]) -> None:
        rows.append(Row(figure, data, cost.seconds, "CPU s", beside, target, at_most=True))
        rows.append(Row(f"{figure}: memory", data, cost.memory, "MB"))

    def update() -> Cost:
        return run(folder, "index")

    add("whole build", build, None, {})
    add("nothing changed", update(), nothing, {"git status": git})
    last = write(articles[count : count + 1], folder / "more", as_rows)
    add("one more", update(), one, {**rebuild, "FTS5": fts})
    write([{**articles[count], "title": "Another title of it"}], folder / "more", as_rows)
    add("one changed", update(), one, rebuild)
    last.unlink()
    add("one less", update(), one, rebuild)
    write(articles[count + 1 :], folder / "hundred", as_rows)
    add("100 more", update(), hundred, rebuild)
    people = json.loads(run(folder, "people", "--limit", "1", "-o", "json").output)
    name = people["people"][0]["name"] if isinstance(people, dict) else people[0]["name"]
    add("people hide", run(folder, "people", "hide", name), decision, rebuild)
    for command in ("cuts", "people", "stats", "facets"):
        add(f"search {command}", run(folder, command), listing, {})
    size = sum(path.stat().st_size for path in index.rglob("*")) / 1e6
    return [*rows, Row("size of the index", data, size, "MB")]


def write(articles: Sequence[dict[str, Any]], folder: Path, as_rows: bool) -> Path:
    """Write the articles as files, and return the last one."""
    path = folder
    step = PER_FILE if as_rows else 1
    for start in range(0, len(articles), step):
        some = articles[start : start + step]
        if as_rows:
            path, text = folder / f"{start // step:04}.jsonl", "\n".join(map(json.dumps, some))
        else:
            path, text = folder / f"{start // PER_FOLDER:04}" / f"{start:07}.txt", text_of(*some)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n", encoding="utf-8")
    return path


def text_of(article: dict[str, Any]) -> str:
    parts = [article["title"], f"{article['source']}, {article['date']}", article["body"]]
    return "\n\n".join(parts)


def run(folder: Path, *arguments: str) -> Cost:
    """Run a command of ours on the archive."""
    command = [sys.executable, "-m", "search", *arguments, "--index", str(folder.parent / "index")]
    return cost_of(command, folder.parent)


def cost_of(command: Sequence[str], folder: Path) -> Cost:
    """Run a command from a small process: a child begins with the memory of its parent."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    found = subprocess.run(
        [sys.executable, "-c", MEASURE, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    seconds, memory = map(float, found.stderr.split()[-2:])
    return Cost(seconds, memory / 1024, found.stdout.decode())


def git_status(folder: Path) -> float:
    """Return the time of `git status` over the same files, not in their folder."""
    git = ["git", f"--git-dir={folder.parent / 'git'}", f"--work-tree={folder}"]
    for step in (["init", "-q"], ["add", "-A"]):
        cost_of([*git, *step], folder)
    return min(cost_of([*git, "status", "--porcelain"], folder).seconds for _ in range(2))


def fts5(articles: Sequence[dict[str, Any]], count: int) -> float:
    """Return the time in which SQLite FTS5 takes in one more article."""

    def fields(some: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
        return ((each["title"], each["body"]) for each in some)

    with tempfile.NamedTemporaryFile() as file, sqlite3.connect(file.name) as database:
        database.execute("CREATE VIRTUAL TABLE news USING fts5(title, body)")
        database.executemany("INSERT INTO news VALUES (?, ?)", fields(articles[:count]))
        database.commit()
        began = time.process_time()
        database.executemany("INSERT INTO news VALUES (?, ?)", fields(articles[count : count + 1]))
        database.commit()
        return time.process_time() - began


if __name__ == "__main__":
    main()
