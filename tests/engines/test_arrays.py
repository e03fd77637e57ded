"""Tests of the kernel on arrays: sets of documents, counts, the cache, the best scores."""

import random
from collections import Counter
from functools import partial
from typing import NamedTuple

import numpy as np
import pytest

from search.engines.whoosh.searching.arrays.array_columns import ArrayTally
from search.engines.whoosh.searching.arrays.array_counts import ArrayCounts, total
from search.engines.whoosh.searching.arrays.array_segment import floor, rounded
from search.engines.whoosh.searching.arrays.document_sets import (
    ArrayDocuments,
    run_lengths,
    stretches,
)
from search.engines.whoosh.searching.arrays.memory_cache import MemoryCache

SIZE = 400


def random_set(rng: random.Random) -> tuple[set[int], ArrayDocuments]:
    """Return a random set of any density, in one of the two forms."""
    chosen = set(rng.sample(range(SIZE), rng.choice((0, 1, 5, 60, 300, SIZE))))
    numbers = np.array(sorted(chosen), np.int64)
    if rng.random() < 0.5:
        return chosen, ArrayDocuments(SIZE, numbers)
    marks = np.zeros(SIZE, bool)
    marks[numbers] = True
    return chosen, ArrayDocuments(SIZE, marks=marks)


@pytest.mark.parametrize("seed", range(40))
def test_sets_of_documents_are_sets(seed: int) -> None:
    rng = random.Random(seed)
    (one, first), (other, second) = random_set(rng), random_set(rng)
    assert len(first) == len(one)
    assert (first & second).numbers.tolist() == sorted(one & other)
    assert (first | second).numbers.tolist() == sorted(one | other)
    assert (first - second).numbers.tolist() == sorted(one - other)


@pytest.mark.parametrize("seed", range(40))
def test_counts_are_summed_and_looked_up_whatever_their_density(seed: int) -> None:
    rng = random.Random(seed)
    expected: Counter[int] = Counter()
    counts = []
    for _ in range(rng.choice((1, 2, 2, 3))):
        chosen, documents = random_set(rng)
        weight = rng.choice((0, 1, 2))
        numbers = np.array([rng.choice((1, 3, 200)) for _ in chosen], np.uint8)
        counts.append(ArrayCounts(documents, numbers, 256).times(weight))
        weighted = (numbers.astype(int) * weight).tolist()
        expected.update(dict(zip(sorted(chosen), weighted, strict=True)))
    nothing = ArrayCounts(ArrayDocuments(SIZE, np.zeros(0, np.int64)), np.zeros(0))
    found = total(counts, nothing)
    assert found.documents.numbers.tolist() == sorted(expected)
    assert found.matching == sum(count > 0 for count in expected.values())
    some, documents = random_set(rng)
    assert found.counts_of(documents).tolist() == [expected[each] for each in sorted(some)]
    assert found.without_derived().documents.numbers.tolist() == sorted(expected)


class Made(NamedTuple):
    bytes: int


def test_the_value_used_least_recently_is_dropped_first() -> None:
    cache, made = MemoryCache(10), []

    def make(key: str) -> Made:
        made.append(key)
        return Made(4)

    for key in "abacbab":  # there is room for two
        cache.get(key, partial(make, key))
    assert made == ["a", "b", "c", "b", "a"]


@pytest.mark.parametrize("seed", range(5))
def test_enough_scores_reach_the_floor_and_few_more(seed: int) -> None:
    scores = np.random.default_rng(seed).random(5000)
    reached = np.count_nonzero(scores >= floor(scores, 10))
    assert 10 <= reached <= 20


def test_scores_are_rounded_as_python_rounds() -> None:
    scores = [0.0, 1.2345665, 2.0000005, 0.3333333333, 7.1234565, 1e-7]
    assert rounded(np.array(scores)).tolist() == [round(score, 6) for score in scores]


def test_the_largest_counts_come_first_and_those_without_a_name_last() -> None:
    counts = np.zeros(200, np.int64)
    counts[[0, 3, 50, 7, 199]] = [9, 5, 8, 5, 1]
    assert ArrayTally(counts).largest(3) == [(50, 8), (3, 5), (7, 5)]
    assert ArrayTally(counts).largest(5) == [(50, 8), (3, 5), (7, 5), (199, 1), (0, 9)]


def test_stretches_and_run_lengths() -> None:
    assert stretches(np.array([5, 9, 2]), np.array([2, 0, 3])).tolist() == [5, 6, 2, 3, 4]
    assert [each.tolist() for each in run_lengths(np.array([2, 2, 5, 7, 7, 7]))] == [
        [2, 5, 7],
        [2, 1, 3],
    ]
    assert [each.tolist() for each in run_lengths(np.zeros(0, np.int64))] == [[], []]
