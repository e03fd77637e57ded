"""What the words of a query are in one segment."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from search.engines.term_expansion import compile_wildcard, wildcard_prefix, within_edits
from search.engines.whoosh.storage.segment import Segment, Term
from search.query import Fuzzy, Wildcard
from search.schema import ZONES


def field_terms(
    segment: Segment, zone: str, exact: bool, words: Sequence[str]
) -> Mapping[str, Term]:
    """The terms of those of the words that the segment has: by stem, or by word in names."""
    find = segment.stemmed if ZONES[zone].stemmed and not exact else segment.exact
    found = ((word, find(word)) for word in dict.fromkeys(words))
    return {word: term for word, term in found if term is not None}


def spread(segment: Segment, leaf: Wildcard | Fuzzy) -> Iterator[Term]:
    """The terms of every word that the leaf stands for."""
    by_stem: dict[int, list[int]] = {}
    stem = segment.file.numbers("words.stem")
    for word in _fitting(segment, leaf):
        by_stem.setdefault(stem[word], []).append(word)
    return (segment.term(stem, words) for stem, words in by_stem.items())


def _fitting(segment: Segment, leaf: Wildcard | Fuzzy) -> Iterable[int]:
    """The numbers of the words that the leaf stands for."""
    words = segment.words
    if isinstance(leaf, Fuzzy):
        return (n for n, word in enumerate(words) if within_edits(leaf.text, word, leaf.edits))
    start = wildcard_prefix(leaf.glob)
    some = words.starting(start)
    if leaf.glob == f"{start}*":
        return some
    fits = compile_wildcard(leaf.glob)
    return (number for number in some if fits.fullmatch(words[number]))
