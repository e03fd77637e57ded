"""The text of a file that a person may have written, and the place of each mistake in it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from search.errors import BadUserFile, system_reason
from search.ordinary_file import NotOrdinary, read_ordinary

FIX = "fix it, or remove it to start again"
MOVE = "move it away"
TOML_PLACE = re.compile(r"(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)


class UserFile(NamedTuple):
    """The text of a file; empty where there is no file."""

    path: Path
    text: str
    exists: bool = True

    def tables(self) -> dict[str, Any]:
        """Return what the file says as TOML."""
        if not self.text:
            return {}
        import tomllib  # 3 ms, which most queries do not need

        try:
            return tomllib.loads(self.text)
        except RecursionError as error:
            raise self.mistake("too many brackets inside one another") from error
        except ValueError as error:
            raise self._bad_toml(str(error)) from error

    def mistake(self, fault: str, line: int = 0, remedy: str = FIX) -> BadUserFile:
        """Return the error that reports a mistake; line 0 means that the line is unknown."""
        return _unreadable(self.path, fault, f" at line {line}" if line else "", remedy)

    def mistake_at(self, key: str, fault: str, remedy: str = FIX) -> BadUserFile:
        """Return the error that reports a mistake in the value of the key, or in its table."""
        return self.mistake(fault, self.line_of_key(key), remedy)

    def line_of(self, text: str, last: bool = False) -> int:
        """Return the first line, or the last, with the text in it; 0 where there is none."""
        import json

        quoted = json.dumps(text, ensure_ascii=False)  # as TOML does, but for a few characters
        return self._line(lambda line: text in line or quoted in line, last)

    def line_of_key(self, key: str) -> int:
        """Return the first line that sets the key or opens its table; 0 where there is none."""
        name = rf"""["']?{re.escape(key)}["']?"""
        return self._line(
            re.compile(rf"\s*+(?:\[++\s*+)?(?:[\w-]++\s*+\.\s*+)?{name}\s*+[\].=]").match
        )

    def _line(self, fits: Callable[[str], object], last: bool = False) -> int:
        numbers = [n for n, line in enumerate(self.text.split("\n"), 1) if fits(line)]
        return numbers[-1 if last else 0] if numbers else 0

    def _bad_toml(self, message: str) -> BadUserFile:
        """Return the error for a message such as 'Invalid value (at line 3, column 9)'."""
        found = TOML_PLACE.fullmatch(message)
        place = ""
        if found:
            message = found[1]
            end = self.text.count("\n") + 1
            place = f" at line {found[2]}, column {found[3]}" if found[2] else f" at line {end}"
        return _unreadable(self.path, message[:1].lower() + message[1:], place, FIX)


def read(path: Path) -> UserFile:
    """Read the file, with the ends of its lines as they are."""
    try:
        contents = read_ordinary(path)
    except (FileNotFoundError, NotADirectoryError):
        return UserFile(path, "", exists=False)
    except OSError as error:
        remedy = MOVE if isinstance(error, NotOrdinary) else "make it readable"
        raise _unreadable(path, system_reason(error), "", remedy) from error
    try:
        return UserFile(path, contents.decode("utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        line = contents.count(b"\n", 0, error.start) + 1
        remedy = "save it as UTF-8"
        raise _unreadable(path, "it is not UTF-8", f" at line {line}", remedy) from error


def _unreadable(path: Path, fault: str, place: str, remedy: str) -> BadUserFile:
    return BadUserFile(f"cannot read {str(path)!r}{place}: {fault}", remedy)
