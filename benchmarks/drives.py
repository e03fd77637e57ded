"""What breaks on drives of other file systems, and on drives that lack something.

    python benchmarks/drives.py [DRIVE ...] [--publications 50] [--kills 50] [--json]

On each drive every command that writes is run; an index is published beside two readers that keep
it open; builds and decisions are killed. Each time the index must be whole, and nothing may lie
there that no manifest names once the readers are gone. It needs Linux, root, FUSE and loop devices;
a drive that cannot be mounted is named. It ends with status 1 if anything broke.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from report import Row, show

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from drives.lives import check_commands, check_kills, check_readers
from drives.mounts import FILE_SYSTEMS, WEAK, NoDrive, mounted, slow_drive

from search.article import Article, Person

THREE = tuple(
    Article(f"{name}.txt", f"Bridge {name}", "The bridge fell.", people=(Person("Anna Lis"),))
    for name in "abc"
)


def main() -> None:
    """Run all checks on all drives and print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("drives", nargs="*", choices=[*FILE_SYSTEMS, *WEAK, []])
    parser.add_argument("--publications", type=int, default=50)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--json", action="store_true", help="one object with versions and rows")
    asked = parser.parse_args()
    checks: dict[str, Callable[[Path], None]] = {
        "commands": check_commands,
        f"{asked.publications} publications": lambda place: check_readers(
            place, THREE, asked.publications
        ),
        f"{asked.kills} kills": lambda place: check_kills(place, asked.kills),
    }
    rows = [row for kind in asked.drives or (*FILE_SYSTEMS, *WEAK) for row in checked(kind, checks)]
    show(rows, (), asked.json)
    sys.exit(any(row.value for row in rows))


def checked(kind: str, checks: dict[str, Callable[[Path], None]]) -> Iterator[Row]:
    """Yield a row for each check of a drive; none where it cannot be mounted."""
    for name, check in checks.items():
        if kind == "without locks" and "kills" in name:
            continue  # a person has to end the lock of a killed build
        began, broken = time.monotonic(), 0
        with tempfile.TemporaryDirectory() as scratch:
            try:
                with drive(kind, Path(scratch)) as place:
                    check(place)
            except NoDrive as reason:
                print(f"skipped: {kind}: {reason}", file=sys.stderr)
                return
            except AssertionError as error:
                broken = 1
                print(f"broken: {kind}: {name}: {error}", file=sys.stderr)
        seconds = time.monotonic() - began
        print(
            f"{kind}: {name}: {'broken' if broken else 'whole'}, {seconds:.0f} s", file=sys.stderr
        )
        yield Row(kind, name, broken, "broken", {}, 0, True)


def drive(kind: str, folder: Path) -> AbstractContextManager[Path]:
    """Return a drive of that kind, to be mounted."""
    return slow_drive(folder, **WEAK[kind]) if kind in WEAK else mounted(kind, folder)


if __name__ == "__main__":
    main()
