"""The notices of a query that finds nothing, or not everything it asks for."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from difflib import get_close_matches

from search.analysis import folded, is_stop_word
from search.errors import BadQuery
from search.facet_definitions import FACETS, is_date
from search.query import NONE, TEXT_ZONES, Filter, Leaf, Query, Suggestion
from search.query.unparse import unparse
from search.values import replace

MOST_VALUES = 3  # that a notice names
QUOTES = "the text is long: what is in quotes is not required; put AND before it if it is"
PARTIAL = "no article has all of these words; shown are the best of those with some"


def plain_text(mistake: BadQuery) -> str:
    """Return the notice that a pasted text was read as its words."""
    return f"read as plain words, since column {mistake.column} is no query: {mistake.expected}"


def absent_words(leaves: Iterable[Leaf], count: Callable[[Leaf], int]) -> Iterator[str]:
    """Return a notice for each word that no article has, and whether the cut text has it.

    `count` returns how many articles match a leaf.
    """
    for leaf in dict.fromkeys(leaves):
        if leaf.zones != TEXT_ZONES or is_stop_word(leaf) or count(leaf):
            continue
        articles = count(replace(leaf, zones=("teasers",)))
        hint = f"; the text cut from {articles} has it: in:teasers {unparse(leaf)}"
        yield f"no article has {unparse(leaf)}" + (hint if articles else "")


def did_you_mean(suggestion: Suggestion) -> str:
    """Return the notice of a corrected query."""
    return f"did you mean: {suggestion.text} ({_articles(suggestion.total)})?"


def several_values(typed: str, found: Mapping[str, int], alone: Mapping[str, int]) -> Iterator[str]:
    """Return what a loose name stands for, where it is not one value alone.

    `found` has the articles of each value; `alone` those of the name itself in which it is none of
    the others.
    """
    others = sorted((-count, value) for value, count in found.items() if value not in alone)
    if len(found) < 2 or not others:
        return
    shown = [f"{value!r} in {_articles(-count)}" for count, value in others[:MOST_VALUES]]
    more = len(others) - len(shown)
    text = f"{typed} stands for {', '.join(shown)}" + (f" and for {more} more" if more else "")
    also = (
        f"also {_articles(n)} that name{'s' * (n == 1)} only {value!r}"
        for value, n in alone.items()
        if n
    )
    yield "; ".join((text, *also))


def no_match_passes(
    matching: int, filters: Iterable[Filter], values: Callable[[str], Set[str]]
) -> Iterator[str]:
    """Return why the filters leave nothing: values that no article has, with the nearest that is.

    `values` returns every value of a facet.
    """
    noun = "article" if matching == 1 else "articles"
    yield f"the filters leave none of {matching} matching {noun}"
    for facet, own, exclude, _ in filters:
        known = {folded(value): value for value in values(facet)} if not is_date(facet) else {}
        for value in () if exclude or not known else own:
            if value != NONE and folded(value) not in known:
                near = get_close_matches(folded(value), known, n=1, cutoff=0.5)
                hint = f"; the nearest is {known[near[0]]!r}" if near else ""
                yield f"no article has {value!r} among its {FACETS[facet].noun}{hint}"


def fewer_filters(query: Query, count: Callable[[Query], int]) -> Iterator[str]:
    """Return how many articles there would be without each of the filters.

    `count` returns how many articles a query finds.
    """
    for each in query.filters:
        rest = replace(query, filters=tuple(other for other in query.filters if other != each))
        sign = "not " if each.exclude else ""
        values = " or ".join(map(repr, each.values))
        if found := count(rest):
            yield f"without {each.facet} {sign}{values}: {_articles(found)}"
    for name, day in (("since", query.since), ("until", query.until)):
        if day and (found := count(replace(query, **{name: None}))):
            yield f"without {name} {day}: {_articles(found)}"


def _articles(count: int) -> str:
    return f"{count} article{'' if count == 1 else 's'}"
