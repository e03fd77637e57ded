"""The terms of a segment that the words of a query stand for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from search.engines.term_expansion import compile_wildcard, wildcard_prefix, within_edits
from search.engines.whoosh.storage.segment import Segment, Term
from search.query import Fuzzy, Wildcard
from search.schema import ZONES


def field_terms(
    segment: Segment, zone: str, exact: bool, words: Sequence[str]
) -> Mapping[str, Term]:
    """Return the terms of the words the segment has: by stem, or by word in names."""
    find = segment.stem_term if ZONES[zone].stemmed and not exact else segment.word_term
    terms = ((word, find(word)) for word in dict.fromkeys(words))
    return {word: term for word, term in terms if term is not None}


def expanded_terms(segment: Segment, leaf: Wildcard | Fuzzy) -> Iterator[Term]:
    """Yield the terms of all words that match the leaf."""
    by_stem: dict[int, list[int]] = {}
    stem = segment.file.numbers("words.stem")
    for word in _matching_words(segment, leaf):
        by_stem.setdefault(stem[word], []).append(word)
    return (segment.term(stem, words) for stem, words in by_stem.items())


def _matching_words(segment: Segment, leaf: Wildcard | Fuzzy) -> Iterable[int]:
    """Return the numbers of the words that match the leaf."""
    words = segment.words
    if isinstance(leaf, Fuzzy):
        return (n for n, word in enumerate(words) if within_edits(leaf.text, word, leaf.edits))
    prefix = wildcard_prefix(leaf.glob)
    candidates = words.with_prefix(prefix)
    if leaf.glob == f"{prefix}*":
        return candidates
    pattern = compile_wildcard(leaf.glob)
    return (number for number in candidates if pattern.fullmatch(words[number]))
