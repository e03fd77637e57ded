"""Every byte of an index read and compared with its checksums."""

from collections.abc import Iterator
from pathlib import Path

from search.engines import index_folder as folders
from search.engines.whoosh.storage.segment import SUFFIX, Segment
from search.errors import BrokenIndex


def problems(folder: Path) -> list[str]:
    """What is wrong with the index in force, each fault on a line; none where all is well.

    Raises: NoIndex, OldIndex, BrokenIndex, where there is nothing to compare with.
    """
    found = folders.read_manifest(folder)
    faults = [
        fault
        for name in folders.changed_files(folder, found)
        for fault in _faults(folder, found, name)
    ]
    return faults or list(_untold(folder, found))


def _untold(folder: Path, found: folders.Manifest) -> Iterator[str]:
    """What the checksums of files cannot tell."""
    ledger = folders.read_ledger(folder, found)
    if ledger is None or ledger.digest() != found.digest:
        yield f"{folders.LEDGER} does not come to the digest of the manifest"
    strays = {path.name for path in (folder / found.name).iterdir()} - found.files.keys()
    yield from (f"{name} is not of the index" for name in sorted(strays))


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
