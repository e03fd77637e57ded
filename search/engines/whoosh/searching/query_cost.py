"""An estimate of the cost of a query, from the statistics of its terms."""

from collections.abc import Sequence

from search.engines.whoosh.storage.segment import Segment, Term
from search.engines.whoosh.storage.segment_terms import field_terms
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

MANY_WORDS = 64  # a pattern of more words is taken to be expensive, without looking at each


def query_cost(segments: Sequence[Segment], node: Node) -> float:
    """Return about how many postings and documents the query reads."""
    match node:
        case And(parts) | Or(parts) | MinimumMatch(parts):
            return sum(query_cost(segments, part) for part in parts)
        case Not(part):
            return query_cost(segments, part) + _documents(segments)
        case Word(text, zones, exact):
            return sum(_postings(each, zones, exact, (text,)) for each in segments)
        case Phrase(words, zones, exact) | Near(words, _, _, zones, exact):
            return 2.0 * sum(_postings(each, zones, exact, words) for each in segments)
        case SynonymGroup(forms, zones):
            return sum(query_cost(segments, Phrase(form, zones)) for form in forms)
        case Wildcard(glob, zones):
            start = glob.split("*")[0].split("?")[0]
            return sum(_postings_starting(each, start, zones) for each in segments)
        case Fuzzy():
            return sum(len(each.words) for each in segments)
        case _:
            return _documents(segments)


def _documents(segments: Sequence[Segment]) -> float:
    return sum(each.document_count for each in segments)


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
