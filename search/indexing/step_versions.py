"""Versions of the steps that make an article of a document: digests of their own files."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

STEPS = ("cleaning", "people", "stories")  # packages
SUFFIXES = (".py", ".txt", ".json")  # of code with its rules, word lists, and models


@cache
def current_versions() -> Mapping[str, str]:
    """Return the version of each step; when one changes, a build makes every article again.

    A changed rule, number, word list or model is a changed file, so nobody has to raise a number.
    The price is that a changed comment makes the articles again, too.
    """
    program = files("search")
    return {name: folder_digest(program / name) for name in STEPS}


def folder_digest(folder: Traversable) -> str:
    """Return a digest of the files of a package that is the same on every system."""
    digest = hashlib.sha256()
    for path, contents in sorted(_contents(folder)):
        unix = contents.replace(b"\r\n", b"\n")
        digest.update(f"{path}\n{len(unix)}\n".encode() + unix)
    return digest.hexdigest()[:16]


def _contents(folder: Traversable, path: str = "") -> Iterator[tuple[str, bytes]]:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _contents(each, f"{path}{each.name}/")
        elif each.name.endswith(SUFFIXES) and not each.name.startswith("."):  # locks of editors
            yield f"{path}{each.name}", each.read_bytes()
