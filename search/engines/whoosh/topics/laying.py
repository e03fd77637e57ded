"""Articles laid out among the topics of their index, and when those are learned anew."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from search.engines.whoosh.segments.laying import FileWriter
from search.engines.whoosh.segments.segment import Segment
from search.engines.whoosh.topics import SPACE, SUFFIX, Space, beside, opened
from search.engines.whoosh.topics.counting import Counting, Numbers, gathered, product
from search.engines.whoosh.topics.learning import LARGEST, learn

FEWEST = 100  # articles: fewer do not tell what goes with what
GROWN = 1.25  # how many times as many articles are learned from anew
BLOCK = 1 << 16  # documents whose words are read at once, at most: some 100 MB
ROWS = 1 << 12  # of them laid out at once
THREADS = 1  # of a library of linear algebra: a row at a time, two take twice the CPU time of one


class Block(NamedTuple):
    """Documents of one segment that are laid out at once."""

    segment: Path
    home: Path  # of the generation, whose topics they are laid out among
    mean: float  # length of an article, title and body pooled
    start: int
    size: int


Mapped = Callable[[Callable[[Block], bytes], Sequence[Block]], Iterable[bytes]]


def lay_out(
    home: Path, segments: Sequence[Segment], mean: float, wanted: bool, mapped: Mapped
) -> None:
    """Give every article of the generation its place among the topics; `mapped` has blocks worked
    on, maybe by several processes.

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
        with threadpool_limits(THREADS):
            learn(segments, mean, home / SPACE)
        space = opened(home, index)
    try:
        for each in segments:
            path = beside(each.file.path)
            if space and not path.exists():
                blocks = [Block(each.file.path, home, mean, *cut) for cut in _cuts(each.documents)]
                file = FileWriter(path)
                file.pieces("vectors", mapped(vectors, blocks))
                file.finish(each.documents, {"topics": space.size})
    finally:
        _prepared.cache_clear()  # another generation may take the place of one that failed


def _cuts(documents: int) -> Iterable[tuple[int, int]]:
    """Start and size of each block of so many documents, all of about one size."""
    count = -(-documents // BLOCK)
    bounds = [documents * number // count for number in range(count + 1)] if count else []
    return ((start, end - start) for start, end in pairwise(bounds))


def vectors(block: Block) -> bytes:
    """The places of the documents: a row of signed bytes for each."""
    counting, basis, documents = _prepared(block.segment, block.home, block.mean)
    size = block.size
    row_of = np.full(documents, -1)
    row_of[block.start : block.start + size] = np.arange(size)
    rows, norms = gathered(counting.entries(row_of), size), counting.norms[block.start :]
    pieces = []
    with threadpool_limits(THREADS):
        for first in range(0, size, ROWS):
            last = min(first + ROWS, size)
            part = rows.part(first, last).saturated(norms[first:last])
            pieces.append(_rounded(product(part, basis)))
    return b"".join(pieces)


def _rounded(found: Numbers) -> bytes:
    """Each row in signed bytes, its largest number the largest there is."""
    highest = np.maximum(found.max(1, keepdims=True), -found.min(1, keepdims=True))
    return np.rint(found * (LARGEST / np.maximum(highest, 1e-12))).astype(np.int8).tobytes()


@lru_cache(maxsize=1)
def _prepared(path: Path, home: Path, mean: float) -> tuple[Counting, Numbers, int]:
    """What all blocks of one segment take: its words counted, the topics of words, its size."""
    index = home.parent.parent
    segment, space = Segment(path, index), Space(home / SPACE, index)
    stems = list(space.stems)
    basis = np.frombuffer(space.file.numbers("rows"), np.int8).reshape(len(stems), space.size)
    basis = basis * np.frombuffer(space.file.numbers("scales"), "<f4")[:, None]
    return Counting(segment, stems, mean), basis, segment.documents
