"""What an index was made of, as one small file, and how two of them differ.

A published result is compared with a later index by it: ids and digests of the articles, versions
of what made them, and what people decided. No text of an article is in it.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from search.engines import ENGINES, read_ledger, read_manifest
from search.engines.build_inputs import Ledger
from search.engines.index_folder import LEDGER, MANIFEST
from search.errors import BadSavedFile, BrokenIndex
from search.people.people_decisions import Decisions, decisions
from search.values import Value, field

KIND = "news-search snapshot"
FORMAT = 1  # raise it when a file of before can no longer be read


class Snapshot(Value):
    """What an index was made of."""

    digest: str  # of what the manifest's is of: what made the articles, them, and the decisions
    versions: Mapping[str, int]  # of all that made the index
    made: Mapping[str, int]  # those of them that made the articles
    articles: Mapping[str, str]  # id -> sha256 of its bytes
    rulings: Mapping[str, str]  # code of a line -> keep or cut
    people: str  # sha256 of what was decided about people
    decided: Mapping[str, str] = field(default_factory=dict)  # that in words, where it is known


class Change(Value):
    """How two mappings differ, by their names."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    same: int


class Difference(Value):
    """How two snapshots differ."""

    articles: Change
    versions: Change
    rulings: Change
    decided: Change  # about people
    same: bool


def taken(index: Path) -> Snapshot:
    """The snapshot of the index in the folder, of whatever version.

    Raises: NoIndex, OldIndex, BrokenIndex.
    """
    versions = read_manifest(index).versions
    ledger = read_ledger(index)
    if ledger is None:
        raise BrokenIndex(str(index), f"{LEDGER} is missing")
    about = decisions(ledger.folders.values())
    known = about if about.digest == ledger.people else Decisions()
    return _of(ledger, versions, _in_words(known))


def read(path: Path) -> Snapshot:
    """The snapshot that was saved in the file, or the one of an index by its folder or its files.

    Raises: BadSavedFile, and for a folder as `taken`.
    """
    if path.is_dir():
        return taken(path.parent if path.name in ENGINES else path)
    stated = _loaded(path)
    try:
        if "articles" in stated and "files" in stated:  # a ledger that was put by
            ledger = Ledger(**stated)
            return _of(ledger, ledger.versions, {})
        if "generation" in stated:
            raise _bad(path, f"is a {MANIFEST} alone", "name the folder of its index")
        if stated.pop("kind") != KIND or stated.pop("format") != FORMAT:
            raise _bad(path, "was saved by another version", "save it anew with 'search diff'")
        found = Snapshot(**stated)
        ledger = Ledger(
            found.made, articles=found.articles, rulings=found.rulings, people=found.people
        )
        whole = ledger.digest() == found.digest and found.made.items() <= found.versions.items()
    except (KeyError, TypeError, AttributeError) as error:
        raise _bad(path, "is no snapshot", "make one with 'search diff --save FILE'") from error
    if not whole:
        raise _bad(path, "was changed since it was saved", "find the file as it was")
    return found


def record(snapshot: Snapshot) -> str:
    """The snapshot as JSON, one id a line."""
    stated = {name: getattr(snapshot, name) for name in Snapshot.__match_args__}
    return json.dumps({"kind": KIND, "format": FORMAT, **stated}, ensure_ascii=False, indent=0)


def difference(old: Snapshot, new: Snapshot) -> Difference:
    """How the new one differs from the old one."""
    parts = ("articles", "versions", "rulings", "decided")
    changes = {name: _change(getattr(old, name), getattr(new, name)) for name in parts}
    same = (old.digest, old.versions) == (new.digest, new.versions)
    return Difference(**changes, same=same)


def _of(ledger: Ledger, versions: Mapping[str, int], decided: Mapping[str, str]) -> Snapshot:
    parts = (ledger.versions, ledger.articles, ledger.rulings, ledger.people)
    return Snapshot(ledger.digest(), versions, *parts, decided)


def _change(old: Mapping[str, Any], new: Mapping[str, Any]) -> Change:
    both = sorted(old.keys() & new.keys())
    changed = tuple(name for name in both if old[name] != new[name])
    added, removed = (tuple(sorted(a.keys() - b.keys())) for a, b in ((new, old), (old, new)))
    return Change(added, removed, changed, len(both) - len(changed))


def _in_words(found: Decisions) -> dict[str, str]:
    return {
        **{f"merge {form!r}": head for form, head in sorted(found.merged.items())},
        **{f"split {name!r}": "" for name in sorted(found.split)},
        **{f"hide {name!r}": "" for name in sorted(found.hidden)},
    }


def _loaded(path: Path) -> dict[str, Any]:
    try:
        stated = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadSavedFile(f"no file or index {str(path)!r}", "name an existing one") from error
    except OSError as error:
        raise _bad(path, (error.strerror or "no access").lower(), "name another") from error
    except ValueError as error:
        raise _bad(path, "is no snapshot", "make one with 'search diff --save FILE'") from error
    if not isinstance(stated, dict):
        raise _bad(path, "is no snapshot", "make one with 'search diff --save FILE'")
    return stated


def _bad(path: Path, fault: str, mend: str) -> BadSavedFile:
    return BadSavedFile(f"cannot read {str(path)!r}: {fault}", mend)
