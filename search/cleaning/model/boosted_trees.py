"""Boosted trees, as training writes them: read once and compiled to one function."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from search.cleaning.model.shape_features import Words

Tree = Any  # a leaf is a number; a branch is [feature, limit, tree up to it, tree above it]
Score = Callable[[Sequence[float]], float]
SURE = 4.0  # log-odds past which the rest of the trees are not asked: one error in 55
CHECK = 40  # trees between two looks at that
FOLDER = Path(__file__).with_name("data")


class Model(NamedTuple):
    """What training learned."""

    words: Words
    classes: Mapping[str, float]  # log-odds of words in class names; empty for plain text
    score: Score  # the log-odds that a line is the article's


@cache
def load(name: str) -> Model:
    """The model of that name."""
    return model(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def model(learned: Mapping[str, Any]) -> Model:
    """The model, from what its file holds."""
    words = Words(learned["words"], frozenset(learned["stops"]))
    return Model(words, learned["classes"], compiled(learned["trees"], len(learned["features"])))


def compiled(trees: Sequence[Tree], features: int) -> Score:
    """The sum of the trees as one function; nested ifs are ten times as fast as a walk."""
    space: dict[str, Score] = {}
    exec(compile("\n".join(_source(trees, features)), "<line model>", "exec"), space)
    return space["score"]


def _source(trees: Sequence[Tree], features: int) -> Iterator[str]:
    yield "def score(features):"
    named = "".join(f"f{number}," for number in range(features))
    yield f"    {named} = map(float, features)"  # unlike numbers take twice as long to compare
    yield "    total = 0.0"
    for number, tree in enumerate(trees, 1):
        yield from _branch(tree, "    ")
        if number % CHECK == 0 and number < len(trees):
            yield f"    if total > {SURE} or total < -{SURE}: return total"
    yield "    return total"


def _branch(tree: Tree, indent: str) -> Iterator[str]:
    if isinstance(tree, int | float):
        yield f"{indent}total += {tree!r}"
        return
    feature, limit, low, high = tree
    yield f"{indent}if f{feature} <= {limit!r}:"
    yield from _branch(low, indent + " ")
    yield f"{indent}else:"
    yield from _branch(high, indent + " ")
