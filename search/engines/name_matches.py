"""Whether a leaf of the query occurs in a name."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from search.analysis import tokens
from search.engines import positions
from search.engines.term_expansion import compile_wildcard, within_edits
from search.query import Fuzzy, Leaf, Near, Phrase, SynonymGroup, Wildcard, Word


def names_one(leaf: Leaf, forms: Iterable[str]) -> bool:
    """Whether the leaf occurs in one of the names; each is a stretch of its own."""
    return any(_occurs(leaf, _words(form)) for form in forms)


@lru_cache(maxsize=1 << 15)
def _words(form: str) -> tuple[str, ...]:
    return tuple(token.word for token in tokens(form))


def _occurs(leaf: Leaf, words: tuple[str, ...]) -> bool:
    match leaf:
        case Word(text):
            return text in words
        case Phrase(wanted):
            return bool(wanted) and bool(positions.phrase([_places(words, w) for w in wanted]))
        case Near(wanted, distance, True):
            return bool(positions.near_in_order([_places(words, w) for w in wanted], distance))
        case Near(wanted, distance):
            places: dict[str, Sequence[int]] = {word: _places(words, word) for word in wanted}
            return bool(positions.near(wanted, places, distance))
        case SynonymGroup(forms):
            return any(_occurs(Phrase(form), words) for form in forms)
        case Wildcard(glob):
            fits = compile_wildcard(glob)
            return any(fits.fullmatch(word) for word in words)
        case Fuzzy(text, edits):
            return any(within_edits(text, word, edits) for word in words)


def _places(words: tuple[str, ...], wanted: str) -> list[int]:
    return [place for place, word in enumerate(words) if word == wanted]
