"""The contract between the evaluator and the two kernels that search a segment.

`arrays` works on numpy arrays: fast, once numpy is loaded. `plain` works on the sets and
dictionaries of the standard library: a cold process answers before numpy would be loaded.
Both give the same answers, to the last bit.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from operator import and_, or_, sub
from typing import Generic, NamedTuple, Protocol, Self, TypeAlias, TypeVar, cast

from search.engines.whoosh.searching.person_values import PEOPLE_FACETS, WHOLE_FACETS, PersonValues
from search.engines.whoosh.storage.segment import Posting, Segment, Term
from search.engines.whoosh.storage.segment_schema import person_mask
from search.query import Leaf

KERNELS = ("plain", "arrays")

Place = tuple[int, int]  # the number of a segment, and of a document in it


class DocumentSet(Protocol):
    """A set of documents of one segment, by their numbers."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[int]: ...

    def __contains__(self, document: object, /) -> bool: ...

    def __and__(self, other: Self, /) -> Self: ...

    def __or__(self, other: Self, /) -> Self: ...

    def __sub__(self, other: Self, /) -> Self: ...


class Counts(Protocol):
    """The weighted occurrences of a leaf by document."""

    @property
    def documents(self) -> DocumentSet:
        """Return the documents with an entry, even 0."""

    @property
    def matching(self) -> int:
        """Return the number of documents with a count above 0."""

    @property
    def occurrences(self) -> float:
        """Return the sum over all documents."""

    def of(self, document: int) -> float:
        """Return the count of one document."""

    def times(self, weight: int) -> Self:
        """Return every count times the weight."""


class Tally(Protocol):
    """The number of documents with each value of a column, by the number of the value."""

    def counts(self) -> tuple[Sequence[int], Sequence[int]]:
        """Return the numbers that occur, and their counts."""

    def largest(self, most: int) -> list[tuple[int, int]]:
        """Return numbers and counts, the highest first; equal ones by number, MISSING last."""


D = TypeVar("D", bound=DocumentSet)
C = TypeVar("C", bound=Counts)


class WeightedLeaf(NamedTuple, Generic[C]):
    """A leaf of the query as it adds to the score in one segment."""

    counts: C
    zones: tuple[str, ...]
    weight: float
    mean: float  # pooled length of the zones, over all articles


class FilterCondition(NamedTuple):
    """A filter by one column, as numbers of one segment; one match is enough."""

    numbers: AbstractSet[int] | range  # of values; MISSING for documents without any
    names: AbstractSet[int] = frozenset()  # of people, as written in the articles
    forms: AbstractSet[int] = frozenset()  # other names of people there


class Column(Protocol[D]):
    """The values of the documents of one segment, by their numbers."""

    def select(self, documents: D, condition: FilterCondition) -> D:
        """Return the documents that meet the condition."""

    def tally(self, documents: D) -> Tally:
        """Count the documents with each value."""

    def values(self, documents: Sequence[int]) -> Iterable[tuple[int, int]]:
        """Return each document with each of its values; MISSING for none."""


class PeopleColumn(Column[D], Protocol[D]):
    """The people of the documents of one segment, by the numbers of their values."""

    def met(self, documents: D, condition: FilterCondition) -> AbstractSet[int]:
        """Return the people for whom the documents meet the condition."""


class SegmentSearcher(Protocol[D, C]):
    """The searcher of one segment. Deleted documents are never among its answers."""

    segment: Segment
    persons: PersonValues
    _columns: dict[str, Column[D]]

    def __init__(self, segment: Segment, persons: PersonValues) -> None:
        self.segment, self.persons = segment, persons
        self._columns = {}

    def forget(self) -> None:
        """Forget what was read of the segment, before it is closed."""
        self._columns = {}

    def every(self) -> D:
        """Return all documents."""

    def only(self, documents: Iterable[int]) -> D:
        """Return the set of these documents."""

    def column(self, name: str) -> Column[D]:
        """Return the column of a facet, or of names as written in the articles.

        The latter are `persons` and `forms`: the first name of each person, and the other names.
        """
        if name not in self._columns:
            self._columns[name] = self._open_column(name)
        return self._columns[name]

    def people_column(self, facet: str) -> PeopleColumn[D]:
        """Return the column of a facet of people."""
        return cast(PeopleColumn[D], self.column(facet))

    def names(self, column: str) -> Sequence[str]:
        """Return the values of the column by their numbers; MISSING is `none`."""
        return self.persons.names if column in PEOPLE_FACETS else self.segment.names(column)

    def _open_column(self, name: str) -> Column[D]:
        if name in PEOPLE_FACETS:
            return self.people("" if name in WHOLE_FACETS else person_mask(name))
        if name == "forms":
            return self.several(name, within="persons")
        return self.several(name) if self.segment.file.has(f"{name}.row") else self.single(name)

    def single(self, name: str) -> Column[D]:
        """Return a column with one value a document."""

    def several(self, name: str, within: str = "") -> Column[D]:
        """Return a column with any number of values a document.

        The rows of `within`, if it is given, are those of the documents; their numbers are the
        rows of this column.
        """

    def people(self, mask: str) -> PeopleColumn[D]:
        """Return a column of the people that the names in the articles stand for.

        `mask`, if it is given, is the column that has 1 for each name that counts. Of a person
        with two names in an article, one that counts is enough.
        """

    def postings(self, zone: str, terms: Iterable[Term]) -> Mapping[Term, Posting]:
        """Return the postings of the terms, the rarest first; none if a term does not occur."""
        found = {term: self.segment.posting(zone, term.stem) for term in terms}
        present = [(term, posting) for term, posting in found.items() if posting]
        present.sort(key=lambda each: each[1].document_count)
        return dict(present) if len(present) == len(found) else {}

    def cached(self, _: Leaf, count: Callable[[], C], /) -> C:
        """Return the counts of the leaf, from `count` unless the kernel still stores them."""
        return count()

    def constant(self, documents: D) -> C:
        """Return a count of 1 for each of the documents."""

    def counts(self, zone: str, term: Term) -> C:
        """Count the occurrences of the term in the zone."""

    def term_counts(self, zone: str, terms: Iterable[Term]) -> C:
        """Count the occurrences of any of the terms in the zone."""
        return self.total([self.counts(zone, term) for term in terms])

    def phrase_counts(self, zone: str, terms: Sequence[Term]) -> C:
        """Count how often the terms follow one another."""

    def near_counts(self, zone: str, terms: Sequence[Term], distance: int, ordered: bool) -> C:
        """Count how often the terms occur near one another."""

    def places(
        self, zone: str, term: Term, documents: Sequence[int]
    ) -> Mapping[int, Sequence[int]]:
        """Return the rising positions of the term in those of the documents that have it."""

    def total(self, counts: Sequence[C]) -> C:
        """Return the sums by document; the counts given are used up."""

    def reaching(self, weighted: Sequence[tuple[C, float]], floor: float) -> D:
        """Return the documents whose weights, added in their order, reach the floor."""

    def best(
        self, documents: D, leaves: Sequence[WeightedLeaf[C]], most: int
    ) -> list[tuple[float, int]]:
        """Return the highest rounded scores, each with its document; equal scores by id."""

    def latest(self, documents: D, newest: bool, most: int) -> list[int]:
        """Return documents by day, equal days by id; those without a day come last."""


Searcher: TypeAlias = SegmentSearcher[DocumentSet, Counts]  # of either kernel
Leaves: TypeAlias = Sequence[WeightedLeaf[Counts]]


class Matches:
    """The matching documents of each segment; iteration gives their places."""

    def __init__(self, by_segment: Iterable[DocumentSet]) -> None:
        self.by_segment = list(by_segment)

    def __len__(self) -> int:
        return sum(map(len, self.by_segment))

    def __iter__(self) -> Iterator[Place]:
        return ((i, document) for i, each in enumerate(self.by_segment) for document in each)

    def __contains__(self, place: Place) -> bool:
        return place[1] in self.by_segment[place[0]]

    def __and__(self, other: "Matches") -> "Matches":
        return Matches(map(and_, self.by_segment, other.by_segment))

    def __or__(self, other: "Matches") -> "Matches":
        return Matches(map(or_, self.by_segment, other.by_segment))

    def __sub__(self, other: "Matches") -> "Matches":
        return Matches(map(sub, self.by_segment, other.by_segment))


def segment_searcher(kernel: str, segment: Segment, persons: PersonValues) -> Searcher:
    """Return the searcher of the segment by a kernel of KERNELS.

    Callers know no kernel, so they see only the protocols. That is safe because all searchers
    of a query are of one kernel: a set or a count only ever returns to the kernel that made it.
    """
    if kernel == "arrays":
        from search.engines.whoosh.searching.arrays.array_segment import ArraySegment  # loads numpy

        return cast(Searcher, ArraySegment(segment, persons))
    from search.engines.whoosh.searching.plain_segment import PlainSegment  # it imports this module

    return cast(Searcher, PlainSegment(segment, persons))
