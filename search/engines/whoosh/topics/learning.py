"""Topics learned from a sample of the articles: the leading directions of their words."""

from collections.abc import Sequence
from math import log
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.analysis import STOP_WORDS, stem
from search.engines.whoosh.kernel import Part
from search.engines.whoosh.laying import FileWriter
from search.engines.whoosh.topics.counting import counted

TOPICS = 150  # at most half as many as there are articles
SAMPLE = 4_000  # articles that topics are learned from, at most
ROUNDS = 8  # of the iteration that finds the directions
SPARE = 20  # directions it carries beyond those kept
LARGEST = 127  # of a signed byte
_DROPPED = frozenset(map(stem, STOP_WORDS))

Numbers = NDArray[Any]


class Rows(NamedTuple):
    """Articles by their words, one after the other, as sparse matrices are kept."""

    starts: Numbers  # where each begins, and the end
    words: Numbers
    weights: Numbers  # each row of unit length


def learn(parts: Sequence[Part], mean: float, path: Path) -> None:
    """Write the topics of the articles of these segments.

    The start of the iteration is always the same, so that the same articles give the same topics on
    one machine; libraries of linear algebra may differ in the last bits.
    """
    articles = sum(part.size(part.every()) for part in parts)
    stems = _stems(parts, articles)
    rarities, rows = _sampled(parts, stems, mean, articles)
    size = min(TOPICS, articles // 2, len(stems))
    basis = leading(rows, len(stems), size) * rarities[:, None]
    tops = np.maximum(np.abs(basis).max(1), 1e-12) / LARGEST
    file = FileWriter(path)
    file.strings("stems", [each.encode("utf-8", "surrogatepass") for each in stems])
    file.pieces("rows", [np.rint(basis / tops[:, None]).astype(np.int8).tobytes()])
    file.pieces("scales", [tops.astype("<f4").tobytes()], "I")
    file.finish(0, {"topics": size, "articles": articles})


def _stems(parts: Sequence[Part], articles: int) -> list[str]:
    """The stems that two articles or more of the sample are likely to have, in their order."""
    least = 2 * max(1.0, articles / SAMPLE)
    held: dict[bytes, int] = {}
    for part in parts:
        stems, numbers = part.segment.stems, part.segment.file.numbers
        for place, count in zip(numbers("body.terms"), numbers("body.df"), strict=True):
            text = stems.encoded(place)
            held[text] = held.get(text, 0) + count
    known = (text.decode("utf-8", "surrogatepass") for text, n in held.items() if n >= least)
    return sorted(set(known) - _DROPPED)


def _sampled(
    parts: Sequence[Part], stems: Sequence[str], mean: float, articles: int
) -> tuple[Numbers, Rows]:
    """How rare each stem is, in nats, and the articles of an evenly spaced sample by id."""
    step = -(-articles // SAMPLE)
    chosen = _chosen(parts, step)
    rarities = np.zeros(len(stems), np.float32)
    pieces = []
    for number, held in enumerate(
        zip(*(counted(part, stems, mean) for part in parts), strict=True)
    ):
        rarities[number] = log((articles + 1) / max(1, sum(len(each) for each, _ in held)))
        for rows, (documents, weights) in zip(chosen, held, strict=True):
            mine = rows.take(documents)
            owners, shares = mine.compress(mine >= 0), weights.compress(mine >= 0)
            pieces.append((owners, np.full(len(owners), number), shares * rarities[number]))
    owners, words, weights = (np.concatenate(each) for each in zip(*pieces, strict=True))
    order = np.argsort(owners, kind="stable")
    owners, words, weights = owners[order], words[order], weights[order]
    squares = np.bincount(owners, weights.astype(np.float64) ** 2)
    starts = np.searchsorted(owners, np.arange(-(-articles // step) + 1))
    return rarities, Rows(starts, words, (weights / np.sqrt(squares)[owners]).astype(np.float32))


def _chosen(parts: Sequence[Part], step: int) -> list[Numbers]:
    """For each segment the row of the sample each document has; -1 for most."""
    every = sorted(
        (part.segment.id(document), i, document)
        for i, part in enumerate(parts)
        for document in range(part.segment.documents)
        if document not in part.segment.gone
    )
    rows = [np.full(part.segment.documents, -1) for part in parts]
    for row, (_, i, document) in enumerate(every[::step]):
        rows[i][document] = row
    return rows


def leading(rows: Rows, columns: int, size: int) -> Numbers:
    """The leading right singular vectors of the rows, as columns: (columns, size).

    Source: subspace iteration after Halko, Martinsson and Tropp, Finding Structure with Randomness,
    2011.
    """
    width = min(size + SPARE, len(rows.starts) - 1, columns)
    found = np.random.default_rng(0).standard_normal((columns, width), dtype=np.float32)
    for _ in range(ROUNDS):
        found = np.linalg.qr(_back(rows, _across(rows, found), columns))[0]
    across = _across(rows, found)
    _, turn = np.linalg.eigh((across.T @ across).astype(np.float64))
    best: Numbers = (found @ turn[:, ::-1][:, :size]).astype(np.float32)
    return best


def _across(rows: Rows, basis: Numbers) -> Numbers:
    """The rows times the basis."""
    found = np.zeros((len(rows.starts) - 1, basis.shape[1]), np.float32)
    for row, (start, end) in enumerate(zip(rows.starts[:-1], rows.starts[1:], strict=True)):
        found[row] = rows.weights[start:end] @ basis[rows.words[start:end]]
    return found


def _back(rows: Rows, across: Numbers, columns: int) -> Numbers:
    """The rows, turned over, times what `_across` gave."""
    found = np.zeros((columns, across.shape[1]), np.float32)
    for row, (start, end) in enumerate(zip(rows.starts[:-1], rows.starts[1:], strict=True)):
        words = rows.words[start:end]  # each once
        found[words] += rows.weights[start:end, None] * across[row]
    return found
