"""A generation of an index made beside the one in force, and put in its place: see folder.py."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from search.engines.build_inputs import Ledger
from search.engines.index_folder import LEDGER, MANIFEST, Manifest, checked, state_of


def stage(folder: Path, base: Manifest | None) -> Path:
    """A new generation, not in force yet: empty, or with the files of `base` linked in."""
    newest = max([base.generation if base else 0, *_generations(folder)])
    home = folder / f"g{newest + 1:06}"
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
    versions: Mapping[str, int],
    ledger: Ledger,
    means: Mapping[str, float],
    linked: Mapping[str, tuple[int, int]],
) -> None:
    """Put the staged generation in force, safe on disk, and remove all others.

    `linked` are files of the generation before, which are as safe and as they were.
    """
    ledger.write(home / LEDGER)
    names = sorted(path.name for path in home.iterdir())
    files = {name: linked.get(name) or _synced(home / name) for name in names}
    _sync_folder(home)
    new = Manifest(versions, int(home.name[1:]), digest(ledger), files, ledger.folders, means)
    stated = asdict(new)
    stated["check"] = checked(json.loads(json.dumps(stated)))
    _replace(folder / MANIFEST, json.dumps(stated, indent=1))
    _sync_folder(folder)
    _sweep(folder, home.name)


def tidy(folder: Path) -> None:
    """Remove what builds that were killed have left; nothing where it cannot be told."""
    try:
        keep = f"g{json.loads((folder / MANIFEST).read_bytes())['generation']:06}"
    except FileNotFoundError:
        keep = ""
    except (OSError, ValueError, KeyError, TypeError):  # damaged: what is in force may be wanted
        return
    _sweep(folder, keep)


def _sweep(folder: Path, keep: str) -> None:
    """Remove every generation but one: those replaced and those never finished."""
    for generation in _generations(folder):
        if f"g{generation:06}" != keep:
            shutil.rmtree(folder / f"g{generation:06}", ignore_errors=True)


def digest(ledger: Ledger) -> str:
    """The same for the same documents, versions and decisions, wherever they lie."""
    parts = (ledger.versions, ledger.articles, ledger.rulings)
    facts = [*(sorted(part.items()) for part in parts), ledger.people]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _generations(folder: Path) -> Iterator[int]:
    if folder.is_dir():
        for path in folder.iterdir():
            if path.is_dir() and path.name[:1] == "g" and path.name[1:].isdigit():
                yield int(path.name[1:])


def _replace(path: Path, text: str) -> None:
    """Put a file with this text, safe on disk, in the place of the one that is there."""
    beside = path.with_name(f"{path.name}.new")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _link(old: Path, new: Path) -> None:
    """Hard link, or copy where the file system has no links."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def _synced(path: Path) -> tuple[int, int]:
    """Size and crc32 of a file that is now safe on disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return state_of(path)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # Windows cannot open a folder, and needs no such call
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
