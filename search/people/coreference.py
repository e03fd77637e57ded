"""Who is meant: the full name that a shorter one stands for within one text."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from search.people.word_classes import GIVEN, INITIAL, NICKNAME, PARTICLE, SUFFIX, kinds
from search.people.word_lists import folded

Words = tuple[str, ...]


def keys(words: Words) -> Words:
    """The words as they are compared: without case, accents and stops."""
    return tuple(map(_key, words))


@lru_cache(maxsize=1 << 16)
def _key(word: str) -> str:
    return folded(word).casefold().strip(".,")


class Roll:
    """The full names of a text, in order, found by the shorter forms they may take."""

    def __init__(self, names: Iterable[tuple[int, Words]], title: int = 0) -> None:
        """Names with the places where they stand, in order; the title ends at `title`."""
        self._title = title
        self._spelled: dict[Words, str] = {}
        self._shorter: dict[Words, list[tuple[int, str]]] = defaultdict(list)
        self._given: dict[str, set[str]] = defaultdict(set)
        for place, words in names:
            self._enter(place, words, keys(words))

    def _enter(self, place: int, words: Words, full: Words) -> None:
        name = self._spelled.setdefault(full, " ".join(words).replace(",", ""))
        self._given[full[0]].add(name)
        for form in _shorter(words, full):
            self._shorter[form].append((place, name))

    def named(self, place: int, words: Words) -> str:
        """The fullest name meant by the words at the place; empty where there is none."""
        name = self._meant(place, words)
        return (self._meant(place, tuple(name.split())) or name) if name else ""

    def _meant(self, place: int, words: Words) -> str:
        """The name that the words are short for, or another spelling of.

        The one of the title, whose relatives are called by their full names; else the latest before
        the place, else the first after it.
        """
        form = keys(words)
        if len(words) == 2 and kinds(words[1]) & SUFFIX:  # "Conyers Jr."
            form = form[:1]
        found = self._shorter.get(form)
        if found:
            titled = self._title and {name for at, name in found[:4] if at < self._title}
            if titled and len(titled) == 1:
                return titled.pop()
            return found[max(0, bisect_left(found, (place,)) - 1)][1]
        return self._spelled.get(form, "")

    def called(self, words: Words) -> str:
        """The one full name that starts with the given name; empty where there is none or more."""
        bearers = self._given.get(keys(words)[0], set()) if len(words) == 1 else set()
        return next(iter(bearers)) if len(bearers) == 1 else ""


def _shorter(words: Words, full: Words) -> set[Words]:
    """What is left of a name when some of its words are: "Vázquez", "Ana Vázquez", "Ana Mora"."""
    last = len(full) - 1 if kinds(words[-1]) & SUFFIX else len(full)
    tails = {full[first:last] for first in range(1, last)}
    ends = {(full[0], *tail) for tail in tails}
    heads = {full[:end] for end in range(2, last)}
    middles = {(full[at],) for at in range(1, last - 1) if _is_surname(words[at])}
    return (tails | ends | heads | middles) - {full}


def _is_surname(word: str) -> bool:
    """Whether a word in the middle may stand for the name, as the first of two surnames does."""
    return not kinds(word) & (GIVEN | INITIAL | PARTICLE | NICKNAME)
