"""The fields of an article: the zones words are looked for in, and their query language names."""

from search.facet_definitions import FACETS
from search.values import Value

SCHEMA_VERSION = 3  # raise it when the words of a zone or the values of a facet change


class Zone(Value):
    """A part of an article that is indexed word by word."""

    stemmed: bool  # also by stem; names are not
    weight: int  # how many times an occurrence counts for the score; 0: it filters only


_FACETS_WITH_FIELD = [facet for facet in FACETS.values() if facet.field]

ZONES = {
    "title": Zone(True, 2),  # twice the body: notes on BM25F pooled before saturation
    "body": Zone(True, 1),
    "teasers": Zone(True, 1),  # all text that was cut
    **{facet.field: Zone(False, 0) for facet in _FACETS_WITH_FIELD},
}

FIELDS = {  # what may stand before a colon -> the zone to look in
    "title": "title",
    "body": "body",
    **{
        name: facet.field
        for facet in _FACETS_WITH_FIELD
        for name in (facet.field, facet.name)
        if name.isalpha()
    },
}
SCOPES = ("title", "body", "teasers")  # the zones that `in:` may name

# The facet that each name in a request stands for: its own name, and that of its field.
FACET_NAMES = {name: row.name for row in FACETS.values() for name in (row.name, row.field) if name}
