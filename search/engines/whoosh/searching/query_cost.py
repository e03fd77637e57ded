"""How much a query is to do, told from the statistics of its terms before any posting is read."""

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

MANY_WORDS = 64  # a pattern of more words is not weighed but taken for heavy


def work(segments: Sequence[Segment], node: Node) -> float:
    """About how many postings and documents are to be read."""
    match node:
        case And(parts) | Or(parts) | MinimumMatch(parts):
            return sum(work(segments, part) for part in parts)
        case Not(part):
            return work(segments, part) + _all(segments)
        case Word(text, zones, exact):
            return sum(_postings(each, zones, exact, (text,)) for each in segments)
        case Phrase(words, zones, exact) | Near(words, _, _, zones, exact):
            return 2.0 * sum(_postings(each, zones, exact, words) for each in segments)
        case SynonymGroup(forms, zones):
            return sum(work(segments, Phrase(form, zones)) for form in forms)
        case Wildcard(glob, zones):
            return sum(_spread(each, glob.split("*")[0].split("?")[0], zones) for each in segments)
        case Fuzzy():
            return sum(len(each.words) for each in segments)
        case _:
            return _all(segments)


def _all(segments: Sequence[Segment]) -> float:
    return sum(each.documents for each in segments)


def _postings(segment: Segment, zones: tuple[str, ...], exact: bool, words: tuple[str, ...]) -> int:
    return sum(
        segment.frequency(zone, term.stem)
        for zone in zones
        for term in field_terms(segment, zone, exact, words).values()
    )


def _spread(segment: Segment, start: str, zones: tuple[str, ...]) -> float:
    words = segment.words.starting(start)
    if len(words) > MANY_WORDS:
        return float(segment.documents) * 4
    stems = {Term(segment.file.numbers("words.stem")[word]) for word in words}
    return sum(segment.frequency(zone, term.stem) for zone in zones for term in stems)
