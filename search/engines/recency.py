"""The bonus for new articles, where a query asks for it."""

from datetime import date

from search.engines.scoring import DIGITS
from search.query import RECENCY, ClauseScore

GAIN = 0.5  # the part of its score by words that an article of the newest day gains


class Recency:
    """Scores times 1 + GAIN * 2 ** (-age / halflife); an article without a date keeps its own.

    Ages count in days before `newest`, the last day of the index, so that an answer does not
    change while the index stays as it is.
    """

    def __init__(self, halflife: int, newest: str) -> None:
        self._halflife = halflife
        self._newest = date.fromisoformat(newest).toordinal() if newest else 0
        self._factors: dict[str, float] = {"": 1.0}

    def factor(self, day: str) -> float:
        """Return the factor for the scores of articles of the day; 1 without a day."""
        if day not in self._factors:
            self._factors[day] = 1 + GAIN * 2 ** (-self._age(day) / self._halflife)
        return self._factors[day]

    def clause_score(self, day: str, score: float) -> tuple[ClauseScore, ...]:
        """Return what the bonus added to a score by words; nothing without a day."""
        if not day:
            return ()
        added = round(score * (self.factor(day) - 1), DIGITS)
        return (ClauseScore(RECENCY, self._age(day), 0, added),)

    def _age(self, day: str) -> int:
        return self._newest - date.fromisoformat(day).toordinal()
