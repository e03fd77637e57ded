"""A generation that is not published yet: which files it has, whatever lies in its folder."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from search.engines.index_folder import LEDGER, Manifest, size_and_checksum
from search.errors import BrokenIndex
from search.file_sync import sync_file

FileState = tuple[int, int]  # size in bytes, crc32


class Draft:
    """The files of a new generation: those of the old one that are not dropped, and new ones.

    Old files are linked into its folder when it is finished, so that none has to be removed there
    again while somebody reads it. Another file in the folder, such as the stand-in that some drives
    make for a deleted file that is open, does not belong to it.
    """

    def __init__(self, home: Path, base: Manifest | None) -> None:
        self.home = home  # its folder
        self._old_home = home.parent / base.name if base else home
        self._old = dict(base.files) if base else {}
        self._old.pop(LEDGER, None)  # each generation has its own
        self._new: set[str] = set()

    def names(self, suffix: str = "") -> list[str]:
        """Return the names of its files that end like this, sorted."""
        return sorted(name for name in {*self._old, *self._new} if name.endswith(suffix))

    def path(self, name: str) -> Path:
        """Return where a file of it lies at present."""
        return (self._old_home if name in self._old else self.home) / name

    def create(self, name: str) -> Path:
        """Return where to write a new file, which replaces the old one of the name."""
        self._old.pop(name, None)
        self._new.add(name)
        return self.home / name

    def drop(self, name: str) -> None:
        """Leave an old file out."""
        self._old.pop(name, None)

    def finish(self) -> Mapping[str, FileState]:
        """Make all files safe on disk in its folder, and return their states by name.

        Raises: OSError; BrokenIndex, where an old file cannot be copied as it was.
        """
        states = {name: self._linked(name, state) for name, state in self._old.items()}
        for name in sorted(self._new):
            sync_file(self.home / name)
            states[name] = size_and_checksum(self.home / name)
        return states

    def _linked(self, name: str, state: FileState) -> FileState:
        """Link an old file, or copy it where the file system has no links."""
        old, new = self._old_home / name, self.home / name
        try:
            os.link(old, new)
        except OSError:
            shutil.copyfile(old, new)
            sync_file(new)
            if size_and_checksum(new) != state:
                raise BrokenIndex(str(self.home.parent.parent), f"{name} was changed") from None
        return state
