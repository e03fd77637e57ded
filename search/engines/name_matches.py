"""The names of people in which a leaf of the query occurs."""

from collections.abc import Iterable
from functools import lru_cache

from search.analysis import tokens
from search.engines import positions
from search.engines.term_expansion import compile_wildcard, within_edits
from search.query import Fuzzy, Leaf, Near, Phrase, SynonymGroup, Wildcard, Word


def occurs_in_name(leaf: Leaf, names: Iterable[str]) -> bool:
    """Return whether the leaf occurs in one of the names; a phrase does not cross two of them."""
    return any(_occurs(leaf, _words(name)) for name in names)


@lru_cache(maxsize=1 << 15)
def _words(name: str) -> tuple[str, ...]:
    return tuple(token.word for token in tokens(name))


def _occurs(leaf: Leaf, name: tuple[str, ...]) -> bool:
    """Return whether the leaf occurs in the words of a name."""
    match leaf:
        case Word(text):
            return text in name
        case Phrase(words):
            return bool(words) and bool(positions.phrase([_places(name, word) for word in words]))
        case Near(words, distance, ordered):
            places = {word: _places(name, word) for word in words}
            return positions.count_near(words, places, distance, ordered) > 0
        case SynonymGroup(forms):
            return any(_occurs(Phrase(form), name) for form in forms)
        case Wildcard(glob):
            pattern = compile_wildcard(glob)
            return any(pattern.fullmatch(word) for word in name)
        case Fuzzy(text, edits):
            return any(within_edits(text, word, edits) for word in name)


def _places(name: tuple[str, ...], word: str) -> list[int]:
    return [place for place, each in enumerate(name) if each == word]
