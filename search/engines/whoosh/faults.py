"""Every byte of an index read and compared with its checksums."""

from collections.abc import Iterator
from pathlib import Path

from search.engines import folder as folders
from search.engines.whoosh.segment import SUFFIX, Segment
from search.errors import BrokenIndex


def problems(folder: Path) -> list[str]:
    """What is wrong with the index in force, each fault on a line; none where all is well.

    Raises: NoIndex, OldIndex, BrokenIndex, where there is nothing to compare with.
    """
    found = folders.manifest(folder)
    return [
        fault for name in folders.changed(folder, found) for fault in _faults(folder, found, name)
    ]


def _faults(folder: Path, found: folders.Manifest, name: str) -> Iterator[str]:
    """What is wrong with the file; of a segment, in which section."""
    path = folder / found.name / name
    sections: list[str] = []
    if path.suffix == SUFFIX and path.exists():
        try:
            sections = list(Segment(path, folder.parent).file.damaged())
        except BrokenIndex as error:
            yield error.fault
            return
    yield from (f"{name} was changed in section {section}" for section in sections)
    if not sections:
        yield f"{name} was {'changed' if path.exists() else 'removed'}"
