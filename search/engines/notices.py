"""What is said when a query finds nothing, or not what was asked for."""

from collections.abc import Callable, Iterable, Iterator, Set
from difflib import get_close_matches

from search.analysis import folded, is_stop_word
from search.facet_definitions import FACETS, is_date
from search.query import NONE, TEXT_ZONES, Filter, Leaf, Query, Suggestion
from search.query.unparse import unparse
from search.values import replace

PARTIAL = "no article has all of these words; shown are the best of those with some"


def absent(leaves: Iterable[Leaf], count: Callable[[Leaf], int]) -> Iterator[str]:
    """Which words are nowhere, and whether the cut text has them.

    `count` tells how many articles a leaf matches.
    """
    for leaf in dict.fromkeys(leaves):
        if leaf.zones != TEXT_ZONES or is_stop_word(leaf) or count(leaf):
            continue
        cut = replace(leaf, zones=("teasers",))
        articles = count(cut)
        hint = f"; the text cut from {articles} has it: in:teasers {unparse(leaf)}"
        yield f"no article has {unparse(leaf)}" + (hint if articles else "")


def meant(suggestion: Suggestion) -> str:
    """What the query was likely meant to be."""
    return f"did you mean: {suggestion.text} ({_articles(suggestion.total)})?"


def without(query: Query, count: Callable[[Query], int]) -> Iterator[str]:
    """How many articles there would be without one of the filters; `count` tells it of a query."""
    for each in query.filters:
        rest = replace(query, filters=tuple(other for other in query.filters if other != each))
        sign = "not " if each.exclude else ""
        values = " or ".join(map(repr, each.values))
        if found := count(rest):
            yield f"without {each.facet} {sign}{values}: {_articles(found)}"
    if query.since and (found := count(replace(query, since=None))):
        yield f"without since {query.since}: {_articles(found)}"
    if query.until and (found := count(replace(query, until=None))):
        yield f"without until {query.until}: {_articles(found)}"


def _articles(count: int) -> str:
    return f"{count} article{'' if count == 1 else 's'}"


def filtered(
    matching: int, filters: Iterable[Filter], values: Callable[[str], Set[str]]
) -> Iterator[str]:
    """Why the filters left nothing: the values that no article has, with the nearest that is."""
    yield f"the filters leave none of {matching} matching " + (
        "article" if matching == 1 else "articles"
    )
    for facet, wanted, exclude in filters:
        known = {folded(value): value for value in values(facet)} if not is_date(facet) else {}
        for value in () if exclude or not known else wanted:
            if value != NONE and folded(value) not in known:
                near = get_close_matches(folded(value), known, n=1, cutoff=0.5)
                hint = f"; the nearest is {known[near[0]]!r}" if near else ""
                yield f"no article has {value!r} among its {FACETS[facet].noun}{hint}"
