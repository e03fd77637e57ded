"""This program beside tantivy, SQLite FTS5 and stock Whoosh: building, warm and cold queries.

    python benchmarks/peers.py --size 10k [--corpus FILE.jsonl] [--only ours,tantivy] [--json]

The same articles and the same two hundred queries for every engine. Builds run each in a process
of its own. Warm queries are put to every engine in turn, in one process, three times over; what
each takes the first time, after some other queries, is told apart, since this program keeps what it
has decoded. Cold ones are whole processes, in turn with `python -c "import click"`. Times are of
the processor, which a busy machine
changes less than those of the clock; figures are medians.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from compileall import compile_dir
from itertools import islice, pairwise
from operator import itemgetter
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from peer_engines import ENGINES, articles
from peer_queries import KINDS, SAMPLE, SEED, Asked, queries
from report import Row, show

ROOT = Path(__file__).parent.parent
GENERATOR = ROOT.parent / "shared" / "bench" / "perf"
SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
ROUNDS = 3  # of warm queries; the median is told, and the first apart
COLD = 11  # of cold processes
SLOW = {"10k": 200, "100k": 0, "1m": 0}  # queries put to stock Whoosh
STOCK = {"10k"}  # the sizes at which stock Whoosh is built: ten minutes at the next


def main() -> None:
    """Print the table."""
    asked = options()
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(asked.work or scratch)
        corpus = asked.corpus or made(asked.size, place)
        names = [name for name in asked.only.split(",") if name != "whoosh" or asked.size in STOCK]
        sample = list(islice(articles(corpus), SAMPLE))
        found, others = queries(sample), queries(sample, SEED + 1)[::5]
        rows = [] if "build" in asked.skip else list(builds(names, corpus, place, asked.size))
        if "warm" not in asked.skip:
            rows += warm(names, found, others, place, asked.size)
        if "cold" not in asked.skip:
            rows += cold(found, place, asked.size)
    show(rows, [ENGINES[name].package for name in names], asked.json)  # type: ignore[attr-defined]


def options() -> argparse.Namespace:
    """What was asked for; one hidden command builds, for a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", choices=SIZES, default="10k", help="how many articles")
    parser.add_argument("--corpus", type=Path, help="other articles, as the generator writes them")
    parser.add_argument("--work", type=Path, help="keep corpus and indexes in this folder")
    parser.add_argument("--only", default=",".join(ENGINES), help="engines, parted by commas")
    parser.add_argument("--skip", default="", help="of build, warm, cold")
    parser.add_argument("--json", action="store_true", help="one object with versions and rows")
    parser.add_argument("--build", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.build:
        name, folder = asked.build
        ENGINES[name].build(articles(asked.corpus), Path(folder))  # type: ignore[attr-defined]
        raise SystemExit
    return asked


def made(size: str, place: Path) -> Path:
    """A corpus of that size by the generator."""
    path = place / f"{size}.jsonl"
    if not path.exists():
        command = [GENERATOR / "make_corpus.py", GENERATOR / "base-wikinews.jsonl.gz"]
        place.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, *command, "-n", str(SIZES[size]), "-o", path], check=True)
    return path


# Building


def builds(names: Sequence[str], corpus: Path, place: Path, size: str) -> Iterator[Row]:
    """What each engine takes to build its index."""
    cost = {name: built(name, corpus, place / f"{name}-{size}") for name in names}
    ours = cost["ours"]
    peer = "tantivy" if "tantivy" in cost else "fts5"
    rows = (
        ("index, CPU", "cpu", "s", 1.0),
        ("index, wall on 2 cores", "wall", "s", 0.7),
    )
    for figure, key, unit, target in rows:
        beside = {name: each[key] for name, each in cost.items() if name != "ours"}
        ratio = ours[key] / beside[peer] if peer in beside else None
        bound = target if ratio is not None else None
        yield Row(figure, size, ours[key], unit, beside, bound, at_most=True, ratio=ratio)
    if "whoosh" in cost:
        ratio = ours["cpu"] / cost["whoosh"]["cpu"]
        yield Row("index, CPU, beside stock Whoosh", size, ours["cpu"], "s", {}, 0.05, True, ratio)
    beside = {name: each["memory"] for name, each in cost.items() if name != "ours"}
    most = 1000.0 if size == "1m" else 500.0
    yield Row("index, peak memory", size, ours["memory"], "MB", beside, most, at_most=True)
    raw = corpus.stat().st_size
    beside = {name: each["size"] / raw for name, each in cost.items() if name != "ours"}
    yield Row("index size", size, ours["size"] / raw, "of raw", beside, 0.95, at_most=True)


def built(name: str, corpus: Path, folder: Path) -> Mapping[str, float]:
    """Build in a process of its own; seconds, and megabytes of it and its children together."""
    subprocess.run(["rm", "-rf", folder], check=True)
    command = [sys.executable, __file__, "--build", name, str(folder), "--corpus", str(corpus)]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(command, env=_environment())
    peak = _Peak(process.pid)
    failed = process.wait()
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    memory = peak.close()
    if failed:
        raise SystemExit(f"{name} could not build")
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "wall": wall,
        "memory": memory,
        "size": sum(path.stat().st_size for path in files),
    }


def _environment() -> dict[str, str]:
    """That of a build: numpy on one thread, as the command sets it."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}


class _Peak:
    """The most memory that a process and its children held at once; pages they share count once."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._most = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def close(self) -> float:
        """Megabytes."""
        self._over.set()
        self._thread.join()
        return self._most / 1024

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            self._most = max(self._most, sum(map(_held, [self._pid, *_children(self._pid)])))


def _children(pid: int) -> list[int]:
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    except OSError:
        return []
    return [each for child in map(int, listed) for each in (child, *_children(child))]


def _held(pid: int) -> int:
    """Kilobytes of its own and its share of the rest, less what only mirrors files."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:"))


# Warm queries


def warm(
    names: Sequence[str], asked: Sequence[Asked], others: Sequence[Asked], place: Path, size: str
) -> Iterator[Row]:
    """Answers of open engines, put to each in turn; `others` load what is loaded once."""
    target = {"1m": 0.9}.get(size, 0.6)
    alone: tuple[float | None, float | None] = (1.0, 1.5) if size != "1m" else (None, None)
    every = range(len(asked))
    for facets, figure, bounds in (
        (True, "top 10 and facets", (target, target)),
        (False, "top 10", alone),
    ):
        opened = {name: ENGINES[name](place / f"{name}-{size}") for name in names}
        timed(opened, others, facets, size)
        times = timed(opened, asked, facets, size)
        medians, first = (
            {name: [pick(t) for t in rows if t] for name, rows in times.items()}
            for pick in (median, itemgetter(0))
        )
        yield from _rows(figure, medians, every, size, bounds)
        yield from _rows(f"{figure}, first asked", first, every, size, (None, None))
        for kind in KINDS:
            mine = [i for i, each in enumerate(asked) if each.kind == kind]
            yield from _rows(f"  {kind}", medians, mine, size, (None, None))


def _rows(
    figure: str,
    times: Mapping[str, Sequence[float]],
    mine: Sequence[int],
    size: str,
    bounds: tuple[float | None, float | None],
) -> Iterator[Row]:
    for name, pick, bound in (("p50", median, bounds[0]), ("p95", _p95, bounds[1])):
        found = {engine: pick([each[i] for i in mine]) for engine, each in times.items() if each}
        ours = found.pop("ours")
        ratio = ours / found["tantivy"] if "tantivy" in found else None
        yield Row(f"{figure} {name}", size, ours, "ms CPU", found, bound, at_most=True, ratio=ratio)


def timed(
    opened: Mapping[str, object], asked: Sequence[Asked], facets: bool, size: str
) -> dict[str, list[list[float]]]:
    """Milliseconds of each engine for each query, round by round."""
    times: dict[str, list[list[float]]] = {name: [[] for _ in asked] for name in opened}
    for _ in range(ROUNDS):
        for number, each in enumerate(asked):
            for name, engine in opened.items():
                if name == "whoosh" and number >= SLOW[size]:
                    continue
                began = time.process_time_ns()
                engine.ask(each, facets)  # type: ignore[attr-defined]
                times[name][number].append((time.process_time_ns() - began) / 1e6)
    return times


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20)[-1]


# Cold processes


def cold(asked: Sequence[Asked], place: Path, size: str) -> Iterator[Row]:
    """Whole processes: `search query` beside one that does nothing but load click."""
    folder = place / f"ours-{size}"
    compile_dir(ROOT / "search", quiet=1)  # as an installer does, and has done for click
    worst, totals = worst_and(asked, folder)
    target = 1.25 if size == "10k" else 2.0
    query = [sys.executable, "-m", "search", "query", *worst.words, "--index", str(folder)]
    click = [sys.executable, "-c", "import click"]
    bare = [sys.executable, "-c", "pass"]
    commands = {"ours": query, "click": click, "python": bare}
    spent: dict[str, list[tuple[float, float, float]]] = {name: [] for name in commands}
    for name, *used in _processes(list(commands.items()) * COLD):
        spent[name].append(tuple(used))
    cpu, wall, memory = (
        {name: median(each[i] for each in rows) for name, rows in spent.items()} for i in range(3)
    )
    data = f"{size}, {totals} matches"
    for figure, unit, found in (("CPU", "ms CPU", cpu), ("wall", "ms", wall)):
        ours, ratio = found.pop("ours"), 0.0
        ratio = ours / found["click"]
        yield Row(f"cold `search query`, {figure}", data, ours, unit, found, target, True, ratio)
    ours = memory.pop("ours")
    yield Row("cold `search query`, memory", data, ours, "MB", memory, 45.0, at_most=True)


def worst_and(asked: Sequence[Asked], folder: Path) -> tuple[Asked, int]:
    """The AND of two words with the most matches, and how many."""
    engine = ENGINES["ours"](folder)
    pairs = [each for each in asked if each.kind == "and"]
    common = [each.words[0] for each in asked if each.kind == "common term"]
    pairs += [Asked("and", pair) for pair in pairwise(common)]
    totals = {each: engine.ask(each, False).total for each in pairs}
    worst = max(totals, key=totals.__getitem__)
    return worst, totals[worst]


# Run by a small process: what a process may be said to have held is at least what its parent did.
RUNNER = """
import json, os, subprocess, sys, time
for name, command in json.load(sys.stdin):
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=-3, stderr=-3)
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    wall = (time.perf_counter() - began) * 1000
    cpu = (used.ru_utime + used.ru_stime) * 1000
    print(json.dumps([name, cpu, wall, used.ru_maxrss / 1024]))
"""


def _processes(commands: Sequence[tuple[str, Sequence[str]]]) -> Iterator[list[Any]]:
    """Name, milliseconds of the processor and of the clock, megabytes at the most, of each."""
    ran = subprocess.run(
        [sys.executable, "-c", RUNNER],
        input=json.dumps(commands),
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        encoding="utf-8",
        check=True,
    )
    return map(json.loads, ran.stdout.splitlines())


if __name__ == "__main__":
    main()
