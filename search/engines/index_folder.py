"""The folder of an index: complete generations, one of them named by a manifest written last.

    index/ENGINE/manifest.json     the current generation, and the checksums of its files
    index/ENGINE/g000007/          the files of a generation, never changed once published
    index/ENGINE/lock              locked while a process writes

A change is made in a new generation next to the current one; files that stay are hard links. The
manifest is replaced in one step, so a reader, or a kill at any moment, sees one whole generation.
"""

import json
import math
import re
import time
import zlib
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from search.engines import inputs_file
from search.engines.base import Ledger, Versions
from search.engines.inputs_file import Inputs, decode_inputs
from search.engines.undecodable import undecodable
from search.errors import (
    BrokenIndex,
    NoIndex,
    OldIndex,
    SearchError,
    UnreadableIndex,
    is_temporary,
    system_reason,
)
from search.file_sync import PAUSE, read_bytes
from search.ordinary_file import open_ordinary, status_of
from search.values import Value, asdict, field, replace

FORMAT = 2  # of the folder and the manifest
MANIFEST = "manifest.json"
NEW_MANIFEST = f"{MANIFEST}.new"  # the manifest of a generation that is being published
LEDGER = "ledger.json"
_PLAIN_NAME = re.compile(r"\w[\w.-]*", re.ASCII)  # of a file; never of one elsewhere
_GENERATION = re.compile(r"g[0-9]+")
MOST_GENERATIONS = 10**12  # a number that no index reaches
MOMENT = 1.0  # seconds; a busy machine takes some milliseconds


class Manifest(Value):
    """The current generation of an index and the state of its files."""

    versions: Versions
    generation: int
    digest: str  # of the ledger: the same for the same documents and versions
    files: Mapping[str, tuple[int, int]]  # name -> size in bytes, crc32
    folders: Mapping[str, str]  # name -> where it was read
    means: Mapping[str, float] = field(default_factory=dict)  # zone -> mean length in tokens
    format: int = FORMAT

    @property
    def name(self) -> str:
        """Return the name of the generation's folder."""
        return generation_name(self.generation)


def generation_name(generation: int) -> str:
    """Return the name of the folder of that generation."""
    return f"g{generation:06}"


def read_manifest(folder: Path) -> Manifest:
    """Return the current manifest.

    Raises: NoIndex, BrokenIndex, OldIndex.
    """
    try:
        raw = _manifest_bytes(folder)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoIndex(str(folder.parent)) from error
    except OSError as error:
        raise unreadable(folder, MANIFEST, error) from error
    with undecodable(folder.parent, f"{MANIFEST} cannot be read"):
        fields = json.loads(raw)
        check = fields.pop("check")
        version = fields["format"]
        is_unchanged = check == manifest_checksum(fields)
    if not is_unchanged:
        raise BrokenIndex(str(folder.parent), f"{MANIFEST} was changed")
    if version != FORMAT:
        raise OldIndex(str(folder.parent), str(version)[:9], str(FORMAT))
    with undecodable(folder.parent, f"{MANIFEST} cannot be read"):
        return _manifest(fields)


def _manifest(fields: dict[str, Any]) -> Manifest:
    """Return the manifest of these fields, which a stranger may have written.

    Raises: UNDECODABLE.
    """
    files = {name: (size, crc) for name, (size, crc) in fields.pop("files").items()}
    manifest = Manifest(files=files, **fields)
    numbers = (manifest.generation, *chain.from_iterable(files.values()))
    folders, means = manifest.folders, manifest.means
    if not (
        all(type(each) is int and each >= 0 for each in numbers)
        and manifest.generation < MOST_GENERATIONS
        and all(map(_PLAIN_NAME.fullmatch, files))
        and are_texts(folders)
        and all(math.isfinite(mean) for mean in means.values())
        and all(type(version) in (int, str) for version in manifest.versions.values())
        and isinstance(manifest.digest, str)
    ):
        raise ValueError("a field of a wrong kind")
    return manifest


def are_texts(texts: object) -> bool:
    """Return whether this is a mapping of texts to texts."""
    return isinstance(texts, dict) and {*map(type, texts.values())} <= {str}


def _manifest_bytes(folder: Path) -> bytes:
    """Return the manifest, which is missing for a moment where NTFS-3G replaces it."""
    end = time.monotonic() + MOMENT
    while True:
        try:
            return read_bytes(folder / MANIFEST)
        except FileNotFoundError:
            if time.monotonic() > end or not any(folder.glob("g??????")):
                raise
        time.sleep(PAUSE)


def check_versions(folder: Path, manifest: Manifest, versions: Versions) -> None:
    """Refuse an index whose versions are not these.

    Raises: OldIndex.
    """
    for name, version in versions.items():
        if (old := manifest.versions.get(name)) != version:
            raise OldIndex(str(folder.parent), f"{old} ({name})", f"{version} ({name})")


def generation_folder(folder: Path, manifest: Manifest) -> Path:
    """Return the folder of the generation, where every file exists and has its size.

    Raises: BrokenIndex, which names the first file that does not.
    """
    home = folder / manifest.name
    for name, (size, _) in sorted(manifest.files.items()):
        try:
            actual = status_of(home / name).st_size
        except OSError as error:
            raise unreadable(folder, name, error) from error
        if actual != size:
            fault = "cut short" if actual < size else "changed"
            raise BrokenIndex(str(folder.parent), f"{name} was {fault}")
    return home


def read_file(folder: Path, manifest: Manifest, name: str) -> bytes | None:
    """Return the contents of a small file of the generation, checked; None where there is none.

    Raises: BrokenIndex.
    """
    if name not in manifest.files:
        return None
    try:
        contents = read_bytes(folder / manifest.name / name)
    except OSError as error:
        raise unreadable(folder, name, error) from error
    if (len(contents), zlib.crc32(contents)) != manifest.files[name]:
        raise BrokenIndex(str(folder.parent), f"{name} was changed")
    return contents


def read_ledger(folder: Path, manifest: Manifest) -> Ledger | None:
    """Return the ledger of the generation; None where it has none.

    Raises: BrokenIndex.
    """
    contents = read_file(folder, manifest, LEDGER)
    if not contents:
        return None
    ledger, inputs = parse_ledger(folder, contents), read_file(folder, manifest, inputs_file.NAME)
    if not inputs:
        return ledger
    with undecodable(folder.parent, f"{inputs_file.NAME} cannot be read"):
        return replace(ledger, **decode_inputs(inputs)._asdict())


def parse_ledger(folder: Path, contents: bytes) -> Ledger:
    """Return the ledger without its files and articles; a stranger may have written it.

    Raises: BrokenIndex.
    """
    with undecodable(folder.parent, f"{LEDGER} cannot be read"):
        ledger = Ledger(**json.loads(contents))
        fields = asdict(ledger)
        if any(fields.pop(name) for name in Inputs._fields):
            raise ValueError("a field of another file")
        versions, people = fields.pop("versions"), fields.pop("people")
        counts = {*map(type, fields.pop("unread").values())}
        kinds = {*map(type, versions.values())}
        are_right = kinds <= {int, str} and counts <= {int} and isinstance(people, str)
        if not are_right or not all(map(are_texts, fields.values())):
            raise ValueError("a field of a wrong kind")
    return ledger


def has_leftovers(folder: Path, manifest: Manifest) -> bool:
    """Return whether there is another generation, or a manifest that was not put in place."""
    return any(
        path.name == NEW_MANIFEST or _GENERATION.fullmatch(path.name)
        for path in folder.iterdir()
        if path.name != manifest.name
    )


def changed_files(folder: Path, manifest: Manifest) -> Mapping[str, str]:
    """Read every file of the generation and return those whose size or checksum has changed.

    Of a file that the system cannot read the reason is given; it is empty for the others.
    """
    home = folder / manifest.name
    changed = {}
    for name, state in sorted(manifest.files.items()):
        try:
            if size_and_checksum(home / name) != state:
                changed[name] = ""
        except FileNotFoundError:
            changed[name] = ""
        except OSError as error:
            changed[name] = system_reason(error)
    return changed


def document_folders(folder: Path) -> Mapping[str, str]:
    """Return the folders the index was built from, none without an index.

    They are known even of an index that is too old or damaged to be used.

    Raises: UnreadableIndex, BrokenIndex, where the manifest does not even say that.
    """
    try:
        raw = read_bytes(folder / MANIFEST)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise unreadable(folder, MANIFEST, error) from error
    with undecodable(folder.parent, f"{MANIFEST} cannot be read"):
        folders = json.loads(raw)["folders"]
        return {str(name): str(home) for name, home in folders.items()}


def size_and_checksum(path: Path) -> tuple[int, int]:
    """Return the size and the crc32 of a file."""
    from search.engines.compression import crc32  # loads a library that queries do without

    size, crc = 0, 0
    with open_ordinary(path) as file:
        while piece := file.read(1 << 20):
            size += len(piece)
            crc = crc32(piece, crc)
    return size, crc


def manifest_checksum(fields: Mapping[str, object]) -> str:
    """Return the checksum of the fields of a manifest."""
    return f"{zlib.crc32(json.dumps(fields, sort_keys=True).encode()):08x}"


def unreadable(folder: Path, name: str, error: OSError) -> SearchError:
    """Return the error for a file that the system does not let us read."""
    if is_temporary(error):
        return UnreadableIndex(str(folder.parent), name, error)
    return BrokenIndex(str(folder.parent), f"{name}: {system_reason(error)}")
