"""Finds the seeds of a folder, in the order of their paths."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import NamedTuple

from search.article import Seed, Skip
from search.errors import BadSeeds
from search.readers.file_types import READERS, kind
from search.readers.ignore_files import NAME, Layer, is_ignored, layer
from search.readers.raw_bytes import SPECIAL, fault

MEND = f"give a folder of articles, or one file ({', '.join(sorted(READERS))}, also with .gz)"


# How a path writes what a terminal, a line or UTF-8 cannot hold; the backslash too, so that no two
# names are written alike: a byte that is no UTF-8, a control character, a sign of direction.
_ESCAPES = {
    ord("\\"): r"\\",
    **{i: f"\\x{i:02x}" for i in (*range(0x20), 0x7F)},
    **{0xDC00 + i: f"\\x{i:02x}" for i in range(0x80, 0x100)},  # the bytes, as Python reads them
    **{i: f"\\u{i:04x}" for i in (*range(0x80, 0xA0), *range(0x2028, 0x202F))},
    **{i: f"\\u{i:04x}" for i in range(0x2066, 0x206A)},
}


class _Folder(NamedTuple):
    path: str
    location: str
    layers: tuple[Layer, ...]  # the rules of the folders above, outermost first


def walk(root: Path) -> Iterator[Seed | Skip]:
    """The seeds of a folder, sorted by path, or the one that is a file itself.

    A path begins with the root's own name, so it is the same wherever the folder lies. Hidden
    names, what `.searchignore` leaves out and files of other suffixes are passed over without a
    word. No link is followed, so that cycles are harmless and nothing is read twice: what it leads
    to is read in its own place if it is in the folder, and is a Skip if it is not.
    Raises: BadSeeds, at the call, where the root is missing, unreadable or of no kind that is read.
    """
    try:
        if not stat.S_ISDIR(root.stat().st_mode):
            return iter([_only(root)])
        with os.scandir(root):
            return _walked(root)
    except FileNotFoundError as error:
        raise BadSeeds(f"no such folder {str(root)!r}", MEND) from error
    except OSError as error:
        raise BadSeeds(f"cannot read {str(root)!r}: {fault(error)}", MEND) from error


def _only(root: Path) -> Seed:
    if not kind(root.name):
        raise BadSeeds(f"{str(root)!r} is of no kind that is read", MEND)
    return Seed(_shown(root.name), str(root))


def _walked(root: Path) -> Iterator[Seed | Skip]:
    name = root.resolve().name if root.name in ("", "..") else root.name  # "." has no name
    real = os.path.realpath(root)
    pending: list[_Folder | Seed | Skip] = [_Folder(_shown(name), str(root), ())]
    while pending:  # not by recursion: folders may lie deeper than the stack
        place = pending.pop()
        if isinstance(place, _Folder):
            pending.extend(reversed(_contents(place, real)))
        else:
            yield place


def _contents(folder: _Folder, real: str) -> list[_Folder | Seed | Skip]:
    """What is in the folder, in order; a Skip for the folder itself if it cannot be listed."""
    try:
        with os.scandir(folder.location) as entries:
            ordered = sorted(entries, key=_order)
    except OSError as error:
        return [Skip(folder.path, fault(error))]
    found: list[_Folder | Seed | Skip] = []
    try:
        folder = folder._replace(layers=(*folder.layers, layer(folder.location)))
    except OSError as error:
        found.append(Skip(f"{folder.path}/{NAME}", fault(error)))
    for entry in ordered:
        place = _place(entry, folder, real)
        if place:
            found.append(place)
    return found


def _order(entry: os.DirEntry[str]) -> str:
    """Sorts a folder where the paths in it sort: "a.txt" before "a/b.txt"."""
    return _shown(entry.name) + ("/" if entry.is_dir(follow_symlinks=False) else "")


def _place(entry: os.DirEntry[str], folder: _Folder, real: str) -> _Folder | Seed | Skip | None:
    """What there is to do about one name in the folder; None for what is passed over."""
    path = f"{folder.path}/{_shown(entry.name)}"
    is_folder = entry.is_dir(follow_symlinks=False)
    if entry.name.startswith(".") or is_ignored(entry.path, is_folder, folder.layers):
        return None
    if entry.is_symlink():
        reason = _astray(entry, real)
        return Skip(path, reason) if reason else None
    if is_folder:
        return folder._replace(path=path, location=entry.path)
    if not kind(entry.name):
        return None
    if not entry.is_file(follow_symlinks=False):
        return Skip(path, _special(entry))
    return Seed(path, entry.path)


def _astray(link: os.DirEntry[str], real: str) -> str:
    """Why what a link leads to is lost; empty where it is read in its own place, or no kind."""
    try:
        target = os.path.realpath(link.path, strict=True)
        is_folder = stat.S_ISDIR(os.stat(target).st_mode)  # noqa: PTH116
    except OSError as error:
        return f"is a broken link: {fault(error)}" if kind(link.name) else ""
    if not is_folder and not kind(link.name):
        return ""
    if not PurePath(target).is_relative_to(real):
        return "is a link out of the folder"
    within = PurePath(target).relative_to(real)
    hidden = any(part.startswith(".") for part in within.parts)
    if hidden or not (is_folder or kind(within.name)):
        return "is a link to what is not read in its own place"
    return ""


def _special(entry: os.DirEntry[str]) -> str:
    try:
        return SPECIAL.get(stat.S_IFMT(entry.stat(follow_symlinks=False).st_mode), "is no file")
    except OSError as error:
        return fault(error)


def _shown(name: str) -> str:
    r"""The name as a path writes it, since that is also an id: "caf\xe9", "a\x0ab", "a\\b"."""
    return os.fsencode(name).decode("utf-8", "surrogateescape").translate(_ESCAPES)
