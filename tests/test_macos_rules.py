"""The main job under the rules of macOS, held on Linux: the same index, and the same answers."""

import json
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from support.processes import ROOT, environment

from search.indexing import build

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux stands in for macOS")

NAMES_THE_MACHINE = {"folders", "check"}  # of the manifest
STORY = "Crane falls\n\nA crane fell into the harbour of Varna on Monday.\n"
CODE = "import os, sys; print(sys.platform, hasattr(os, 'sched_getaffinity')); open('/proc/stat')"


@pytest.fixture
def mac(own_seeds: Path) -> Path:
    """A folder of seeds, one with a name in NFD, next to what makes a Python one of macOS."""
    home = own_seeds.parent
    (home / "site").mkdir()
    shutil.copy(ROOT / "tests" / "support" / "as_macos.py", home / "site" / "sitecustomize.py")
    (own_seeds / unicodedata.normalize("NFD", "café.txt")).write_text(STORY, encoding="utf-8")
    return home


def run(mac: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=mac,
        env=environment(PYTHONPATH=f"{mac / 'site'}:{ROOT}", HOME=str(mac)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def contents(index: Path) -> dict[str, object]:
    """Return the files of an index, without what names the machine."""
    home = index / "whoosh"
    files: dict[str, object] = {path.name: path.read_bytes() for path in home.glob("g*/*")}
    ledger = json.loads((next(home.glob("g*")) / "ledger.json").read_bytes())
    return files | {"ledger.json": {**ledger, "folders": None}}


def test_the_rules_hold_where_this_is_run(mac: Path) -> None:
    ran = run(mac, "-c", CODE)
    assert ran.stdout == "darwin False\n"
    assert ran.stderr.endswith("'/proc/stat'\n")


def test_index_and_answers_are_those_of_linux(mac: Path) -> None:
    ran = run(mac, "-m", "search", "index", "seeds", "--jobs", "2")
    assert (ran.returncode, ran.stderr) == (0, ""), ran
    assert "added 3" in ran.stdout
    build([mac / "seeds"], mac / "linux")
    assert contents(mac / "index") == contents(mac / "linux")
    found = run(mac, "-m", "search", "query", "crane", "--ids")
    assert (found.returncode, found.stdout) == (0, "seeds/café.txt\n")


def test_every_command_that_writes_does_so(mac: Path) -> None:
    for line, status in (
        (("index", "seeds"), 0),
        (("people", "hide", "John Healey"), 0),
        (("saved", "add", "daily", "air"), 0),
        (("saved", "run", "daily", "--new"), 0),
        (("index", "--rebuild", "--jobs", "2"), 0),
        (("config",), 0),
        (("doctor", "--deep"), 0),
    ):
        ran = run(mac, "-m", "search", *line)
        assert ran.returncode == status, (line, ran)
