"""What a person decided about lines, in a `cleaning.toml` next to the folders of documents.

    [lines.3f9a1c20b7d4e651]
    verdict = "keep"
    text = "Read the full interview on Friday."

A line goes by a code made of its words, case and digits aside, so that one decision holds for every
document that has it. The file may be edited by hand; the text is there for a person to read.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast, get_args

from search.user_files import UserFile, edit_toml, locked, read

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

NAME = "cleaning.toml"
Decision = Literal["keep", "cut"]


class Ruling(NamedTuple):
    """One decision: the line is the article's, or it is not."""

    verdict: Decision
    text: str


def beside(folder: str) -> Path:
    """Where the rulings for a folder of documents lie."""
    return Path(folder).parent / NAME


def rulings(folders: Iterable[str]) -> dict[str, Ruling]:
    """Return the rulings of the folders, by code.

    Raises: BadUserFile.
    """
    found: dict[str, Ruling] = {}
    for path in sorted({beside(folder) for folder in folders}):
        found |= parsed(read(path))
    return found


def parsed(file: UserFile) -> dict[str, Ruling]:
    """Return the rulings of one file, by code.

    Raises: BadUserFile.
    """
    tables = file.tables()
    lines = tables.pop("lines", {})
    if tables or not isinstance(lines, dict):
        unknown = next(iter(tables), "lines")
        raise file.mistake(f"{unknown!r} is not a table of lines", file.line_of_key(unknown))
    return {code: _ruling(file, code, entry) for code, entry in lines.items()}


def decide(folders: Iterable[str], code: str, ruling: Ruling) -> Path:
    """Write the ruling next to the first folder, and wherever else the line is decided on.

    Returns the first file. Raises: BadUserFile, LockedUserFile.
    """
    paths = list(dict.fromkeys(map(beside, folders)))

    def edit(document: "TOMLDocument") -> None:
        lines: Any = document.setdefault("lines", {})
        lines.setdefault(code, {}).update(ruling._asdict())

    for path in paths:
        if path == paths[0] or code in parsed(read(path)):
            with locked(path):
                edit_toml(path, edit)
    return paths[0]


def _ruling(file: UserFile, code: str, entry: object) -> Ruling:
    line = file.line_of_key(code)
    if not re.fullmatch("[0-9a-f]{1,16}", code):
        raise file.mistake(f"{code!r} is not the code of a line", line)
    verdict = entry.get("verdict") if isinstance(entry, Mapping) else None
    if not isinstance(entry, Mapping) or verdict not in get_args(Decision):
        raise file.mistake(f"the verdict on {code!r} is neither 'keep' nor 'cut'", line)
    return Ruling(cast(Decision, verdict), str(entry.get("text", "")))
