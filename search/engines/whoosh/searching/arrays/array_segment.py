"""The searcher of one segment, on numpy arrays."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from search.engines import positions
from search.engines.scoring import DIGITS, leaf_score, length_norm
from search.engines.whoosh.searching.arrays.array_columns import (
    PeopleColumn,
    SeveralColumn,
    SingleColumn,
)
from search.engines.whoosh.searching.arrays.array_counts import ArrayCounts, total
from search.engines.whoosh.searching.arrays.array_postings import (
    Decoded,
    Places,
    decoded,
    documents_of,
    keys,
    lists,
    places_of,
    unpacked,
)
from search.engines.whoosh.searching.arrays.document_sets import (
    ArrayDocuments,
    Numbers,
    lookup,
    marked,
    run_lengths,
    section,
)
from search.engines.whoosh.searching.arrays.memory_cache import MemoryCache
from search.engines.whoosh.searching.kernel import SegmentSearcher, WeightedLeaf
from search.engines.whoosh.searching.person_values import PersonValues
from search.engines.whoosh.storage.segment import MISSING, Posting, Segment, Term
from search.query import Leaf
from search.schema import ZONES

# The size of the cache in bytes: at least, for each document, at most. A word that a tenth of the
# documents have takes one or two bytes for each document.
ROOM, EACH, MOST = 8 << 20, 400, 96 << 20
BLOCKS = 12  # for each of the best scores: then two of them rarely share a block
ROUNDING = 10.0**-DIGITS  # the most by which two scores differ that are rounded to the same
Pool = tuple[tuple[str, ...], float]  # the zones of a leaf, and their mean length


class ArraySegment(SegmentSearcher[ArrayDocuments, ArrayCounts]):
    """The searcher of one segment."""

    def __init__(self, segment: Segment, persons: PersonValues) -> None:
        super().__init__(segment, persons)
        self._size = segment.document_count
        self._alive: Numbers | None = None  # marks; None if no document is deleted
        if segment.deleted:
            self._alive = ~marked(np.array(sorted(segment.deleted)), self._size)
        self._cache = self._empty_cache()
        self._lengths: dict[tuple[str, ...], Numbers] = {}  # by document
        self._norms: dict[Pool, Numbers] = {}  # by length
        self._nothing = ArrayCounts(self.only(()), np.zeros(0))

    def _empty_cache(self) -> MemoryCache:
        return MemoryCache(min(ROOM + EACH * self._size, MOST))

    def forget(self) -> None:
        super().forget()
        self._cache = self._empty_cache()

    def every(self) -> ArrayDocuments:
        if self._alive is None:
            return ArrayDocuments(self._size, np.arange(self._size))
        return ArrayDocuments(self._size, marks=self._alive)

    def only(self, documents: Iterable[int]) -> ArrayDocuments:
        return ArrayDocuments(self._size, np.array(sorted(documents), np.int64))

    def single(self, name: str) -> SingleColumn:
        return SingleColumn(section(self.segment, name), self._values(name))

    def several(self, name: str, within: str = "") -> SeveralColumn:
        starts = section(self.segment, f"{name}.row")
        if within:
            starts = starts.take(section(self.segment, f"{within}.row"))
        return SeveralColumn(starts, section(self.segment, name), self._values(name))

    def people(self, mask: str) -> PeopleColumn:
        stored, forms = self.several("persons"), self.several("forms")
        masked = section(self.segment, mask) if mask else None
        return PeopleColumn(self.persons, stored, forms, section(self.segment, "date"), masked)

    def _values(self, column: str) -> int:
        """Return how many different values the column has."""
        return len(self.segment.strings(f"{column}.names"))

    def cached(self, leaf: Leaf, count: Callable[[], ArrayCounts], /) -> ArrayCounts:
        return self._cache.get(leaf, count).without_derived()

    def constant(self, documents: ArrayDocuments) -> ArrayCounts:
        return ArrayCounts(documents, np.ones(len(documents)))

    def counts(self, zone: str, term: Term) -> ArrayCounts:
        posting = self.segment.posting(zone, term.stem)
        if posting is None:
            return self._nothing
        documents, counts = documents_of(posting), unpacked(posting.frequencies, 1)
        bound = 1 << (posting.frequencies.width or 1)
        selected = None if self._alive is None else self._alive.take(documents)
        if term.forms is not None:
            starts = counts.cumsum(dtype=np.int64) - counts
            matches = np.isin(unpacked(posting.forms, 0), list(term.forms))
            counts = np.add.reduceat(matches, starts, dtype=np.int64)
            selected = counts > 0 if selected is None else selected & (counts > 0)
        if selected is not None:
            documents, counts = documents.compress(selected), counts.compress(selected)
        return ArrayCounts(ArrayDocuments(self._size, documents), counts, bound)

    def phrase_counts(self, zone: str, terms: Sequence[Term]) -> ArrayCounts:
        places = self._common(zone, terms)
        if places is None:
            return self._nothing
        shifted = [keys(places[term]) - offset for offset, term in enumerate(terms)]
        shifted.sort(key=len)
        starts = shifted[0]
        for other in shifted[1:]:
            starts = starts.compress(lookup(starts, other)[1])
        documents, counts = run_lengths(starts >> 32)
        return ArrayCounts(ArrayDocuments(self._size, documents), counts)

    def near_counts(
        self, zone: str, terms: Sequence[Term], distance: int, ordered: bool
    ) -> ArrayCounts:
        places = self._common(zone, terms)
        if places is None:
            return self._nothing
        columns = [lists(each) for each in places.values()]
        rows = (dict(zip(places, row, strict=True)) for row in zip(*columns, strict=True))
        found = [positions.count_near(terms, row, distance, ordered) for row in rows]
        near = np.array(found, np.int64)
        documents = places[terms[0]].documents.compress(near > 0)
        return ArrayCounts(ArrayDocuments(self._size, documents), near.compress(near > 0))

    def places(self, zone: str, term: Term, documents: Sequence[int]) -> dict[int, list[int]]:
        posting = self.segment.posting(zone, term.stem)
        if posting is None:
            return {}
        known, some = self._decoded(zone, term, posting), np.array(sorted(documents), np.int64)
        present = some.compress(lookup(some, known.documents)[1])
        if not len(present):
            return {}
        found = places_of(posting, term, known, present)
        return dict(zip(found.documents.tolist(), lists(found), strict=True))

    def total(self, counts: Sequence[ArrayCounts]) -> ArrayCounts:
        return total(counts, self._nothing)

    def reaching(
        self, weighted: Sequence[tuple[ArrayCounts, float]], floor: float
    ) -> ArrayDocuments:
        weights = np.zeros(self._size)
        for counts, weight in weighted:
            weights[counts.matching_documents] += weight
        return ArrayDocuments(self._size, marks=(weights > 0) & (weights >= floor))

    def best(
        self, documents: ArrayDocuments, leaves: Sequence[WeightedLeaf[ArrayCounts]], most: int
    ) -> list[tuple[float, int]]:
        if not len(documents) or not most:
            return []
        scores, numbers = self._scores(documents, leaves), documents.numbers
        if len(numbers) > most:
            (near,) = (scores >= floor(scores, most) - ROUNDING).nonzero()
            numbers, scores = numbers.take(near), scores.take(near)
        ranks = section(self.segment, "ids.rank").take(numbers)
        scores = rounded(scores)
        order = np.lexsort((ranks, -scores))[:most]
        return list(zip(scores.take(order).tolist(), numbers.take(order).tolist(), strict=True))

    def latest(self, documents: ArrayDocuments, newest: bool, most: int) -> list[int]:
        numbers = documents.numbers
        days = section(self.segment, "date").take(numbers).astype(np.int64)
        days = -days if newest else np.where(days == MISSING, np.iinfo(np.int64).max, days)
        order = np.lexsort((section(self.segment, "ids.rank").take(numbers), days))[:most]
        return numbers.take(order).tolist()

    def _scores(
        self, documents: ArrayDocuments, leaves: Sequence[WeightedLeaf[ArrayCounts]]
    ) -> Numbers:
        """Return the sums of the scores of all leaves, added in their order."""
        total: Numbers | None = None
        norms: dict[Pool, Numbers] = {}
        for leaf in leaves:
            pool = leaf.zones, leaf.mean
            if pool not in norms:
                norms[pool] = self._norm(pool, documents)
            scores = leaf_score(leaf.counts.counts_of(documents), norms[pool], leaf.weight)
            total = scores if total is None else np.add(total, scores, out=total)
        return np.zeros(len(documents)) if total is None else total

    def _norm(self, pool: Pool, documents: ArrayDocuments) -> Numbers:
        """Return the length norm of each of the documents, to the last bit that of one number.

        It is calculated once for each length. Lengths and their norms take a quarter of the memory
        that norms of all documents would.
        """
        zones, mean = pool
        if zones not in self._lengths:
            self._lengths[zones] = self._pooled_lengths(zones)
        lengths = self._lengths[zones]
        if pool not in self._norms:
            table = self._norms[pool] = np.zeros(int(lengths.max(initial=0)) + 1)
            for length in np.flatnonzero(np.bincount(lengths)).tolist():
                table[length] = length_norm(length, mean)
        return self._norms[pool].take(lengths.take(documents.numbers))

    def _pooled_lengths(self, zones: tuple[str, ...]) -> Numbers:
        """Return the pooled length of the zones of each document."""
        lengths = np.zeros(self._size, np.int64)
        for zone in zones:
            if weight := ZONES[zone].weight:
                lengths += weight * section(self.segment, f"{zone}.length").astype(np.int64)
        return lengths.astype(np.min_scalar_type(lengths.max(initial=0)))

    def _common(self, zone: str, terms: Sequence[Term]) -> dict[Term, Places] | None:
        """Return the places of the terms in the documents that have all; None if none has."""
        postings = self.postings(zone, terms)
        left = self._in_all(zone, postings) if postings else np.zeros(0)
        while len(left):
            places = {
                term: places_of(posting, term, self._decoded(zone, term, posting), left)
                for term, posting in postings.items()
            }
            rarest = min((each.documents for each in places.values()), key=len)
            if len(rarest) == len(left):
                return places
            left = rarest  # some have the stem, but not the word of the query
        return None

    def _in_all(self, zone: str, postings: Mapping[Term, Posting]) -> Numbers:
        """Return the documents in all postings; the rest are not decoded once there is none."""
        documents = (self._decoded(zone, *each).documents for each in postings.items())
        left = ArrayDocuments(self._size, next(documents))
        if self._alive is not None:
            left = left.only(self._alive.take(left.numbers))
        for others in documents:
            left = left & ArrayDocuments(self._size, others)
            if not len(left):
                break
        return left.numbers

    def _decoded(self, zone: str, term: Term, posting: Posting) -> Decoded:
        return self._cache.get((zone, term.stem), lambda: decoded(posting))


def floor(scores: Numbers, most: int) -> float:
    """Return a number that at least `most` of the scores reach, and few more.

    To find the highest of each block of scores takes a tenth of the time of a partition of all.
    """
    blocks = most * BLOCKS
    if len(scores) > 4 * blocks:
        rows = len(scores) // blocks
        scores = scores[: rows * blocks].reshape(rows, blocks).max(axis=0)
    parted = scores.copy()
    parted.partition(len(parted) - most)
    return float(parted[-most])


def rounded(scores: Numbers) -> Numbers:
    """Return what Python's `round` returns for each score, to the last bit.

    An integer divided by a power of ten is the number nearest to that decimal. Only for a score
    halfway between two decimals, or so near to it that the error of a product could decide, does
    it matter how it is rounded: Python rounds those.
    """
    scaled = scores * 10.0**DIGITS
    result: Numbers = np.rint(scaled) / 10.0**DIGITS
    middle = np.abs(scaled - np.floor(scaled) - 0.5) < 1e-5
    for place in middle.nonzero()[0].tolist():
        result[place] = round(float(scores[place]), DIGITS)
    return result
