"""What a `.searchignore` leaves out: the patterns of `.gitignore`."""

import re
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from search.readers.raw_bytes import opened

NAME = ".searchignore"

# A pattern is read piece by piece; the first that fits is taken.
PIECES = {
    r"/(?:\*\*/)+": "/(?:.*/)?",  # "a/**/b": b in a, at any depth
    r"/\*\*\Z": "/.+",  # "a/**": all that is in a
    r"\*+": "[^/]*",
    r"\?": "[^/]",
}
WILD = re.compile("|".join(f"({piece})" for piece in PIECES) + r"|\[(!|\^)?(\]?[^\]]*)\]|\\(.)|(.)")


class Rule(NamedTuple):
    """One line of the file."""

    pattern: re.Pattern[str]  # of the path from the folder of the file: "/2003/a.txt"
    ignores: bool  # False: "!" takes back what an earlier line ignores
    folders: bool  # only folders are meant


class Layer(NamedTuple):
    """The rules of one folder, in force there and below."""

    folder: str
    rules: tuple[Rule, ...]


def layer(folder: str) -> Layer:
    """The rules the folder itself states; none if it has no such file.

    Raises: OSError where there is one that cannot be read.
    """
    try:
        with opened(str(Path(folder, NAME))) as stored:
            text = stored.read().decode("utf-8-sig", "surrogateescape")  # as names of files are
    except FileNotFoundError:
        return Layer(folder, ())
    return Layer(folder, tuple(filter(None, map(rule, text.split("\n")))))


def ignored(location: str, is_folder: bool, layers: Sequence[Layer]) -> bool:
    """Whether the last rule that fits, of the deepest folder that has one, leaves the path out."""
    for folder, rules in reversed(layers):
        path = f"/{PurePath(location).relative_to(folder).as_posix()}" if rules else ""
        for pattern, ignores, folders in reversed(rules):
            if (is_folder or not folders) and pattern.fullmatch(path):
                return ignores
    return False


def rule(line: str) -> Rule | None:
    """The rule of a line; None for a comment and an empty line."""
    line = re.sub(r"(?<!\\) +\Z", "", line.removesuffix("\r"))
    if not line or line.startswith("#"):
        return None
    ignores = not line.startswith("!")
    pattern = line if ignores else line[1:]
    folders = pattern.endswith("/")
    pattern = pattern.removesuffix("/")
    if "/" not in pattern:
        pattern = f"/**/{pattern}"  # a bare name is meant at any depth
    elif not pattern.startswith("/"):
        pattern = f"/{pattern}"
    try:
        return Rule(re.compile(_regex(pattern), re.S), ignores, folders)
    except re.error:  # "[z-a]" fits nothing
        return None


def _regex(pattern: str) -> str:
    return "".join(_piece(found) for found in WILD.finditer(pattern))


def _piece(found: re.Match[str]) -> str:
    *wild, negation, letters, escaped, plain = found.groups()
    for piece, regex in zip(wild, PIECES.values(), strict=True):
        if piece is not None:
            return regex
    if letters is not None:
        members = re.sub(r"([\\\]\[&~|])", r"\\\1", letters).replace("--", r"-\-")
        return f"(?!/)[{'^' if negation else ''}{members}]"
    return re.escape(escaped or plain)
