"""The nodes of a query tree; texts are as typed until `analysis.analyze` makes tokens of them."""

from datetime import date

from search.query.request import Filter
from search.values import Value

# The tree of a query. Texts are as typed until `analysis.analysed` turns them into tokens.

TEXT_ZONES = ("title", "body")  # where a plain word is looked for


class Field(Value):
    """The zones that a name before a colon, or after `in:`, stands for."""

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
