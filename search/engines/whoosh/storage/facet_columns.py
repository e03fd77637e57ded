"""The columns of a segment that store facets; they follow from the rows of FACETS."""

from collections.abc import Callable, Mapping, Sequence

from search.article import Article, Person
from search.facet_definitions import FACETS, Facet


def month_column(facet: str) -> str:
    """Return the column that stores the months of a facet of days; most counts need only them."""
    return f"{facet}.month"


def person_mask(facet: str) -> str:
    """Return the column that is 1 for each person of an article who counts for the facet.

    A facet of all people has no such column.
    """
    return f"persons.{facet}"


def _first(facet: Facet, length: int | None = None) -> Callable[[Article], str]:
    """Return a function that gives the value of an article, or its first characters."""
    return lambda article: next(iter(facet.values(article)), "")[:length]


_DATES = [facet for facet in FACETS.values() if facet.kind == "date"]

UNFOLDED = frozenset(
    column for facet in _DATES for column in (facet.name, month_column(facet.name))
)  # days are never compared in any other spelling

SINGLE_COLUMNS: Mapping[str, Callable[[Article], str]] = {
    **{facet.name: _first(facet) for facet in FACETS.values() if not facet.is_plural},
    **{month_column(facet.name): _first(facet, len("2025-01")) for facet in _DATES},
}  # of one value a document, empty where it has none

SEVERAL_COLUMNS: Mapping[str, Callable[[Article], Sequence[str]]] = {
    facet.name: facet.values for facet in FACETS.values() if facet.kind == "several"
}

PERSON_MASKS: Mapping[str, Callable[[Person], bool]] = {
    facet.name: facet.only for facet in FACETS.values() if facet.only
}  # by facet
