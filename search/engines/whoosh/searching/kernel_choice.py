"""The choice of a kernel for each query: the plain one if loading numpy would take longer."""

import sys
from collections.abc import Sequence

from search.engines.query_reader import analyze_cached
from search.engines.term_expansion import wildcard_prefix
from search.engines.whoosh.storage.segment import Segment, Term, field_terms
from search.query import (
    And,
    Fuzzy,
    MinimumMatch,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    SynonymGroup,
    Wildcard,
    Word,
)

EXPENSIVE = 150_000  # postings that the plain kernel reads in the time that numpy takes to load
MANY_WORDS = 64  # a pattern of more words is taken to be expensive, without looking at each
MANY = 16  # a process with more queries is a long one, for which loading numpy pays


def choose_kernel(segments: Sequence[Segment], tree: Node, queries: int) -> str:
    """Return one of KERNELS for a tree, the last of so many queries of the process."""
    if queries > MANY or "numpy" in sys.modules:
        return "arrays"
    return "arrays" if _cost(segments, analyze_cached(tree)) > EXPENSIVE else "plain"


def _cost(segments: Sequence[Segment], node: Node) -> float:
    """Return about how many postings and documents the query reads."""
    documents = sum(each.document_count for each in segments)
    match node:
        case And(parts) | Or(parts) | MinimumMatch(parts):
            return sum(_cost(segments, part) for part in parts)
        case Not(part):
            return _cost(segments, part) + documents
        case Word(text, zones, exact):
            return sum(_postings(each, zones, exact, (text,)) for each in segments)
        case Phrase(words, zones, exact) | Near(words, _, _, zones, exact):
            return 2.0 * sum(_postings(each, zones, exact, words) for each in segments)
        case SynonymGroup(forms, zones):
            return sum(_cost(segments, Phrase(form, zones)) for form in forms)
        case Wildcard(glob, zones):
            start = wildcard_prefix(glob)
            return sum(_postings_starting(each, start, zones) for each in segments)
        case Fuzzy():
            return sum(len(each.words) for each in segments)
        case _:
            return documents


def _postings(segment: Segment, zones: tuple[str, ...], exact: bool, words: tuple[str, ...]) -> int:
    """Return the number of documents in the postings of the words."""
    return sum(
        segment.document_frequency(zone, term.stem)
        for zone in zones
        for term in field_terms(segment, zone, exact, words).values()
    )


def _postings_starting(segment: Segment, start: str, zones: tuple[str, ...]) -> float:
    """Return the number of documents in the postings of the words with this start."""
    words = segment.words.with_prefix(start)
    if len(words) > MANY_WORDS:
        return float(segment.document_count) * 4
    stems = {Term(segment.file.numbers("words.stem")[word]) for word in words}
    return sum(segment.document_frequency(zone, term.stem) for zone in zones for term in stems)
