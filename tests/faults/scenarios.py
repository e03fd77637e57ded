"""The commands that are run with faults, each on an archive that is prepared for it."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from faults.harness import Fault, home_of, run

SEEDS = Path(__file__).parents[2] / "seeds"
STORY = "Ferry sinks\n\nThe ferry sank in the harbour of Varna, said Mayor Anna Kovalenko.\n"
ROWS = "title,date,source,text\n" + "".join(
    f"Ferry {n} sinks,2025-02-0{n},Daily Ledger,The ferry sank at dawn near pier {n} of Varna.\n"
    for n in (1, 2, 3)
)

LEFTOVERS = (".new", ".tmp", "~")  # how names of unfinished files end


class Scenario(NamedTuple):
    """A command, and the commands that prepare its archive."""

    name: str
    command: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()
    new_story: bool = False  # a story that is not indexed yet lies in the folder
    rewrites: tuple[str, ...] = ()  # ends of names of files that may be in another state
    then: tuple[str, ...] = ()  # a command that answers in the end as after a whole run
    until: str = ""  # what it prints before it is sent SIGTERM; without one it ends by itself


class Outcome(NamedTuple):
    """A fault and what was wrong after it; nothing where the promise was kept."""

    scenario: str
    fault: Fault
    wrong: str


def _words(line: str) -> tuple[str, ...]:
    """Return the words of a command line; an underscore stands for a space in a word."""
    return tuple(word.replace("_", " ") for word in line.split())


INDEX = _words("index seeds --index index --jobs 1")
SAVED = _words("saved add weekly air defense --index index")
SHOWN = _words("saved run weekly --new")
HIDE = _words("people hide John_Healey --index index")
MERGE = _words("people merge Rustem_Umerov John_Healey")
REJECT = _words("cuts --reject 837af9d40e57a08b")
DUMP = _words("dump kept.toml")
STATE = _words("diff --save state.json")
EXPORT = _words("export air --to found.csv")

REBUILD = (*INDEX, "--rebuild")
WATCH = (*INDEX, "--watch")
FERRIES, PEOPLE = _words("query ferry"), _words("people -o json")
LINES = _words("cuts --by line -o json")
LISTED = _words("saved list")

WRITING = (
    Scenario("first build", INDEX, then=FERRIES),
    Scenario("update", INDEX, (INDEX,), new_story=True, then=FERRIES),
    Scenario("rebuild", REBUILD, (INDEX,), new_story=True, then=FERRIES),
    Scenario("watch", WATCH, (INDEX,), new_story=True, then=FERRIES, until=" added "),
    Scenario("people hide", HIDE, (INDEX,), then=PEOPLE),
    Scenario("people merge", MERGE, (INDEX, HIDE), then=PEOPLE),
    Scenario("people split", _words("people split Rustem_Umerov"), (INDEX, MERGE), then=PEOPLE),
    Scenario("cuts --reject", REJECT, (INDEX,), then=LINES),
    Scenario("cuts --accept", _words("cuts --accept 837af9d40e57a08b"), (INDEX, REJECT)),
    Scenario("saved add", SAVED, (INDEX,), then=LISTED),
    Scenario("saved add --replace", _words("saved add weekly drone --replace"), (INDEX, SAVED)),
    Scenario(
        "saved rename",
        _words("saved rename weekly daily"),
        (INDEX, SAVED, SHOWN),
        rewrites=(".json",),
        then=_words("saved run daily --new"),
    ),
    Scenario("saved run --new", SHOWN, (INDEX, SAVED), rewrites=(".json",), then=SHOWN),
    Scenario("saved run --new again", SHOWN, (INDEX, SAVED, SHOWN), then=SHOWN),
    Scenario("saved rm", _words("saved rm weekly"), (INDEX, SAVED, SHOWN), rewrites=(".json",)),
    Scenario("dump", DUMP, (INDEX, SAVED, HIDE, REJECT, SHOWN)),
    Scenario("dump again", DUMP, (INDEX, SAVED, DUMP, HIDE)),
    Scenario(
        "restore",
        _words("restore kept.toml --replace"),
        (INDEX, SAVED, HIDE, REJECT, SHOWN, DUMP, _words("saved rm weekly"), MERGE),
        rewrites=(".json",),
        then=SHOWN,
    ),
    Scenario("export --to", EXPORT, (INDEX,)),
    Scenario(
        "export --to again",
        _words("export --to found.csv"),
        (INDEX, EXPORT),
        rewrites=(".about.json",),  # removed first, so that it never describes another export
    ),
    Scenario("export-whoosh", _words("export-whoosh stock"), (INDEX,)),
    Scenario("diff --save", STATE, (INDEX,)),
    Scenario("config --init", _words("config --init"), (INDEX,)),
)

# An archive with every file that a command may read, and a second build.
READY = (INDEX, SAVED, SHOWN, HIDE, REJECT, INDEX, DUMP, STATE, _words("query air"))
FILES: Mapping[str, str] = {
    "seeds/copy.txt": (SEEDS / "002_7aec30fda4bd4711.txt").read_text("utf-8") + "\nOne more line.",
    "search.toml": "limit = 5\n",
    "synonyms.txt": "drone, uav\n",
    "queries.csv": "query,source\nair defense,\nferry,Daily Ledger\n",
    "judged.csv": "query,article,grade\nair,seeds/002_7aec30fda4bd4711.txt,1\n",
}
READING = tuple(
    Scenario(line, _words(line), READY)
    for line in (
        "query air defense",
        "query air_AND_NOT_drone --since 2024 --sort newest -o json",
        "query query:weekly --explain -o text",
        'query "air_defense" --person John_Healey',
        "query defen* OR umerof~ -o tsv",
        "facets",
        "facets air --by words",
        "show 1",
        "show 002 --cuts",
        "show 000 -o json",
        "like 1",
        "why-not 000 missile",
        "people",
        "people umerov -o json",
        "dups",
        "cuts",
        "cuts --by line -o jsonl",
        "stats -o json",
        "eval judged.csv",
        "batch queries.csv",
        "batch queries.csv --counts -o jsonl",
        "export air -o csv",
        "export -o jsonl --text",
        "export -o bibtex",
        "saved list",
        "saved run weekly",
        "verify",
        "doctor",
        "doctor --deep",
        "config",
        "config limit",
        "diff state.json --ids",
        "dump -",
        "completion bash",
        "index --dry-run --jobs 1",
    )
)


def prepare(scenario: Scenario, folder: Path) -> Path:
    """Make the archive of a scenario in a new folder, and return a pristine copy of it."""
    shutil.copytree(SEEDS, folder / "seeds")
    (folder / "seeds" / "rows.csv").write_text(ROWS, "utf-8")
    for name, text in FILES.items() if scenario in READING else ():
        (folder / name).write_text(text, "utf-8")
    for command in scenario.before:
        prepared = run(command, folder)
        assert prepared.status in (0, 1), (command, prepared.err)
    if scenario.new_story:
        (folder / "seeds" / "new.txt").write_text(STORY, "utf-8")
    return Path(shutil.copytree(folder, folder.with_name(f"{folder.name} pristine")))


def restore(pristine: Path, folder: Path) -> None:
    """Put the archive back as it was: in the same place, as an index knows its folders."""
    shutil.rmtree(home_of(folder), ignore_errors=True)
    shutil.rmtree(folder)
    shutil.copytree(pristine, folder)


def faults(name: str, calls: int, kinds: Sequence[str], step: int) -> Iterator[Fault]:
    """Yield every fault of every call, or one in so many of them."""
    every = [Fault(at, how) for at in range(1, calls + 1) for how in kinds]
    yield from Random(name).sample(every, -(-len(every) // step))


def leftovers(folder: Path) -> str:
    """Return what the next build did not tidy."""
    names = [path.name for path in (folder / "index" / "whoosh").iterdir()]
    generations = [name for name in names if name[:1] == "g" and name[1:].isdigit()]
    odd = [path.name for path in folder.rglob("*") if path.name.endswith(LEFTOVERS)]
    odd += [path.name for path in folder.iterdir() if path.name.startswith(".")]
    return f"left behind: {odd or generations}" if odd or len(generations) != 1 else ""
