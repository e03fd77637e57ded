"""The answer to a query: hits with their snippets, facet counts, notices and suggestions."""

from collections.abc import Mapping
from typing import NamedTuple

from search.article import Article
from search.query.request import Query
from search.values import Value, field

RECENCY = "(recency)"  # the clause of the bonus for new articles; its count is the age in days


class Snippet(NamedTuple):
    """A piece of the text with its highlights."""

    text: str
    marks: tuple[tuple[int, int], ...]  # start and end in characters of text, in order


class Copy(NamedTuple):
    """Another article of the story that a hit stands for."""

    id: str
    source: str
    day: str  # "2025-01-13", empty where it has no date


class ClauseScore(Value):
    """The part of the score of a hit that one leaf of the query added, or its newness."""

    clause: str  # the leaf as a reader would write it, or RECENCY
    count: float  # its weighted occurrences in the article
    articles: int  # articles that have it
    score: float
    zones: tuple[tuple[str, float], ...] = ()  # where it occurs in the article, and how often
    rarity: float = 0.0  # its rarity in bits: 0 for a word in every article
    also: tuple[str, ...] = ()  # other forms that the leaf matched


class Hit(Value):
    """An article that matches, with the reasons."""

    article: Article
    score: float
    snippets: tuple[Snippet, ...] = ()
    why: tuple[ClauseScore, ...] = ()
    copies: tuple[Copy, ...] = ()  # those that match too, if only the best is shown

    @property
    def id(self) -> str:
        """The id of the article."""
        return self.article.id

    @property
    def listed(self) -> tuple[str, str, str, str]:
        """The columns of a list of hits: id, day, source and heading."""
        day = self.article.date.isoformat() if self.article.date else ""
        return self.article.id, day, self.article.source, self.article.heading


class FacetCount(Value):
    """The number of matching articles that have the value."""

    value: str
    count: int
    selected: bool = False
    everywhere: int | None = None  # articles of the whole index that have it; set for words only


class Suggestion(NamedTuple):
    """The query with its likely spelling, and the number of articles that it matches."""

    text: str
    total: int


class Results(Value):
    """The answer to a query. `total` and the facets count all matches, not only the hits shown.

    `complete` of them have every word, where not all are required; `stories` is set where stories
    are counted. `more` is True if there are matches after the hits.
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
    """The rank of an article in the answer to a query, or the reasons that it did not match."""

    id: str
    rank: int  # from 1; 0 if it does not match
    total: int  # articles that match
    reasons: tuple[str, ...] = ()  # the clauses that fail, in the order of the query
