"""Articles laid out among the topics of their index, and when those are learned anew."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from search.engines.whoosh.arrays.part import ArrayPart
from search.engines.whoosh.kernel import Part
from search.engines.whoosh.laying import FileWriter
from search.engines.whoosh.persons import Known, Persons
from search.engines.whoosh.segment import Segment
from search.engines.whoosh.topics import SPACE, SUFFIX, Space, beside, opened
from search.engines.whoosh.topics.counting import counted
from search.engines.whoosh.topics.learning import learn

FEWEST = 100  # articles: fewer do not tell what goes with what
GROWN = 1.25  # how many times as many articles are learned from anew
LARGEST = 127  # of a signed byte
BLOCK = 1 << 16  # documents laid out at once: some 40 MB


def lay_out(home: Path, segments: Sequence[Segment], mean: float) -> None:
    """Give every article of the generation its place among the topics.

    What the segments of the generation before have is kept, unless the topics are learned anew.
    """
    index = home.parent.parent
    parts = [ArrayPart(each, Persons(each, Known(None))) for each in segments]
    articles = sum(part.size(part.every()) for part in parts)
    space = opened(home, index)
    if space is not None and articles > GROWN * space.learned:
        space = None
    present = {beside(each.file.path) for each in segments} if space else set()
    for path in set(home.glob(f"*{SUFFIX}")) - present:
        path.unlink()
    if space is None:
        (home / SPACE).unlink(missing_ok=True)
        if articles < FEWEST:
            return
        learn(parts, mean, home / SPACE)
        space = Space(home / SPACE, index)
    for part in parts:
        path = beside(part.segment.file.path)
        if not path.exists():
            _lay(part, space, mean, path)


def _lay(part: Part, space: Space, mean: float, path: Path) -> None:
    """Write the places of the articles of one segment."""
    documents = part.segment.documents
    file = FileWriter(path)
    starts = range(0, documents, BLOCK)
    file.pieces("vectors", (_vectors(part, space, mean, start).tobytes() for start in starts))
    file.finish(documents, {"topics": space.size})


def _vectors(part: Part, space: Space, mean: float, start: int) -> np.ndarray:
    """The places of a block of documents: (documents, topics), signed bytes."""
    stems = list(space.stems)
    rows = np.frombuffer(space.file.numbers("rows"), np.int8).reshape(len(stems), space.size)
    scales = np.frombuffer(space.file.numbers("scales"), "<f4")
    end = min(start + BLOCK, part.segment.documents)
    found = np.zeros((end - start, space.size), np.float32)
    for number, (documents, weights) in enumerate(counted(part, stems, mean)):
        low, high = documents.searchsorted((start, end))
        if low < high:
            row = rows[number] * scales[number]
            found[documents[low:high] - start] += weights[low:high, None] * row
    tops = np.maximum(np.abs(found).max(1, keepdims=True), 1e-12) / LARGEST
    return np.rint(found / tops).astype(np.int8)
