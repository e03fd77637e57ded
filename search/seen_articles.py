"""The articles that `saved run --new` has printed, so that the next run prints only newer ones.

They are in a file next to `searches.toml`, or where that cannot be written, in the user's folder of
states. Each user has a file, because an article that one has read is new to another. Errors are
those of `user_files`.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from search.article import Article
from search.errors import BadUserFile, LockedUserFile
from search.query.saved_references import name_key
from search.user_files.atomic_write import replace_files
from search.user_files.edit_lock import locked
from search.user_files.user_file import UserFile, read
from search.user_files.user_places import state_folder, user_name

NAME = "searches-seen"
FORMAT = 1
REMEDY = "remove it, and all articles are new again"

Digests = Mapping[str, str]  # by the id of an article
Seen = dict[str, Digests]  # by the key of the name of a search


class SeenArticles:
    """The articles that each search of one `searches.toml` has shown this user.

    `index` has the files of earlier versions, which are moved.
    """

    def __init__(self, searches: Path, index: Path) -> None:
        self._places = places(searches.parent)
        self._index = index

    def of(self, name: str) -> Digests:
        """Return the articles that the search has shown.

        Raises: BadUserFile, where they cannot be read: otherwise all articles would be new.
        """
        return self._of(name, parse(newest(self._places)))

    def add(self, name: str, articles: Digests) -> None:
        """Add articles that the search has shown."""
        key = name_key(name)
        self._change(lambda seen: seen.update({key: {**self._of(name, seen), **articles}}))
        self._remove_old(name)

    def copy(self, name: str, other: str) -> None:
        """Let the other search have shown what this one has."""
        if self.of(name):
            self.add(other, self.of(name))

    def forget(self, name: str) -> None:
        """Forget the search, to which all articles are then new."""
        if self.of(name):
            self._change(lambda seen: seen.pop(name_key(name), None))
            self._remove_old(name)

    @contextmanager
    def one_run(self, name: str) -> Iterator[None]:
        """Let one process at a time print what is new in the search; others wait."""
        with ExitStack() as stack:
            for place in self._places_to_write():
                run = place.with_name(f"{place.stem}-{name_key(name)}")
                try:
                    stack.enter_context(locked(run))
                except LockedUserFile as error:
                    fact = f"another process is printing what is new in {name!r}"
                    raise LockedUserFile(fact) from error
                except BadUserFile:
                    continue
                break
            yield

    def _of(self, name: str, seen: Seen) -> Digests:
        if name_key(name) in seen:
            return seen[name_key(name)]
        file = newest(list(self._old_places(name)))
        return _digests(file, _object(file)["seen"]) if file.exists else {}

    def _change(self, change: Callable[[Seen], object]) -> None:
        """Change the file in the first place that can be written."""
        faults: list[BadUserFile] = []
        for place in self._places_to_write():
            try:
                with locked(place):
                    seen = parse(newest(self._places))
                    change(seen)
                    replace_files({place: to_text(seen)}, private=[place])
            except BadUserFile as error:
                faults.append(error)
            else:
                return
        raise faults[0]

    def _places_to_write(self) -> Iterator[Path]:
        """Yield the places; the folder of the user is made when the first place does not work."""
        first, *others = self._places
        yield first
        for place in others:
            with suppress(OSError):
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            yield place

    def _old_places(self, name: str) -> Iterator[Path]:
        key = f"seen-{name_key(name)}"
        user = str(os.getuid()) if os.name == "posix" else user_name()
        yield self._index / f"{key}-{user}.json"
        with suppress(RuntimeError):
            yield state_folder() / f"{_hashed(self._index)}-{key}.json"

    def _remove_old(self, name: str) -> None:
        for place in self._old_places(name):
            with suppress(OSError):
                place.unlink()


def places(folder: Path) -> list[Path]:
    """Return the places of the file for the searches in the folder; the first that works counts."""
    found = [folder / f"{NAME}-{user_name()}.json"]
    with suppress(RuntimeError):  # a user without a home
        found.append(state_folder() / f"{NAME}-{_hashed(folder)}.json")
    return found


def newest(files: Sequence[Path]) -> UserFile:
    """Return the file that was written last: a folder may have become read-only since yesterday."""
    found = [path for path in files if path.exists()]
    return read(max(found, key=lambda path: path.stat().st_mtime_ns, default=files[0]))


def parse(file: UserFile) -> Seen:
    """Return the articles that each search has shown."""
    if not file.exists:
        return {}
    tables = _object(file)
    if tables.get("schema_version") != FORMAT:
        raise file.mistake("it was written by another version", remedy=REMEDY)
    searches = tables.get("searches")
    if not isinstance(searches, dict):
        raise file.mistake("it is damaged", remedy=REMEDY)
    return {key: _digests(file, each) for key, each in searches.items()}


def to_text(seen: Mapping[str, Digests]) -> str:
    """Return the text of the file, an article a line."""
    whole = {"schema_version": FORMAT, "searches": seen}
    return json.dumps(whole, indent=1, sort_keys=True) + "\n"


def merged(seen: Seen, more: Seen) -> Seen:
    """Return what either has; a digest that both have is the one of `seen`."""
    return {key: {**more.get(key, {}), **seen.get(key, {})} for key in sorted({*seen, *more})}


def digest(article: Article) -> str:
    """Return a hash that changes when a reader would see a change."""
    parts = (article.title, article.body, str(article.date), article.source)
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _object(file: UserFile) -> dict[str, object]:
    try:
        found = json.loads(file.text)
    except (ValueError, RecursionError) as error:
        raise file.mistake("it is damaged", remedy=REMEDY) from error
    if not isinstance(found, dict):
        raise file.mistake("it is damaged", remedy=REMEDY)
    return found


def _digests(file: UserFile, digests: object) -> Digests:
    if not isinstance(digests, dict) or not all(isinstance(each, str) for each in digests.values()):
        raise file.mistake("it is damaged", remedy=REMEDY)
    return digests


def _hashed(folder: Path) -> str:
    return sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
