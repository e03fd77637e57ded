"""Verification of an index: every byte is read and compared with its checksums."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from search.engines import index_folder as folders
from search.engines.whoosh.storage.consistency import wrong_sections
from search.engines.whoosh.storage.segment import SUFFIX, Segment
from search.errors import BrokenIndex, UnreadableIndex, system_reason


def problems(folder: Path) -> list[str]:
    """Return the problems of the current index, one a line; none if it is sound.

    Raises: NoIndex, OldIndex, BrokenIndex, where there is nothing to compare with.
    """
    manifest = folders.read_manifest(folder)
    checksum_errors = [
        error
        for name, fault in folders.changed_files(folder, manifest).items()
        for error in ([f"{name}: {fault}"] if fault else _checksum_errors(folder, manifest, name))
    ]
    return checksum_errors or list(_other_problems(folder, manifest))


def _checksum_errors(folder: Path, manifest: folders.Manifest, name: str) -> Iterator[str]:
    """Yield what is wrong with a file; for a segment, each damaged section."""
    path = folder / manifest.name / name
    sections: list[str] = []
    if path.suffix == SUFFIX and path.exists():
        try:
            with closing(Segment(path, folder.parent)) as segment:
                sections = list(segment.file.damaged_sections())
        except (BrokenIndex, UnreadableIndex) as error:
            yield error.fault
            return
        except OSError as error:  # such as a pipe in its place
            yield f"{name}: {system_reason(error)}"
            return
    yield from (f"{name} was changed in section {section}" for section in sections)
    if not sections:
        yield f"{name} was {'changed' if path.exists() else 'removed'}"


def _other_problems(folder: Path, manifest: folders.Manifest) -> Iterator[str]:
    """Yield the problems that leave the checksums of files right."""
    ledger = folders.read_ledger(folder, manifest)
    if ledger is None or ledger.digest() != manifest.digest:
        yield f"{folders.LEDGER} does not match the digest in the manifest"
    for name in sorted(name for name in manifest.files if name.endswith(SUFFIX)):
        try:
            with closing(Segment(folder / manifest.name / name, folder.parent)) as segment:
                for section in wrong_sections(segment):
                    yield f"{name} contradicts itself in section {section}"
        except BrokenIndex as error:
            yield error.fault
    strays = {path.name for path in (folder / manifest.name).iterdir()} - manifest.files.keys()
    visible = (name for name in strays if name[0] != ".")  # hidden ones are of the system
    yield from (f"{name} does not belong to the index" for name in sorted(visible))
