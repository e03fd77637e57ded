"""The changes of the folders since the index was built; BadSeeds where they cannot be used."""

import os
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path

from search.article import Seed, Skip, TemporarySkip, Unread
from search.engines.base import Ledger
from search.engines.inputs_file import Stamp
from search.errors import BadSeeds, UnreadSeeds, is_temporary
from search.places import as_stored, readable, root_name, verbatim
from search.readers import (
    ENDINGS,
    IGNORE_FILE,
    NOT_READ,
    fingerprint,
    skip_of,
    skip_reason,
    walk,
)

REMEDY = f"it takes {ENDINGS}"
# A file that was changed less than so many ns before it was looked at may change again without a
# change of its time: a drive of FAT counts in 2 s.
VANISHED = "no such file or directory"  # since the folder was listed
YOUNG = 3_000_000_000
KEPT = "; its articles are kept"  # the end of the reason of a skip that removes nothing


@dataclass
class Changes:
    """The state of the folders: unchanged files are carried over, `stale` ones must be read.

    After an error of the system, such as no permission, what is known of a file is carried over
    too, and the file is read again as soon as it can be.
    """

    known: Ledger  # what can be carried over; empty where every article is made again
    indexed: Ledger  # the current index, as far as it can be read
    files: dict[str, str] = field(default_factory=dict)  # path -> sha256; empty: read it again
    articles: dict[str, str] = field(default_factory=dict)  # id -> sha256; empty: make it again
    skips: dict[str, str] = field(default_factory=dict)  # path -> reason
    seeds: dict[str, Seed] = field(default_factory=dict)  # by path
    stale: list[Seed] = field(default_factory=list)
    fresh: set[str] = field(default_factory=set)  # ids of the documents that were read
    unread: list[Unread] = field(default_factory=list)  # files of kinds that are not read
    exports: Counter[tuple[str, str]] = field(default_factory=Counter)  # (file, provider): articles
    unread_members: dict[str, str] = field(default_factory=dict)  # in containers; path -> page
    stamps: dict[str, Stamp] = field(default_factory=dict)  # path -> state when it was looked at
    opened: int = 0  # unchanged files that had to be read to know it

    @property
    def unread_counts(self) -> dict[str, int]:
        """Return the number of files that are not read, by their endings."""
        return dict(sorted(Counter(each.ending for each in self.every_unread).items()))

    @property
    def every_unread(self) -> list[Unread]:
        """Return the files that are not read, those in containers too."""
        return sorted([*self.unread, *(Unread(*each) for each in self.unread_members.items())])

    def files_of(self, ids: AbstractSet[str]) -> list[Seed]:
        """Return the files of these documents that still exist, in order."""
        files = {file_of(id, self.seeds) for id in ids}
        return [self.seeds[path] for path in sorted(files & self.seeds.keys())]

    def record(self, seed: Seed | Skip | Unread) -> None:
        """Record one file as unchanged, to be read, skipped, or of a kind that is not read.

        Raises: BadSeeds, as `skip`.
        """
        if isinstance(seed, Unread):
            self.unread.append(seed)
            return
        if isinstance(seed, Skip):
            self.skip(seed)
            return
        if seed.path in self.files:
            self.skips[f"{seed.path} ({readable(seed.location)})"] = "another file has this path"
            return
        try:
            digest = self._digest(seed)
        except OSError as error:
            self.skip(skip_of(seed.path, error))
            return
        self.files[seed.path] = digest
        self.seeds[seed.path] = seed
        if digest == self.known.files.get(seed.path):
            self._carry_over(seed.path)
        else:
            self.stale.append(seed)

    def count_export(self, file: str, catalogue: Mapping[str, Sequence[str]]) -> None:
        """Count an article of a file that was read as the export of a provider."""
        for provider in catalogue.get("provider", ()):
            self.exports[file, provider] += 1

    def _digest(self, seed: Seed) -> str:
        """Return the sha256 of a file, without reading it where its state is the known one.

        Raises: OSError.
        """
        looked = time.time_ns()
        status = os.stat(seed.location)  # noqa: PTH116 - a text
        stamp = Stamp(
            status.st_ino % (1 << 64), status.st_size, status.st_mtime_ns, status.st_ctime_ns
        )
        if min(stamp) >= 0 and max(stamp.modified, stamp.changed) < looked - YOUNG:
            self.stamps[seed.path] = stamp
        known = self.known.files.get(seed.path, "")
        if known and self.known.stamps.get(seed.path) == stamp:
            return known
        digest = fingerprint(seed)
        self.opened += digest == known
        return digest

    def note_digest(self, path: str, digest: str) -> None:
        """Record the digest of a file that was read; it may have changed in the meantime."""
        if self.files.get(path) != digest:
            self.stamps.pop(path, None)
        self.files[path] = digest

    def skip(self, skip: Skip) -> None:
        """Record a skip; after an error of the system keep what is known of it and below it.

        Raises: BadSeeds, where that is lost because every article is made again.
        """
        if not isinstance(skip, TemporarySkip):
            self.skips[skip.path] = skip.reason
            if skip.reason == VANISHED:  # where it is back, the next update reads it
                self.files.pop(skip.path, None)
            return
        self._check_kept(skip.path, skip)
        container = file_of(skip.path, self.seeds)
        if container != skip.path:
            self._keep_members(container, skip)
            return
        files = _files_at(skip.path, self._known_files)
        for file in files:
            self._keep(file)
            self._carry_over(file)
        kept = any(path in self.articles for file in files for path in self._paths.get(file, ()))
        if skip.path in files or skip.path in self.files:
            other = self.skips.get(skip.path)  # the next update finds it again
            is_known = skip.path in self.known.files and not other
            self.files[skip.path] = ""
            if is_known:
                self._keep(skip.path)
        self.skips[skip.path] = f"{skip.reason}{KEPT if kept else ''}"

    def _keep_members(self, container: str, skip: Skip) -> None:
        """Record a skip in a container; what was known of it is kept, the next update reads it."""
        known = [path for path in self._paths.get(container, ()) if _is_within(path, skip.path)]
        old = self.known.articles
        self.articles |= {id: old[id] for id in known if id in old}
        kept = any(id in self.articles for id in known)
        self.files[container] = ""
        self.skips[skip.path] = f"{skip.reason}{KEPT if kept else ''}"

    def skip_article(self, skip: Skip) -> None:
        """Record that an article could not be made; after an error of the system keep the old one.

        Raises: BadSeeds, as `skip`.
        """
        file = file_of(skip.path, self.files)
        if not isinstance(skip, TemporarySkip):
            self.skips[skip.path] = skip.reason
            self.articles.pop(skip.path, None)
        elif skip.path in self.known.articles:
            self.postpone({skip.path}, skip)
        else:
            self._check_kept(file, skip)
            self.skips[skip.path] = skip.reason
            self.articles.pop(skip.path, None)
            self.files[file] = ""

    def postpone(self, ids: Iterable[str], skip: Skip) -> None:
        """Keep the articles of a file that cannot be made again now; the next update makes them."""
        file = file_of(skip.path, self.files)
        for id in ids:
            if _is_within(id, skip.path):
                self.articles[id] = self.files[file] = ""
                self.skips[skip.path] = f"{skip.reason}{KEPT}"

    def keep_folder(self, name: str, home: str) -> None:
        """Carry over a folder that is missing or empty, and record it as a skip."""
        for file in _files_at(name, self._known_files):
            self._keep(file)
            self._carry_over(file)
        state = "is empty" if Path(verbatim(home)).exists() else "is missing"
        remedy = "'search index --rebuild FOLDER' builds without it"
        self.skips[name] = f"{state}, its articles are kept; {remedy}"

    def _keep(self, file: str) -> None:
        """Keep what is known of a file itself."""
        self.files[file] = self.known.files[file]
        self.stamps.pop(file, None)
        if file in self.known.stamps:
            self.stamps[file] = self.known.stamps[file]

    def _check_kept(self, path: str, skip: Skip) -> None:
        """Refuse to make every article again without those of a file that cannot be read now."""
        if _files_at(path, self._lost_files) or _has_within(path, self._lost_articles):
            raise BadSeeds(
                f"cannot read {skip.path!r}: {skip.reason}, and a rebuild would lose its articles",
                f"make it readable, or name it in {IGNORE_FILE}",
            )

    def _carry_over(self, file: str) -> None:
        """Carry over the articles and skips of a file, but for articles that were read again."""
        for path in self._paths.get(file, ()):
            if path in self.articles:
                continue
            reason = self.known.skips.get(path)
            if path in self.known.articles:
                self.articles[path] = self.known.articles[path]
                self.skips.pop(path, None)
            elif reason and not (path == file and reason.endswith(KEPT)):
                self.skips[path] = reason
            elif path in self.known.unread_members:
                self.unread_members[path] = self.known.unread_members[path]

    @cached_property
    def _known_files(self) -> list[str]:
        return sorted(self.known.files)

    @cached_property
    def _lost_files(self) -> list[str]:
        """The files whose articles a build that makes every article again cannot carry over."""
        if self.known is self.indexed:
            return []
        return sorted({file_of(id, self.indexed.files) for id in self.indexed.articles})

    @cached_property
    def _lost_articles(self) -> list[str]:
        """The articles that such a build cannot carry over, sorted."""
        return [] if self.known is self.indexed else sorted(self.indexed.articles)

    @cached_property
    def _paths(self) -> dict[str, list[str]]:
        """The known articles and skips of each file."""
        found: dict[str, list[str]] = {}
        for path in chain(self.known.articles, self.known.skips, self.known.unread_members):
            found.setdefault(file_of(path, self.known.files), []).append(path)
        return found


def resolve_folders(folders: Iterable[Path]) -> list[Path]:
    """Return the absolute paths of the folders that the user gave, each once.

    Raises: BadSeeds.
    """
    homes: dict[Path, None] = {}
    for folder in folders:
        try:
            home = Path(verbatim(str(folder))).resolve(strict=True)
            homes[as_stored(Path(readable(str(home))))] = None
        except FileNotFoundError as error:
            raise BadSeeds(f"no such folder {str(folder)!r}", "name an existing one") from error
        except (OSError, RuntimeError) as error:
            reason = skip_reason(error) if isinstance(error, OSError) else "links lead in a circle"
            fact = f"cannot read {str(folder)!r}: {reason}"
            raise BadSeeds(fact, "name another folder") from error
    return list(homes)


def merge_folders(homes: Sequence[Path], known: Mapping[str, str]) -> dict[str, str]:
    """Return the given folders and the known ones, by the names with which their ids start.

    One inside another is part of the outer. A known folder keeps its name, unless it has vanished
    and a given one has the same. Of two given ones with the same name, and of a given one whose
    name is taken, the name is longer: "2024/articles".

    Raises: BadSeeds.
    """
    places = {*homes, *map(Path, known.values())}
    outer = [home for home in homes if places.isdisjoint(home.parents)]
    found = {name: home for name, home in known.items() if places.isdisjoint(Path(home).parents)}
    if not outer and not found:
        raise BadSeeds("no folder to index", "name one: 'search index FOLDER'")
    new = [home for home in outer if str(home) not in found.values()]
    given = Counter(map(root_name, new))
    for home in sorted(new):
        name = root_name(home)
        if name in found and not Path(verbatim(found[name])).exists():
            del found[name]
        found[_free_name(home, found, given[name] > 1)] = str(home)
    return dict(sorted(found.items()))


def _free_name(home: Path, taken: Iterable[str], is_common: bool) -> str:
    """Return the name of the folder, with as many of those above as tell it from the taken ones."""
    names = [root_name(each) for each in (home, *home.parents)]
    for length in range(2 if is_common else 1, len(names) + 1):
        name = "/".join(reversed(names[:length]))
        if not any(
            f"{name}/".startswith(f"{other}/") or f"{other}/".startswith(f"{name}/")
            for other in taken
        ):
            return name
    raise BadSeeds(
        f"two folders are called {names[0]!r}", "rename one, or index the folder above both"
    )


def find_changes(
    homes: Mapping[str, str],
    named: Container[str],
    known: Ledger,
    indexed: Ledger,
    report: Callable[[int, int, str], None],
) -> Changes:
    """Compare the folders with the ledger of the index; report each file of those of a folder.

    A known folder that is missing or empty keeps its articles and is reported as a skip: a disk may
    be unplugged. If the user gave it now, its articles are removed. Where `known` is empty, because
    every article is made again, nothing can be kept: it must be possible to read what is `indexed`.

    Raises: BadSeeds.
    """
    changes = Changes(known, indexed)
    for name, home in homes.items():
        seeds = _seeds(name, home, is_indexed=name in indexed.folders)
        for number, seed in enumerate(seeds):
            report(number, len(seeds), seed.path)
            changes.record(seed)
        if any(not isinstance(seed, Unread) for seed in seeds):
            continue
        if seeds and os.path.isfile(verbatim(home)):  # noqa: PTH113 - a text
            if len(homes) == 1:
                raise UnreadSeeds(f"{home!r} {NOT_READ}", REMEDY)
            changes.skip(Skip(name, NOT_READ))
        elif name in named and name not in known.folders:
            raise BadSeeds(f"no documents in {home!r}", REMEDY)
        elif name not in named and name in known.folders:
            changes.keep_folder(name, home)
        elif name not in named:  # a rebuild would lose its articles
            raise BadSeeds(
                f"no documents are left in {home!r}, so a rebuild would lose its articles",
                "restore it, or name the folders to keep: 'search index --rebuild FOLDER'",
            )
    return changes


def _seeds(name: str, home: str, is_indexed: bool) -> list[Seed | Skip | Unread]:
    """Return the seeds of a folder; none where it is missing, one Skip where it cannot be read."""
    try:
        return list(walk(Path(home), name))
    except BadSeeds as error:
        cause = error.__cause__
        if isinstance(cause, FileNotFoundError | NotADirectoryError):
            return []
        if not (is_indexed and isinstance(cause, OSError) and is_temporary(cause)):
            raise
        return [skip_of(name, cause)]


def _files_at(path: str, files: Sequence[str]) -> list[str]:
    """Return those of the sorted files that have this path, or are in the folder of this path."""
    own = bisect_left(files, path)
    first, last = (bisect_left(files, f"{path}{end}") for end in ("/", "0"))  # "0" follows "/"
    return [*(each for each in files[own : own + 1] if each == path), *files[first:last]]


def _is_within(path: str, place: str) -> bool:
    """Return True for the place itself, and for what is in it: "a.zip/b.csv#12" in "a.zip"."""
    return path == place or path.startswith((f"{place}#", f"{place}/"))


def _has_within(place: str, ids: Sequence[str]) -> bool:
    """Return True if one of the sorted ids is within the place."""
    starts = (place, f"{place}#", f"{place}/")
    found = (ids[n : n + 1] for n in (bisect_left(ids, start) for start in starts))
    return any(_is_within(id, place) for one in found for id in one)


def file_of(path: str, files: Container[str]) -> str:
    """Return the file of a document: "a.zip" of "a.zip/b.csv#12"; otherwise the path itself."""
    place = path
    while place and place not in files:
        place = place[: max(place.rfind("#"), place.rfind("/"), 0)]
    return place or path
