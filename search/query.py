"""What is asked and what is answered: the request, the query's tree, hits, facets and results."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from search.article import Article
from search.values import Value, field

Sort = Literal["relevance", "newest", "oldest"]
Interval = Literal["year", "month", "week", "day"]
RECENCY = "(recency)"  # the clause that stands for being new; its count is the age in days
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


# The tree of a query. Texts are as typed until `analysis.analysed` turns them into tokens.

TEXT_ZONES = ("title", "body")  # where a plain word is looked for


class Field(Value):
    """What a name before a colon, or after `in:`, stands for."""

    zones: tuple[str, ...]
    exact: bool = False  # names are not stemmed


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


class Pattern(Value):
    """Any word of the shape: `*` is any run of letters, `?` is one letter."""

    glob: str
    zones: tuple[str, ...] = TEXT_ZONES


class Fuzzy(Value):
    """Any word at most `edits` insertions, deletions, replacements or swaps away."""

    text: str
    edits: int = 1
    zones: tuple[str, ...] = TEXT_ZONES


class Forms(Value):
    """A word and what else stands for it, all of them counted as one word.

    A form is a word, or several one after the other; the first is the one that was asked for.
    """

    forms: tuple[tuple[str, ...], ...]
    zones: tuple[str, ...] = TEXT_ZONES


class Days(Value):
    """Articles of these days; an open end is None."""

    first: date | None
    last: date | None  # inclusive


class Missing(Value):
    """Articles that have no value for the facet."""

    facet: str


class And(Value):
    parts: "tuple[Node, ...]"


class Beside(And):
    """Three parts or more of a whole query, side by side in one that never says AND.

    Where three plain words are among them an article need not have them all: see `Some`.
    """


class Saved(And):
    """All that a saved search asks for, where another query names it: it stays whole there."""

    name: str = ""


class Or(Value):
    parts: "tuple[Node, ...]"


class Not(Value):
    part: "Node"


class Some(Value):
    """Articles that have enough of the words; a word typed twice stands here twice.

    Enough is a tenth of what the words weigh together: of how much rarer than common they are.
    """

    words: "tuple[Word | Forms, ...]"


class Everything(Value):
    """Every article."""


class Within(Value):
    """Articles that pass the filters."""

    filters: tuple[Filter, ...]


Leaf = Word | Phrase | Near | Pattern | Fuzzy | Forms
Node = Leaf | Days | Missing | And | Or | Not | Some | Everything | Within


class Snippet(NamedTuple):
    """A piece of the text with the stretches that match."""

    text: str
    marks: tuple[tuple[int, int], ...]  # start and end in characters of text, in order


class Copy(NamedTuple):
    """Another article of the story that a hit stands for."""

    id: str
    source: str
    day: str  # "2025-01-13", empty where it has no date


class Share(Value):
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
    why: tuple[Share, ...] = ()
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


class Standing(Value):
    """Where an article stands in the answer to a query, or what keeps it out."""

    id: str
    rank: int  # from 1; 0 where it is not among the answers
    total: int  # how many answers there are
    reasons: tuple[str, ...] = ()  # the clauses that fail, in the order of the query
