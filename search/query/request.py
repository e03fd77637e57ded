"""The request: a query with its filters, dates, order and facets."""

from datetime import date
from typing import Literal, NamedTuple

from search.values import Value

Sort = Literal["relevance", "newest", "oldest"]
Interval = Literal["year", "month", "week", "day"]
WORDS = "words"  # the facet of words that are more frequent in the matches than elsewhere
NONE = "none"  # the value of a facet for an article that has no value


DEFAULT_FACETS = ("date", "source", "people")  # what is counted unless the request says more


class Filter(NamedTuple):
    """Keep to the articles with one of these facet values, or to those with none of them."""

    facet: str  # the name of a row of FACETS
    values: tuple[str, ...]  # NONE stands for articles without a value
    exclude: bool = False


class Query(Value):
    """One request, the same for the command line, Python and every other face."""

    text: str = ""  # in the query language; empty asks for every article
    filters: tuple[Filter, ...] = ()
    since: date | None = None  # inclusive
    until: date | None = None  # inclusive
    sort: Sort = "relevance"
    limit: int = 10
    offset: int = 0
    facets: tuple[str, ...] = DEFAULT_FACETS
    interval: Interval = "month"  # the unit of the date facet
    today: date | None = None  # what "last 30 days" counts from; None is the day of the call
    copies: bool = False  # show every copy of a story as a hit, not only the best
    by_story: bool = False  # facets count stories instead of articles
    like: str = ""  # the id of an article: match similar articles, among those that match the text
    recent: int = 0  # days in which the bonus of new articles halves; 0: no bonus
    synonyms: bool = True  # a plain word also matches its other spellings
    whole: bool = False  # match only articles that have every word
