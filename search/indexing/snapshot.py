"""A snapshot of an index as one small file, and the difference of two.

It is kept with a published result, to compare it with a later index: ids and digests of the
articles, the versions that made them, and user decisions. It has no text of an article.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from search.engines import ENGINES, read_ledger, read_manifest
from search.engines.base import Ledger, Versions
from search.engines.index_folder import LEDGER, MANIFEST
from search.errors import BadSavedFile, BrokenIndex, system_reason
from search.ordinary_file import read_text
from search.people.people_decisions import Decisions, decisions
from search.values import Value, field

KIND = "news-search snapshot"
LIMIT = 1_000_000_000  # bytes; a snapshot of a million articles has 150 MB
FORMAT = 1  # raise it when an older file can no longer be read


class Snapshot(Value):
    """The inputs of an index."""

    digest: str  # that of the manifest: of articles, their versions, and decisions
    versions: Versions  # of the whole index
    made: Versions  # those of the articles
    articles: Mapping[str, str]  # id -> sha256 of its bytes
    rulings: Mapping[str, str]  # code of a line -> keep or cut
    people: str  # sha256 of the decisions about people
    decided: Mapping[str, str] = field(default_factory=dict)  # the same in words, if known


class Change(Value):
    """The difference of two mappings, by their keys."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    same: int


class Difference(Value):
    """The difference of two snapshots."""

    articles: Change
    versions: Change
    rulings: Change
    decided: Change  # about people
    same: bool


def take_snapshot(index: Path) -> Snapshot:
    """Return the snapshot of the index in the folder, of any version.

    Raises: NoIndex, OldIndex, BrokenIndex.
    """
    versions = read_manifest(index).versions
    ledger = read_ledger(index)
    if ledger is None:
        raise BrokenIndex(str(index), f"{LEDGER} is missing")
    about = decisions(ledger.folders.values())
    known = about if about.digest == ledger.people else Decisions()
    return _snapshot(ledger, versions, _decisions_as_text(known))


def read(path: Path) -> Snapshot:
    """Return the snapshot saved in the file, or that of an index given by its folder or files.

    Raises: BadSavedFile, and for a folder as `take_snapshot`.
    """
    if path.is_dir():
        return take_snapshot(path.parent if path.name in ENGINES else path)
    saved = _load(path)
    try:
        if "articles" in saved and "files" in saved:  # a saved ledger
            ledger = Ledger(**saved)
            return _snapshot(ledger, ledger.versions, {})
        if "generation" in saved:
            raise _bad(path, f"is a {MANIFEST} alone", "name the folder of its index")
        if saved.pop("kind") != KIND or saved.pop("format") != FORMAT:
            raise _bad(path, "was saved by another version", "save it again with 'search diff'")
        found = Snapshot(**saved)
        ledger = Ledger(
            found.made, articles=found.articles, rulings=found.rulings, people=found.people
        )
        whole = ledger.digest() == found.digest and found.made.items() <= found.versions.items()
    except (KeyError, TypeError, AttributeError) as error:
        raise _bad(path, "is no snapshot", "make one with 'search diff --save FILE'") from error
    if not whole:
        raise _bad(path, "was changed since it was saved", "use the original file")
    return found


def record(snapshot: Snapshot) -> str:
    """Return the snapshot as JSON, one id a line."""
    saved = {name: getattr(snapshot, name) for name in Snapshot.__match_args__}
    return json.dumps({"kind": KIND, "format": FORMAT, **saved}, ensure_ascii=False, indent=0)


def difference(old: Snapshot, new: Snapshot) -> Difference:
    """Return the difference of the new snapshot from the old one."""
    parts = ("articles", "versions", "rulings", "decided")
    changes = {name: _change(getattr(old, name), getattr(new, name)) for name in parts}
    same = (old.digest, old.versions) == (new.digest, new.versions)
    return Difference(**changes, same=same)


def _snapshot(ledger: Ledger, versions: Versions, decided: Mapping[str, str]) -> Snapshot:
    parts = (ledger.versions, ledger.articles, ledger.rulings, ledger.people)
    return Snapshot(ledger.digest(), versions, *parts, decided)


def _change(old: Mapping[str, Any], new: Mapping[str, Any]) -> Change:
    both = sorted(old.keys() & new.keys())
    changed = tuple(name for name in both if old[name] != new[name])
    added, removed = (tuple(sorted(a.keys() - b.keys())) for a, b in ((new, old), (old, new)))
    return Change(added, removed, changed, len(both) - len(changed))


def _decisions_as_text(found: Decisions) -> dict[str, str]:
    return {
        **{f"merge {form!r}": head for form, head in sorted(found.merged.items())},
        **{f"split {name!r}": "" for name in sorted(found.split)},
        **{f"hide {name!r}": "" for name in sorted(found.hidden)},
    }


def _load(path: Path) -> dict[str, Any]:
    try:
        saved = json.loads(read_text(path, limit=LIMIT))
    except FileNotFoundError as error:
        raise BadSavedFile(f"no file or index {str(path)!r}", "name an existing one") from error
    except OSError as error:
        raise _bad(path, system_reason(error), "name another") from error
    except (ValueError, RecursionError) as error:
        raise _bad(path, "is no snapshot", "make one with 'search diff --save FILE'") from error
    if not isinstance(saved, dict):
        raise _bad(path, "is no snapshot", "make one with 'search diff --save FILE'")
    return saved


def _bad(path: Path, fault: str, remedy: str) -> BadSavedFile:
    return BadSavedFile(f"cannot read {str(path)!r}: {fault}", remedy)
