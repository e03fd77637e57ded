"""What being new adds to the score of an article, where that is asked for."""

from datetime import date
from heapq import nsmallest

from search.engines.scoring import DIGITS
from search.engines.whoosh.searching.kernel import DocumentSet, Leaves, Searcher
from search.engines.whoosh.storage.segment import Segment
from search.query import RECENCY, ClauseScore

GAIN = 0.5  # of its score by words that an article of the newest day gains


class Recency:
    """Scores times 1 + GAIN * 2 ** (-age / halflife); an article without a date keeps its own.

    Ages count in days before `newest`, the last day of the index, so that an answer does not
    change while the index stays as it is.
    """

    def __init__(self, halflife: int, newest: str) -> None:
        self._halflife = halflife
        self._newest = date.fromisoformat(newest).toordinal() if newest else 0
        self._factors: dict[str, float] = {"": 1.0}

    def best(
        self, searcher: Searcher, documents: DocumentSet, leaves: Leaves, most: int
    ) -> list[tuple[float, int]]:
        """The documents with the highest scores, best first; equal scores go by id."""
        numbers = list(documents)
        scores = searcher.scores(numbers, leaves)
        segment = searcher.segment
        days, names = segment.file.numbers("date"), segment.strings("date.names")
        ranks = segment.file.numbers("ids.rank")
        factors = {day: self._factor(names[day]) for day in {days[each] for each in numbers}}
        pairs = zip(numbers, scores, strict=True)
        rows = ((-round(s * factors[days[d]], DIGITS), ranks[d], d) for d, s in pairs)
        return [(-score, document) for score, _, document in nsmallest(most, rows)]

    def share(self, segment: Segment, document: int, score: float) -> tuple[ClauseScore, ...]:
        """What it added to a score by words; nothing to that of an article without a date."""
        day = segment.value("date", document)
        if not day:
            return ()
        added = round(score * (self._factor(day) - 1), DIGITS)
        return (ClauseScore(RECENCY, self._age(day), 0, added),)

    def _factor(self, day: str) -> float:
        if day not in self._factors:
            self._factors[day] = 1 + GAIN * 2 ** (-self._age(day) / self._halflife)
        return self._factors[day]

    def _age(self, day: str) -> int:
        return self._newest - date.fromisoformat(day).toordinal()
