"""The nouns of a search: the request, the nodes of its tree, and the results.

The texts of nodes are as typed until `analysis.analyze` makes tokens of them.
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from search.article import Article
from search.values import Value, field

Sort = Literal["relevance", "newest", "oldest"]
Interval = Literal["year", "month", "week", "day"]
WORDS = "words"  # the facet of words that are more frequent in the matches than elsewhere
NONE = "none"  # the value of a facet for an article that has no value
DEFAULT_FACETS = ("date", "source", "people")  # what is counted unless the request says more
TEXT_ZONES = ("title", "body")  # where a plain word is looked for
RECENCY = "(recency)"  # the clause of the bonus for new articles; its count is the age in days
# The clauses of how an article uses the words; the count is the part of the query's weight.
HEADLINE, LEAD, TOGETHER, IN_ORDER = "(headline)", "(lead)", "(together)", "(in order)"


class Filter(NamedTuple):
    """Keep to the articles with one of these facet values, or to those with none of them."""

    facet: str  # the name of a row of FACETS
    values: tuple[str, ...]  # NONE stands for articles without a value
    exclude: bool = False
    loose: bool = False  # a value also finds people by their other names, and any case and accents


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


class Word(Value):
    """A word in any of the zones, by its stem unless exact."""

    text: str
    zones: tuple[str, ...] = TEXT_ZONES
    exact: bool = False


class Phrase(Value):
    """Words one after the other within one zone."""

    words: tuple[str, ...]
    zones: tuple[str, ...] = TEXT_ZONES
    exact: bool = False


class Near(Value):
    """Words within one zone with at most `distance` other words among them."""

    words: tuple[str, ...]
    distance: int
    ordered: bool = False
    zones: tuple[str, ...] = TEXT_ZONES
    exact: bool = False


class Wildcard(Value):
    """Any word that fits the pattern: `*` is any run of letters, `?` is one letter."""

    glob: str
    zones: tuple[str, ...] = TEXT_ZONES


class Fuzzy(Value):
    """Any word at most `edits` insertions, deletions, replacements or swaps away."""

    text: str
    edits: int = 1
    zones: tuple[str, ...] = TEXT_ZONES


class SynonymGroup(Value):
    """A word and its synonyms, all of them counted as one word.

    A form is a word, or several in a row; the first form is the one in the query.
    """

    forms: tuple[tuple[str, ...], ...]
    zones: tuple[str, ...] = TEXT_ZONES


class DateRange(Value):
    """Articles dated within the range; an open end is None."""

    first: date | None
    last: date | None  # inclusive


class Missing(Value):
    """Articles that have no value for the facet."""

    facet: str
    field: str = ""  # how the query language calls it, if not by its name


class And(Value):
    """Articles that match every part."""

    parts: "tuple[Node, ...]"
    all_required: bool = True  # False: of three plain words or more some do, see `MinimumMatch`
    saved_as: str = ""  # the saved search that it stands for, which stays a part of its own


class Or(Value):
    """Articles that match one part or more."""

    parts: "tuple[Node, ...]"


class Not(Value):
    """Articles that do not match the part."""

    part: "Node"


class MinimumMatch(Value):
    """Articles that have enough of the words; a word typed twice stands here twice.

    Enough is a tenth of the rarity (see `scoring`) of all the words together.
    """

    words: "tuple[Word | SynonymGroup, ...]"


class MatchAll(Value):
    """Every article."""


class Filtered(Value):
    """Articles that pass the filters."""

    filters: tuple[Filter, ...]


Leaf = Word | Phrase | Near | Wildcard | Fuzzy | SynonymGroup
Node = Leaf | DateRange | Missing | And | Or | Not | MinimumMatch | MatchAll | Filtered


class Snippet(NamedTuple):
    """A piece of the text with its highlights."""

    text: str
    marks: tuple[tuple[int, int], ...]  # start and end in characters of text, in order


class ArticleHead(NamedTuple):
    """The columns of an article in a list of hits, cheap to read."""

    id: str
    title: str
    day: str  # "2025-01-13", empty where it has no date
    source: str


class Copy(NamedTuple):
    """Another article of the story that a hit stands for."""

    id: str
    source: str
    day: str  # "2025-01-13", empty where it has no date


class ClauseScore(Value):
    """The part of the score of a hit that a leaf of the query, a signal or its newness added."""

    clause: str  # the leaf as a reader would write it, or RECENCY, HEADLINE, ...
    count: float  # its weighted occurrences in the article; of a signal, its part of all weight
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
    selected: bool = False  # a filter includes the value
    everywhere: int | None = None  # articles of the whole index that have it; set for words only
    excluded: bool = False  # a filter leaves the value out; the count is what it leaves out

    def __init__(
        self,
        value: str,
        count: int,
        selected: bool = False,
        everywhere: int | None = None,
        excluded: bool = False,
    ) -> None:
        fields = self.__dict__  # a third of the time of `Value`: a page of facets has hundreds
        fields["value"], fields["count"], fields["selected"] = value, count, selected
        fields["everywhere"], fields["excluded"] = everywhere, excluded

    @property
    def marked(self) -> bool:
        """Return whether a filter names the value; such a value is always listed."""
        return self.selected or self.excluded


Facets = Mapping[str, tuple[FacetCount, ...]]  # by name


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
    facets: Facets = field(default_factory=dict)
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
