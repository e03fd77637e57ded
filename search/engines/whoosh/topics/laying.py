"""Articles laid out among the topics of their index, and when those are learned anew."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from search.engines.whoosh.laying import FileWriter
from search.engines.whoosh.segment import Segment
from search.engines.whoosh.topics import SPACE, SUFFIX, Space, beside, opened
from search.engines.whoosh.topics.counting import Counting, Numbers, gathered, product
from search.engines.whoosh.topics.learning import learn

FEWEST = 100  # articles: fewer do not tell what goes with what
GROWN = 1.25  # how many times as many articles are learned from anew
BLOCK = 1 << 15  # documents laid out at once: some 100 MB
LARGEST = 127  # of a signed byte


def lay_out(home: Path, segments: Sequence[Segment], mean: float, wanted: bool) -> None:
    """Give every article of the generation its place among the topics.

    What the segments of the generation before have is kept, unless the topics are learned anew.
    """
    index = home.parent.parent
    articles = sum(each.documents - len(each.gone) for each in segments)
    space = opened(home, index)
    if space is not None and (articles > GROWN * space.learned or not wanted):
        space = None
    present = {beside(each.file.path) for each in segments} if space else set()
    for path in set(home.glob(f"*{SUFFIX}")) - present:
        path.unlink()
    if space is None:
        (home / SPACE).unlink(missing_ok=True)
        if articles < FEWEST or not wanted:
            return
        learn(segments, mean, home / SPACE)
        space = opened(home, index)
    for each in segments:
        path = beside(each.file.path)
        if space and not path.exists():
            _lay(each, space, mean, path)


def _lay(segment: Segment, space: Space, mean: float, path: Path) -> None:
    """Write the places of the articles of one segment."""
    stems = list(space.stems)
    basis = np.frombuffer(space.file.numbers("rows"), np.int8).reshape(len(stems), space.size)
    basis = basis * np.frombuffer(space.file.numbers("scales"), "<f4")[:, None]
    counting = Counting(segment, stems, mean)
    file = FileWriter(path)
    starts = range(0, segment.documents, BLOCK)
    file.pieces("vectors", (_vectors(counting, basis, start, segment) for start in starts))
    file.finish(segment.documents, {"topics": space.size})


def _vectors(counting: Counting, basis: Numbers, start: int, segment: Segment) -> bytes:
    """The places of a block of documents: a row of signed bytes for each."""
    size = min(BLOCK, segment.documents - start)
    row_of = np.full(segment.documents, -1)
    row_of[start : start + size] = np.arange(size)
    found = product(gathered(counting.entries(row_of), size), basis)
    tops = np.maximum(np.abs(found).max(1, keepdims=True), 1e-12) / LARGEST
    return np.rint(found / tops).astype(np.int8).tobytes()
