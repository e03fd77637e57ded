"""The people that a loose name of a query stands for, where there are several."""

from collections.abc import Iterator, Mapping, Set

from search.analysis import folded
from search.engines import notices
from search.engines.highlights import occurs_in_name
from search.engines.whoosh.searching.facet_counts import FacetTables
from search.engines.whoosh.searching.filter_values import ValueMatch
from search.engines.whoosh.searching.filtering import FilteredMatches, select
from search.engines.whoosh.searching.ordering import MatchedQuery
from search.engines.whoosh.searching.person_values import FACET_OF_ZONE, PEOPLE_FACETS
from search.query import NONE, Leaf, Near, Phrase, Word
from search.query.trees import scoring_leaves
from search.query.unparse import unparse


def name_notices(matched: MatchedQuery, filtered: FilteredMatches) -> Iterator[str]:
    """Yield a notice for each loose name in filters and in the text that found several values."""
    for facet, typed, values in filtered.found_loosely():
        counts = _counts(matched, filtered, facet)
        found = {value: counts[value] for value in values if value in counts}
        alone = _alone(matched, filtered, facet, found, folded(typed))
        yield from notices.several_values(repr(typed), found, alone)
    names = [leaf for leaf in scoring_leaves(matched.node) if leaf.zones[0] in FACET_OF_ZONE]
    for leaf in dict.fromkeys(names):
        facet = FACET_OF_ZONE[leaf.zones[0]]
        found = _values_matching(matched, leaf, _counts(matched, filtered, facet))
        alone = _alone(matched, filtered, facet, found, _text(leaf))
        yield from notices.several_values(unparse(leaf), found, alone)


def _counts(matched: MatchedQuery, filtered: FilteredMatches, facet: str) -> Mapping[str, int]:
    tables = FacetTables(matched.evaluator.searchers, {facet: filtered.matches}, "month")
    return tables.counts(facet)


def _values_matching(
    matched: MatchedQuery, leaf: Leaf, counts: Mapping[str, int]
) -> dict[str, int]:
    """Return the counts of the values of which a name matches the leaf."""
    aliased: Set[str] = set[str]().union(
        *(each.persons.value_names_matching(leaf) for each in matched.evaluator.searchers[:1])
    )
    return {
        value: count
        for value, count in counts.items()
        if value != NONE and (value in aliased or occurs_in_name(leaf, (value,)))
    }


def _alone(
    matched: MatchedQuery,
    filtered: FilteredMatches,
    facet: str,
    found: Mapping[str, int],
    name: str,
) -> dict[str, int]:
    """Return how many articles have a value of that folded name, and none of the others found."""
    own = {value for value in found if folded(value) == name}
    if facet not in PEOPLE_FACETS or not own or len(own) == len(found):
        return {}
    searchers, others = matched.evaluator.searchers, found.keys() - own
    has_other = select(searchers, filtered.matches, facet, [ValueMatch("", others)])
    return {value: len(filtered.having(facet, value) - has_other) for value in sorted(own)}


def _text(leaf: Leaf) -> str:
    match leaf:
        case Word(text):
            return text
        case Phrase(words) | Near(words):
            return " ".join(words)
        case _:
            return ""
