"""What a person decided about people, in a `people.toml` beside the folders of documents.

    hide = ["Storm Shadow"]        # nobody: in no facet
    split = ["Mike Johnson"]       # one name of two people: nothing is merged with it

    [merge]                        # the name to show, and the other names of the same person
    "Volodymyr Zelensky" = ["Wolodymyr Selenskyj"]

The file may be edited by hand; comments above the first entry stay when a command writes it.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from search.errors import BadSeeds
from search.people.spelling_keys import plain

NAME = "people.toml"
LONGEST = 200  # characters; a longer name is a slip


def key(name: str) -> str:
    """What a name is known by: its letters, case and accents aside."""
    return " ".join(filter(None, map(plain, name.split())))


@dataclass(frozen=True)
class Decisions:
    """The decisions of all folders; names as they were written."""

    merged: Mapping[str, str] = field(default_factory=dict)  # other name -> the name to show
    split: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """The same for the same decisions; empty where there is none."""
        stated = [sorted(self.merged.items()), sorted(self.split), sorted(self.hidden)]
        return hashlib.sha256(json.dumps(stated).encode()).hexdigest() if any(stated) else ""

    @cached_property
    def shown(self) -> Mapping[str, str]:
        """The name under which each merged name is shown, by its key."""
        into = {key(form): head for form, head in self.merged.items()}
        found: dict[str, str] = {}
        for form in into:
            chain = [form]
            while key(into[chain[-1]]) in into and chain[-1] not in found:
                chain.append(key(into[chain[-1]]))
            found.update(dict.fromkeys(chain, found.get(chain[-1], into[chain[-1]])))
        return found

    # Each of the following takes back what was decided before of the same names.

    def merge(self, names: Sequence[str]) -> "Decisions":
        """These names are the person that the first one names."""
        head, *forms = dict.fromkeys(names)
        free = self._without((head, *forms), heads=False)
        return replace(free, merged={**free.merged, **dict.fromkeys(forms, head)})

    def take_apart(self, names: Sequence[str]) -> "Decisions":
        """Nothing is merged with these names."""
        free = self._without(names)
        return replace(free, split=tuple(sorted({*free.split, *names})))

    def hide(self, names: Sequence[str]) -> "Decisions":
        """These names are nobody's."""
        free = self._without(names)
        return replace(free, hidden=tuple(sorted({*free.hidden, *names})))

    def within(self, other: "Decisions") -> "Decisions":
        """Those that the other has too."""
        return Decisions(
            dict(self.merged.items() & other.merged.items()),
            tuple(name for name in self.split if name in other.split),
            tuple(name for name in self.hidden if name in other.hidden),
        )

    def _without(self, names: Iterable[str], heads: bool = True) -> "Decisions":
        gone = set(map(key, names))
        return Decisions(
            {
                form: head
                for form, head in self.merged.items()
                if key(form) not in gone and not (heads and key(head) in gone)
            },
            tuple(name for name in self.split if key(name) not in gone),
            tuple(name for name in self.hidden if key(name) not in gone),
        )


def beside(folder: str) -> Path:
    """Where the decisions for a folder of documents lie."""
    return Path(folder).parent / NAME


def decisions(folders: Iterable[str]) -> Decisions:
    """The decisions beside the folders.

    Raises: BadSeeds, which names the file, the line and the slip.
    """
    found = Decisions()
    for path in sorted({beside(folder) for folder in folders}):
        found = _Reader(path).added_to(found)
    return found


class _Reader:
    """One file, read with the line of each slip."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._text = _text(path)

    def added_to(self, known: Decisions) -> Decisions:
        """The decisions known, with those of this file."""
        try:
            stated = tomllib.loads(self._text)
        except ValueError as error:
            raise _bad(self._path, str(error)) from error
        merge = stated.pop("merge", {})
        split, hidden = (self._names(stated.pop(each, []), each) for each in ("split", "hide"))
        for unknown in stated:
            raise self._slip(unknown, f"{unknown!r} is none of 'merge', 'split', 'hide'")
        if not isinstance(merge, Mapping):
            raise self._slip("merge", "'merge' is no table of names")
        merged = dict(known.merged)
        into = {key(form): head for form, head in merged.items()}
        for head, forms in merge.items():
            for form in self._names(forms, head):
                self._join(form, self._name(head, head), into)
                merged[form] = into[key(form)] = self._name(head, head)
        found = Decisions(
            merged,
            tuple(sorted({*known.split, *split})),
            tuple(sorted({*known.hidden, *hidden})),
        )
        self._check(found)
        return found

    def _names(self, stated: object, where: str) -> list[str]:
        if not isinstance(stated, list):
            raise self._slip(where, f'{where!r} wants a list of names, as in ["A", "B"]')
        return [self._name(each, where) for each in stated]

    def _name(self, stated: object, where: str) -> str:
        if not isinstance(stated, str) or not key(stated):
            raise self._slip(where, f"{_short(stated)} under {_short(where)} is no name")
        if len(stated) > LONGEST:
            raise self._slip(stated, f"{_short(stated)} is longer than {LONGEST} characters")
        return " ".join(stated.split())

    def _join(self, form: str, head: str, known: Mapping[str, str]) -> None:
        """Refuse a second name to show for a form; `known` has the first by the form's key."""
        before = known.get(key(form), head)
        if key(before) != key(head):
            slip = f"{_short(form)} is merged into both {_short(before)} and {_short(head)}"
            raise self._slip(form, slip, last=True)

    def _check(self, found: Decisions) -> None:
        """Refuse circles and names of which two things are said."""
        into = {key(form): key(head) for form, head in found.merged.items()}
        ended: set[str] = set()
        for form, head in found.merged.items():
            place, seen = key(form), set[str]()
            while place in into and place not in seen and place not in ended:
                seen.add(place)
                place = into[place]
            ended |= seen
            if place in seen:
                slip = f"{_short(form)} and {_short(head)} are merged in a circle"
                raise self._slip(form, slip, last=True)
        merged = {key(name): name for pair in found.merged.items() for name in pair}
        hidden = {key(name): name for name in found.hidden}
        split = {key(name): name for name in found.split}
        for one, other, said in (
            (hidden, merged, "hidden and merged"),
            (hidden, split, "hidden and split"),
            (split, into, "split and merged into another"),
        ):
            for each in sorted(one.keys() & other.keys()):
                raise self._slip(one[each], f"{_short(one[each])} is both {said}")

    def _slip(self, text: str, slip: str, last: bool = False) -> BadSeeds:
        """The error, with the line on which the text stands first, or last."""
        lines = [n for n, line in enumerate(self._text.split("\n"), 1) if _holds(line, text)]
        where = f" at line {lines[-1 if last else 0]}" if lines else ""
        return _bad(self._path, slip, where)


def _holds(line: str, text: str) -> bool:
    return text in line or json.dumps(text) in line


def _short(stated: object) -> str:
    text = str(stated)
    return repr(text if len(text) <= 40 else text[:39] + "…")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise _bad(path, str(error)) from error


def _bad(path: Path, slip: str, where: str = "") -> BadSeeds:
    return BadSeeds(
        f"cannot read {str(path)!r}{where}: {slip}", "mend it, or remove it to start afresh"
    )


def write(path: Path, found: Decisions) -> None:
    """Write the decisions, in order, for a person to review; comments at the top stay.

    Raises: BadSeeds.
    """
    head = re.match(r"(?:[ \t]*(?:#[^\n]*)?\n)*", _text(path))
    heads: dict[str, list[str]] = {}
    for form, into in sorted(found.merged.items()):
        heads.setdefault(into, []).append(form)
    parts = [
        *(f"{title} = {_listed(names)}" for title, names in
          (("hide", found.hidden), ("split", found.split)) if names),
        *(["", "[merge]"] if heads else []),
        *(f"{_quoted(into)} = {_listed(forms)}" for into, forms in sorted(heads.items())),
    ]  # fmt: skip
    fresh = path.with_name(f"{path.name}.new")
    try:
        fresh.write_text((head[0] if head else "") + "\n".join(parts).lstrip() + "\n", "utf-8")
        fresh.replace(path)  # in one step: a full disk must not cost what was decided before
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise BadSeeds(
            f"cannot write {str(path)!r}: {(error.strerror or 'no access').lower()}",
            "make its folder writable",
        ) from error


def _listed(names: Sequence[str]) -> str:
    """The names, one a line where there are several."""
    if len(names) == 1:
        return f"[{_quoted(names[0])}]"
    return "[\n" + "".join(f"    {_quoted(name)},\n" for name in names) + "]"


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)
