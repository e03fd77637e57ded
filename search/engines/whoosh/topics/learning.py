"""Topics learned from a sample of the articles: the leading directions of their words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.analysis import STOP_WORDS, stem
from search.engines.whoosh.segments.laying import FileWriter
from search.engines.whoosh.segments.segment import Segment
from search.engines.whoosh.topics.counting import Counting, Rows, gathered, product

TOPICS = 128  # at most half as many as there are articles; 96 are worse, 160 no better
SAMPLE = 4_000  # articles that topics are learned from, at most
ROUNDS = 4  # of the iteration that finds the directions: more change no more than chance does
SPARE = 20  # directions it carries beyond those kept
SMALLEST = 1e-12  # of the largest square of a direction's length: shorter ones are noise
LARGEST = 127  # of a signed byte
_DROPPED = frozenset(map(stem, STOP_WORDS))

Numbers = NDArray[Any]


def learn(segments: Sequence[Segment], mean: float, path: Path) -> None:
    """Write the topics of the articles of these segments; `mean` is that of their lengths. Where no
    two articles share a word there are none.

    The start of the iteration is always the same, so that the same articles give the same topics on
    one machine; libraries of linear algebra may differ in the last bits.
    """
    articles = sum(each.documents - len(each.gone) for each in segments)
    stems = _stems(segments, articles)
    if not stems:
        return
    counting = [Counting(each, stems, mean) for each in segments]
    matching = sum(each.frequencies(len(stems)) for each in counting)
    rarities = np.log((articles + 1) / np.maximum(matching, 1)).astype(np.float32)
    rows = _sampled(segments, counting, articles)
    rows = rows._replace(weights=rows.weights * rarities[rows.words]).unit()
    basis = leading(rows, len(stems), min(TOPICS, articles // 2, len(stems)))
    basis *= rarities[:, None]
    tops = np.maximum(np.abs(basis).max(1), 1e-12) / LARGEST
    file = FileWriter(path)
    file.strings("stems", [each.encode("utf-8", "surrogatepass") for each in stems])
    file.pieces("rows", [np.rint(basis / tops[:, None]).astype(np.int8).tobytes()])
    file.pieces("scales", [tops.astype("<f4").tobytes()], "I")
    file.finish(0, {"topics": basis.shape[1], "articles": articles})


def _stems(segments: Sequence[Segment], articles: int) -> list[str]:
    """The stems that two articles or more of the sample are likely to have, in their order."""
    least = 2 * max(1.0, articles / SAMPLE)
    held: Counter[bytes] = Counter()
    for segment in segments:
        stems, numbers = segment.stems.all(), segment.file.numbers
        for place, count in zip(numbers("body.terms"), numbers("body.df"), strict=True):
            held[stems[place]] += count
    known = (text.decode("utf-8", "surrogatepass") for text, n in held.items() if n >= least)
    return sorted(set(known) - _DROPPED)


def _sampled(segments: Sequence[Segment], counting: Sequence[Counting], articles: int) -> Rows:
    """The weights of the words in an evenly spaced sample of the articles by id.

    The rows stand in the order of the ids, so that they are the same however articles are cut into
    segments.
    """
    rows_of = [np.full(segment.documents, -1) for segment in segments]
    every = merge(*(_by_id(i, segment) for i, segment in enumerate(segments)))
    chosen = list(islice(every, 0, None, -(-articles // SAMPLE)))
    for row, (_, i, document) in enumerate(chosen):
        rows_of[i][document] = row
    norms = np.zeros(len(chosen), np.float32)
    for each, row_of in zip(counting, rows_of, strict=True):
        norms[row_of[row_of >= 0]] = each.norms[row_of >= 0]
    pairs = zip(counting, rows_of, strict=True)
    entries = chain.from_iterable(each.entries(row_of) for each, row_of in pairs)
    return gathered(entries, len(chosen)).saturated(norms)


def _by_id(number: int, segment: Segment) -> Iterator[tuple[bytes, int, int]]:
    """Id in UTF-8, which sorts as it does, number of the segment, and document, by id."""
    pairs = zip(segment.ids.all(), segment.file.numbers("ids.document"), strict=True)
    return ((id, number, each) for id, each in pairs if each not in segment.gone)


def leading(rows: Rows, columns: int, size: int) -> Numbers:
    """The leading right singular vectors of the rows, as columns: (columns, size).

    Source: subspace iteration after Halko, Martinsson and Tropp, Finding Structure with Randomness,
    2011.
    """
    turned = _turned(rows, columns)
    width = min(size + SPARE, len(rows.starts) - 1, columns)
    found = np.random.default_rng(0).standard_normal((columns, width), dtype=np.float32)
    for _ in range(ROUNDS):
        found = _orthonormal(product(turned, product(rows, found)))
    across = product(rows, found)
    _, turn = np.linalg.eigh((across.T @ across).astype(np.float64))
    best: Numbers = (found @ turn[:, ::-1][:, :size]).astype(np.float32)
    return best


def _orthonormal(columns: Numbers) -> Numbers:
    """Columns at right angles that span the same space, of unit length.

    Source: Stathopoulos and Wu, A Block Orthogonalization Procedure with Constant Synchronization
    Requirements, 2002: an eighth of the time of a QR decomposition.
    """
    wide = columns.astype(np.float64)
    values, vectors = np.linalg.eigh(wide.T @ wide)
    kept = values > values[-1] * SMALLEST
    return columns @ (vectors[:, kept] / np.sqrt(values[kept])).astype(np.float32)


def _turned(rows: Rows, columns: int) -> Rows:
    """The rows as columns and the columns as rows."""
    order = np.argsort(rows.words, kind="stable")
    owners = np.arange(len(rows.starts) - 1).repeat(np.diff(rows.starts))
    ends = np.cumsum(np.bincount(rows.words, minlength=columns))
    return Rows(np.append(0, ends), owners[order], rows.weights[order])
