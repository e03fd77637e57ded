"""The files of people about an archive as one text, and back: decisions, searches, settings.

format = 1

[[file]]
name = "people.toml"
folders = ["seeds"]            # the folders of documents next to it
text = '''
hide = ["Storm Shadow"]
'''
"""

import json
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from search import saved_searches, seen_articles
from search.cleaning import line_decisions
from search.engines import read_manifest
from search.errors import BadSavedFile, BadTarget, BadUserFile
from search.people import people_decisions
from search.user_files.atomic_write import replace_files
from search.user_files.edit_lock import locked
from search.user_files.user_file import UserFile, read

SETTINGS = "search.toml"
SEEN = "searches-seen.json"  # the name of the user's own file, which differs from user to user
CHECKS: dict[str, Callable[[UserFile], object]] = {  # the files, and what refuses a bad one
    people_decisions.NAME: people_decisions.parse,
    line_decisions.NAME: line_decisions.parse,
    "synonyms.txt": lambda file: file.text,
    saved_searches.NAME: saved_searches.parse,
    SETTINGS: UserFile.tables,
    SEEN: seen_articles.parse,
}
FORMAT = 1
HEAD = """\
# What people decided about an archive, as 'search dump' found it; 'search restore' puts it back.
"""


class DumpedFile(NamedTuple):
    """One file of a dump."""

    name: str
    folders: tuple[str, ...]  # the names of the folders of documents next to it
    text: str


class Restoration(NamedTuple):
    """A file to be written."""

    path: Path
    text: str
    replaces_other: bool  # another text is there


def dumped_files(index: Path) -> list[DumpedFile]:
    """Return the files next to the folders that the index was built from.

    Raises: NoIndex, BrokenIndex, OldIndex, BadUserFile.
    """
    return [
        DumpedFile(name, folders, file.text)
        for place, folders in sorted(_places(index).items())
        for name in CHECKS
        if (file := _find(place, name)).exists
    ]


def mistakes(homes: Iterable[str]) -> Iterator[BadUserFile]:
    """Yield the mistakes in the files next to the folders, but for settings, at most one a file."""
    for place in sorted({Path(home).parent for home in homes}):
        for name, check in CHECKS.items():
            try:
                file = _find(place, name)
                if file.exists and name != SETTINGS:
                    check(file)
            except BadUserFile as error:
                yield error


def to_text(files: Iterable[DumpedFile]) -> str:
    """Return the files as one text."""
    parts = [HEAD, f"format = {FORMAT}\n"]
    for name, folders, text in files:
        parts.append(
            f"\n[[file]]\nname = {_quoted(name)}\n"
            f"folders = [{', '.join(map(_quoted, folders))}]\ntext = {_literal(text)}\n"
        )
    return "".join(parts)


def is_dump(path: Path) -> bool:
    """Return whether `search dump` wrote the file."""
    try:
        return read(path).text.startswith(HEAD.partition(",")[0])
    except BadUserFile:
        return False


def read_dump(path: Path) -> list[DumpedFile]:
    """Return the files of a dump, each of which is usable.

    Raises: BadSavedFile, BadUserFile.
    """
    file = read(path)
    if not file.exists:
        raise BadSavedFile(f"no file {str(path)!r}", "name one that 'search dump' wrote")
    try:
        tables = tomllib.loads(file.text)
        if tables["format"] != FORMAT:
            raise ValueError
        found = [
            DumpedFile(each["name"], tuple(each["folders"]), each["text"])
            for each in tables.get("file", [])
        ]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _bad(path, "it is not a dump of decisions") from error
    for each in found:
        _check(path, each)
    return found


def restore(index: Path, files: Iterable[DumpedFile], replace: bool) -> list[Path]:
    """Write the files next to the folders of the index; return those that were not there already.

    Without `replace` nothing is written where another text would be replaced.

    Raises: BadSavedFile, BadTarget, BadUserFile, LockedUserFile; as `dumped_files`.
    """
    files = list(files)
    paths = [each.path for each in _restorations(index, files)]
    with locked(*paths):
        wanted = list(_restorations(index, files))
        others = [str(each.path) for each in wanted if each.replaces_other]
        if others and not replace:
            raise BadTarget(
                f"other decisions are in {', '.join(others)}",
                "compare them with the dump, or add --replace",
            )
        private = [each.path for each in wanted if each.path.name.startswith(seen_articles.NAME)]
        replace_files({each.path: each.text for each in wanted}, private=private)
    return paths


def _restorations(index: Path, files: list[DumpedFile]) -> Iterator[Restoration]:
    places = _places(index)
    is_single = len(places) == 1 and len({each.folders for each in files}) == 1
    for name, folders, text in files:
        fits = [place for place, near in places.items() if is_single or set(folders) & set(near)]
        if not fits:
            names = " or ".join(map(repr, folders)) or "any"
            raise BadSavedFile(
                f"{name} is next to {names}, which is not a folder of this index",
                "index it first with 'search index FOLDER'",
            )
        for place in fits:
            if name == SEEN:
                yield from _merge_seen(place, text)
                continue
            file = read(place / name)
            if not file.exists or file.text != text:
                yield Restoration(file.path, text, file.exists)


def _merge_seen(place: Path, text: str) -> Iterator[Restoration]:
    """Yield the file with what either the dump or the archive knows, so that no news comes back."""
    path, *_ = seen_articles.places(place)
    seen = seen_articles.parse(_find(place, SEEN))
    merged = seen_articles.merged(seen, seen_articles.parse(UserFile(path, text)))
    if merged != seen:
        yield Restoration(path, seen_articles.to_text(merged), False)


def _places(index: Path) -> dict[Path, tuple[str, ...]]:
    """Return the folders that have files of people, and the folders of documents in each."""
    found: dict[Path, list[str]] = {}
    for name, home in sorted(read_manifest(index).folders.items()):
        found.setdefault(Path(home).parent, []).append(name)
    return {place: tuple(names) for place, names in found.items()}


def _find(place: Path, name: str) -> UserFile:
    if name == SEEN:
        return seen_articles.newest(seen_articles.places(place))
    return read(place / name)


def _check(path: Path, file: DumpedFile) -> None:
    """Refuse a file that no command could use."""
    name, folders, text = file
    is_text = all(isinstance(each, str) for each in (name, text, *folders))
    if not is_text or name not in CHECKS:
        raise _bad(path, f"{name!r} is none of {', '.join(CHECKS)}")
    try:
        CHECKS[name](UserFile(Path(name), text))
    except BadUserFile as error:
        fault = error.fact.removeprefix(f"cannot read {name!r}")
        raise _bad(path, f"{name} in it is not usable{fault}") from error


def _literal(text: str) -> str:
    """Return the text as TOML, in three quotes and unchanged where that is possible."""
    is_plain = text.isprintable() or all(sign.isprintable() or sign in "\n\t" for sign in text)
    if is_plain and "'''" not in text and not text.endswith("'"):
        return f"'''\n{text}'''"
    return _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _bad(path: Path, fault: str) -> BadSavedFile:
    return BadSavedFile(f"cannot read {str(path)!r}: {fault}", "make a new dump, or fix it")
