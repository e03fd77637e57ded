"""A new generation of an index: staged next to the current one, then published in its place."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from search.engines import inputs_file
from search.engines.base import Ledger, Versions
from search.engines.draft import Draft
from search.engines.index_folder import (
    LEDGER,
    MANIFEST,
    NEW_MANIFEST,
    Manifest,
    generation_name,
    manifest_checksum,
    read_manifest,
)
from search.engines.inputs_file import Inputs, encode_inputs
from search.engines.read_generation import give_up
from search.errors import NoIndex, SearchError, system_reason
from search.file_sync import replace, sync, sync_folder
from search.values import asdict


def stage(folder: Path, base: Manifest | None) -> Draft:
    """Create a generation that is not published yet, with the files of `base` if there is one."""
    newest = max([base.generation if base else 0, *_generations(folder)])
    home = folder / generation_name(newest + 1)
    home.mkdir(parents=True)
    return Draft(home, base)


def publish(
    folder: Path, draft: Draft, versions: Versions, ledger: Ledger, means: Mapping[str, float]
) -> str:
    """Make the draft the current generation, safe on disk, and remove all others.

    The result is a warning where the change is made but may not survive a power cut; empty if it
    is.
    """
    inputs = Inputs(ledger.files, ledger.articles, ledger.stamps)
    draft.create(inputs_file.NAME).write_bytes(encode_inputs(inputs))
    rest = {name: value for name, value in asdict(ledger).items() if name not in Inputs._fields}
    draft.create(LEDGER).write_bytes(json.dumps(rest, ensure_ascii=False, indent=0).encode())
    files = draft.finish()
    sync_folder(draft.home)
    generation = int(draft.home.name[1:])
    new = Manifest(versions, generation, ledger.digest(), files, ledger.folders, means)
    fields = asdict(new)
    fields["check"] = manifest_checksum(json.loads(json.dumps(fields)))
    _replace_manifest(folder / MANIFEST, json.dumps(fields, indent=1))
    warning = ""
    try:
        sync_folder(folder)
    except OSError as error:  # the manifest is replaced: the change is made
        warning = f"the index is updated, but not safe on disk: {system_reason(error)}"
    _remove_generations(folder, draft.home.name)
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
        if current and (folder / current).is_dir():
            _remove_generations(folder, current)


def _current(folder: Path) -> str | None:
    """Return the name of the current generation: "" without a manifest, None if unreadable."""
    try:
        return read_manifest(folder).name
    except NoIndex:
        return ""
    except SearchError:
        return None


def _remove_generations(folder: Path, keep: str) -> None:
    """Remove every generation but one: those replaced and those never finished.

    One that is being read is left to the next build.
    """
    with suppress(OSError):  # the next build tries again
        for generation in _generations(folder):
            home = folder / generation_name(generation)
            if home.name != keep and give_up(home):
                shutil.rmtree(home, ignore_errors=True)


def _generations(folder: Path) -> Iterator[int]:
    for path in folder.iterdir():
        if path.name[:1] == "g" and path.name[1:].isdigit():
            yield int(path.name[1:])


def _replace_manifest(path: Path, text: str) -> None:
    """Replace the file by one with this text, in one step and safe on disk."""
    new = path.with_name(NEW_MANIFEST)
    try:
        with new.open("wb") as file:
            file.write(text.encode())
            file.flush()
            sync(file.fileno())
        replace(new, path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
