"""The progress of a build: named phases, and a share of the work that is done."""

import gzip
import json
from itertools import groupby, pairwise
from pathlib import Path

import pytest
from support.processes import SEARCH, environment, run_on_terminal

from search.article import Document, Seed
from search.indexing import build
from search.indexing.build_progress import COSTS, BuildProgress, BuildStep
from search.indexing.reading import Piece

PHASES = ["comparing", "reading", "cleaning", "stories", "people", "writing"]


def steps_of(folder: Path, index: Path, **options: bool) -> list[BuildStep]:
    found: list[BuildStep] = []
    build([folder], index, progress=found.append, **options)
    return found


def phases(steps: list[BuildStep]) -> list[str]:
    return [phase for phase, _ in groupby(step.phase for step in steps)]


@pytest.fixture
def one_file(tmp_path: Path) -> Path:
    """A folder with one compressed file of 200 articles, as archives are exported."""
    rows = [{"title": f"Story {n}", "text": f"Rain fell on day {n}. " * 60} for n in range(200)]
    folder = tmp_path / "archive"
    folder.mkdir()
    with gzip.open(folder / "2003.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return folder


def test_a_build_goes_through_all_phases_in_order(own_seeds: Path, tmp_path: Path) -> None:
    steps = steps_of(own_seeds, tmp_path / "index")
    assert phases(steps) == PHASES
    read = [step for step in steps if step.phase == "reading"]
    assert [(step.done, step.total) for step in (read[0], read[-1])] == [(0, 2), (2, 2)]
    cleaned = [step for step in steps if step.phase == "cleaning"]
    assert [(step.done, step.total) for step in cleaned] == [(1, 2), (2, 2)]
    assert cleaned[-1].path == "seeds/002_7aec30fda4bd4711.txt"


def test_the_share_grows_within_one_large_file_and_never_falls(
    one_file: Path, tmp_path: Path
) -> None:
    steps = steps_of(one_file, tmp_path / "index")
    shares = [step.share for step in steps]
    assert all(before <= after + 1e-9 for before, after in pairwise(shares))
    reading, cleaning, writing = 1.0, COSTS["text"].clean, COSTS["text"].write
    ends = {step.phase: step.share for step in steps}
    assert ends["reading"] == pytest.approx(reading / (reading + cleaning + writing))
    assert ends["cleaning"] == pytest.approx(1 - writing / (reading + cleaning + writing))
    assert len({step.share for step in steps if step.phase == "cleaning"}) == 200


def test_an_update_without_changes_compares_and_does_no_more(
    own_seeds: Path, tmp_path: Path
) -> None:
    build([own_seeds], tmp_path / "index")
    steps = steps_of(own_seeds, tmp_path / "index")
    assert phases(steps) == ["comparing"]
    assert [step.share for step in steps] == [0, 0]


def test_a_dry_run_is_done_when_all_is_read(own_seeds: Path, tmp_path: Path) -> None:
    steps = steps_of(own_seeds, tmp_path / "index", dry_run=True)
    assert phases(steps) == ["comparing", "reading"]
    assert steps[-1].share == 1


def test_a_page_is_mostly_reading_and_a_text_mostly_cleaning(tmp_path: Path) -> None:
    shares = {}
    for kind in ("text", "html"):
        file = tmp_path / kind
        file.write_text("x" * 1000, encoding="utf-8")
        seed = Seed(kind, str(file))
        steps: list[BuildStep] = []
        progress = BuildProgress(steps.append)
        progress.begin_reading([seed])
        document = Document(kind, "html" if kind == "html" else "text", "x" * 1000, "")
        for found in (seed, document):
            progress.read(Piece(found, 1000), is_used=True)
        progress.end_reading()
        shares[kind] = steps[-1].share
    assert shares["text"] < 0.3
    assert shares["html"] > 0.6


def test_documents_that_are_read_again_come_on_top(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("x" * 1000, encoding="utf-8")
    seed = Seed("a", str(file))
    steps: list[BuildStep] = []
    progress = BuildProgress(steps.append)
    for _ in range(2):
        progress.begin_reading([seed])
        for found in (seed, Document("a", "text", "x" * 1000, "")):
            progress.read(Piece(found, 1000), is_used=True)
        progress.end_reading()
    progress.clean("a")
    assert steps[-1][1:] == (pytest.approx((2 + 3) / (2 + 6 + 0.8)), 1, 2, "a")


def test_a_terminal_shows_each_phase_and_erases_it(own_seeds: Path, tmp_path: Path) -> None:
    command = [*SEARCH, "index", str(own_seeds), "--index", str(tmp_path / "index")]
    status, shown = run_on_terminal(command, environment(), tmp_path, columns=100)
    places = [shown.find(f" {phase}") for phase in PHASES]
    assert -1 not in places
    assert places == sorted(places)
    assert " 91% writing" in shown  # of two texts, as of many
    assert status == 0
    assert shown.endswith(" s; ask it: search query QUERY\r\n")
    assert "\x1b[2K" in shown
