"""Faults that once led to a wrong answer or a wrong message, each by its call."""

import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import mkdtemp

import pytest
from whoosh.index import open_dir

from faults.harness import Fault, Run, library, run
from faults.scenarios import INDEX, Scenario, prepare, restore

pytestmark = pytest.mark.skipif(library() is None, reason="needs a C compiler and Linux")


def runs_failing(arguments: Sequence[str], folder: Path, call: str, how: str) -> Iterator[Run]:
    """Yield a run for each call whose name and path have the pattern, which fails."""
    log, pristine = folder.with_name("calls.txt"), Path(mkdtemp(dir=folder.parent)) / "before"
    shutil.copytree(folder, pristine)
    run(arguments, folder, reads=True, log=log)
    for at, line in enumerate(log.read_text("utf-8").splitlines(), 1):
        if re.search(call, line):
            restore(pristine, folder)
            yield run(arguments, folder, Fault(at, how), reads=True)


def run_failing(arguments: Sequence[str], folder: Path, call: str, how: str) -> Run:
    """Run the command with a fault at the first of these calls."""
    return next(runs_failing(arguments, folder, call, how))


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


def test_a_search_is_never_saved_next_to_other_documents(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    prepare(Scenario("elsewhere", ()), archive)
    (archive / "elsewhere").mkdir()
    (archive / "seeds").rename(archive / "elsewhere" / "seeds")
    run(("index", "elsewhere/seeds"), archive)
    for found in runs_failing(
        ("saved", "add", "weekly", "air"), archive, r"manifest\.json$", "eio"
    ):
        assert not (archive / "searches.toml").exists(), found


def test_people_are_not_decided_on_without_a_ledger(archive: Path) -> None:
    hide = ("people", "hide", "John Healey")
    for found in runs_failing(hide, archive, r"(open|read) .*(manifest|ledger)\.json$", "eio"):
        assert found.status in (0, 3) and "Traceback" not in found.err, found.err
        assert run(("query", "ferry", "-c"), archive).out == "3\n"


def test_a_build_from_one_folder_does_not_forget_the_others(archive: Path) -> None:
    (archive / "more").mkdir()
    (archive / "more" / "flood.txt").write_text("The flood reached the old mill.", "utf-8")
    more = ("index", "more", "--jobs", "1")
    run(more, archive)
    (archive / "index" / "whoosh" / "manifest.json").write_text("{", "utf-8")
    refused = run(more, archive)
    assert refused.status == 3 and refused.err.startswith("Error: the index in 'index' is damaged")
    assert run((*more, "seeds", "--rebuild"), archive).out.startswith("added 6, ")


def test_settings_that_cannot_be_read_are_not_taken_for_missing_ones(archive: Path) -> None:
    (archive / "search.toml").write_text("limit = 5\n", "utf-8")
    for found in runs_failing(("config", "limit"), archive, r"(access|stat64) .*/archive/", "eio"):
        assert found.out == "5\n" or found.err.startswith("Error: "), found


def test_a_file_that_cannot_be_read_is_not_called_changed(archive: Path) -> None:
    found = run_failing(("verify",), archive, r"read .*/names", "eio")
    assert (found.status, found.out) == (3, "names: input/output error\n")


def test_an_index_that_cannot_be_read_for_a_moment_is_not_made_again(archive: Path) -> None:
    for found in runs_failing(
        INDEX,
        archive,
        r"(open|read|stat64) .*/(manifest.json|ledger.json|inputs|names|sketches|evidence.[0-9]+)$",
        "emfile",
    ):
        is_error = found.status in (2, 3) and found.err.startswith("Error: ")
        assert is_error or "added 0, changed 0, removed 0" in found.out, found


def test_a_segment_that_cannot_be_opened_is_no_usage_error(archive: Path) -> None:
    found = run_failing(("query", "air"), archive, r"open\S* .*\.seg$", "eio")
    assert (found.status, found.out) == (3, "")
    assert re.match(
        r"Error: cannot read the index in 'index': \S+\.seg: input/output error; try", found.err
    )


@pytest.mark.parametrize("how", ["eio", "estale"])
def test_an_export_whose_files_cannot_be_listed_again_is_one_line(archive: Path, how: str) -> None:
    export = ("export-whoosh", "stock")
    for found in runs_failing(export, archive, r"opendir .*/\.stock\.\d+\.new", how):
        assert "Traceback" not in found.err and found.status in (0, 2), found
        assert found.status == 0 or len(found.err.splitlines()) == 1, found
