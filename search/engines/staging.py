"""A new generation of an index: staged next to the current one, then published in its place."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from search.engines.base import Ledger, Versions
from search.engines.index_folder import (
    LEDGER,
    MANIFEST,
    Manifest,
    generation_name,
    manifest_checksum,
    size_and_checksum,
)
from search.values import asdict

NEW_MANIFEST = f"{MANIFEST}.new"  # the manifest of a generation that is being published


def stage(folder: Path, base: Manifest | None) -> Path:
    """Create a generation that is not published yet: empty, or with links to the files of `base`.

    The ledger is never linked, since `publish` writes a new one.
    """
    newest = max([base.generation if base else 0, *_generations(folder)])
    home = folder / generation_name(newest + 1)
    home.mkdir(parents=True)
    try:
        if base:
            for name in base.files.keys() - {LEDGER}:
                _link(folder / base.name / name, home / name)
    except OSError:
        shutil.rmtree(home, ignore_errors=True)
        raise
    return home


def publish(
    folder: Path,
    home: Path,
    versions: Versions,
    ledger: Ledger,
    means: Mapping[str, float],
    linked: Mapping[str, tuple[int, int]],
) -> str:
    """Make the staged generation the current one, safe on disk, and remove all others.

    `linked` are unchanged files of the previous generation; they are safe on disk already. The
    result is a warning where the change is made but may not survive a power cut; empty if it is.
    """
    contents = json.dumps(asdict(ledger), ensure_ascii=False, indent=0)
    (home / LEDGER).write_bytes(contents.encode())
    names = sorted(path.name for path in home.iterdir())
    files = {name: linked.get(name) or _sync_file(home / name) for name in names}
    _sync_folder(home)
    new = Manifest(versions, int(home.name[1:]), ledger.digest(), files, ledger.folders, means)
    fields = asdict(new)
    fields["check"] = manifest_checksum(json.loads(json.dumps(fields)))
    _replace_manifest(folder / MANIFEST, json.dumps(fields, indent=1))
    warning = ""
    try:
        _sync_folder(folder)
    except OSError as error:  # the manifest is replaced: the change is made
        fault = (error.strerror or "error").lower()
        warning = f"the index is updated, but not safe on disk: {fault}"
    _remove_generations(folder, home.name)
    return warning


def discard(folder: Path, home: Path) -> None:
    """Remove a staged generation, unless the manifest names it or cannot be read.

    A signal may arrive when the manifest is replaced and `publish` has not returned: only the
    manifest on disk says which generation is current.
    """
    if _current(folder) not in (home.name, None):
        shutil.rmtree(home, ignore_errors=True)


def remove_leftovers(folder: Path) -> None:
    """Remove what killed builds left; no generation where the current one is not known.

    A manifest may be missing for a moment, on a network drive, or be damaged and worth a rescue.
    """
    with suppress(OSError):
        (folder / NEW_MANIFEST).unlink(missing_ok=True)
    current = _current(folder)
    if current:
        _remove_generations(folder, current)


def _current(folder: Path) -> str | None:
    """Return the name of the current generation: "" without a manifest, None if unreadable."""
    try:
        return generation_name(json.loads((folder / MANIFEST).read_bytes())["generation"])
    except FileNotFoundError:
        return ""
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remove_generations(folder: Path, keep: str) -> None:
    """Remove every generation but one: those replaced and those never finished."""
    for generation in _generations(folder):
        if generation_name(generation) != keep:
            shutil.rmtree(folder / generation_name(generation), ignore_errors=True)


def _generations(folder: Path) -> Iterator[int]:
    if folder.is_dir():
        for path in folder.iterdir():
            if path.is_dir() and path.name[:1] == "g" and path.name[1:].isdigit():
                yield int(path.name[1:])


def _replace_manifest(path: Path, text: str) -> None:
    """Replace the file by one with this text, in one step and safe on disk."""
    new = path.with_name(NEW_MANIFEST)
    try:
        with new.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def _link(old: Path, new: Path) -> None:
    """Hard link the file, or copy it where the file system has no links."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def _sync_file(path: Path) -> tuple[int, int]:
    """Make the file safe on disk, and return its size and crc32."""
    with path.open("r+b") as file:  # Windows refuses this of a file that is open for reading
        os.fsync(file.fileno())
    return size_and_checksum(path)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # Windows cannot open a folder, and needs no such call
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
