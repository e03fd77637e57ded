"""The words of a text that match the query, in the snippets of articles and in names."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from search.analysis import Token, tokens
from search.article import Article
from search.engines import positions
from search.engines.term_expansion import compile_wildcard, within_edits
from search.query import (
    TEXT_ZONES,
    Fuzzy,
    Leaf,
    Near,
    Phrase,
    Snippet,
    SynonymGroup,
    Wildcard,
    Word,
)
from search.snippets import Mark, snippets


def article_snippets(article: Article, leaves: Sequence[Leaf]) -> tuple[Snippet, ...]:
    """Return snippets of the body, or of the cut text if the query asks for that."""
    in_cuts = [leaf for leaf in leaves if "teasers" in leaf.zones]
    shown = in_cuts or [leaf for leaf in leaves if set(leaf.zones) & set(TEXT_ZONES)]
    text = "\n".join(block.text.strip() for block in article.cuts) if in_cuts else article.body
    return snippets(text, marks(tokens(text), shown))


def marks(tokens: Sequence[Token], leaves: Sequence[Leaf]) -> list[Mark]:
    """Return the ranges of the text, given its tokens, that match one of the leaves."""
    return [
        Mark(tokens[first].start, tokens[last].end, number)
        for number, leaf in enumerate(leaves)
        for first, last in _matches(tokens, leaf)
    ]


def occurs_in_name(leaf: Leaf, names: Iterable[str]) -> bool:
    """Return whether the leaf occurs in one of the names; a phrase does not cross two of them."""
    return any(_occurs(leaf, _name_tokens(name)) for name in names)


@lru_cache(maxsize=1 << 15)
def _name_tokens(name: str) -> tuple[Token, ...]:
    return tuple(tokens(name))


def _occurs(leaf: Leaf, name: Sequence[Token]) -> bool:
    if isinstance(leaf, Near):
        places = {word: _places(name, word, leaf.exact) for word in leaf.words}
        return positions.count_near(leaf.words, places, leaf.distance, leaf.ordered) > 0
    return next(_matches(name, leaf), None) is not None


def _matches(tokens: Sequence[Token], leaf: Leaf) -> Iterator[tuple[int, int]]:
    """Return the first and the last token of each match."""
    match leaf:
        case Phrase(words, _, exact):
            places = [_places(tokens, word, exact) for word in words]
            for start in positions.phrase(places):
                yield start, start + len(words) - 1
        case SynonymGroup(forms):
            for form in forms:
                yield from _matches(tokens, Phrase(form))
        case _:
            matches = _test(leaf)
            for number, token in enumerate(tokens):
                if matches(token):
                    yield number, number


def _places(tokens: Sequence[Token], word: str, exact: bool) -> list[int]:
    return [i for i, token in enumerate(tokens) if (token.word if exact else token.stem) == word]


def _test(leaf: Word | Near | Wildcard | Fuzzy) -> Callable[[Token], bool]:
    """Return a function that tests whether one token matches the leaf."""
    match leaf:
        case Word(text, _, exact):
            return lambda token: (token.word if exact else token.stem) == text
        case Near(words, _, _, _, exact):
            return lambda token: (token.word if exact else token.stem) in words
        case Wildcard(glob):
            pattern = compile_wildcard(glob)
            return lambda token: pattern.fullmatch(token.word) is not None
        case Fuzzy(text, edits):
            return lambda token: within_edits(text, token.word, edits)
