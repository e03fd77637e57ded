"""A folder in which the commands of a test run, as a person would call them."""

from pathlib import Path
from typing import NamedTuple

import pytest

from search.cli import main

FIRST = "seeds/000_cd4418e8e1d5f07a.txt"
SECOND = "seeds/002_7aec30fda4bd4711.txt"


class Ran(NamedTuple):
    status: int
    out: str
    err: str


class Desk:
    """Where one is, with the index in `index`."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def search(self, *arguments: str) -> Ran:
        """What the command prints, and its exit status."""
        self._capsys.readouterr()
        status = main(arguments)
        return Ran(status, *self._capsys.readouterr())

    def ids(self, *arguments: str) -> list[str]:
        """The ids that a command prints first in each of its lines."""
        return [line.split("\t")[0] for line in self.search(*arguments).out.splitlines()]


def settled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be there, without settings of whoever runs the tests."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    for name in ("SEARCH_INDEX", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
