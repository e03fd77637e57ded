"""What a person decided about lines, in a `cleaning.toml` beside the folders of documents.

    [lines."3f9a1c20b7d4e651"]
    verdict = "keep"
    text = "Read the full interview on Friday."

A line goes by a code made of its words, case and digits aside, so that one decision holds for every
document that has it. The file may be edited by hand; the text is there for a person to read.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, NamedTuple, cast, get_args

from search.errors import BadSeeds

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
    """The rulings of the folders, by code.

    Raises: BadSeeds, which names the file and the slip.
    """
    found: dict[str, Ruling] = {}
    for path in sorted({beside(folder) for folder in folders}):
        found |= _read(path)
    return found


def _read(path: Path) -> dict[str, Ruling]:
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _bad(path, str(error)) from error
    lines = stated.pop("lines", {})
    if stated or not isinstance(lines, dict):
        unknown = next(iter(stated), "lines")
        raise _bad(path, f"{unknown!r} is not a table of lines")
    return {code: _ruling(path, code, entry) for code, entry in lines.items()}


def _ruling(path: Path, code: str, entry: object) -> Ruling:
    if not re.fullmatch("[0-9a-f]{1,16}", code):
        raise _bad(path, f"{code!r} is no code of a line")
    verdict = entry.get("verdict") if isinstance(entry, Mapping) else None
    if not isinstance(entry, Mapping) or verdict not in get_args(Decision):
        raise _bad(path, f"the verdict on {code!r} is neither 'keep' nor 'cut'")
    return Ruling(cast(Decision, verdict), str(entry.get("text", "")))


def _bad(path: Path, slip: str) -> BadSeeds:
    return BadSeeds(f"cannot read {str(path)!r}: {slip}", "mend it, or remove it to start afresh")


def write(path: Path, found: Mapping[str, Ruling]) -> None:
    """Write the rulings, by code, for a person to review.

    Raises: BadSeeds.
    """
    entries = [
        f'[lines."{code}"]\nverdict = "{ruling.verdict}"\n'
        f"text = {json.dumps(ruling.text, ensure_ascii=False)}\n"
        for code, ruling in sorted(found.items())
    ]
    try:
        path.write_text("\n".join(entries), encoding="utf-8")
    except OSError as error:
        raise BadSeeds(
            f"cannot write {str(path)!r}: {(error.strerror or 'no access').lower()}",
            "make its folder writable",
        ) from error
