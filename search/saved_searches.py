"""Saved searches, in a `searches.toml` next to the first folder of documents.

    [weekly]                                  # its name
    query = "air defense -drill"              # and the options of 'search query'
    person = ["John Healey", "Rustem Umerov"]
    since = "last 7 days"                     # as typed, so that it moves with the days
    sort = "newest"

The file may be edited by hand and kept under version control. Commands change the table of one
search and leave all others, and all comments, as they are. Errors are those of `user_files`.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from search.errors import BadQuery, BadSearches
from search.query.saved_references import name_key, references
from search.user_files.edit_lock import locked
from search.user_files.toml_edit import (
    TOMLDocument,
    edit_toml,
    remove_table,
    rename_table,
    set_table,
    to_toml,
)
from search.user_files.user_file import UserFile, read
from search.values import Value

NAME = "searches.toml"
NAME_PATTERN = re.compile(r"[^\W_][\w.-]{0,59}")  # of a search
QUERY = "query"  # the key of the text of a search

Options = Mapping[str, Any]  # option of 'search query', without dashes -> text, number, list


class SearchesFile(Value):
    """The saved searches of one file."""

    path: Path
    options: Mapping[str, Options]  # by name as written, in the order of the file

    def exact_name(self, name: str) -> str | None:
        """Return the name as it is written in the file; None where there is no such search."""
        return next((each for each in self.options if name_key(each) == name_key(name)), None)

    def users(self, name: str) -> list[str]:
        """Return the searches that refer to this one."""
        return [
            each
            for each, options in self.options.items()
            if name_key(name) in {name_key(other) for other in _referred(options)}
        ]


def searches_file(folders: list[str], default: Path) -> Path:
    """Return the file of searches for the folders of documents, or for the default folder."""
    return (Path(folders[0]) if folders else default).parent / NAME


def read_searches(path: Path) -> SearchesFile:
    """Return the searches of the file; none where there is no file."""
    return SearchesFile(path, parse(read(path)))


def parse(file: UserFile) -> dict[str, Options]:
    """Return the options of each search in the file."""
    tables = file.tables()
    known: dict[str, str] = {}
    for name, options in tables.items():
        if not isinstance(options, dict):
            fault = f"{name!r} is outside of a search"
            raise file.mistake_at(name, fault, "write [NAME] above it")
        if not NAME_PATTERN.fullmatch(name):
            fault = f"{name!r} is not the name of a search"
            raise file.mistake_at(name, fault, "use letters, digits, '-', '_' and '.'")
        if name_key(name) in known:
            fault = f"{known[name_key(name)]!r} and {name!r} are the same name"
            raise file.mistake_at(name, fault)
        known[name_key(name)] = name
    return tables


def save(path: Path, name: str, options: Options) -> None:
    """Write the search to the file, in place of the one of the same name."""
    with locked(path):
        searches = read_searches(path)
        old = searches.exact_name(name) or name
        after = {**searches.options, old: options}

        def edit(document: TOMLDocument) -> None:
            set_table(document, old, options)
            if old != name:
                rename_table(document, old, name)

        expected = {name if each == old else each: value for each, value in after.items()}
        edit_toml(path, edit, expected)


def remove(path: Path, name: str) -> None:
    """Remove the search from the file."""
    with locked(path):
        options = dict(read_searches(path).options)
        if options.pop(name, None) is not None:
            edit_toml(path, lambda document: remove_table(document, name), options)


def rename(path: Path, old: str, new: str) -> list[str]:
    """Rename the search, also in the queries that refer to it; return the names of these."""
    with locked(path):
        searches = read_searches(path)
        users = searches.users(old)
        if old not in searches.options or searches.exact_name(new) not in (None, old):
            raise BadSearches(
                f"cannot rename {old!r} to {new!r}", "see the names with 'search saved list'"
            )
        after = dict(searches.options)
        for each in users:
            query = _renamed(str(after[each][QUERY]), old, new)
            after[each] = {**after[each], QUERY: query}

        def edit(document: TOMLDocument) -> None:
            for each in users:
                set_table(document, each, after[each])
            rename_table(document, old, new)

        edit_toml(path, edit, {new if each == old else each: after[each] for each in after})
        return users


def to_text(name: str, options: Options) -> str:
    """Return the search as the file would have it."""
    return to_toml({name: options})


def _referred(options: Options) -> list[str]:
    """Return the names of searches in the query; none where it cannot be parsed."""
    try:
        return [name for name, _ in references(str(options.get(QUERY, "")))]
    except BadQuery:
        return []


def _renamed(text: str, old: str, new: str) -> str:
    """Return the query with the new name in each place of the old one."""
    for name, place in reversed(list(references(text))):
        if name_key(name) == name_key(old):
            start = text.index(":", place) + 1
            start += text[start : start + 1] != name[:1]  # a quote before the name
            text = text[:start] + new + text[start + len(name) :]
    return text
