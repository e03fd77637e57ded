"""What people decided about an archive, as one text that can be read, and put back from it.

format = 1

[[file]]
name = "people.toml"
folders = ["seeds"]            # it lies beside these
text = '''
hide = ["Storm Shadow"]
'''
"""

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any, NamedTuple

from search import saved_searches
from search.cleaning.line_decisions import line_decisions
from search.engines import read_manifest
from search.errors import BadSavedFile, BadSeeds, NoTemporarySpace, SearchError
from search.people.people_decisions import decisions

NAMES = ("people.toml", "cleaning.toml", "synonyms.txt", "searches.toml", "search.toml")
READ: dict[str, Callable[[Iterable[str]], object]] = {
    "people.toml": decisions,
    "cleaning.toml": line_decisions,
    "searches.toml": lambda folders: saved_searches.read_searches(
        saved_searches.searches_file(list(folders), Path())
    ),
}
FORMAT = 1
HEAD = """\
# What people decided about an archive, as 'search dump' found it; 'search restore' puts it back.
"""


class File(NamedTuple):
    """One file of decisions."""

    name: str
    folders: tuple[str, ...]  # of documents, by name, that it lies beside
    text: str


def dumped(index: Path) -> list[File]:
    """The files of decisions beside the folders that the index was built from.

    Raises: NoIndex, BrokenIndex, OldIndex; BadSeeds where one of them cannot be read.
    """
    return [
        File(name, names, text)
        for place, names in sorted(_places(index).items())
        for name in NAMES
        if (text := _text(place / name)) is not None
    ]


def record(files: Iterable[File]) -> str:
    """The files as one text."""
    parts = [HEAD, f"format = {FORMAT}\n"]
    for name, folders, text in files:
        parts.append(
            f"\n[[file]]\nname = {_quoted(name)}\n"
            f"folders = [{', '.join(map(_quoted, folders))}]\ntext = {_literal(text)}\n"
        )
    return "".join(parts)


def read(path: Path) -> list[File]:
    """The files that were dumped, each of which can be used.

    Raises: BadSavedFile, which says which of them cannot.
    """
    try:
        stated = tomllib.loads(path.read_bytes().decode("utf-8"))
        found = [
            File(each["name"], tuple(each["folders"]), each["text"]) for each in _files(stated)
        ]
    except FileNotFoundError as error:
        raise BadSavedFile(f"no file {str(path)!r}", "name one that 'search dump' wrote") from error
    except OSError as error:
        raise _bad(path, (error.strerror or "no access").lower()) from error
    except (ValueError, KeyError, TypeError) as error:
        raise _bad(path, "is no dump of decisions") from error
    for each in found:
        _demand(path, each)
    return found


def placed(index: Path, files: Iterable[File]) -> dict[Path, str]:
    """Where each file belongs beside the folders of this index, and its text; those that are
    there already are left out.

    Raises: BadSavedFile where the index has no such folder; as `dumped`.
    """
    places = _places(index)
    files = list(files)
    alone = len(places) == 1 and len({each.folders for each in files}) == 1
    found = {}
    for name, folders, text in files:
        fits = [place for place, names in places.items() if alone or set(folders) & set(names)]
        if not fits:
            called = " or ".join(map(repr, folders)) or "any"
            mend = "index it first: 'search index FOLDER'"
            raise BadSavedFile(
                f"{name} lies beside {called}, which is no folder of this index", mend
            )
        for place in fits:
            if _text(place / name) != text:
                found[place / name] = text
    return found


def _places(index: Path) -> dict[Path, tuple[str, ...]]:
    """Where decisions lie, and the names of the folders of documents there."""
    found: dict[Path, list[str]] = {}
    for name, home in sorted(read_manifest(index).folders.items()):
        found.setdefault(Path(home).parent, []).append(name)
    return {place: tuple(names) for place, names in found.items()}


def _text(path: Path) -> str | None:
    """What the file says, to the letter; None where there is none.

    Raises: BadSeeds.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise BadSeeds(f"cannot read {str(path)!r}: {error}", "mend it, or remove it") from error


def _files(stated: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if stated["format"] != FORMAT:
        raise ValueError
    files: list[Mapping[str, Any]] = stated.get("file", [])
    return files


def _demand(path: Path, file: File) -> None:
    """Refuse a file that no command could use.

    Raises: BadSavedFile.
    """
    name, folders, text = file
    right = all(isinstance(each, str) for each in (name, text, *folders))
    if not right or name not in NAMES:
        raise _bad(path, f"{name!r} is none of {', '.join(NAMES)}")
    try:
        if name.endswith(".toml"):
            tomllib.loads(text)
        if name in READ:
            with TemporaryDirectory() as aside:
                Path(aside, name).write_bytes(text.encode())
                READ[name]([f"{aside}/x"])
    except OSError as error:
        raise NoTemporarySpace(
            gettempdir(), (error.strerror or "cannot be written").lower()
        ) from error
    except (ValueError, SearchError) as error:
        fault = error.fact.partition(": ")[2] if isinstance(error, SearchError) else str(error)
        raise _bad(path, f"{name} in it cannot be used: {fault}") from error


def _literal(text: str) -> str:
    """The text as TOML has it: as it stands, where that can be."""
    plain = text.isprintable() or all(sign.isprintable() or sign in "\n\t" for sign in text)
    if plain and "'''" not in text and not text.endswith("'"):
        return f"'''\n{text}'''"
    return _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _bad(path: Path, fault: str) -> BadSavedFile:
    return BadSavedFile(
        f"cannot read {str(path)!r}: {fault}", "mend it, or find it as it was dumped"
    )
