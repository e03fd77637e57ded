"""Random damage to an index, and what commands and `search verify` make of it.

    python benchmarks/bit_flips.py [--damages N] [--asked N] [--seed N] [--work FOLDER] [--json]

A bit is flipped, a sector of 512 or 4,096 bytes zeroed, or a file cut short: in an index of 34,000
tiny articles, whose columns exceed 64 kB, and in one that `search index` builds of real texts. Then
some questions are put to both kernels, to Whoosh, and to commands, an update among them. Each must
give the same answer as before, or refuse the index in one line; `search verify` must report all of
it. The large index takes some seconds to build; --work keeps it.
"""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

from report import Row, show

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from faults.damage import (
    KINDS,
    LARGE,
    REAL,
    Archive,
    Outcome,
    answered,
    outcomes,
    random_damages,
)

WRONG = KINDS[2:]


def main() -> None:
    """Damage both archives and print a row for each kind of outcome."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--damages", type=int, default=1000, help="over both indexes")
    parser.add_argument("--asked", type=int, default=6, help="questions after each damage")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--work", type=Path, help="keep the indexes in this folder")
    parser.add_argument("--json", action="store_true", help="one object with versions and rows")
    asked = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for archive in (LARGE, REAL):
            home = (asked.work or Path(scratch)).resolve() / archive.name
            random = Random(f"{archive.name} {asked.seed}")
            rows += _rows(archive, home, asked.damages // 2, asked.asked, random)
    show(rows, (), asked.json)


def _rows(archive: Archive, home: Path, count: int, asked: int, random: Random) -> list[Row]:
    index = archive.built(home)
    questions = archive.questions(index)
    right = {name: answered(question) for name, question in questions.items()}
    found: list[Outcome] = []
    for damage in random_damages(index, count, random):
        names = random.sample(sorted(questions), min(asked, len(questions)))
        some = {name: questions[name] for name in names}
        for each in outcomes(index, damage, some, right):
            found.append(each._replace(details=""))
            if each.kind in WRONG:
                print(f"{archive.name}: {each}", file=sys.stderr)
    data = f"{archive.name} index, {count} damages"
    rows = []
    for figure, is_verify in (("questions", False), ("search verify", True)):
        counts = Counter(each.kind for each in found if (each.question == "verify") == is_verify)
        wrong = sum(counts[kind] for kind in WRONG)
        rows.append(Row(figure, data, wrong, "wrong", counts, 0, at_most=True))
    return rows


if __name__ == "__main__":
    main()
