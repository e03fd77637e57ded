"""Views of the index, each as a module that all engines share needs it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import sub

from search.article import Article
from search.engines.base import WordCounts
from search.engines.whoosh.searching.evaluator import Evaluator
from search.engines.whoosh.searching.kernel import Matches, Place
from search.engines.whoosh.storage.segment import Segment
from search.query import NONE, TEXT_ZONES, Word

CUT = "teasers"  # the zone of all text that was cut


class SegmentVocabulary:
    """The words of all segments."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments

    def similar_words(self, word: str, prefix: str, edits: int) -> Iterator[str]:
        """Return the words with the prefix that may be within so many edits of the word.

        Most others are ruled out by their length and their letters before they are decoded.
        """
        letters, size = set(word.encode()), len(word.encode())
        spare = edits if word.isascii() else 2 * edits  # in bytes
        for segment in self._segments:
            words, starts = segment.words, segment.file.numbers("words.at")
            numbers = words.with_prefix(prefix)
            ends = starts[numbers.start : numbers.stop + 1].tolist()
            sizes = enumerate(map(sub, ends[1:], ends), numbers.start)
            for number in [n for n, each in sizes if -spare <= each - size <= spare]:
                encoded = words.as_bytes(number)
                if len(letters.difference(encoded)) <= spare:
                    yield encoded.decode("utf-8", "surrogatepass")

    def frequency(self, word: str, zones: Sequence[str]) -> int:
        """Return how many documents have the stem of the word, added up over the zones.

        Segments without the word do not count, deleted documents do.
        """
        total = 0
        for segment in self._segments:
            number = segment.words.number(word)
            if number >= 0:
                stem = segment.file.numbers("words.stem")[number]
                total += sum(segment.document_frequency(zone, stem) for zone in zones)
        return total


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
        """Return about how many articles have the stem: those of one zone, deleted ones too."""
        segments = [searcher.segment for searcher in self._evaluator.searchers]
        return sum(
            max(segment.document_frequency(zone, term.stem) for zone in TEXT_ZONES)
            for segment in segments
            if (term := segment.stem_term(stem))
        )

    def counts(self, stems: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Return for each stem how many matches have it, and how many articles of the index."""
        for stem in stems:
            everywhere = self._evaluator.matches(Word(stem))
            yield len(everywhere & self._matches), len(everywhere)


def cut_word_counts(segments: Iterable[Segment]) -> Mapping[str, WordCounts]:
    """Return the words by source, in the order of the sources; NONE comes first."""
    found: dict[str, list[int]] = {}
    for segment in segments:
        numbers, names = segment.file.numbers, segment.names("source")
        kept = [numbers(f"{zone}.length") for zone in TEXT_ZONES]
        rows = zip(numbers("source"), numbers(f"{CUT}.length"), *kept, strict=True)
        for document, (source, cut, *lengths) in enumerate(rows):
            if document not in segment.deleted:
                total = found.setdefault(names[source] if source else "", [0, 0])
                total[0] += sum(lengths)
                total[1] += cut
    return {source or NONE: WordCounts(*found[source]) for source in sorted(found)}
