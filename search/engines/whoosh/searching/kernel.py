"""What the evaluator asks of one segment; two kernels answer, alike to the last bit.

`arrays` works on numpy's arrays: fast, once numpy is loaded. `plain` works on sets and dictionaries
of the standard library: a cold process has its answer before numpy would be there.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Literal, NamedTuple, Protocol

from search.engines.whoosh.searching.person_values import FACETS, Persons
from search.engines.whoosh.storage.segment import Segment, Term
from search.query import Leaf

Documents = Any  # numbers of documents: an array of rising ones, or a set
Counts = Any  # weighted occurrences by document: two arrays, or a dictionary

KERNELS = ("plain", "arrays")

Kind = Literal["persons", "forms"]  # of names as they stand in articles: the first, and all others


class Weighed(NamedTuple):
    """A leaf as it counts for the score."""

    counts: Counts
    zones: tuple[str, ...]
    weight: float
    mean: float  # length of the zones over all articles, pooled


class Having(NamedTuple):
    """What a filter asks of the documents of one segment."""

    facet: str
    numbers: AbstractSet[int]  # of the facet's names; any will do
    missing: bool = False  # documents without a value will do as well
    names: AbstractSet[int] = frozenset()  # of people, as they stand in the articles: will do too
    forms: AbstractSet[int] = frozenset()  # of their other names there


class Tally(Protocol):
    """How many documents have a name of a facet, by the number of the name; 0 is not told of."""

    def told(self) -> tuple[Sequence[int], Sequence[int]]:
        """Numbers and counts."""
        ...

    def largest(self, most: int) -> list[tuple[int, int]]:
        """The numbers with the highest counts; equal ones by number, MISSING last."""
        ...


class Part(Protocol):
    """One segment, asked by one kernel. Deleted documents are never among the answers."""

    segment: Segment
    persons: Persons

    def __init__(self, segment: Segment, persons: Persons) -> None: ...

    # Documents

    def every(self) -> Documents:
        """All documents."""
        ...

    def none(self) -> Documents:
        """No document."""
        ...

    def only(self, documents: Iterable[int]) -> Documents:
        """These documents."""
        ...

    def holds(self, documents: Documents, document: int) -> bool:
        """Whether it is among them."""
        ...

    def numbers(self, documents: Documents) -> Iterable[int]:
        """All of them."""
        ...

    def values(self, documents: Sequence[int], facet: str) -> Iterable[tuple[int, int]]:
        """The documents with the numbers of the facet's names they have; MISSING for none."""
        ...

    def size(self, documents: Documents) -> int:
        """How many there are."""
        ...

    def both(self, one: Documents, other: Documents) -> Documents: ...

    def either(self, one: Documents, other: Documents) -> Documents: ...

    def without(self, one: Documents, other: Documents) -> Documents: ...

    def dated(self, documents: Documents, first: int, last: int) -> Documents:
        """Those whose day has a number from first to last."""
        ...

    def having(self, documents: Documents, wanted: Having) -> Documents:
        """Those that the condition fits."""
        ...

    def names_in(self, documents: Documents, kind: Kind) -> Iterable[int]:
        """The numbers of the names of people that stand in the documents."""
        ...

    # Counts

    def kept(self, leaf: Leaf, make: Callable[[], Counts], /) -> Counts:
        """The weighted occurrences of the leaf: `make` gives them, unless they are still known."""
        ...

    def each(self, documents: Documents, count: float) -> Counts:
        """So many in each of the documents."""
        ...

    def counts(self, zone: str, terms: Iterable[Term], weight: int) -> Counts:
        """How often any of the terms occurs in the zone, times the weight."""
        ...

    def phrase(self, zone: str, terms: Sequence[Term], weight: int) -> Counts:
        """How often the terms follow one another."""
        ...

    def near(
        self,
        zone: str,
        words: Sequence[str],
        terms: Mapping[str, Term],
        distance: int,
        ordered: bool,
        weight: int,
    ) -> Counts:
        """How often the words stand near one another."""
        ...

    def pooled(self, counts: Sequence[Counts]) -> Counts:
        """The sums."""
        ...

    def documents(self, counts: Counts) -> Documents:
        """Those that have a count, be it 0."""
        ...

    def matching(self, counts: Counts) -> int:
        """How many have a count above 0."""
        ...

    def occurrences(self, counts: Counts) -> float:
        """The sum over all documents."""
        ...

    def enough(self, weighed: Sequence[tuple[Counts, float]], floor: float) -> Documents:
        """Those whose weights, added in their order, come to the floor."""
        ...

    def count(self, counts: Counts, document: int) -> float:
        """That of one document."""
        ...

    def length(self, document: int, zones: tuple[str, ...]) -> float:
        """That of one document, pooled."""
        ...

    # Answers

    def best(
        self, documents: Documents, weighed: Sequence[Weighed], most: int
    ) -> list[tuple[float, int]]:
        """The documents with the highest scores, rounded, each with its own; best first.

        Equal scores go by id.
        """
        ...

    def latest(self, documents: Documents, newest: bool, most: int) -> list[int]:
        """The documents by day, equal days by id; those without a day come last."""
        ...

    def scores(self, documents: Sequence[int], weighed: Sequence[Weighed]) -> list[float]:
        """The scores, rounded."""
        ...

    def tally(self, documents: Documents, facet: str) -> Tally:
        """How many of the documents have each name of the facet."""
        ...


def part(kernel: str, segment: Segment, persons: Persons) -> Part:
    """The segment, asked by the kernel of that name in KERNELS."""
    if kernel == "arrays":
        from search.engines.whoosh.searching.arrays.array_segment import ArrayPart  # loads numpy

        return ArrayPart(segment, persons)
    from search.engines.whoosh.searching.plain_segment import (
        PlainPart,  # here, because it imports this module
    )

    return PlainPart(segment, persons)


def names(part: Part, facet: str) -> list[str]:
    """The names of the facet by their numbers; the first reads `none`."""
    return part.persons.names if facet in FACETS else part.segment.names(facet)
