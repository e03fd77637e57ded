"""Faults that once led to a wrong answer or a wrong message, each by its call."""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from whoosh.index import open_dir

from faults.harness import Fault, Run, library, run
from faults.scenarios import INDEX, Scenario, prepare, restore

pytestmark = pytest.mark.skipif(library() is None, reason="needs a C compiler and Linux")


def run_failing(arguments: Sequence[str], folder: Path, call: str, how: str) -> Run:
    """Run the command with a fault at the first call whose name and path have the pattern."""
    log, pristine = folder.with_name("calls.txt"), folder.with_name("before")
    shutil.copytree(folder, pristine)
    run(arguments, folder, reads=True, log=log)
    restore(pristine, folder)
    shutil.rmtree(pristine)
    calls = log.read_text("utf-8").splitlines()
    at = next(n for n, line in enumerate(calls, 1) if re.search(call, line))
    return run(arguments, folder, Fault(at, how), reads=True)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The archive of the seeds and three rows, with a last answer."""
    prepare(Scenario("found", (), (INDEX, ("query", "air"))), tmp_path / "archive")
    return tmp_path / "archive"


def test_a_last_answer_that_cannot_be_read_is_not_called_missing(archive: Path) -> None:
    shown = run_failing(("show", "1"), archive, r"read .*/last-\w+\.json", "eio")
    fault = "Error: cannot read the last answer: input/output error; ask first with 'search query'"
    assert (shown.status, shown.err) == (1, fault + "\n")


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_a_killed_export_to_whoosh_leaves_no_folder_that_whoosh_opens(archive: Path) -> None:
    command = ("export-whoosh", "stock")
    before = names(archive)
    run_failing(command, archive, r"rename .*/\w+\.toc$", "kill")
    assert not (archive / "stock").exists()
    assert run(command, archive).status == 0
    assert names(archive) == sorted([*before, "stock"])
    assert open_dir(archive / "stock").doc_count() == 5


def test_a_killed_export_is_tidied_by_the_next_one(archive: Path) -> None:
    command = ("export", "air", "--to", "found.csv")
    before = names(archive)
    run_failing(command, archive, r"write .*found", "kill")
    assert run(command, archive).status == 0
    assert names(archive) == sorted([*before, "found.csv", "found.csv.about.json"])


def test_no_export_is_described_by_the_file_of_another(archive: Path) -> None:
    run(("export", "air", "--to", "found.csv"), archive)
    run_failing(("export", "--to", "found.csv"), archive, r"rename .*found\.csv$", "kill")
    assert not (archive / "found.csv.about.json").exists()


def test_an_interrupted_save_leaves_nothing(archive: Path) -> None:
    before = names(archive)
    assert (
        run_failing(("diff", "--save", "state.json"), archive, r"open .*\.new", "int+").status
        == 130
    )
    assert names(archive) == before


def test_the_next_build_tidies_up_after_a_killed_command(archive: Path) -> None:
    before = names(archive)
    run_failing(("people", "hide", "John Healey"), archive, r"write .*people", "kill")
    assert names(archive) != before
    run(INDEX, archive)
    assert names(archive) == before
