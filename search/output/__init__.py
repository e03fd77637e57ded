"""Answers as lines: the tables are in `formats`."""

from collections.abc import Callable, Iterator

from search.article import Article
from search.output.display import View
from search.query import Results
from search.values import Value

SCHEMA_VERSION = 1  # of what programs read: raise it when a key goes or changes its meaning

Answer = Callable[[Results, View], Iterator[str]]
Page = Callable[[Article, View], Iterator[str]]


class Format(Value):
    """A way to write results; each part yields lines without their end."""

    hits: Answer  # what `search query` prints
    facets: Answer  # what `search facets` prints
