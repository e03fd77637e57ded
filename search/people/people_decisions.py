"""Decisions of users about people, in a `people.toml` next to the folders of documents.

    hide = ["Storm Shadow"]        # not a person: in no facet
    split = ["Mike Johnson"]       # one name of two people: nothing is merged with it

    [merge]                        # the name to show, and the other names of the same person
    "Volodymyr Zelensky" = ["Wolodymyr Selenskyj"]

The file may be edited by hand; a command that changes it keeps the comments.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from search.errors import BadUserFile
from search.people.spelling_keys import plain_letters
from search.user_files import PEOPLE
from search.user_files.edit_lock import locked
from search.user_files.toml_edit import TOMLDocument, edit_toml
from search.user_files.user_file import UserFile, read

NAME = PEOPLE
LONGEST = 200  # characters; a longer name is a mistake
SHORT = 40  # characters of a name that a message shows


def name_key(name: str) -> str:
    """Return the letters of a name, without case and accents: names are compared by it."""
    return " ".join(filter(None, map(plain_letters, name.split())))


@dataclass(frozen=True)
class Decisions:
    """The decisions of all folders; names as they were written."""

    merged: Mapping[str, str] = field(default_factory=dict)  # other name -> the name to show
    split: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """The hash of the decisions; empty where there are none."""
        parts = [sorted(self.merged.items()), sorted(self.split), sorted(self.hidden)]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest() if any(parts) else ""

    @cached_property
    def names_to_show(self) -> Mapping[str, str]:
        """The name to show for each merged name, by its key."""
        heads = {name_key(form): head for form, head in self.merged.items()}
        names: dict[str, str] = {}
        for form in heads:
            chain = [form]
            while name_key(heads[chain[-1]]) in heads and chain[-1] not in names:
                chain.append(name_key(heads[chain[-1]]))
            names.update(dict.fromkeys(chain, names.get(chain[-1], heads[chain[-1]])))
        return names

    # Each of the next three replaces earlier decisions on the same names.

    def merge(self, names: Sequence[str]) -> "Decisions":
        """Return the decisions with these names merged into the first one."""
        head, *forms = dict.fromkeys(names)
        others = self._without((head, *forms), heads=False)
        return replace(others, merged={**others.merged, **dict.fromkeys(forms, head)})

    def keep_separate(self, names: Sequence[str]) -> "Decisions":
        """Return the decisions with nothing merged with these names."""
        others = self._without(names)
        return replace(others, split=tuple(sorted({*others.split, *names})))

    def hide(self, names: Sequence[str]) -> "Decisions":
        """Return the decisions with these names hidden."""
        others = self._without(names)
        return replace(others, hidden=tuple(sorted({*others.hidden, *names})))

    def unhide(self, names: Sequence[str]) -> "Decisions":
        """Return the decisions without these names among the hidden ones."""
        keys = set(map(name_key, names))
        return replace(self, hidden=tuple(n for n in self.hidden if name_key(n) not in keys))

    def common(self, other: "Decisions") -> "Decisions":
        """Return the decisions that both have."""
        return Decisions(
            dict(self.merged.items() & other.merged.items()),
            tuple(name for name in self.split if name in other.split),
            tuple(name for name in self.hidden if name in other.hidden),
        )

    def _without(self, names: Iterable[str], heads: bool = True) -> "Decisions":
        keys = set(map(name_key, names))
        return Decisions(
            {
                form: head
                for form, head in self.merged.items()
                if name_key(form) not in keys and not (heads and name_key(head) in keys)
            },
            tuple(name for name in self.split if name_key(name) not in keys),
            tuple(name for name in self.hidden if name_key(name) not in keys),
        )


def decisions_file(folder: str) -> Path:
    """Return the file of decisions for a folder of documents."""
    return Path(folder).parent / NAME


def decisions(folders: Iterable[str]) -> Decisions:
    """Return the decisions in the files next to the folders.

    Raises: BadUserFile.
    """
    found = Decisions()
    for path in sorted({decisions_file(folder) for folder in folders}):
        found = parse(read(path), found)
    return found


def parse(file: UserFile, earlier: Decisions | None = None) -> Decisions:
    """Return the decisions of one file, together with earlier ones of other files.

    Raises: BadUserFile.
    """
    earlier = earlier or Decisions()
    tables = file.tables()
    merge = tables.pop("merge", {})
    split, hidden = (_names(file, tables.pop(each, []), each) for each in ("split", "hide"))
    for unknown in tables:
        raise file.mistake_at(unknown, f"{unknown!r} is none of 'merge', 'split', 'hide'")
    if not isinstance(merge, Mapping):
        raise file.mistake_at("merge", "'merge' is not a table of names")
    merged = dict(earlier.merged)
    heads = {name_key(form): head for form, head in merged.items()}
    for head, forms in merge.items():
        for form in _names(file, forms, head):
            _check_head(file, form, _name(file, head, head), heads)
            merged[form] = heads[name_key(form)] = _name(file, head, head)
    result = Decisions(
        merged,
        tuple(sorted({*earlier.split, *split})),
        tuple(sorted({*earlier.hidden, *hidden})),
    )
    _check_circles(file, result)
    _check_contradictions(file, result)
    return result


def decide(folders: Sequence[str], change: Callable[[Decisions], Decisions]) -> Decisions:
    """Change the decisions and return the new ones, which are written next to the first folder.

    Decisions that no longer count are removed from the files of the other folders.

    Raises: BadUserFile, LockedUserFile.
    """
    first = decisions_file(folders[0])
    after = change(decisions(folders))
    for path in sorted(set(map(decisions_file, folders[1:])) - {first}):
        with locked(path):
            own = parse(read(path))
            if own != own.common(after):
                _write(path, own.common(after))
    with locked(first):
        after = change(decisions(folders))
        _write(first, after)
    return after


def _names(file: UserFile, names: object, place: str) -> list[str]:
    if not isinstance(names, list):
        raise file.mistake_at(place, f'{place!r} is not a list of names such as ["A", "B"]')
    return [_name(file, each, place) for each in names]


def _name(file: UserFile, name: object, place: str) -> str:
    if not isinstance(name, str) or not name_key(name):
        raise _mistake(file, place, f"{_quoted(name)} under {_quoted(place)} is not a name")
    if len(name) > LONGEST:
        raise _mistake(file, name, f"{_quoted(name)} is longer than {LONGEST} characters")
    return " ".join(name.split())


def _check_head(file: UserFile, form: str, head: str, heads: Mapping[str, str]) -> None:
    """Refuse a second name to show for a form; `heads` has the first by the form's key."""
    first = heads.get(name_key(form), head)
    if name_key(first) != name_key(head):
        fault = f"{_quoted(form)} is merged into both {_quoted(first)} and {_quoted(head)}"
        raise _mistake(file, form, fault, last=True)


def _check_circles(file: UserFile, result: Decisions) -> None:
    heads = {name_key(form): name_key(head) for form, head in result.merged.items()}
    checked: set[str] = set()  # forms from which no circle is reached
    for form, head in result.merged.items():
        place, path = name_key(form), set[str]()
        while place in heads and place not in path and place not in checked:
            path.add(place)
            place = heads[place]
        checked |= path
        if place in path:
            fault = f"{_quoted(form)} and {_quoted(head)} are merged in a circle"
            raise _mistake(file, form, fault, last=True)


def _check_contradictions(file: UserFile, result: Decisions) -> None:
    merged = {name_key(name): name for pair in result.merged.items() for name in pair}
    hidden = {name_key(name): name for name in result.hidden}
    split = {name_key(name): name for name in result.split}
    for names, others, fault in (
        (hidden, merged.keys(), "hidden and merged"),
        (hidden, split.keys(), "hidden and split"),
        (split, set(map(name_key, result.merged)), "split and merged into another"),
    ):
        for each in sorted(names.keys() & others):
            raise _mistake(file, names[each], f"{_quoted(names[each])} is both {fault}")


def _mistake(file: UserFile, text: str, fault: str, last: bool = False) -> BadUserFile:
    """Return the error for the first line, or the last, that contains the text."""
    return file.mistake(fault, file.line_of(text, last))


def _quoted(name: object) -> str:
    text = str(name)
    return repr(text if len(text) <= SHORT else text[: SHORT - 1] + "…")


def _write(path: Path, new: Decisions) -> None:
    heads: dict[str, list[str]] = {}
    for form, head in sorted(new.merged.items()):
        heads.setdefault(head, []).append(form)

    def edit(document: TOMLDocument) -> None:
        _set_names(document, "hide", new.hidden)
        _set_names(document, "split", new.split)
        merge: Any = document.setdefault("merge", {})
        for head in list(merge):
            _set_names(merge, head, heads.pop(" ".join(head.split()), ()))
        for head, forms in sorted(heads.items()):
            _set_names(merge, head, forms)
        if not merge and "#" not in merge.as_string():
            del document["merge"]

    edit_toml(path, edit)


def _set_names(table: Any, title: str, names: Sequence[str]) -> None:
    """Make the array of that title contain these names; the others keep their comments."""
    array = table.get(title, [])
    plain_names = [" ".join(name.split()) for name in array]
    if sorted(plain_names) == sorted(names):
        return
    array = table.setdefault(title, [])
    for i in reversed(range(len(array))):
        if plain_names[i] not in names or plain_names[i] in plain_names[:i]:
            del array[i]
    for name in names:
        if name not in plain_names:
            array.append(name)
    if not array:
        del table[title]
    elif "\n" not in array.as_string():
        array.multiline(len(array) > 1)
