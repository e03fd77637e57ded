"""What is set once for all calls: by the environment, and by files called `search.toml`.

    limit = 20
    output = "jsonl"

An option counts before the environment (SEARCH_LIMIT), that before the file in the current folder,
that before the one beside the folders of documents, and that before the person's own.
"""

import os
import re
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple, get_args

from search.engines import document_folders
from search.errors import BadSettings
from search.output.formats import FORMATS
from search.query import Interval, Sort
from search.values import Value

NAME = "search.toml"
INDEX = "index"  # the folder when nothing else was said
SWITCHES = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}


class Kind(NamedTuple):
    """What the value of a setting may be."""

    expected: str
    fits: Callable[[Any], bool]
    parsed: Callable[[str], Any] = str  # what a text in the environment comes to


def _whole(least: int) -> Kind:
    return Kind(
        f"a whole number from {least} on",
        lambda value: type(value) is int and value >= least,
        lambda text: int(text) if text.isascii() and text.isdecimal() else None,
    )


def _one_of(*names: str) -> Kind:
    return Kind(f"one of {', '.join(names)}", lambda value: value in names)


SWITCH = Kind(
    "true or false",
    lambda value: isinstance(value, bool),
    lambda text: SWITCHES.get(text.lower()),
)
PLACE = Kind("a folder", lambda value: isinstance(value, str) and bool(value.strip()))


class Setting(Value):
    """An option that may be set once for all calls."""

    kind: Kind
    help: str
    default: str  # in words
    commands: tuple[str, ...] = ()  # that heed it; empty: all that have the option


SETTINGS = {
    "index": Setting(PLACE, "the folder of the index", INDEX),
    "limit": Setting(_whole(0), "hits of a query", "10", ("query", "like")),
    "sort": Setting(_one_of(*get_args(Sort)), "which hits come first", "relevance", ("query",)),
    "synonyms": Setting(SWITCH, "look for other spellings too", "true", ("query", "facets")),
    "facets": Setting(SWITCH, "count beside the hits", "in json only", ("query",)),
    "output": Setting(_one_of(*FORMATS), "how answers are written", "text, in a pipe tsv"),
    "color": Setting(_one_of("auto", "always", "never"), "whether colors are sent", "auto"),
    "interval": Setting(
        _one_of(*get_args(Interval)), "how dates are counted", "month", ("facets",)
    ),
    "top": Setting(
        _whole(1), "values of a facet, people, cuts", "20", ("facets", "people", "cuts")
    ),
    "jobs": Setting(_whole(1), "processes that read and clean", "all processors"),
}


class Chosen(NamedTuple):
    """The value of a setting, and who says so."""

    value: Any
    origin: str  # environment or file
    place: str  # SEARCH_LIMIT, or "search.toml:3"


def chosen(index: str = "") -> dict[str, Chosen]:
    """What is set for the index of that name, or the one that is set itself.

    Raises: BadSettings, which names the file or variable, the line and the slip.
    """
    here, own = _stated(Path(NAME)), _stated(_own())
    said = _said()
    named = {**own, **here, **said}
    folder = Path(index or (named["index"].value if "index" in named else INDEX))
    aside: dict[str, Chosen] = {}
    for path in reversed(_beside(folder)):
        aside |= _stated(path)
    aside.pop("index", None)  # it is by the index that the file was found
    return {**own, **aside, **here, **said}


def places(index: Path) -> list[Path]:
    """Where files of settings may be, the one that counts first in front."""
    return [Path(NAME), *_beside(index), *filter(None, (_own(),))]


def demand(path: Path) -> None:
    """Read the file.

    Raises: BadSettings.
    """
    _stated(path)


def variable(name: str) -> str:
    """What the setting is called in the environment."""
    return f"SEARCH_{name.upper()}"


def unknown(name: str) -> str:
    """What to say of a name that is no setting."""
    nearest = get_close_matches(name, SETTINGS, 1)
    mend = f"did you mean {nearest[0]!r}?" if nearest else f"there are {', '.join(SETTINGS)}"
    return f"no setting {name!r}; {mend}"


def _own() -> Path | None:
    """The person's own file; None where somebody has no home.

    On Linux it is worked out here, as `platformdirs` does: XDG Base Directory Specification.
    """
    try:
        if sys.platform != "linux":
            from platformdirs import user_config_path  # 10 ms

            return user_config_path("news-search", appauthor=False) / NAME
        named = os.environ.get("XDG_CONFIG_HOME", "").strip()
        home = Path(named) if named.startswith("/") else Path.home() / ".config"
        return home / "news-search" / NAME
    except RuntimeError:
        return None


def _beside(index: Path) -> list[Path]:
    """The files beside the folders that the index was built from, less the one of this folder."""
    here = os.path.realpath(NAME)
    folders = document_folders(index).values()
    found = sorted({os.path.join(os.path.dirname(each), NAME) for each in folders})  # noqa: PTH118, PTH120
    return [Path(each) for each in found if os.path.realpath(each) != here]


def _said() -> dict[str, Chosen]:
    """What the environment says."""
    found = {}
    for name, setting in SETTINGS.items():
        text = os.environ.get(variable(name), "")
        if text:
            value = setting.kind.parsed(text)
            if not setting.kind.fits(value):
                slip = f"{variable(name)} is {text!r}"
                raise BadSettings(slip, f"expected {setting.kind.expected}")
            found[name] = Chosen(value, "environment", variable(name))
    return found


def _stated(path: Path | None) -> dict[str, Chosen]:
    """What the file states; nothing where there is none."""
    text = _text(path) if path else ""
    if not path or not text:
        return {}
    try:
        stated: Mapping[str, Any] = tomllib.loads(text)
    except ValueError as error:
        raise _slip(path, *_parted(str(error), text)) from error
    return {name: _checked(path, text, name, value) for name, value in stated.items()}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except PermissionError as error:
        if not os.access(path.parent, os.X_OK):  # somebody else's home
            return ""
        raise _slip(path, 0, "permission denied") from error
    except (OSError, ValueError) as error:
        fault = error.strerror if isinstance(error, OSError) and error.strerror else "is no UTF-8"
        raise _slip(path, 0, fault.lower()) from error


def _checked(path: Path, text: str, name: str, value: Any) -> Chosen:
    line = next(_lines(text, name), 0)
    if name not in SETTINGS:
        slip, mend = unknown(name).split("; ", 1)
        raise _slip(path, line, slip, mend)
    kind = SETTINGS[name].kind
    if not kind.fits(value):
        shown = str(value).lower() if isinstance(value, bool) else repr(value)
        raise _slip(path, line, f"{name!r} is {shown}", f"expected {kind.expected}")
    if name == "index":
        value = _placed(path, value)
    return Chosen(value, "file", f"{path}:{line}")


def _placed(path: Path, value: str) -> str:
    """The folder as it is meant from the folder of the file."""
    place = Path(value).expanduser()
    return str(place if path.parent == Path() else path.parent / place)


def _lines(text: str, name: str) -> Iterator[int]:
    """The lines on which the name is set."""
    key = re.compile(rf"""\s*\[*\s*["']?{re.escape(name)}["']?\s*[\].=]""")
    return (number for number, line in enumerate(text.split("\n"), 1) if key.match(line))


def _parted(message: str, text: str) -> tuple[int, str]:
    """The line and the slip of "Invalid value (at line 3, column 9)"."""
    found = re.fullmatch(r"(.*?) \(at (?:line (\d+), column \d+|end of document)\)", message)
    line = int(found[2] or text.count("\n") + 1) if found else 0
    slip = found[1] if found else message
    return line, slip[:1].lower() + slip[1:]


def _slip(
    path: Path, line: int, slip: str, mend: str = "mend it, or remove the file"
) -> BadSettings:
    where = f" at line {line}" if line else ""
    return BadSettings(f"cannot read {str(path)!r}{where}: {slip}", mend)
