"""Settings: options that are the same for all calls, in the environment and in `search.toml` files.

    limit = 20
    output = "jsonl"

First counts the option itself, then the environment (SEARCH_LIMIT), then the file in the current
folder, then the one next to the folders of documents, then the one of the user.
"""

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, get_args

from search.cli.index_place import nearest_index
from search.closest_name import suggestion
from search.engines import document_folders
from search.errors import BadSettings, BadUserFile, SearchError
from search.output.table import FORMATS
from search.query import Interval, Sort
from search.user_files.user_file import UserFile, read
from search.values import Value

NAME = "search.toml"
INDEX = "index"  # the default folder of the index
SWITCHES = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}


class ValueType(NamedTuple):
    """The values that a setting may have."""

    expected: str
    is_valid: Callable[[Any], bool]
    parse: Callable[[str], Any] = str  # from the environment


def _whole(least: int) -> ValueType:
    return ValueType(
        f"a whole number from {least} on",
        lambda value: type(value) is int and value >= least,
        lambda text: int(text) if text.isascii() and text.isdecimal() else None,
    )


def _limit(least: int) -> ValueType:
    number = _whole(least)
    return ValueType(
        f"{number.expected}, or 'all'",
        lambda value: value == "all" or number.is_valid(value),
        lambda text: "all" if text.lower() == "all" else number.parse(text),
    )


def _one_of(*names: str) -> ValueType:
    return ValueType(f"one of {', '.join(names)}", lambda value: value in names)


SWITCH = ValueType(
    "true or false", lambda value: isinstance(value, bool), lambda text: SWITCHES.get(text.lower())
)
FOLDER = ValueType("a folder", lambda value: isinstance(value, str) and bool(value.strip()))


class Setting(Value):
    """An option that may be set once for all calls."""

    type: ValueType
    help: str
    default: str  # in words
    commands: tuple[str, ...] = ()  # that use it; empty: all that have the option
    own: bool = False  # it counts only in the files of the user: next to documents, a stranger's


SETTINGS = {
    "index": Setting(FOLDER, "the folder of the index", INDEX, own=True),
    "limit": Setting(_limit(0), "hits of a query", "10", ("query", "like", "batch")),
    "sort": Setting(_one_of(*get_args(Sort)), "which hits come first", "relevance", ("query",)),
    "synonyms": Setting(SWITCH, "look for other spellings too", "true", ("query", "facets")),
    "facets": Setting(SWITCH, "print facet counts with the hits", "in json only", ("query",)),
    "output": Setting(_one_of(*FORMATS), "how answers are written", "text, in a pipe tsv"),
    "color": Setting(_one_of("auto", "always", "never"), "whether colors are sent", "auto"),
    "interval": Setting(
        _one_of(*get_args(Interval)), "how dates are counted", "month", ("facets",)
    ),
    "top": Setting(
        _limit(1),
        "rows of a list, such as the values of a facet",
        "20, of stats 10",
        ("facets", "people", "dups", "cuts", "stats"),
    ),
    "jobs": Setting(_whole(1), "processes that read and clean", "all processors", own=True),
}


class SettingValue(NamedTuple):
    """The value of a setting, and its source."""

    value: Any
    origin: str  # environment or file
    place: str  # SEARCH_LIMIT, or "search.toml:3"


def setting_values(index: str = "") -> dict[str, SettingValue]:
    """Return the settings for the index in that folder, or in the folder that is set."""
    own_file = _own_file()
    own = file_values(own_file) if own_file else {}
    here, environment = file_values(Path(NAME)), _environment()
    values = {**own, **here, **environment}
    named = index or (values["index"].value if "index" in values else "")
    folder = Path(named) if named else nearest_index()
    archive: dict[str, SettingValue] = {}
    for path in reversed(_archive_files(folder)):
        archive |= file_values(path)
    archive = {name: value for name, value in archive.items() if not SETTINGS[name].own}
    return {**own, **archive, **here, **environment}


def settings_files(index: Path) -> list[Path]:
    """Return the places of files of settings, the one that counts first at the front."""
    return [Path(NAME), *_archive_files(index), *filter(None, (_own_file(),))]


def file_values(path: Path) -> dict[str, SettingValue]:
    """Return the settings in the file; none where there is no file."""
    try:
        file = read(path)
    except BadUserFile:
        if os.access(path.parent, os.X_OK):
            raise
        return {}  # in the home of another user
    return {name: _checked(file, name, value) for name, value in file.tables().items()}


def variable_name(name: str) -> str:
    """Return the name of the setting in the environment."""
    return f"SEARCH_{name.upper()}"


def _own_file() -> Path | None:
    """Return the file of the user; None where the user has no home.

    On Linux the place is computed here, as `platformdirs` does: XDG Base Directory Specification.
    Its variable counts on every system.
    """
    try:
        folder = Path(os.environ.get("XDG_CONFIG_HOME", "").strip())
        if folder.is_absolute():
            return folder / "news-search" / NAME
        if sys.platform == "linux":
            return Path.home() / ".config" / "news-search" / NAME
        from platformdirs import user_config_path  # 10 ms

        return user_config_path("news-search", appauthor=False) / NAME
    except RuntimeError:
        return None


def _archive_files(index: Path) -> list[Path]:
    """Return the files next to the folders of documents, without the one in the current folder."""
    here = os.path.realpath(NAME)
    folders: Iterable[str] = ()
    with suppress(SearchError):  # the command reports it when it opens the index, or repairs it
        folders = document_folders(index).values()
    found = sorted({os.path.join(os.path.dirname(each), NAME) for each in folders})  # noqa: PTH118, PTH120
    return [Path(each) for each in found if os.path.realpath(each) != here]


def _environment() -> dict[str, SettingValue]:
    found = {}
    for name, setting in SETTINGS.items():
        text = os.environ.get(variable_name(name), "")
        if text:
            value = setting.type.parse(text)
            if not setting.type.is_valid(value):
                fact = f"{variable_name(name)} is {text!r}"
                raise BadSettings(fact, f"expected {setting.type.expected}")
            found[name] = SettingValue(value, "environment", variable_name(name))
    return found


def _checked(file: UserFile, name: str, value: Any) -> SettingValue:
    line = file.line_of_key(name)
    if name not in SETTINGS:
        raise file.mistake(f"no setting {name!r}", line, suggestion(name, SETTINGS))
    type_ = SETTINGS[name].type
    if not type_.is_valid(value):
        shown = str(value).lower() if isinstance(value, bool) else repr(value)
        raise file.mistake(f"{name!r} is {shown}", line, f"expected {type_.expected}")
    if name == "index":  # it is relative to the folder of the file
        place, home = Path(value).expanduser(), file.path.parent
        value = str(place if home == Path() else home / place)
    return SettingValue(value, "file", f"{file.path}:{line}")
