"""What articles are about: nearness to a query by topics learned from the archive itself.

Latent semantic indexing, used to order the best answers anew. Sources: Deerwester, Dumais, Furnas,
Landauer and Harshman, Indexing by Latent Semantic Analysis, 1990; words and topics in equal parts
after Fox and Shaw, Combination of Multiple Searches, 1994.

    topics.space     strings `stems`, sorted; `rows`: a row of signed bytes for each;
                     `scales`: for each a 32-bit float, what its row is to be taken times
    NAME.topics      `vectors`: a row of signed bytes for each document of the segment NAME
"""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from search.engines.whoosh.segments.layout import SegmentFile
from search.engines.whoosh.segments.segment import SUFFIX as SEGMENT
from search.engines.whoosh.segments.segment import Segment, Strings

SPACE = "topics.space"
SUFFIX = ".topics"


def beside(segment: Path) -> Path:
    """Where the vectors of the articles of a segment are."""
    return segment.with_name(segment.name.removesuffix(SEGMENT) + SUFFIX)


class Space:
    """The topics of one generation, and where its words lie among them.

    Raises: BrokenIndex, from every method.
    """

    def __init__(self, path: Path, index: Path) -> None:
        self.file = SegmentFile(path, index)
        self.size = self.file.facts["topics"]
        self.learned = self.file.facts["articles"]  # how many there were when it was learned
        self.stems = Strings(self.file, "stems")

    def rows(self, stems: Sequence[str]) -> list[tuple[float, memoryview]]:
        """The rows of the stems that are known, each with what it is to be taken times."""
        rows = self.file.numbers("rows").cast("b")
        scales = self.file.numbers("scales").cast("B").cast("f")
        places = ((self.stems.number(stem), times) for stem, times in Counter(stems).items())
        return [
            (times * scales[place], rows[place * self.size : (place + 1) * self.size])
            for place, times in places
            if place >= 0
        ]


class Topics:
    """The topics of one generation and the articles among them, read when first asked for.

    Raises: BrokenIndex, from every method.
    """

    def __init__(self, home: Path, segments: Sequence[Segment], index: Path) -> None:
        self._home, self._segments, self._index = home, segments, index
        self._vectors: dict[int, memoryview] = {}

    @cached_property
    def space(self) -> Space | None:
        """None where there were too few articles to learn topics from."""
        return opened(self._home, self._index)

    def vectors(self, number: int) -> memoryview:
        """A row of signed bytes for each article of that segment."""
        found = self._vectors.get(number)
        if found is None:
            path = beside(self._segments[number].file.path)
            found = SegmentFile(path, self._index).numbers("vectors").cast("b")
            self._vectors[number] = found
        return found


def opened(home: Path, index: Path) -> Space | None:
    """The topics of a generation; None where there were too few articles to learn them from."""
    path = home / SPACE
    return Space(path, index) if path.exists() else None
