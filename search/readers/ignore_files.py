"""The `.searchignore` files of a folder: patterns as in `.gitignore`, of paths not to read."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path, PurePath
from typing import NamedTuple
from warnings import catch_warnings

from pathspec import GitIgnoreSpec

from search.readers.ignore_patterns import IgnorePattern
from search.readers.raw_bytes import open_file

NAME = ".searchignore"
LONGEST = 4096  # characters of a pattern; no path is longer


class Layer(NamedTuple):
    """The rules of one folder, which apply there and below."""

    folder: str
    spec: GitIgnoreSpec | None  # None where the folder has no file of rules


def read_layer(folder: str) -> Layer:
    """Return the rules of the folder itself; an OSError says that they cannot be read."""
    try:
        with open_file(str(Path(folder, NAME))) as stored:
            text = stored.read().decode("utf-8-sig", "surrogateescape")  # as file names are
    except FileNotFoundError:
        return Layer(folder, None)
    return Layer(folder, rules(text.split("\n")))


def rules(lines: Sequence[str]) -> GitIgnoreSpec:
    """Return the rules of the lines; one that is no pattern matches nothing."""
    with catch_warnings(action="ignore"):  # of a set such as "[a--b]"
        return _compile(filter(_is_pattern, (line.removesuffix("\r") for line in lines)))


def is_ignored(location: str, is_folder: bool, layers: Sequence[Layer]) -> bool:
    """Return True if the last matching rule of the deepest folder that has one ignores the path."""
    for folder, spec in reversed(layers):
        if spec:
            path = PurePath(location).relative_to(folder).as_posix()
            ignored = spec.check_file(f"{path}/" if is_folder else path).include
            if ignored is not None:
                return ignored
    return False


def _is_pattern(line: str) -> bool:
    with suppress(ValueError, re.error):  # "[z-a]", a lone "!"
        _compile([line[:LONGEST]])
        return len(line) <= LONGEST
    return False


def _compile(lines: Iterable[str]) -> GitIgnoreSpec:
    """Compile with the patterns of Python, which other back ends do not have all of."""
    return GitIgnoreSpec.from_lines(lines, IgnorePattern, backend="simple")
