"""A disk of a few pages, to see what a full one does."""

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PAGE = 4096  # bytes: what a tmpfs gives at a time


class Disk:
    """A small disk in a folder of its own."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def resize(self, pages: int) -> None:
        """Give it that many pages; not fewer than are used."""
        options = f"remount,size={pages * PAGE}"
        subprocess.run(["mount", "-o", options, str(self.place)], check=True)

    @property
    def used(self) -> int:
        """The pages that are used."""
        gc.collect()  # a mapped file keeps its room until the mapping is collected
        found = os.statvfs(self.place)
        return found.f_blocks - found.f_bfree


@contextmanager
def mounted(place: Path) -> Iterator[Disk]:
    """Mount a disk of one page at the place; skip the test where that is not allowed."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={PAGE}", "none", str(place)]
    if sys.platform != "linux" or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("only root on Linux can mount a small disk")
    try:
        yield Disk(place)
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
