"""Changes of a TOML file that keep the comments and the layout of people."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit import TOMLDocument as TOMLDocument
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import SingleKey, Table, Whitespace

from search.errors import BadUserFile
from search.user_files.atomic_write import replace_files
from search.user_files.user_file import read


def edit_toml(
    path: Path, edit: Callable[[TOMLDocument], None], expected: Mapping[str, Any] | None = None
) -> None:
    """Change the file, which then must say what is expected. Call it within `locked`.

    Without `expected` it must say what the document says after the edit.
    """
    before = read(path)
    before.tables()  # reports a mistake with its line
    try:
        document = tomlkit.parse(before.text.replace("\r\n", "\n"))
        edit(document)
        after = tomlkit.dumps(document)
        wanted = document.unwrap() if expected is None else expected
        is_right = tomllib.loads(after) == wanted
    except (TOMLKitError, tomllib.TOMLDecodeError, RecursionError):
        is_right = False
    if not is_right:
        raise BadUserFile(f"cannot change {str(path)!r}: its layout is unusual", "edit it by hand")
    if not before.text.endswith("\n\n"):  # which a removed table at the end leaves
        after = after.rstrip("\n") + "\n" * bool(after)
    if "\r\n" in before.text:
        after = after.replace("\n", "\r\n")
    if after != before.text:
        replace_files({path: after})


def set_table(document: TOMLDocument, name: str, values: Mapping[str, Any]) -> None:
    """Give the table exactly these values; those that stay keep their places and comments."""
    if name not in document:
        document[name] = dict(values)
        return
    table: Any = document[name]
    tail = _cut_tail(table)
    for key in [key for key in table if key not in values]:
        del table[key]
    for key, value in values.items():
        if table.get(key) != value:
            table[key] = value
    if tail:
        table.value.body.extend(tail)


def rename_table(document: TOMLDocument, old: str, new: str) -> None:
    """Give the table another name in the same place. `edit_toml` then needs what is expected."""
    place = _place(document, old)
    table = document.body[place][1]
    if isinstance(table, Table):
        table.display_name = None  # the old name as it was written
    document.body[place] = SingleKey(new), table


def remove_table(document: TOMLDocument, name: str) -> None:
    """Remove the table; the comments between it and the next table stay."""
    tail = "".join(item.as_string() for _, item in _cut_tail(document[name]))
    place = _place(document, name)
    document.remove(name)
    document.body[place] = None, Whitespace(tail)


def to_toml(tables: Mapping[str, Any]) -> str:
    """Return the tables as text."""
    return tomlkit.dumps(tables)


def _place(document: TOMLDocument, name: str) -> int:
    return next(i for i, (key, _) in enumerate(document.body) if key and key.key == name)


def _cut_tail(table: Any) -> list[Any]:
    """Cut the blank lines and comments off the end of the table: they are about the next one."""
    if not isinstance(table, Table):
        return []
    body = table.value.body
    size = len(body)
    while size and body[size - 1][0] is None:
        size -= 1
    tail = body[size:]
    del body[size:]
    return tail
