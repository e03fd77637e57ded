"""An index whose checksums are right and whose numbers are not is refused, not a traceback."""

import shutil
from pathlib import Path
from random import Random

import pytest

from faults.damage import MORE, NEW, SEEDS, command
from faults.forgery import forge

FORGERIES, ASKED = 60, 4
QUESTIONS = (
    ("query", "ferry defense", "-o", "json"),
    ("query", '"air defense"', "--sort", "newest", "--explain"),
    ("query", "umerof~ OR defen*", "-o", "csv"),
    ("query", "title:ferry OR person:kovalenko", "--facets", "people,month"),
    ("facets", "-o", "json"),
    ("people", "-o", "json"),
    ("show", "more", "-o", "json"),
    ("like", "more", "-o", "json"),
    ("stats", "-o", "json"),
    ("dups", "-o", "json"),
    ("export", "-o", "jsonl", "--text"),
    ("why-not", "more", "nowhere"),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("archive")
    seeds = Path(shutil.copytree(SEEDS, home / "seeds"))
    (seeds / "new.txt").write_text(NEW, encoding="utf-8")
    update = command("index", str(seeds), "--index", str(home / "index"), "--jobs", "1")
    assert update().status == 0
    (seeds / "more.txt").write_text(MORE, encoding="utf-8")
    assert update().status == 0
    return home


def test_an_honest_index_does_not_contradict_itself(archive: Path) -> None:
    assert command("verify", "--index", str(archive / "index"))().status == 0


def test_no_forged_number_ends_in_a_traceback(archive: Path, tmp_path: Path) -> None:
    random, refused = Random(13), 0
    for number in range(FORGERIES):
        index = Path(shutil.copytree(archive / "index", tmp_path / str(number)))
        forged = forge(index, random)
        for question in random.sample(QUESTIONS, ASKED):
            found = command(*question, "--index", str(index))()  # raises what is not refused
            assert found.status in (0, 1, 2, 3), (forged, question)
            refused += found.status == 3
    assert refused > FORGERIES / 4
