"""The page on working with an archive, command by command."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import bibtexparser
import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "working.md").read_text(encoding="utf-8")

TABLE = """\
title,text,date,source
Harbour bridge reopens,"The harbour bridge reopened to lorries on Saturday, officials said. \
Its deck was rebuilt over the winter.",2025-03-01,Daily Ledger
Ferry strike ends,"The crews of the ferries are back after nine days.",2025-03-04,Daily Ledger
"""
MAIL = """\
From: Jan Novak <jan@example.org>
Date: Sun, 02 Mar 2025 10:00:00 +0000
Subject: A crack in the harbour bridge
Content-Type: text/plain; charset=utf-8

An engineer of the city says that the harbour bridge has a crack near the northern pier,
and that lorries should not cross it before it was looked at.
"""
QUERIES = "name,since,query\nharbour,2025,harbour\nhealey,,person:healey\nslip,2025-13,harbour\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return the folder that the page uses."""
    articles = Path(shutil.copytree(ROOT / "seeds", tmp_path / "articles"))
    (articles / "desk.csv").write_text(TABLE)
    (articles / "tip.eml").write_text(MAIL)
    (tmp_path / "queries.csv").write_text(QUERIES)
    program = tmp_path / "bin" / "search"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m search "$@"\n')
    program.chmod(0o755)
    return tmp_path


def run(command: str, folder: Path) -> str:
    """Return what the shell prints, errors last."""
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {"PYTHONPATH": str(ROOT), "PATH": path, "HOME": str(folder)}
    ran = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, text=True, cwd=folder, env=environment
    )
    errors = [line for line in ran.stderr.splitlines() if not line.startswith("written to ")]
    return "\n".join([*ran.stdout.splitlines(), *errors])


def sessions() -> list[tuple[str, str]]:
    blocks = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    return [
        found
        for block in blocks
        for found in re.findall(r"^\$ (.*)\n((?:[^$].*\n|\n)*)", block, re.MULTILINE)
    ]


def test_every_command_prints_what_the_page_shows(archive: Path) -> None:
    for command, shown in sessions():
        assert run(command, archive) == shown.strip("\n"), command
    assert len(bibtexparser.parse_file(str(archive / "defense.bib")).entries) == 2


def test_the_line_of_cron_prints_what_is_new_and_then_nothing(archive: Path) -> None:
    for command, _ in sessions()[:9]:
        run(command, archive)
    (line,) = re.findall(r"```cron\n(?:\S+ ){4}\S+ +(.*)\n```", PAGE)
    command = line.replace("~/archive", str(archive))
    first = run(command, archive)
    assert "Harbour bridge reopens" in first
    assert "Umerov" in first
    assert run(command, archive) == ""
    (archive / "articles" / "more.eml").write_text(MAIL.replace("crack", "second crack"))
    assert "A second crack in the harbour bridge" in run(command, archive)
    assert run(command, archive) == ""
