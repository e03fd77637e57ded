"""What lies in the folders, beside what the index has of it."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from search.article import Document, Seed, Skip
from search.engines.build_inputs import Ledger
from search.errors import BadSeeds
from search.readers import READERS, fault, fingerprint, mended, read, walk


@dataclass
class Survey:
    """What is unchanged is taken over, the rest is still to be read."""

    files: dict[str, str] = field(default_factory=dict)  # path -> sha256
    articles: dict[str, str] = field(default_factory=dict)  # id -> sha256
    skips: dict[str, str] = field(default_factory=dict)  # path -> reason
    seeds: dict[str, Seed] = field(default_factory=dict)  # by path
    stale: list[Seed] = field(default_factory=list)
    fresh: set[str] = field(default_factory=set)  # ids of the documents that were read

    def again(self, ids: AbstractSet[str]) -> Iterator[Document]:
        """The documents of these ids, read once more, as far as they are as they were."""
        files = {file_of(id, self.seeds) for id in ids}
        for path in sorted(files & self.seeds.keys()):
            for found in read(self.seeds[path]):
                if isinstance(found, Skip) or found.path not in ids - self.fresh:
                    continue
                if found.digest == self.articles.get(found.path):
                    yield found


def named(folders: Iterable[Path]) -> dict[str, str]:
    """Where each folder that the user named lies, by its name.

    Raises: BadSeeds.
    """
    homes: dict[str, str] = {}
    for folder in folders:
        try:
            home = folder.resolve(strict=True)
        except (OSError, RuntimeError) as error:  # the second: links in a circle
            raise _unread(str(folder), error) from error
        if homes.setdefault(home.name, str(home)) != str(home):
            raise _twice(home.name)
    return homes


def united(homes: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """The folders named now with those of before; one inside another goes with the outer.

    Raises: BadSeeds.
    """
    for name, home in homes.items():
        if known.get(name, home) != home and Path(known[name]).exists():
            raise _twice(name)
    both = {**known, **homes}
    if not both:
        raise BadSeeds("no folder to index", "name one: 'search index FOLDER'")
    return {
        name: home
        for name, home in sorted(both.items())
        if not any(Path(other) in Path(home).parents for other in both.values())
    }


def _unread(folder: str, error: OSError | RuntimeError) -> BadSeeds:
    if isinstance(error, FileNotFoundError):
        return BadSeeds(f"no such folder {folder!r}", "name an existing one")
    reason = fault(error) if isinstance(error, OSError) else "links lead in a circle"
    return BadSeeds(f"cannot read {folder!r}: {reason}", "name another folder")


def _twice(name: str) -> BadSeeds:
    return BadSeeds(
        f"two folders are called {name!r}", "rename one, or index the folder above both"
    )


def surveyed(homes: Mapping[str, str], named: Iterable[str], known: Ledger) -> Survey:
    """What lies in the folders beside what is known of it.

    A folder of before that is gone or empty keeps its articles, and is told of as a skip: a disk
    may only be unplugged. One that is named now is taken at its word.

    Raises: BadSeeds.
    """
    survey = Survey()
    before = _by_file(known)
    for name, home in homes.items():
        seeds = _seeds(Path(home))
        if seeds:
            for seed in seeds:
                _note(seed, survey, known, before)
        elif name in named and name not in known.folders:
            raise BadSeeds(
                f"no documents in {home!r}", f"it takes {', '.join(READERS)}, also with .gz"
            )
        elif name not in named and name in known.folders:
            survey.skips[name] = _kept(name, home, survey, known, before)
        elif name not in named:  # all is made anew, and this cannot be
            raise BadSeeds(
                f"nothing is left in {home!r}, and its articles are to be made anew",
                "bring it back, or name those to go on with: 'search index --rebuild FOLDER'",
            )
    return survey


def _seeds(home: Path) -> Sequence[Seed | Skip]:
    return list(walk(home)) if home.exists() else []


def _note(
    seed: Seed | Skip, survey: Survey, known: Ledger, before: Mapping[str, Sequence[str]]
) -> None:
    """Note one file: unchanged, to be read, or not to be read at all."""
    if isinstance(seed, Skip):
        survey.skips[seed.path] = seed.reason
        return
    try:
        digest = fingerprint(seed)
    except OSError as error:
        survey.skips[seed.path] = fault(error)
        return
    if seed.path in survey.files:
        survey.skips[f"{seed.path} ({seed.location})"] = "another file goes by this path"
        return
    survey.files[seed.path] = digest
    survey.seeds[seed.path] = seed
    if digest == known.files.get(seed.path) and not mended(known.skips.get(seed.path, "")):
        _take_over(seed.path, survey, known, before)
    else:
        survey.stale.append(seed)


def _kept(
    name: str, home: str, survey: Survey, known: Ledger, before: Mapping[str, Sequence[str]]
) -> str:
    """Take over a folder that cannot be looked into; why it is kept."""
    for file, digest in known.files.items():
        if file.split("/", 1)[0] == name:
            survey.files[file] = digest
            _take_over(file, survey, known, before)
    state = "is empty now" if Path(home).exists() else "is gone"
    return f"{state}, its articles are kept; 'search index --rebuild FOLDER' builds without it"


def _take_over(
    file: str, survey: Survey, known: Ledger, before: Mapping[str, Sequence[str]]
) -> None:
    for path in before.get(file, ()):
        if path in known.skips:
            survey.skips[path] = known.skips[path]
        else:
            survey.articles[path] = known.articles[path]


def _by_file(known: Ledger) -> dict[str, list[str]]:
    """The articles and skips of each file."""
    found: dict[str, list[str]] = {}
    for path in chain(known.articles, known.skips):
        found.setdefault(file_of(path, known.files), []).append(path)
    return found


def file_of(path: str, files: Container[str]) -> str:
    """The file that a document is of: "a.wacz" of "a.wacz#archive/b.warc#12"."""
    while path not in files and "#" in path:
        path = path.rpartition("#")[0]
    return path
