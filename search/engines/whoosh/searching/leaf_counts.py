"""The occurrences of one leaf of a query in the documents of one segment."""

from collections.abc import Sequence

from search.engines.highlights import occurs_in_name
from search.engines.whoosh.searching.kernel import Counts, DocumentSet, FilterCondition, Searcher
from search.engines.whoosh.searching.person_values import FACET_OF_ZONE
from search.engines.whoosh.storage.segment import MISSING, expanded_terms, field_terms
from search.query import Fuzzy, Leaf, Near, Phrase, SynonymGroup, Wildcard, Word
from search.schema import ZONES


def leaf_counts(searcher: Searcher, leaf: Leaf) -> Counts:
    """Return the weighted occurrences of the leaf in its zones, added up."""
    zones = [_zone_counts(searcher, leaf, zone).times(ZONES[zone].weight) for zone in leaf.zones]
    return searcher.total(zones)


def _zone_counts(searcher: Searcher, leaf: Leaf, zone: str) -> Counts:
    """Return the occurrences of the leaf in the zone; for a person, 1 per article."""
    if zone in FACET_OF_ZONE and not searcher.persons.unresolved:
        return searcher.constant(_naming(searcher, leaf, zone))
    return _text_counts(searcher, leaf, zone)


def _naming(searcher: Searcher, leaf: Leaf, zone: str) -> DocumentSet:
    """Return the documents in which the leaf occurs in any name of a person.

    The postings have names as written in the articles: they show which names to compare.
    """
    near = _text_counts(searcher, leaf, "person").documents
    names, forms = (_names_with(searcher, leaf, near, column) for column in ("persons", "forms"))
    values = searcher.persons.values_matching(leaf)
    condition = FilterCondition(values, names, forms)
    column = searcher.column(FACET_OF_ZONE[zone])
    return column.select(searcher.every() if values else near, condition)


def _names_with(searcher: Searcher, leaf: Leaf, documents: DocumentSet, name: str) -> set[int]:
    """Return the numbers of the names in these documents in which the leaf occurs."""
    names = searcher.segment.strings(f"{name}.names")
    numbers, _ = searcher.column(name).tally(documents).counts()
    return {n for n in numbers if n != MISSING and occurs_in_name(leaf, (names[n],))}


def _text_counts(searcher: Searcher, leaf: Leaf, zone: str) -> Counts:
    """Return the occurrences of the leaf in the text of the zone."""
    segment = searcher.segment
    match leaf:
        case Word(text, _, exact):
            return searcher.term_counts(zone, field_terms(segment, zone, exact, (text,)).values())
        case Phrase(words, _, exact) | Near(words, _, _, _, exact):
            terms = field_terms(segment, zone, exact, words)
            if len(terms) < len(set(words)):
                return searcher.term_counts(zone, ())
            in_order = [terms[word] for word in words]
            if isinstance(leaf, Phrase):
                return searcher.phrase_counts(zone, in_order)
            return searcher.near_counts(zone, in_order, leaf.distance, leaf.ordered)
        case SynonymGroup(forms):
            return _any_form(searcher, forms, zone)
        case Wildcard() | Fuzzy():
            return searcher.term_counts(zone, expanded_terms(segment, leaf))


def _any_form(searcher: Searcher, forms: Sequence[tuple[str, ...]], zone: str) -> Counts:
    """Return the occurrences of any of the forms; one of several words counts as a phrase."""
    words = [form[0] for form in forms if len(form) == 1]
    terms = field_terms(searcher.segment, zone, False, words).values()
    phrases = [_text_counts(searcher, Phrase(form), zone) for form in forms if len(form) > 1]
    return searcher.total([searcher.term_counts(zone, terms), *phrases])
