"""One segment, asked on numpy's arrays."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from search.engines import positions
from search.engines.whoosh.searching.arrays.array_columns import Columns
from search.engines.whoosh.searching.arrays.array_counts import Counted, pooled
from search.engines.whoosh.searching.arrays.array_postings import Postings, keys, lists
from search.engines.whoosh.searching.arrays.array_scores import Scorer, rounded
from search.engines.whoosh.searching.arrays.array_tally import ArrayTally
from search.engines.whoosh.searching.arrays.cache import Memo
from search.engines.whoosh.searching.arrays.document_sets import (
    Documents,
    Numbers,
    marked,
    runs,
    within,
)
from search.engines.whoosh.searching.kernel import Having, Kind, Weighed
from search.engines.whoosh.searching.person_values import Persons
from search.engines.whoosh.storage.segment import MISSING, Segment, Term
from search.query import Leaf

# Bytes kept of what was decoded: at the least, more for each document, at the most. Of a word that
# a tenth of the documents have one or two bytes a document are kept.
ROOM, EACH, MOST = 8 << 20, 400, 96 << 20


class ArrayPart:
    """One segment."""

    def __init__(self, segment: Segment, persons: Persons) -> None:
        self.segment = segment
        self.persons = persons
        self._size = segment.documents
        self._alive = _alive(segment)
        self._memo = Memo(min(ROOM + EACH * self._size, MOST))
        self._columns = Columns(segment, persons)
        self._scorer = Scorer(self._columns, self._size)
        self._postings = Postings(segment, self._alive, self._memo)

    # Documents

    def every(self) -> Documents:
        if self._alive is None:
            return Documents(self._size, np.arange(self._size))
        return Documents(self._size, marks=self._alive)

    def none(self) -> Documents:
        return self._postings.nowhere.documents

    def only(self, documents: Iterable[int]) -> Documents:
        return Documents(self._size, np.array(sorted(documents), np.int64))

    def holds(self, documents: Documents, document: int) -> bool:
        return documents.has(document)

    def numbers(self, documents: Documents) -> Iterable[int]:
        found: list[int] = documents.numbers.tolist()
        return found

    def values(self, documents: Sequence[int], facet: str) -> Iterable[tuple[int, int]]:
        return self._columns.values(np.array(documents, np.int64), facet)

    def size(self, documents: Documents) -> int:
        return len(documents)

    def both(self, one: Documents, other: Documents) -> Documents:
        return one.both(other)

    def either(self, one: Documents, other: Documents) -> Documents:
        return one.either(other)

    def without(self, one: Documents, other: Documents) -> Documents:
        return one.without(other)

    def dated(self, documents: Documents, first: int, last: int) -> Documents:
        days = self._columns.numbers("date").take(documents.numbers)
        return documents.only((days >= first) & (days <= last))

    def having(self, documents: Documents, wanted: Having) -> Documents:
        return self._columns.having(documents, wanted)

    def names_in(self, documents: Documents, kind: Kind) -> Iterable[int]:
        return self._columns.names_in(documents, kind)

    # Counts

    def kept(self, leaf: Leaf, make: Callable[[], Counted], /) -> Counted:
        return self._memo.held(leaf, make, lambda made: made.bytes).again()

    def each(self, documents: Documents, count: float) -> Counted:
        return Counted(documents, np.full(len(documents), float(count)))

    def counts(self, zone: str, terms: Iterable[Term], weight: int) -> Counted:
        found = [self._postings.counts(zone, term) for term in terms]
        return self.pooled(found).times(weight)

    def phrase(self, zone: str, terms: Sequence[Term], weight: int) -> Counted:
        places = self._postings.common(zone, terms)
        if places is None:
            return self._postings.nowhere
        shifted = [keys(places[term]) - offset for offset, term in enumerate(terms)]
        shifted.sort(key=len)
        starts = shifted[0]
        for other in shifted[1:]:
            starts = starts.compress(within(starts, other))
        documents, counts = runs(starts >> 32)
        return Counted(Documents(self._size, documents), counts * weight)

    def near(
        self,
        zone: str,
        words: Sequence[str],
        terms: Mapping[str, Term],
        distance: int,
        ordered: bool,
        weight: int,
    ) -> Counted:
        places = self._postings.common(zone, [terms[word] for word in words])
        if places is None:
            return self._postings.nowhere
        at = {word: lists(places[terms[word]]) for word in dict.fromkeys(words)}
        documents = places[terms[words[0]]].documents
        found = (
            positions.standing_near(
                words, {w: rows[i] for w, rows in at.items()}, distance, ordered
            )
            for i in range(len(documents))
        )
        counts = np.fromiter(found, np.int64, len(documents))
        near = Documents(self._size, documents.compress(counts > 0))
        return Counted(near, counts.compress(counts > 0) * weight)

    def pooled(self, counts: Sequence[Counted]) -> Counted:
        return pooled(counts, self._postings.nowhere)

    def documents(self, counts: Counted) -> Documents:
        return counts.documents

    def matching(self, counts: Counted) -> int:
        return counts.matching

    def occurrences(self, counts: Counted) -> float:
        return counts.occurrences

    def enough(self, weighed: Sequence[tuple[Counted, float]], floor: float) -> Documents:
        weights = np.zeros(self._size)
        for counts, weight in weighed:
            weights[counts.standing] += weight
        return Documents(self._size, marks=(weights > 0) & (weights >= floor))

    def count(self, counts: Counted, document: int) -> float:
        return counts.of(document)

    def length(self, document: int, zones: tuple[str, ...]) -> float:
        return float(self._scorer.lengths(zones)[document])

    # Answers

    def best(
        self, documents: Documents, weighed: Sequence[Weighed], most: int
    ) -> list[tuple[float, int]]:
        return self._scorer.best(documents, weighed, most)

    def latest(self, documents: Documents, newest: bool, most: int) -> list[int]:
        numbers = documents.numbers
        days = self._columns.numbers("date").take(numbers).astype(np.int64)
        days = -days if newest else np.where(days == MISSING, np.iinfo(np.int64).max, days)
        order = np.lexsort((self._columns.numbers("ids.rank").take(numbers), days))[:most]
        return numbers.take(order).tolist()

    def scores(self, documents: Sequence[int], weighed: Sequence[Weighed]) -> list[float]:
        rising = np.array(sorted(documents), np.int64)
        found = rounded(self._scorer.scores(Documents(self._size, rising), weighed)).tolist()
        by_document = dict(zip(rising.tolist(), found, strict=True))
        return [by_document[each] for each in documents]

    def tally(self, documents: Documents, facet: str) -> ArrayTally:
        return self._columns.tally(documents, facet)


def _alive(segment: Segment) -> Numbers | None:
    """Which documents are not deleted; None where all are not."""
    if not segment.gone:
        return None
    return ~marked(np.array(sorted(segment.gone)), segment.documents)
