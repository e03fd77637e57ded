"""Coreference within one text: the full name that a shorter name stands for."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from search.people.name_matching import spelling_root
from search.people.name_variants import is_latin
from search.people.spelling_keys import plain_letters
from search.people.word_classes import GIVEN, INITIAL, NICKNAME, PARTICLE, SUFFIX, word_flags
from search.people.word_lists import to_ascii

NameWords = tuple[str, ...]


def normal_words(words: NameWords) -> NameWords:
    """Return the words as they are compared: without case, accents, commas and full stops."""
    return tuple(map(_normal_word, words))


@lru_cache(maxsize=1 << 16)
def _normal_word(word: str) -> str:
    return to_ascii(word).casefold().strip(".,")


class FullNames:
    """The full names of a text, in order, found by the shorter forms they may have."""

    def __init__(
        self,
        names: Iterable[tuple[int, NameWords]],
        title_end: int = 0,
        strangers: Iterable[tuple[int, NameWords]] = (),
    ) -> None:
        """Store names with their places in the text, in order; the title ends at `title_end`.

        `strangers` are surnames of others, who have no full name: after "Rio Ferdinand" the surname
        is not that of an earlier Franz Ferdinand.
        """
        self._title_end = title_end
        self._by_words: dict[NameWords, str] = {}
        self._by_short_form: dict[NameWords, list[tuple[int, str]]] = defaultdict(list)
        self._by_given_name: dict[str, set[str]] = defaultdict(set)
        self._by_spelling: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for place, words in names:
            normal = normal_words(words)
            name = self._by_words.setdefault(normal, " ".join(words).replace(",", ""))
            self._by_given_name[normal[0]].add(name)
            for form in _short_forms(words, normal):
                self._by_short_form[form].append((place, name))
            surname = plain_letters(words[-1])
            self._by_spelling[spelling_root(surname)].add((surname, name))
        for place, words in strangers:
            insort(self._by_short_form[normal_words(words)], (place, ""))

    def resolve(self, place: int, words: NameWords) -> str:
        """Return the fullest name that the words at the place stand for; empty where none does."""
        name = self._longer_name(place, words)
        return (self._longer_name(place, tuple(name.split())) or name) if name else ""

    def _longer_name(self, place: int, words: NameWords) -> str:
        """Return the name that the words are short for, or another spelling of.

        The name in the title comes first, since an article calls the relatives of its subject by
        their full names; then the latest before the place; then the first after it.
        """
        form = normal_words(words)
        if len(words) == 2 and word_flags(words[1]) & SUFFIX:  # "Conyers Jr."
            form = form[:1]
        names = self._by_short_form.get(form)
        if names:
            in_title = self._title_end and {name for at, name in names[:4] if at < self._title_end}
            if in_title and len(in_title) == 1:
                return in_title.pop()
            return names[max(0, bisect_left(names, (place,)) - 1)][1]
        return self._by_words.get(form, "")

    def resolve_spelling(self, words: NameWords) -> str:
        """Return the one full name whose surname is another spelling of the single word.

        "Zelenskyy" is the Zelensky of the text, but "Smyth" is not its Smith.
        """
        if len(words) > 1:
            return ""
        word = plain_letters(words[0])
        found = {
            name
            for surname, name in self._by_spelling.get(spelling_root(word), ())
            if not (is_latin(word) and is_latin(surname))
        }
        return found.pop() if len(found) == 1 else ""

    def resolve_given_name(self, words: NameWords) -> str:
        """Return the one full name with this given name; empty where there is none or several."""
        names = self._by_given_name.get(normal_words(words)[0], set()) if len(words) == 1 else set()
        return next(iter(names)) if len(names) == 1 else ""


def _short_forms(words: NameWords, normal: NameWords) -> set[NameWords]:
    """Return the shorter forms of a name: "Vázquez", "Ana Vázquez", "Ana Mora"."""
    last = len(normal) - 1 if word_flags(words[-1]) & SUFFIX else len(normal)
    tails = {normal[first:last] for first in range(1, last)}
    ends = {(normal[0], *tail) for tail in tails}
    heads = {normal[:end] for end in range(2, last)}
    middles = {(normal[at],) for at in range(1, last - 1) if _may_be_surname(words[at])}
    return (tails | ends | heads | middles) - {normal}


def _may_be_surname(word: str) -> bool:
    """Return whether a middle word may stand for the name, like the first of two surnames."""
    return not word_flags(word) & (GIVEN | INITIAL | PARTICLE | NICKNAME)
