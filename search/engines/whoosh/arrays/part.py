"""One segment, asked on numpy's arrays."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from search.engines import positions
from search.engines.whoosh.arrays import counted, sets
from search.engines.whoosh.arrays.columns import Columns
from search.engines.whoosh.arrays.counted import NOWHERE, Counted
from search.engines.whoosh.arrays.memo import Memo
from search.engines.whoosh.arrays.postings import Postings, keys, lists
from search.engines.whoosh.arrays.scoring import Scorer, rounded
from search.engines.whoosh.arrays.sets import Numbers
from search.engines.whoosh.arrays.tally import ArrayTally
from search.engines.whoosh.kernel import Having, Kind, Weighed
from search.engines.whoosh.persons import Persons
from search.engines.whoosh.segment import MISSING, Segment, Term
from search.query import Leaf

ROOM = 8 << 20  # bytes kept of what was decoded, and so many more for each document
ROOM_EACH = 128


class ArrayPart:
    """One segment."""

    def __init__(self, segment: Segment, persons: Persons) -> None:
        self.segment = segment
        self.persons = persons
        self._size = segment.documents
        self._alive = _alive(segment)
        self._memo = Memo(ROOM + ROOM_EACH * self._size)
        self._columns = Columns(segment, persons)
        self._scorer = Scorer(self._columns, self._size)
        self._postings = Postings(segment, self._alive, self._memo)

    # Documents

    def every(self) -> Numbers:
        return np.arange(self._size) if self._alive is None else np.flatnonzero(self._alive)

    def none(self) -> Numbers:
        return sets.NONE

    def only(self, documents: Iterable[int]) -> Numbers:
        return np.array(sorted(documents), np.int64)

    def size(self, documents: Numbers) -> int:
        return len(documents)

    def both(self, one: Numbers, other: Numbers) -> Numbers:
        return sets.both(one, other, self._size)

    def either(self, one: Numbers, other: Numbers) -> Numbers:
        return sets.united((one, other), self._size)

    def without(self, one: Numbers, other: Numbers) -> Numbers:
        return sets.without(one, other, self._size)

    def dated(self, documents: Numbers, first: int, last: int) -> Numbers:
        days = self._columns.numbers("date").take(documents)
        return documents.compress((days >= first) & (days <= last))

    def having(self, documents: Numbers, wanted: Having) -> Numbers:
        return self._columns.having(documents, wanted)

    def names_in(self, documents: Numbers, kind: Kind) -> Iterable[int]:
        return self._columns.names_in(documents, kind)

    # Counts

    def kept(self, leaf: Leaf, make: Callable[[], Counted], /) -> Counted:
        return self._memo.held(leaf, make, lambda made: 256 + 16 * len(made))

    def each(self, documents: Numbers, count: float) -> Counted:
        return Counted(documents, np.full(len(documents), float(count)))

    def counts(self, zone: str, terms: Iterable[Term], weight: int) -> Counted:
        found = [self._postings.counts(zone, term) for term in terms]
        return self.pooled(found).times(weight)

    def phrase(self, zone: str, terms: Sequence[Term], weight: int) -> Counted:
        places = self._postings.common(zone, terms)
        if places is None:
            return NOWHERE
        shifted = [keys(places[term]) - offset for offset, term in enumerate(terms)]
        shifted.sort(key=len)
        starts = shifted[0]
        for other in shifted[1:]:
            starts = starts.compress(sets.within(starts, other))
        documents, counts = sets.runs(starts >> 32)
        return Counted(documents, counts * float(weight))

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
            return NOWHERE
        at = {word: lists(places[terms[word]]) for word in dict.fromkeys(words)}
        documents = places[terms[words[0]]].documents
        found = (
            positions.standing_near(
                words, {w: rows[i] for w, rows in at.items()}, distance, ordered
            )
            for i in range(len(documents))
        )
        counts = np.fromiter(found, np.float64, len(documents))
        return Counted(documents.compress(counts > 0), counts.compress(counts > 0) * weight)

    def pooled(self, counts: Sequence[Counted]) -> Counted:
        return counted.pooled(counts, self._size)

    def documents(self, counts: Counted) -> Numbers:
        return counts.documents

    def matching(self, counts: Counted) -> int:
        return counts.matching

    def occurrences(self, counts: Counted) -> float:
        return counts.occurrences

    def enough(self, weighed: Sequence[tuple[Counted, float]], floor: float) -> Numbers:
        weights = np.zeros(self._size)
        for counts, weight in weighed:
            weights[counts.standing] += weight
        return np.flatnonzero((weights > 0) & (weights >= floor))

    def count(self, counts: Counted, document: int) -> float:
        return counts.of(document)

    def length(self, document: int, zones: tuple[str, ...]) -> float:
        return float(self._scorer.lengths(zones)[document])

    # Answers

    def best(
        self, documents: Numbers, weighed: Sequence[Weighed], most: int
    ) -> list[tuple[float, int]]:
        return self._scorer.best(documents, weighed, most)

    def latest(self, documents: Numbers, newest: bool, most: int) -> list[int]:
        days = self._columns.numbers("date").take(documents).astype(np.int64)
        days = -days if newest else np.where(days == MISSING, np.iinfo(np.int64).max, days)
        order = np.lexsort((self._columns.numbers("ids.rank").take(documents), days))[:most]
        return documents.take(order).tolist()

    def scores(self, documents: Sequence[int], weighed: Sequence[Weighed]) -> list[float]:
        rising = np.array(sorted(documents), np.int64)
        found = rounded(self._scorer.scores(rising, weighed)).tolist()
        by_document = dict(zip(rising.tolist(), found, strict=True))
        return [by_document[each] for each in documents]

    def cosines(
        self, vectors: memoryview, query: Sequence[int], documents: Sequence[int]
    ) -> list[float]:
        rows = np.frombuffer(vectors, np.int8).reshape(-1, len(query))[documents].astype(np.int64)
        asked = np.array(query, np.int64)  # whole numbers: their sums are the same in any order
        dots, squares = rows @ asked, (rows * rows).sum(1)
        lengths = np.sqrt((squares * (asked @ asked)).astype(np.float64))
        found: list[float] = (np.maximum(dots, 0) / np.maximum(lengths, 1.0)).tolist()
        return found

    def tally(self, documents: Numbers, facet: str) -> ArrayTally:
        return self._columns.tally(documents, facet)


def _alive(segment: Segment) -> Numbers | None:
    """Which documents are not deleted; None where all are not."""
    if not segment.gone:
        return None
    return ~sets.marked(np.array(sorted(segment.gone)), segment.documents)
