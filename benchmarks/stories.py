"""How well copies of one story are told from other articles, and what grouping them costs.

    python benchmarks/stories.py [--half even|odd] [--articles N] [--worst N] [--json]

Pairs are made by seeded rules (story_pairs.py): copies of the Wikinews articles of tests/data, as
wires and sites change a text, beside different articles and beside what takes some of an article
over. Thresholds were chosen on pairs of the even articles and of half of the templates; the odd
ones were kept aside. "pairs" asks of two texts at a time, "stories" whether a pair is found when
each article is grouped among all others. The peer, datasketch's MinHash with its LSH, is given the
same runs of words, and of its thresholds the best on the even half.
"""

import argparse
import random
import resource
import sys
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from operator import attrgetter

from report import Row, show
from story_pairs import Pair, Text, pairs

from search.stories.grouping import Told, grouped
from search.stories.likeness import is_copy, likeness
from search.stories.sketch import RUNS, Sketch, sketch
from search.stories.sketch import marks as marks_of

HALVES = ("even", "odd")
PRECISION, RECALL = 0.98, 0.95
PERMUTATIONS = 128  # of the peer, its default: 1 kB an article
THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
COPIED = 5  # of the articles grouped for time, one in so many is a copy of another
STOCK = 0.3  # share of the runs of an article that others have; of Wikinews .26
PHRASES = 200_000  # stock phrases, met as words are: a few in very many articles

Verdicts = Sequence[bool]


def ours(asked: Sequence[Pair]) -> Verdicts:
    """The verdict on each pair, by its sketches."""
    known = {text.body: sketch(text.body) for text in _texts(asked)}

    def verdict(pair: Pair) -> bool:
        one, other = known[pair.one.body], known[pair.other.body]
        return is_copy(one, other, likeness(one, other))

    return [verdict(pair) for pair in asked]


def in_stories(asked: Sequence[Pair]) -> Verdicts:
    """Whether both texts of a pair are in one story, all texts that are no others' copies being there.

    Each copy is grouped among all the articles it was not made of, and the one it was made of.
    """
    whole = {text.body: Told(sketch(text.body)) for text in _texts(asked, copies=False)}
    found = {id(pair): _together(pair, grouped(whole)) for pair in asked if not pair.copy}
    for pair in asked:
        if pair.copy:
            two = {each.body: Told(sketch(each.body)) for each in (pair.one, pair.other)}
            found[id(pair)] = _together(pair, grouped(two))
    return [found[id(pair)] for pair in asked]
