"""Answers as lines: one table of formats for hits and facets, one for a whole article."""

from collections.abc import Callable, Iterator
from typing import cast

from search.article import Article
from search.loading import loaded
from search.output.view import View
from search.query import Results
from search.values import Value

SCHEMA_VERSION = 1  # of what programs read: raise it when a key goes or changes its meaning

Answer = Callable[[Results, View], Iterator[str]]
Page = Callable[[Article, View], Iterator[str]]


class Format(Value):
    """A way to write results; each part yields lines without their end."""

    hits: Answer  # what `search query` prints
    facets: Answer  # what `search facets` prints


# Each is loaded when it is asked for, so that an answer in tabs does not wait for the others.
FORMATS = {
    "text": "search.output.text:FORMAT",
    "tsv": "search.output.tables:TSV",
    "csv": "search.output.tables:CSV",
    "json": "search.output.records:JSON",
    "jsonl": "search.output.records:JSONL",
}
PAGES = {
    "text": "search.output.page:page",
    "cuts": "search.output.page:marked",
    "raw": "search.output.page:raw",
    "json": "search.output.records:page",
}


def format_named(name: str) -> Format:
    """The format of that name in FORMATS."""
    return cast(Format, loaded(FORMATS[name]))


def page_named(name: str) -> Page:
    """The way to write an article of that name in PAGES."""
    return cast(Page, loaded(PAGES[name]))
