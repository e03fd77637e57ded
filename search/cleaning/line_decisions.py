"""Decisions of people on lines, in a `cleaning.toml` next to the folders of documents.

    [lines.3f9a1c20b7d4e651]
    verdict = "keep"
    text = "Read the full interview on Friday."

The code of a line is made of its words, without regard to case and digits, so that one decision
applies to every document that has the line. The file may be edited by hand; the text is only for
people to read.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from search.user_files import LINES
from search.user_files.edit_lock import locked
from search.user_files.toml_edit import TOMLDocument, edit_toml
from search.user_files.user_file import UserFile, read

NAME = LINES
KeepOrCut = Literal["keep", "cut"]


class LineDecision(NamedTuple):
    """The decision to keep a line in every article, or to cut it."""

    verdict: KeepOrCut
    text: str


def decisions_file(folder: str) -> Path:
    """Return the path of the decisions for a folder of documents."""
    return Path(folder).parent / NAME


def line_decisions(folders: Iterable[str]) -> dict[str, LineDecision]:
    """Return the decisions for the folders, by code.

    Raises: BadUserFile.
    """
    found: dict[str, LineDecision] = {}
    for path in sorted({decisions_file(folder) for folder in folders}):
        found |= parse(read(path))
    return found


def parse(file: UserFile) -> dict[str, LineDecision]:
    """Return the decisions in one file, by code.

    Raises: BadUserFile.
    """
    tables = file.tables()
    lines = tables.pop("lines", {})
    if tables or not isinstance(lines, dict):
        unknown = next(iter(tables), "lines")
        raise file.mistake_at(unknown, f"{unknown!r} is not a table of lines")
    return {code: _decision(file, code, entry) for code, entry in lines.items()}


def decide(folders: Iterable[str], code: str, decision: LineDecision) -> Path:
    """Write the decision next to the first folder, and wherever else the line is decided on.

    Returns the first file. Raises: BadUserFile, LockedUserFile.
    """
    paths = list(dict.fromkeys(map(decisions_file, folders)))
    for path in paths:
        if path == paths[0] or code in parse(read(path)):
            with locked(path):
                _write(path, code, decision._asdict())
    return paths[0]


def _write(path: Path, code: str, decision: Mapping[str, str]) -> None:
    tables = read(path).tables()
    before = tables.get("lines", {})
    after = {**before, code: {**before.get(code, {}), **decision}}

    def edit(document: TOMLDocument) -> None:
        lines: Any = document.setdefault("lines", {})
        if code in lines:
            lines[code].update(decision)
        else:
            lines[code] = decision

    edit_toml(path, edit, {**tables, "lines": after})


def _decision(file: UserFile, code: str, entry: object) -> LineDecision:
    if not re.fullmatch("[0-9a-f]{1,16}", code):
        raise file.mistake_at(code, f"{code!r} is not the code of a line")
    if not isinstance(entry, Mapping) or entry.get("verdict") not in get_args(KeepOrCut):
        raise file.mistake_at(code, f"the verdict on {code!r} is neither 'keep' nor 'cut'")
    return LineDecision(entry["verdict"], str(entry.get("text", "")))
