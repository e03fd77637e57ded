"""The counts of words in the matches of a query."""

from collections.abc import Callable, Iterator, Sequence

from search.article import Article
from search.engines.whoosh.searching.evaluator import Evaluator
from search.engines.whoosh.searching.kernel import Matches, Place
from search.engines.whoosh.storage.segment import Segment
from search.query import TEXT_ZONES, Word


class MatchStatistics:
    """The counts of words in the matches of a query, and in the whole index."""

    def __init__(
        self, evaluator: Evaluator, matches: Matches, read: Callable[[Place], Article]
    ) -> None:
        self.matches, self.articles = len(matches), len(evaluator.every())
        self._evaluator, self._matches, self._read = evaluator, matches, read

    def sample(self, most: int) -> Iterator[Article]:
        """Return matches evenly spaced by id, so many at most."""
        places = list(self._matches)
        if len(places) > most:
            segments = [searcher.segment for searcher in self._evaluator.searchers]
            places.sort(key=lambda place: segments[place[0]].id(place[1]))
        return map(self._read, places[:: -(-len(places) // most) or 1])

    def frequency(self, stem: str) -> int:
        """Return about how many articles have the stem: deleted ones count too."""
        return sum(_frequency(each.segment, stem) for each in self._evaluator.searchers)

    def counts(self, stems: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Return for each stem how many matches have it, and how many articles of the index."""
        for stem in stems:
            everywhere = self._evaluator.matches(Word(stem))
            yield len(everywhere & self._matches), len(everywhere)


def _frequency(segment: Segment, stem: str) -> int:
    """Return how many documents have the stem, by the zone that has most."""
    term = segment.stem_term(stem)
    return max(segment.document_frequency(zone, term.stem) for zone in TEXT_ZONES) if term else 0
