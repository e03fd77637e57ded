"""Boosted trees, as written by training: read once and compiled to one function."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from search.cleaning.model.shape_features import WordWeights

Tree = Any  # a leaf is a number; a branch is [feature, limit, tree up to it, tree above it]
Score = Callable[[Sequence[float]], float]
DECIDED = 4.0  # log-odds past which the rest of the trees are skipped: one error in 55
CHECK_INTERVAL = 40  # trees between two checks of that
FOLDER = Path(__file__).with_name("data")


class Model(NamedTuple):
    """The result of training."""

    words: WordWeights
    classes: Mapping[str, float]  # log-odds of words in class names; empty for plain text
    score: Score  # the log-odds that a line is the article's


@cache
def load_model(name: str) -> Model:
    """Return the model of that name."""
    return make_model(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def make_model(contents: Mapping[str, Any]) -> Model:
    """Return the model, given the contents of its file."""
    words = WordWeights(contents["words"], frozenset(contents["stops"]))
    score = compile_trees(contents["trees"], len(contents["features"]))
    return Model(words, contents["classes"], score)


def compile_trees(trees: Sequence[Tree], features: int) -> Score:
    """Return the sum of the trees as one function; nested ifs are ten times as fast as a walk."""
    space: dict[str, Score] = {}
    exec(compile("\n".join(_source(trees, features)), "<line model>", "exec"), space)
    return space["score"]


def _source(trees: Sequence[Tree], features: int) -> Iterator[str]:
    yield "def score(features):"
    names = "".join(f"f{number}," for number in range(features))
    yield f"    {names} = map(float, features)"  # two types are slow to compare
    yield "    total = 0.0"
    for number, tree in enumerate(trees, 1):
        yield from _branch(tree, "    ")
        if number % CHECK_INTERVAL == 0 and number < len(trees):
            yield f"    if total > {DECIDED} or total < -{DECIDED}: return total"
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
