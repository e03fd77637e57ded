"""Which words of a shown text match the query."""

from collections.abc import Callable, Iterator, Sequence

from search.analysis import Token
from search.engines import positions
from search.engines.term_expansion import shape, within
from search.query import Fuzzy, Leaf, Near, Phrase, SynonymGroup, Wildcard, Word
from search.snippets import Mark


def marks(found: Sequence[Token], leaves: Sequence[Leaf]) -> list[Mark]:
    """The stretches of the text, given its tokens, that match one of the leaves."""
    return [
        Mark(found[first].start, found[last].end, number)
        for number, leaf in enumerate(leaves)
        for first, last in _stretches(found, leaf)
    ]


def _stretches(found: Sequence[Token], leaf: Leaf) -> Iterator[tuple[int, int]]:
    """First and last token of each match."""
    match leaf:
        case Phrase(words, _, exact):
            places = [_places(found, word, exact) for word in words]
            for start in positions.phrase(places):
                yield start, start + len(words) - 1
        case SynonymGroup(forms):
            for form in forms:
                yield from _stretches(found, Phrase(form))
        case Near(words, _, _, _, exact):
            for number, token in enumerate(found):
                if (token.word if exact else token.stem) in words:
                    yield number, number
        case _:
            fits = _fits(leaf)
            for number, token in enumerate(found):
                if fits(token):
                    yield number, number


def _places(found: Sequence[Token], word: str, exact: bool) -> list[int]:
    return [i for i, token in enumerate(found) if (token.word if exact else token.stem) == word]


def _fits(leaf: Word | Wildcard | Fuzzy) -> Callable[[Token], bool]:
    match leaf:
        case Word(text, _, exact):
            return lambda token: (token.word if exact else token.stem) == text
        case Wildcard(glob):
            pattern = shape(glob)
            return lambda token: pattern.fullmatch(token.word) is not None
        case Fuzzy(text, edits):
            return lambda token: within(text, token.word, edits)
