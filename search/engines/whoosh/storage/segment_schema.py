"""The zones and facet columns of a segment, and the versions of what an index stores."""

from collections.abc import Callable, Mapping, Sequence
from zlib import crc32

from search.analysis import ANALYSIS_VERSION
from search.article import Article, Person
from search.facet_definitions import FACETS, Facet
from search.schema import SCHEMA_VERSION, ZONES

SEGMENTS_VERSION = 7  # raise it when the format of a segment changes

# Changes when a facet is added or stored in another way.
_COLUMNS = [(facet.name, facet.kind, facet.field, bool(facet.only)) for facet in FACETS.values()]
FACETS_VERSION = crc32(repr(_COLUMNS).encode())

VERSIONS = {
    "analysis": ANALYSIS_VERSION,
    "facets": FACETS_VERSION,
    "schema": SCHEMA_VERSION,
    "segments": SEGMENTS_VERSION,
}

GAP = 1 << 10  # positions between two texts of a zone, so that no phrase or NEAR spans both
SCORED = tuple(zone for zone, form in ZONES.items() if form.weight)


def zone_texts(article: Article) -> Mapping[str, Sequence[str]]:
    """Return the texts of each zone."""
    return {
        "title": (article.title,),
        "body": (article.body,),
        "teasers": [block.text for block in article.cuts],
        **{facet.field: facet.texts(article) for facet in FACETS.values() if facet.field},
    }


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
