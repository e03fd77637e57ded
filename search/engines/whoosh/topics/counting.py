"""How much each word weighs in each article, read from the postings of a segment."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engines.whoosh.kernel import Part
from search.engines.whoosh.segment import Term
from search.query import TEXT_ZONES
from search.schema import ZONES

K1, B = 1.2, 0.75  # the usual ones of BM25, whose saturation and norm of length this is

Numbers = NDArray[Any]
Weights = tuple[Numbers, Numbers]  # documents, and how much the word weighs in each


def counted(part: Part, stems: Sequence[str], mean: float) -> Iterator[Weights]:
    """For each stem its weights in the documents of the segment, before its rarity.

    `mean` is the mean length of an article, title and body pooled.
    """
    norms = _norms(part, mean)
    known = _numbers(part, stems)
    for stem in stems:
        number = known.get(stem)
        terms = [] if number is None else [Term(number)]
        held = part.pooled([part.counts(zone, terms, ZONES[zone].weight) for zone in TEXT_ZONES])
        documents, counts = held.documents.numbers, held.at(held.documents)
        yield documents, (counts / (counts + norms.take(documents))).astype(np.float32)


def _norms(part: Part, mean: float) -> Numbers:
    lengths = np.zeros(part.segment.documents)
    for zone in TEXT_ZONES:
        held = part.segment.file.numbers(f"{zone}.length")
        lengths += ZONES[zone].weight * np.frombuffer(held, held.format)
    return K1 * (1 - B + B * lengths / (mean or 1.0))


def _numbers(part: Part, stems: Sequence[str]) -> dict[str, int]:
    """The numbers of those of the stems that the segment has."""
    wanted = set(stems)
    return {stem: number for number, stem in enumerate(part.segment.stems) if stem in wanted}
