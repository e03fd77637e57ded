"""The changes of the folders since the index was built; BadSeeds where they cannot be used."""

from collections.abc import Container, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path

from search.article import Seed, Skip
from search.engines.base import Ledger
from search.errors import BadSeeds
from search.places import as_stored, readable, root_name, verbatim
from search.readers import READERS, fingerprint, is_fixed, skip_reason, walk


@dataclass
class Changes:
    """The state of the folders: unchanged files are carried over, `stale` ones must be read."""

    known: Ledger  # that of the index
    files: dict[str, str] = field(default_factory=dict)  # path -> sha256
    articles: dict[str, str] = field(default_factory=dict)  # id -> sha256
    skips: dict[str, str] = field(default_factory=dict)  # path -> reason
    seeds: dict[str, Seed] = field(default_factory=dict)  # by path
    stale: list[Seed] = field(default_factory=list)
    fresh: set[str] = field(default_factory=set)  # ids of the documents that were read

    def files_of(self, ids: AbstractSet[str]) -> list[Seed]:
        """Return the files of these documents that still exist, in order."""
        files = {file_of(id, self.seeds) for id in ids}
        return [self.seeds[path] for path in sorted(files & self.seeds.keys())]

    def record(self, seed: Seed | Skip) -> None:
        """Record one file as unchanged, to be read, or skipped."""
        if isinstance(seed, Skip):
            self.skips[seed.path] = seed.reason
            return
        try:
            digest = fingerprint(seed)
        except OSError as error:
            self.skips[seed.path] = skip_reason(error)
            return
        if seed.path in self.files:
            self.skips[f"{seed.path} ({readable(seed.location)})"] = "another file has this path"
            return
        self.files[seed.path] = digest
        self.seeds[seed.path] = seed
        known = self.known
        if digest == known.files.get(seed.path) and not is_fixed(known.skips.get(seed.path, "")):
            self._carry_over(seed.path)
        else:
            self.stale.append(seed)

    def keep_folder(self, name: str, home: str) -> None:
        """Carry over a folder that cannot be read, and record it as a skip."""
        for file, digest in self.known.files.items():
            if file.split("/", 1)[0] == name:
                self.files[file] = digest
                self._carry_over(file)
        state = "is empty" if Path(verbatim(home)).exists() else "is missing"
        remedy = "'search index --rebuild FOLDER' builds without it"
        self.skips[name] = f"{state}, its articles are kept; {remedy}"

    def _carry_over(self, file: str) -> None:
        for path in self._paths.get(file, ()):
            if path in self.known.skips:
                self.skips[path] = self.known.skips[path]
            else:
                self.articles[path] = self.known.articles[path]

    @cached_property
    def _paths(self) -> dict[str, list[str]]:
        """The known articles and skips of each file."""
        found: dict[str, list[str]] = {}
        for path in chain(self.known.articles, self.known.skips):
            found.setdefault(file_of(path, self.known.files), []).append(path)
        return found


def resolve_folders(folders: Iterable[Path]) -> dict[str, str]:
    """Return the absolute paths of the folders that the user gave, by their names."""
    homes: dict[str, str] = {}
    for folder in folders:
        try:
            home = Path(verbatim(str(folder))).resolve(strict=True)
            home = as_stored(Path(readable(str(home))))
        except FileNotFoundError as error:
            raise BadSeeds(f"no such folder {str(folder)!r}", "name an existing one") from error
        except (OSError, RuntimeError) as error:
            reason = skip_reason(error) if isinstance(error, OSError) else "links lead in a circle"
            fact = f"cannot read {str(folder)!r}: {reason}"
            raise BadSeeds(fact, "name another folder") from error
        name = root_name(home)
        if homes.setdefault(name, str(home)) != str(home):
            raise _same_name(name)
    return homes


def merge_folders(homes: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """Return the given folders and the known ones; one inside another is part of the outer."""
    for name, home in homes.items():
        if known.get(name, home) != home and Path(known[name]).exists():
            raise _same_name(name)
    both = {**known, **homes}
    if not both:
        raise BadSeeds("no folder to index", "name one: 'search index FOLDER'")
    return {
        name: home
        for name, home in sorted(both.items())
        if not any(Path(other) in Path(home).parents for other in both.values())
    }


def _same_name(name: str) -> BadSeeds:
    return BadSeeds(
        f"two folders are called {name!r}", "rename one, or index the folder above both"
    )


def find_changes(homes: Mapping[str, str], named: Container[str], known: Ledger) -> Changes:
    """Compare the folders with the ledger of the index.

    A known folder that is missing or empty keeps its articles and is reported as a skip: a disk may
    be unplugged. If the user gave it now, its articles are removed.
    """
    changes = Changes(known)
    for name, home in homes.items():
        seeds = list(walk(Path(home))) if Path(verbatim(home)).exists() else []
        if seeds:
            for seed in seeds:
                changes.record(seed)
        elif name in named and name not in known.folders:
            raise BadSeeds(
                f"no documents in {home!r}", f"it takes {', '.join(READERS)}, also with .gz"
            )
        elif name not in named and name in known.folders:
            changes.keep_folder(name, home)
        elif name not in named:  # a rebuild would lose its articles
            raise BadSeeds(
                f"no documents are left in {home!r}, so a rebuild would lose its articles",
                "restore it, or name the folders to keep: 'search index --rebuild FOLDER'",
            )
    return changes


def file_of(path: str, files: Container[str]) -> str:
    """Return the file of a document: "a.wacz" of "a.wacz#archive/b.warc#12"."""
    while path not in files and "#" in path:
        path = path.rpartition("#")[0]
    return path
