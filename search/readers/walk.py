"""The walk of a folder: its seeds in the order of their paths."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePath
from typing import NamedTuple, TypeAlias

from search.article import Seed, Skip, TemporarySkip, Unread
from search.errors import BadSeeds, is_temporary
from search.ordinary_file import SPECIAL
from search.places import path_name, root_name, verbatim
from search.readers.file_types import ENDINGS, has_ending, is_ordinary, is_read
from search.readers.ignore_files import NAME, Layer, is_ignored, read_layer
from search.readers.raw_bytes import skip_of, skip_reason
from search.readers.saved_pages import page_of_folder, pages_by_stem

REMEDY = f"give a folder of articles, or one file ({ENDINGS})"


_Type: TypeAlias = int | OSError  # of an entry of a folder
_Leaf: TypeAlias = Seed | Skip | Unread


class _Folder(NamedTuple):
    path: str
    location: str
    layers: tuple[Layer, ...]  # the rules of the parent folders, outermost first
    page: str = ""  # the path of the saved page of which it holds the parts

    @property
    def is_plain(self) -> bool:
        """Return whether its files are documents by their names alone."""
        return not self.page and not any(layer.spec for layer in self.layers)


def walk(root: Path, name: str = "") -> Iterator[Seed | Skip | Unread]:
    """Return the seeds of a folder, sorted by path, or the root itself if it is a file.

    A path starts with the name, else with the root's own one, so it is the same wherever the folder
    lies. Hidden names and paths ignored by `.searchignore`, also by those of the folders above, are
    left out silently. Links are not followed, so cycles are harmless and nothing is read twice: a
    target in the folder is read in its own place, any other is a Skip. What is in the folder of a
    saved page is a part of it, and Unread.
    Raises: BadSeeds, at the call, if the root is missing or unreadable.
    """
    name = name or root_name(root)
    try:
        location = verbatim(str(root))
        if not stat.S_ISDIR(os.stat(location).st_mode):  # noqa: PTH116 - a text
            return iter([Seed(name, location) if is_read(root.name, location) else Unread(name)])
        with os.scandir(location):
            return _walk_folder(location, name)
    except FileNotFoundError as error:
        raise BadSeeds(f"no such folder {str(root)!r}", REMEDY) from error
    except OSError as error:
        raise BadSeeds(f"cannot read {str(root)!r}: {skip_reason(error)}", REMEDY) from error


def _walk_folder(location: str, name: str) -> Iterator[_Leaf]:
    real = os.path.realpath(location)
    pending: list[_Folder | _Leaf] = [_Folder(name, location, tuple(_layers_above(location)))]
    while pending:  # no recursion: folders may be nested deeper than the stack
        place = pending.pop()
        if isinstance(place, _Folder):
            pending.extend(reversed(_entries(place, real)))
        else:
            yield place


def _layers_above(folder: str) -> Iterator[Layer]:
    """Yield the rules of the folders above, outermost first, as far as they may be read."""
    for parent in reversed(Path(folder).parents) if os.path.isabs(folder) else ():  # noqa: PTH117
        with suppress(OSError):
            yield read_layer(str(parent))


def _entries(folder: _Folder, real: str) -> list[_Folder | _Leaf]:
    """Return the entries of the folder, in order; a Skip for the folder if it cannot be listed."""
    found: list[_Folder | _Leaf] = []
    try:
        with os.scandir(folder.location) as entries:
            listed = [(_type_of(entry), entry) for entry in entries]
    except OSError as error:
        return [skip_of(folder.path, error)]
    try:
        folder = folder._replace(layers=(*folder.layers, read_layer(folder.location)))
    except OSError as error:
        if is_temporary(error):  # without its rules nobody knows what to leave out
            return [TemporarySkip(folder.path, f"its {NAME}: {skip_reason(error)}")]
        found.append(Skip(f"{folder.path}/{NAME}", skip_reason(error)))
    pages = pages_by_stem(entry.name for type_, entry in listed if type_ != stat.S_IFDIR)
    is_plain = folder.is_plain
    for type_, entry in sorted(listed, key=_sort_key):
        if type_ == stat.S_IFREG and is_plain and is_ordinary(entry.name):  # most files
            found.append(Seed(f"{folder.path}/{entry.name}", entry.path))
            continue
        place = _classify(entry, type_, folder, real)
        page = page_of_folder(entry.name, pages)
        if isinstance(place, _Folder) and page and not folder.page:
            place = place._replace(page=f"{folder.path}/{path_name(page)}")
        if place:
            found.append(place)
    return found


def _type_of(entry: os.DirEntry[str]) -> _Type:
    """Return the type of the entry, as in its mode; an error where the system does not say it."""
    try:
        if entry.is_symlink():
            return stat.S_IFLNK
        if entry.is_dir(follow_symlinks=False):
            return stat.S_IFDIR
        if entry.is_file(follow_symlinks=False):
            return stat.S_IFREG
        return stat.S_IFMT(entry.stat(follow_symlinks=False).st_mode)
    except OSError as error:
        return error


def _sort_key(listed: tuple[_Type, os.DirEntry[str]]) -> str:
    """Return the sort key of an entry, as its paths sort: "a.txt" before "a/b.txt"."""
    type_, entry = listed
    return path_name(entry.name) + ("/" if type_ == stat.S_IFDIR else "")


def _classify(
    entry: os.DirEntry[str], type_: _Type, folder: _Folder, real: str
) -> _Folder | _Leaf | None:
    """Return the folder, seed or skip of one entry; None to leave it out."""
    path = f"{folder.path}/{path_name(entry.name)}"
    is_folder = type_ == stat.S_IFDIR
    if entry.name.startswith(".") or is_ignored(entry.path, is_folder, folder.layers):
        return None
    if is_folder:
        return folder._replace(path=path, location=entry.path)
    if folder.page:
        return Unread(path, folder.page)
    if type_ == stat.S_IFLNK:
        return _link_skip(path, entry, real)
    if isinstance(type_, OSError) and is_temporary(type_):  # it may be a folder
        return skip_of(path, type_)
    if isinstance(type_, OSError) or type_ != stat.S_IFREG:
        return _special_skip(path, entry.name, type_)
    return Seed(path, entry.path) if is_read(entry.name, entry.path) else Unread(path)


def _special_skip(path: str, name: str, type_: _Type) -> Skip | None:
    """Return the Skip of what is no file; None if its name is not that of a document."""
    if not has_ending(name):
        return None
    if isinstance(type_, OSError):
        return skip_of(path, type_)
    return Skip(path, SPECIAL.get(type_, "is no file"))


def _link_skip(path: str, link: os.DirEntry[str], real: str) -> Skip | None:
    """Return the Skip of a link whose target is not read; None if it is, or of an unknown type."""
    try:
        reason = _link_problem(link, real)
    except OSError as error:
        if not has_ending(link.name):
            return None
        problem = "cannot be followed" if is_temporary(error) else "is a broken link"
        return skip_of(path, error, f"{problem}: ")
    return Skip(path, reason) if reason else None


def _link_problem(link: os.DirEntry[str], real: str) -> str:
    """Return why the target of a link is not read; empty if it is, or of an unknown type.

    Raises: OSError.
    """
    target = os.path.realpath(link.path, strict=True)
    is_folder = stat.S_ISDIR(os.stat(target).st_mode)  # noqa: PTH116
    if not is_folder and not has_ending(link.name):
        return ""
    if not PurePath(target).is_relative_to(real):
        return "is a link out of the folder"
    within = PurePath(target).relative_to(real)
    hidden = any(part.startswith(".") for part in within.parts)
    if hidden or not (is_folder or has_ending(within.name)):
        return "is a link to what is not read in its own place"
    return ""
