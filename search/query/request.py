"""The request that every face makes: a query with its filters, its days and what to count."""

from datetime import date
from typing import Literal, NamedTuple

from search.values import Value

Sort = Literal["relevance", "newest", "oldest"]
Interval = Literal["year", "month", "week", "day"]
WORDS = "words"  # the facet of the words that the matches have more often than other articles
NONE = "none"  # the value of a facet for an article that has no value


class Filter(NamedTuple):
    """Keep to the articles with one of these facet values, or to those with none of them."""

    facet: str  # "date", "source", "people" or "authors"
    values: tuple[str, ...]  # NONE stands for articles without a value
    exclude: bool = False


class Query(Value):
    """One request, the same for the command line, Python and every face to come."""

    text: str = ""  # in the query language; empty asks for every article
    filters: tuple[Filter, ...] = ()
    since: date | None = None  # inclusive
    until: date | None = None  # inclusive
    sort: Sort = "relevance"
    limit: int = 10
    offset: int = 0
    facets: tuple[str, ...] = ("date", "source", "people")
    interval: Interval = "month"  # what the date facet counts by
    today: date | None = None  # what "last 30 days" counts from; None is the day of the call
    copies: bool = False  # show every copy of a story as a hit, not the best one for all
    by_story: bool = False  # let facets count stories, not articles
    like: str = ""  # the id of an article: ask for those like it, of those that match the text
    recent: int = 0  # days after which newness adds half as much to a score; 0: it adds nothing
    synonyms: bool = True  # a plain word also stands for its other spellings
    whole: bool = False  # keep to articles that have every word
