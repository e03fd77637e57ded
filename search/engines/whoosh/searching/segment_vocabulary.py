"""The vocabulary of the segments of an index."""

from collections.abc import Iterator, Sequence
from operator import sub

from search.engines.whoosh.storage.segment import Segment


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
