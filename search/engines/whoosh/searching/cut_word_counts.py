"""The number of words that were kept and cut of the articles of each source."""

from collections.abc import Iterable, Mapping

from search.engines.base import WordCounts
from search.engines.whoosh.storage.segment import Segment
from search.query import NONE, TEXT_ZONES

CUT = "teasers"  # the zone of all text that was cut


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
