"""The plain ways to call `search query`, read without click: it takes 35 ms to be loaded.

What is not quite plain is left to click: other options, a slip, a wish for help.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from search.cli.answer import Asking, Showing
from search.cli.settings import INDEX, chosen
from search.cli.terminal import default_format
from search.output import FORMATS
from search.query import Query

COMPLETION = "_SEARCH_COMPLETE"  # set where a shell completes the command


class _NotPlain(Exception):
    """It is for click to read, or to refuse."""


def plain(arguments: Sequence[str]) -> Asking | None:
    """What the command line asks for; None where click is to read it.

    Raises: BadSettings.
    """
    if list(arguments[:1]) != ["query"] or COMPLETION in os.environ:
        return None
    try:
        words, stated = _read(arguments[1:])
    except _NotPlain:
        return None
    for name, setting in chosen(stated.get("folder", "")).items():
        if name in PRESET:
            stated.setdefault(PRESET[name], setting.value)
    folder = stated.pop("folder", INDEX)
    asked = {name: stated.pop(name) for name in ASKED if name in stated}
    name = stated.pop("name", default_format())
    return Asking(Query(" ".join(words).strip(), **asked), Path(folder), Showing(name, **stated))


def _read(arguments: Sequence[str]) -> tuple[list[str], dict[str, Any]]:
    """The words of the query, and the values of the options."""
    words: list[str] = []
    stated: dict[str, Any] = {}
    rest = iter(arguments)
    for each in rest:
        if each in SWITCHES:
            stated[SWITCHES[each]] = True
        elif each in OPTIONS:
            name, value = OPTIONS[each]
            stated[name] = value(next(rest, ""))
        elif each.startswith("-"):
            raise _NotPlain
        else:
            words.append(each)
    return words, stated


def _text(value: str) -> str:
    if not value or value.startswith("-"):
        raise _NotPlain
    return value


def _number(value: str) -> int:
    if not (value.isascii() and value.isdecimal()):
        raise _NotPlain
    return int(value)


def _format(value: str) -> str:
    if value not in FORMATS:
        raise _NotPlain
    return value


ASKED = ("limit", "offset", "sort", "topics", "synonyms")  # of the query; others: how it is shown
PRESET = {  # where the settings go
    "index": "folder",
    "output": "name",
    **{name: name for name in ("limit", "sort", "topics", "synonyms", "facets", "color")},
}
OPTIONS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "--index": ("folder", _text),
    "--limit": ("limit", _number),
    "-n": ("limit", _number),
    "--offset": ("offset", _number),
    "--output": ("name", _format),
    "-o": ("name", _format),
}
SWITCHES = {
    "--explain": "explain",
    "--ids": "ids",
    "--count": "count",
    "-c": "count",
    "--quiet": "quiet",
    "-q": "quiet",
}
