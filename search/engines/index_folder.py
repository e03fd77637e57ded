"""The folder of an index: whole generations, one of them published by a manifest written last.

    index/whoosh/manifest.json     which generation is in force, and the checksum of its files
    index/whoosh/g000007/          the files of that generation, never changed once published
    index/whoosh/lock              held while somebody writes

A change is made in a new generation beside the one in force; files that stay are hard links. The
manifest is replaced in one step, so a reader, or a kill at any moment, sees one generation whole.
"""

import json
import zlib
from collections.abc import Mapping
from pathlib import Path

from search.engines.compression import crc32
from search.errors import BrokenIndex, LockedAway, NoIndex, OldIndex, SearchError
from search.values import Value, field

FORMAT = 1  # of the folder and the manifest
MANIFEST = "manifest.json"
LEDGER = "ledger.json"


class Manifest(Value):
    """What is in force."""

    versions: Mapping[str, int]
    generation: int
    digest: str  # of the ledger: the same for the same documents and versions
    files: Mapping[str, tuple[int, int]]  # name -> size in bytes, crc32
    folders: Mapping[str, str]  # name -> where it was read
    means: Mapping[str, float] = field(default_factory=dict)  # zone -> mean length in tokens
    format: int = FORMAT

    @property
    def name(self) -> str:
        """The name of the generation's folder."""
        return f"g{self.generation:06}"


def manifest(folder: Path) -> Manifest:
    """The manifest in force.

    Raises: NoIndex, BrokenIndex, OldIndex.
    """
    try:
        raw = (folder / MANIFEST).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoIndex(str(folder.parent)) from error
    except OSError as error:
        raise _unread(folder, MANIFEST, error) from error
    try:
        stated = json.loads(raw)
        check = stated.pop("check")
        found = stated["format"]
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise BrokenIndex(str(folder.parent), f"{MANIFEST} cannot be read") from error
    if check != checked(stated):
        raise BrokenIndex(str(folder.parent), f"{MANIFEST} was changed")
    if found != FORMAT:
        raise OldIndex(str(folder.parent), str(found), str(FORMAT))
    files = {name: (size, crc) for name, (size, crc) in stated.pop("files").items()}
    return Manifest(files=files, **stated)


def demand(folder: Path, found: Manifest, versions: Mapping[str, int]) -> None:
    """Refuse an index whose versions are not these.

    Raises: OldIndex.
    """
    for name, wanted in versions.items():
        if found.versions.get(name) != wanted:
            old = f"{found.versions.get(name)} ({name})"
            raise OldIndex(str(folder.parent), old, f"{wanted} ({name})")


def complete(folder: Path, found: Manifest) -> Path:
    """The folder of the generation, once every file is there and has its size.

    Raises: BrokenIndex, which names the first file that has not.
    """
    home = folder / found.name
    for name, (size, _) in sorted(found.files.items()):
        try:
            actual = (home / name).stat().st_size
        except OSError as error:
            raise _unread(folder, name, error) from error
        if actual != size:
            fault = "cut short" if actual < size else "changed"
            raise BrokenIndex(str(folder.parent), f"{name} was {fault}")
    return home


def contents(folder: Path, found: Manifest, name: str) -> bytes | None:
    """What a small file of the generation holds, checked; None where there is none.

    Raises: BrokenIndex.
    """
    if name not in found.files:
        return None
    try:
        held = (folder / found.name / name).read_bytes()
    except OSError as error:
        raise _unread(folder, name, error) from error
    if (len(held), zlib.crc32(held)) != found.files[name]:
        raise BrokenIndex(str(folder.parent), f"{name} was changed")
    return held


def changed(folder: Path, found: Manifest) -> list[str]:
    """The files whose size or checksum is not what it was, every byte of them read."""
    home = folder / found.name
    wrong = []
    for name, state in sorted(found.files.items()):
        try:
            if state_of(home / name) != state:
                wrong.append(name)
        except OSError:
            wrong.append(name)
    return wrong


def _unread(folder: Path, name: str, error: OSError) -> SearchError:
    """What to say of a file that the system does not give."""
    fault = f"{name}: {(error.strerror or 'cannot be read').lower()}"
    if isinstance(error, PermissionError):
        return LockedAway(str(folder.parent), fault)
    return BrokenIndex(str(folder.parent), fault)


def remembered(folder: Path) -> Mapping[str, str]:
    """The folders that an index was built from, even if it is too old or too damaged to be read."""
    try:
        folders = json.loads((folder / MANIFEST).read_bytes())["folders"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return folders if isinstance(folders, dict) else {}


def state_of(path: Path) -> tuple[int, int]:
    """Size and crc32 of a file."""
    size, crc = 0, 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            size += len(piece)
            crc = crc32(piece, crc)
    return size, crc


def checked(stated: Mapping[str, object]) -> str:
    """The checksum of what a manifest states."""
    return f"{zlib.crc32(json.dumps(stated, sort_keys=True).encode()):08x}"
