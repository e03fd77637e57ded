"""The fields of an article: where words are looked for, and what the query language calls them."""

from search.query import Field
from search.values import Value

SCHEMA_VERSION = 3  # raise it when an index of before can no longer be read


class Zone(Value):
    """A stretch of an article that is indexed word by word."""

    stemmed: bool  # also by stem; names are not
    weight: int  # how many times an occurrence counts for the score; 0 narrows without scoring


ZONES = {
    "title": Zone(True, 2),  # twice the body: notes on BM25F pooled before saturation
    "body": Zone(True, 1),
    "teasers": Zone(True, 1),  # all that was cut
    "person": Zone(False, 0),
    "quoted": Zone(False, 0),  # the people the article has words of
    "source": Zone(False, 0),
    "author": Zone(False, 0),
}

# What may stand before a colon, and after `in:`.
FIELDS = {
    "title": Field(("title",)),
    "body": Field(("body",)),
    "person": Field(("person",), exact=True),
    "people": Field(("person",), exact=True),
    "quoted": Field(("quoted",), exact=True),
    "source": Field(("source",), exact=True),
    "author": Field(("author",), exact=True),
    "authors": Field(("author",), exact=True),
}
SCOPES = {name: Field((name,)) for name in ("title", "body", "teasers")}

# The facets, and what the query language and the options call them.
FACETS = {
    "date": "date",
    "source": "source",
    "people": "people",
    "person": "people",
    "quoted": "quoted",
    "authors": "authors",
    "author": "authors",
}
