"""Saved searches, in a `searches.toml` beside the first folder of documents.

    [weekly]                                  # its name
    query = "air defense -drill"              # and what 'search query' would be asked
    person = ["John Healey", "Rustem Umerov"]
    since = "last 7 days"                     # as typed: it moves with the days
    sort = "newest"

The file may be edited by hand and kept under version control. Commands change the table of one
search and leave every other line as it is.
"""

import json
import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from search.errors import BadQuery, BadSearches
from search.query.saved_references import name_key, references
from search.values import Value

if sys.platform == "win32":

    def _hold(descriptor: int) -> None:
        """Folders cannot be locked there: two writers in one instant may undo one another."""
else:
    import fcntl

    def _hold(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)


NAME = "searches.toml"
NAMES = re.compile(r"[^\W_][\w.-]{0,59}")  # what may name a search
QUERY = "query"  # the key of its text
_HEADER = re.compile(r"[ \t]*\[")  # where the next table begins

Stated = Mapping[str, Any]  # option of 'search query', less its dashes -> text, number, list


class Kept(Value):
    """The saved searches of one file."""

    path: Path
    stated: Mapping[str, Stated]  # by name as written, in the order of the file

    def name_of(self, name: str) -> str | None:
        """The name as it is written in the file; None where there is no such search."""
        return next((each for each in self.stated if name_key(each) == name_key(name)), None)

    def users(self, name: str) -> list[str]:
        """The searches that name this one."""
        return [
            each
            for each, stated in self.stated.items()
            if name_key(name) in {name_key(other) for other in _named(stated)}
        ]


def beside(folders: list[str], otherwise: Path) -> Path:
    """Where the searches for these folders of documents lie."""
    return (Path(folders[0]) if folders else otherwise).parent / NAME


def kept(path: Path) -> Kept:
    """The searches of the file; none where there is no file.

    Raises: BadSearches.
    """
    return Kept(path, _tables(path, _text(path)))


def put(path: Path, name: str, stated: Stated) -> None:
    """Write the search to the file, in place of one of the same name.

    Raises: BadSearches.
    """
    with _alone(path):
        before = kept(path)
        old = before.name_of(name)
        if old is None:
            _write(path, {**before.stated, name: stated}, {None: (name, stated)})
            return
        after = {(name if each == old else each): each for each in before.stated}
        whole = {new: stated if each == old else before.stated[each] for new, each in after.items()}
        _write(path, whole, {old: (name, stated)})


def take_out(path: Path, name: str) -> None:
    """Take the search out of the file.

    Raises: BadSearches.
    """
    with _alone(path):
        before = kept(path)
        left = {each: stated for each, stated in before.stated.items() if each != name}
        _write(path, left, {name: None})


def rename(path: Path, old: str, new: str) -> list[str]:
    """Give the search another name, also where others name it; the result is these others.

    Raises: BadSearches.
    """
    with _alone(path):
        before = kept(path)
        users = before.users(old)
        if old not in before.stated or before.name_of(new) not in (None, old):
            raise BadSearches(f"cannot rename {old!r} to {new!r}", "'search saved list' has all")
        edits: dict[str | None, tuple[str, Stated] | None] = {}
        whole: dict[str, Stated] = {}
        for each, stated in before.stated.items():
            named, asked = (new if each == old else each), stated
            if each in users:
                asked = {**stated, QUERY: _renamed(str(stated[QUERY]), old, new)}
            whole[named] = asked
            if (named, asked) != (each, stated):
                edits[each] = named, asked
        _write(path, whole, edits)
        return users


def block(name: str, stated: Stated) -> str:
    """The search as it is written in the file."""
    lines = (f"{key} = {_value(value)}\n" for key, value in stated.items())
    return f"[{_key(name)}]\n" + "".join(lines)


def _named(stated: Stated) -> list[str]:
    """The searches that a search names; none where its query cannot be read."""
    try:
        return [name for name, _ in references(str(stated.get(QUERY, "")))]
    except BadQuery:
        return []


def _renamed(text: str, old: str, new: str) -> str:
    """The query with the new name wherever it has the old one."""
    for name, place in reversed(list(references(text))):
        if name_key(name) == name_key(old):
            start = text.index(":", place) + 1
            start += text[start : start + 1] != name[:1]  # a quote stands before the name
            text = text[:start] + new + text[start + len(name) :]
    return text


# The file


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise _bad(path, str(error)) from error


def _tables(path: Path, text: str) -> dict[str, Stated]:
    try:
        found = tomllib.loads(text)
    except ValueError as error:
        raise _bad(path, str(error)) from error
    known: dict[str, str] = {}
    for name, stated in found.items():
        if not isinstance(stated, dict):
            raise _bad(path, f"{name!r} stands in no table; write [{name}] above what it asks")
        if not NAMES.fullmatch(name):
            raise _bad(path, f"{name!r} is no name: letters, digits, '-', '_' and '.'")
        if name_key(name) in known:
            raise _bad(path, f"{known[name_key(name)]!r} and {name!r} are the same name")
        known[name_key(name)] = name
    return found


def _bad(path: Path, slip: str) -> BadSearches:
    return BadSearches(
        f"cannot read {str(path)!r}: {slip}", "mend it, or remove it to start afresh"
    )


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else changes the file meanwhile; who wants to waits.

    Raises: BadSearches.
    """
    try:
        descriptor = os.open(path.parent, os.O_RDONLY)
    except OSError as error:
        raise _unwritten(path, error) from error
    try:
        _hold(descriptor)
        yield
    finally:
        os.close(descriptor)


Edits = Mapping[str | None, tuple[str, Stated] | None]  # table -> what stands there then


def _write(path: Path, stated: Mapping[str, Stated], edits: Edits) -> None:
    """Make the edits, in one step; in a text they cannot be made in, everything is written anew."""
    before = _text(path)
    text = before
    for name, edit in edits.items():
        text = _edited(text, name, block(*edit) if edit else "")
    if _parsed(text) != stated:
        head = re.match(r"(?:[ \t]*(?:#[^\n]*)?\n)*", before)
        blocks = (block(name, each) for name, each in stated.items())
        text = (head[0] if head else "") + "\n".join(blocks)
    fresh = path.with_name(f"{path.name}.new")
    try:
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)  # in one step: a full disk must not cost what was there before
    except (OSError, ValueError) as error:
        fresh.unlink(missing_ok=True)
        raise _unwritten(path, error) from error


def _unwritten(path: Path, error: Exception) -> BadSearches:
    fault = (getattr(error, "strerror", None) or str(error) or "no access").lower()
    return BadSearches(f"cannot write {str(path)!r}: {fault}", "make its folder writable")


def _parsed(text: str) -> object:
    try:
        return tomllib.loads(text)
    except ValueError:
        return None


def _edited(text: str, name: str | None, fresh: str) -> str:
    """The text with another table in place of the one of that name, or at its end.

    What stands above a header without an empty line between belongs to it.
    """
    lines = text.splitlines(keepends=True)
    start = end = len(lines)
    for i, line in enumerate(lines):
        if name is not None and line.split("#")[0].strip() in (f"[{name}]", f'["{name}"]'):
            start = i
            end = next((j for j in range(i + 1, len(lines)) if _HEADER.match(lines[j])), end)
            while end < len(lines) and end > start + 1 and _is_above(lines[end - 1]):
                end -= 1
            break
    above, below = "".join(lines[:start]), "".join(lines[end:])
    if not fresh:
        return above.rstrip("\n") + ("\n\n" if above.strip() and below.strip() else "\n") + below
    gap = "" if not above.strip() or above.endswith("\n\n") or name is not None else "\n"
    return above + ("" if above.endswith("\n") or not above else "\n") + gap + fresh + below


def _is_above(line: str) -> bool:
    """Whether the line belongs to the table below it."""
    return not line.strip() or line.lstrip().startswith("#")


def _key(name: str) -> str:
    return name if re.fullmatch("[A-Za-z0-9_-]+", name) else json.dumps(name, ensure_ascii=False)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, int):
        return str(value)
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
