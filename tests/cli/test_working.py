"""The archive of the page on working with one, after the commands of the page."""

import re
import subprocess
from pathlib import Path

import bibtexparser
import pytest
from support.pages import blocks, environment, examples, page_text, reader_folder, run

PAGE = page_text("docs/working.md")
MAIL = Path("articles/tip.eml")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The folder of the page, as it is before the line of cron."""
    folder = reader_folder(tmp_path)
    before, _, _ = PAGE.partition("```cron")
    for command, _ in examples(before):
        run(command, folder)
    return folder


def run_by_cron(command: str, folder: Path) -> str:
    """Return what cron would mail."""
    ran = subprocess.run(
        ["/bin/sh", "-c", command],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=environment(folder),
    )
    return ran.stdout + ran.stderr


def test_the_line_of_cron_prints_what_is_new_and_then_nothing(archive: Path) -> None:
    (line,) = re.findall(r"(?:\S+ ){4}\S+ +(.*)\n", blocks(PAGE, "cron")[0])
    command = line.replace("~/archive", str(archive))
    first = run_by_cron(command, archive)
    assert "Harbour bridge reopens" in first
    assert "Umerov" in first
    assert run_by_cron(command, archive) == ""
    more = (archive / MAIL).read_text(encoding="utf-8").replace("crack", "second crack")
    (archive / "articles" / "more.eml").write_text(more, encoding="utf-8")
    assert "A second crack in the harbour bridge" in run_by_cron(command, archive)
    assert run_by_cron(command, archive) == ""


def test_the_export_of_the_page_is_bibtex(archive: Path) -> None:
    run("search export query:defense --output bibtex --to defense.bib", archive)
    assert len(bibtexparser.parse_file(str(archive / "defense.bib")).entries) == 2
