"""The life of an index on a drive: builds, decisions, readers beside a writer, and kills.

Each function raises AssertionError where a promise is broken. `benchmarks/drives.py` runs them in
full, the tests in part.
"""

import json
import random
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

from support.indexes import publish
from support.processes import ROOT, environment

from search.article import Article
from search.engines import open_engine, problems
from search.query import Query

SEED = 20250113  # of the moments of kills
SECONDS = 300  # after which a command hangs
INDEX = ("index", "seeds", "--jobs", "1")
COMMANDS = (  # each with the exit status
    (INDEX, 0),
    (("index",), 0),
    (("people", "hide", "John Healey"), 0),
    (("index", "--rebuild", "--jobs", "2"), 0),
    (("people", "merge", "Rustem Umerov", "Volodymyr Zelensky"), 0),
    (("cuts", "--reject", "837af9d40e57a08b"), 0),
    (("index",), 0),
    (("cuts", "--accept", "837af9d40e57a08b"), 0),
    (("index",), 0),
    (("saved", "add", "weekly", "air defense"), 0),
    (("saved", "run", "weekly", "--new"), 0),
    (("saved", "run", "weekly", "--new"), 1),
    (("query", "air defense"), 0),
    (("export", "air", "--to", "found.csv"), 0),
    (("dump", "kept.toml"), 0),
    (("saved", "rm", "weekly"), 0),
    (("restore", "kept.toml", "--replace"), 0),
    (("doctor", "--deep"), 0),
)
SHORT = tuple(COMMANDS[place] for place in (0, 2, 3, 5, 6, 9, 10))
QUERIES = (
    ("query", "air defense", "--explain"),
    ("facets", "--by", "people"),
    ("show", "002"),
    ("people",),
    ("cuts",),
    ("dups",),
    ("stats",),
    ("verify",),
    ("doctor", "--deep"),
)
READER = """
import sys
from pathlib import Path
from search.engines import open_engine
from search.query import Query

least, asked = int(sys.argv[1]), 0

def ask(engine):
    global asked
    asked += 1
    results = engine.search(Query("bridge", facets=("people", "source")))
    facets = {name: counts for name, counts in results.facets.items()}
    assert results.total in (2, 3), results.total
    assert len([hit.article.body for hit in results.hits]) == results.total
    engine.skips()

kept = open_engine(Path("index"))
print("open", flush=True)
while asked < least or not Path("stop").exists():
    engine = open_engine(Path("index"))
    for _ in range(3):
        ask(engine)
        ask(kept)
    engine.close()
kept.close()
print(asked)
"""


def search(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the folder."""
    return subprocess.run(
        [sys.executable, "-m", "search", *arguments],
        cwd=place,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )


def check_commands(place: Path, commands: Sequence[tuple[tuple[str, ...], int]] = COMMANDS) -> None:
    """Run commands that write, and verify the index after each."""
    shutil.copytree(ROOT / "seeds", place / "seeds", dirs_exist_ok=True)
    for number, (command, status) in enumerate(commands):
        story = f"Ferry {number} sinks\n\nFerry {number} sank in the harbour of Varna.\n"
        (place / "seeds" / "new.txt").write_text(story, encoding="utf-8")
        if command == ("doctor", "--deep"):
            search(place, "index")
        ran = search(place, *command)
        assert ran.returncode == status, (command, ran)
        assert problems(place / "index") == [], command
        assert strays(place) == [], command


def check_readers(place: Path, three: Sequence[Article], count: int, queries: int = 0) -> list[int]:
    """Publish so many times while two readers keep the index open and open it again and again.

    Each reader asks so many queries at least; the result is how many each of them asked.
    """
    publish(three, place / "index")
    command = [sys.executable, "-c", READER, str(queries)]
    readers = [
        subprocess.Popen(
            command, cwd=place, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    for reader in readers:
        assert reader.stdout and reader.stdout.readline().split() == [b"open"]
    for number in range(count):
        if number % 2:
            publish([three[1]], place / "index")
        else:
            publish([], place / "index", removed=["b.txt"])
    still_there = [reader.poll() for reader in readers]
    (place / "stop").touch()
    said = [reader.communicate(timeout=SECONDS) for reader in readers]
    assert [errors for _, errors in said] == [b"", b""], said
    assert still_there == [None, None]
    assert [reader.returncode for reader in readers] == [0, 0]
    publish([], place / "index")
    assert problems(place / "index") == []
    assert strays(place) == []
    return [int(asked) for asked, _ in said]


def check_kills(place: Path, count: int) -> None:
    """Kill commands at so many moments; each time index and decisions are the old or the new ones.

    They are updates, rebuilds, decisions and first builds of another index.
    """
    shutil.copytree(ROOT / "seeds", place / "seeds", dirs_exist_ok=True)
    began = time.monotonic()
    assert search(place, *INDEX).returncode == 0
    whole = time.monotonic() - began
    moments = random.Random(SEED)
    first = (*INDEX, "--index", "first")
    acts = (("index",), ("index", "--rebuild"), ("people", "hide", "John Healey"), first)
    for number in range(count):
        story = f"Air defense\n\nVersion {number} of the story.\n"
        (place / "seeds" / "new.txt").write_text(story, encoding="utf-8")
        act = acts[number % len(acts)]
        command = [sys.executable, "-m", "search", *act]
        with subprocess.Popen(
            command,
            cwd=place,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as build:
            time.sleep(whole * moments.uniform(0.2, 1.1))
            build.kill()
        assert problems(place / "index") == [], (number, act)
        engine = open_engine(place / "index")
        assert engine.search(Query("air defense", whole=True)).total in (2, 3), (number, act)
        engine.close()
        decisions = place / "people.toml"
        hidden = tomllib.loads(decisions.read_text("utf-8")) if decisions.exists() else {}
        assert hidden.get("hide", ["John Healey"]) == ["John Healey"], (number, act)
        if (place / "first" / "whoosh" / "manifest.json").exists():
            assert problems(place / "first") == [], (number, act)
            shutil.rmtree(place / "first")
        decisions.unlink(missing_ok=True)
    for line in (("index",), first):
        assert search(place, *line).returncode == 0
    for name in ("index", "first"):
        assert problems(place / name) == []
        assert strays(place, name) == []


def strays(place: Path, index: str = "index") -> list[str]:
    """Return what lies in the folder of the index that no manifest names, and hidden files."""
    home = place / index / "whoosh"
    manifest = json.loads((home / "manifest.json").read_bytes())
    generation = f"g{manifest['generation']:06}"
    named = {"manifest.json", "lock", "holder.json", generation}
    named |= {f"{generation}/{name}" for name in manifest["files"]}
    found = {path.relative_to(home).as_posix() for path in home.rglob("*")}
    hidden = {path.name for path in place.iterdir() if path.name.startswith((".fuse", ".nfs"))}
    return sorted(found - named | hidden)
