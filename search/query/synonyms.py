"""Synonyms: names of a place, spellings and hyphens that a query word also matches."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from search.query import And, Node, Not, Or, SynonymGroup, Word
from search.query.trees import hold_names
from search.user_files.user_file import read
from search.values import replace

FILE = "synonyms.txt"  # of this program, and of the user next to the documents
ACCENTED = frozenset(map(chr, range(0xC0, 0x250)))  # Latin letters that are folded
LONGEST = 4  # words of a form
HEAD = 3  # letters that all forms of a word share

Stems = Callable[[str], tuple[str, ...]]  # the stems of a text


class SynonymTable:
    """A table of groups of words that mean the same, read on first use.

    A line is a group, its forms separated by commas; `#` starts a comment. `more` are files of
    people besides the one of this program; a missing one is ignored.

    Raises: BadUserFile, from every method.
    """

    def __init__(self, stems: Stems, fold: Callable[[str], str], more: Sequence[Path] = ()) -> None:
        self._stems = stems
        self._fold = fold
        self._more = more
        self._groups: dict[str, tuple[tuple[str, ...], ...]] = {}

    def expand(self, node: Node) -> Node:
        """Return the tree with the synonyms of its plain words.

        Words in quotes, after `=`, with wildcards or in a field of names have no synonyms.
        """
        match node:
            case And(parts):
                hyphens = node.all_required  # otherwise a word with a hyphen is its parts
                wide = tuple(self._parts(parts, hyphens))
                alone = len(wide) == 1 and not node.saved_as
                return wide[0] if alone else replace(node, parts=wide)
            case Or(parts):
                return Or(tuple(map(self.expand, parts)))
            case Not(part):
                return Not(self.expand(part))
            case Word():
                return self._forms((node,), True) or node
            case _:
                return node

    def _parts(self, parts: Sequence[Node], hyphens: bool) -> Iterator[Node]:
        """Yield the parts; several plain words in a row may be one form."""
        place = 0
        while place < len(parts):
            words = _words(parts[place : place + LONGEST])
            runs = (words[:size] for size in range(len(words), 0, -1))
            found = next((wide for run in runs if (wide := self._forms(run, hyphens))), None)
            if found:
                yield found
            else:
                yield parts[place] if words else self.expand(parts[place])
            place += len(found.forms[0]) if found else 1

    def _forms(self, words: Sequence[Word], hyphens: bool) -> SynonymGroup | None:
        """Return the words with their synonyms; None if they have none."""
        if not _is_plain(words[0]):
            return None
        typed = tuple(word.text for word in words)
        others = [tuple(form.split()) for form in self._others(" ".join(typed))]
        if hyphens and len(words) == 1 and not others:
            others = _without_hyphen(typed[0])
        return SynonymGroup((typed, *others), words[0].zones) if others else None

    def _others(self, text: str) -> Iterator[str]:
        """Yield the synonyms of the text, from every group that has it."""
        key = self._stems(text)
        seen, head = {key}, f" {key[0][:HEAD]}" if key else ""
        for line in self._lines if key else ():
            if head in line and key in (forms := self._group(line)):
                for form, stems in zip(line.split(","), forms, strict=True):
                    if stems not in seen:
                        seen.add(stems)
                        yield form.strip()

    def _group(self, line: str) -> tuple[tuple[str, ...], ...]:
        if line not in self._groups:
            self._groups[line] = tuple(map(self._stems, line.split(",")))
        return self._groups[line]

    @cached_property
    def _lines(self) -> list[str]:
        """The groups, folded, with a space before each form."""
        own = Path(__file__).parent / "data" / FILE
        texts = (own.read_text(encoding="utf-8"), *(read(path).text for path in self._more))
        parted = (line.partition("#")[0].lower() for text in texts for line in text.splitlines())
        return [self._plain(line) for line in parted if "," in line]

    def _plain(self, line: str) -> str:
        forms = [form.strip() for form in line.split(",")]
        return " " + ", ".join(map(self._fold, forms) if ACCENTED.intersection(line) else forms)


def _words(parts: Sequence[Node]) -> list[Word]:
    """Return the plain words at the start of the parts that share their zones."""
    found: list[Word] = []
    for part in parts:
        if not isinstance(part, Word) or not _is_plain(part):
            break
        if found and found[0].zones != part.zones:
            break
        found.append(part)
    return found


def _is_plain(word: Word) -> bool:
    return not word.exact and not hold_names(word.zones)


def _without_hyphen(text: str) -> list[tuple[str, ...]]:
    """Return a word with a hyphen written as one: `long-range` also matches `longrange`."""
    parts = text.replace("\u2010", "-").replace("\u2011", "-").split("-")
    return [("".join(parts),)] if len(parts) > 1 and all(map(str.isalpha, parts)) else []
