"""The answer to a query: hits with their snippets, facet counts, notices and suggestions."""

from collections.abc import Mapping
from typing import NamedTuple

from search.article import Article
from search.query.request import Query
from search.values import Value, field

RECENCY = "(recency)"  # the clause that stands for being new; its count is the age in days


class Snippet(NamedTuple):
    """A piece of the text with the stretches that match."""

    text: str
    marks: tuple[tuple[int, int], ...]  # start and end in characters of text, in order


class Copy(NamedTuple):
    """Another article of the story that a hit stands for."""

    id: str
    source: str
    day: str  # "2025-01-13", empty where it has no date


class ClauseScore(Value):
    """What one leaf of the query added to the score of a hit, or what its newness did."""

    clause: str  # the leaf as a reader would write it, or RECENCY
    count: float  # its weighted occurrences in the article
    articles: int  # how many articles have it
    score: float
    zones: tuple[tuple[str, float], ...] = ()  # where it occurs in the article, and how often
    rarity: float = 0.0  # how much rarer than everywhere it is, in bits
    also: tuple[str, ...] = ()  # what else the leaf stood for


class Hit(Value):
    """An article that matches, and why."""

    article: Article
    score: float
    snippets: tuple[Snippet, ...] = ()
    why: tuple[ClauseScore, ...] = ()
    copies: tuple[Copy, ...] = ()  # those that match too, if only the best is shown

    @property
    def id(self) -> str:
        """That of the article."""
        return self.article.id

    @property
    def listed(self) -> tuple[str, str, str, str]:
        """What a list shows of the article: id, day, source and heading."""
        day = self.article.date.isoformat() if self.article.date else ""
        return self.article.id, day, self.article.source, self.article.heading


class FacetCount(Value):
    """How many of the matching articles have the value."""

    value: str
    count: int
    selected: bool = False
    everywhere: int | None = None  # articles of the whole index that have it; told of words alone

    def __init__(
        self, value: str, count: int, selected: bool = False, everywhere: int | None = None
    ) -> None:
        held = self.__dict__  # a third of the time of `Value`, for tables that have hundreds
        held["value"], held["count"] = value, count
        held["selected"], held["everywhere"] = selected, everywhere


class Suggestion(NamedTuple):
    """The query as it was likely meant, and how many articles that finds."""

    text: str
    total: int


class Results(Value):
    """The answer to a query. `total` and the facets count all matches, not only the hits shown.

    `complete` of them have every word, where not all need to; they are `stories` where stories are
    counted. There is `more` to be shown behind the hits.
    """

    query: Query
    total: int
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    seconds: float = 0.0
    complete: int | None = None
    suggestions: tuple[Suggestion, ...] = ()
    stories: int | None = None
    more: bool = False


class Placement(Value):
    """Where an article stands in the answer to a query, or what keeps it out."""

    id: str
    rank: int  # from 1; 0 where it is not among the answers
    total: int  # how many answers there are
    reasons: tuple[str, ...] = ()  # the clauses that fail, in the order of the query
