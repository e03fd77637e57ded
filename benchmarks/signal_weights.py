"""The weights of the signals of how articles use words, chosen without each collection in turn.

    python benchmarks/signal_weights.py --data FOLDER [--data FOLDER]... [--json]

The folders are those of ranking.py. Each query is asked once; then the best articles are ordered by
every combination of weights. For each collection the weights that are best on the others are
chosen. The table has what they gain on it, and what the weights of the program gain.
"""

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from ranking import DEPTH, Collection, collection, each_of, indexed, ndcg
from report import Row, show

from search.engines import open_engine
from search.engines.word_signals import DEPTH as REORDERED
from search.engines.word_signals import SIGNALS
from search.errors import BadQuery
from search.query import Query

GRID = (
    (0.1, 0.15, 0.2, 0.25, 0.3),
    (0.0, 0.1, 0.15, 0.2),
    (0.0, 0.1, 0.15, 0.2),
    (0.1, 0.2, 0.25, 0.3),
)
OWN = tuple(part for _, part in SIGNALS.values())

Weights = tuple[float, ...]


class Answer(NamedTuple):
    """The best articles for one query, as they are by words alone."""

    grades: Mapping[str, int]
    ids: Sequence[str]
    scores: NDArray[np.float64]  # by words
    signals: NDArray[np.float64]  # of each article, times what the words of the query can add

    def ndcg(self, weights: Weights) -> float:
        """Return nDCG at 10 of the order by these weights."""
        if not self.ids:
            return 0.0
        order = np.argsort(-(self.scores + self.signals @ np.array(weights)), kind="stable")
        return ndcg([self.ids[place] for place in order[:DEPTH]], self.grades)


def answers(found: Collection, folder: Path) -> Iterator[Answer]:
    """Ask each query, and take the scores apart."""
    indexed(found.texts, folder)
    engine = open_engine(folder)
    for number, grades in found.grades.items():
        try:
            hits = engine.search(Query(found.queries[number], limit=REORDERED, facets=())).hits
        except BadQuery:
            hits = ()
        parts = [{part.clause: part.score for part in hit.why} for hit in hits]
        added = np.array([[each.get(name, 0.0) for name in SIGNALS] for each in parts])
        added = added.reshape(-1, len(SIGNALS))
        scores = np.array([hit.score for hit in hits]) - added.sum(axis=1)
        order = np.argsort(-scores, kind="stable")
        ids = [hits[place].article.id for place in order]
        yield Answer(grades, ids, scores[order], (added / np.array(OWN))[order])


def mean(own: Sequence[Answer], weights: Weights) -> float:
    """Return the mean of nDCG at 10 over all queries of a collection."""
    return sum(each.ndcg(weights) for each in own) / len(own)


def main() -> None:
    """Print a row for each collection."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, action="append", required=True, metavar="FOLDER")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args()
    by_name: dict[str, list[Answer]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for folder in each_of(parser, asked.data):
            found = collection(folder)
            by_name[found.name] = list(answers(found, Path(scratch) / found.name))
    none = tuple(0.0 for _ in OWN)
    gains = {
        weights: {name: mean(own, weights) - mean(own, none) for name, own in by_name.items()}
        for weights in {OWN, *product(*GRID)}
    }
    show([row for name in by_name for row in rows(name, gains)], ("numpy",), asked.json)


def rows(name: str, gains: Mapping[Weights, Mapping[str, float]]) -> Iterator[Row]:
    """Yield what the weights chosen without the collection gain on it, and our own."""

    def elsewhere(weights: Weights) -> float:
        return sum(gain for other, gain in gains[weights].items() if other != name)

    chosen = max(sorted(gains), key=elsewhere)
    parts = dict(zip((clause.strip("()") for clause in SIGNALS), chosen, strict=True))
    yield Row("gain by weights of the others", name, gains[chosen][name], "nDCG@10", parts, 0.0)
    yield Row("gain by our weights", name, gains[OWN][name], "nDCG@10", {}, 0.0)


if __name__ == "__main__":
    main()
