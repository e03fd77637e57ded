"""How well the right article comes first: ours beside bm25s, SQLite FTS5, tantivy and Whoosh.

    python benchmarks/ranking.py --data FOLDER [--data FOLDER]... [--json] [--worst N]

A folder holds `corpus.jsonl` with rows {id, title, text}, `queries.jsonl` with rows {id, text} and
`qrels.tsv` with lines `query<TAB>article<TAB>grade`; or it holds such folders. A query is asked as
it stands, of this program with its default settings and of the others for any of its words; one
that cannot be read finds nothing, and is named.

Scores: nDCG at 10 with linear gain, over all queries that have a relevant article; p is that of a
paired test with random signs (two-sided, 20,000 draws of a fixed seed).
"""

import argparse
import json
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import log2
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from ranking_peers import PEERS, Text
from report import Row, show

from search.article import Article
from search.engines import open_engine, open_writer
from search.engines.base import Ledger
from search.engines.whoosh.searching import ordering
from search.errors import BadQuery
from search.query import Query

DEPTH = 10
CHANCE = 0.05  # below it a difference is significant
DRAWS = 20_000
PACKAGES = ("bm25s", "tantivy", "whoosh3", "PyStemmer")
TARGETS = {"time-odd": 0.68, "cran-odd": 0.43, "rtqa-dev": 0.765}
UNANSWERED: list[str] = []

Ranked = Callable[[str], list[str]]  # a query's best ids


class Collection(NamedTuple):
    """Articles, queries, and which articles answer each."""

    name: str
    texts: list[Text]
    queries: Mapping[str, str]
    grades: Mapping[str, Mapping[str, int]]


def collection(folder: Path) -> Collection:
    """What a folder holds.

    Raises: OSError, ValueError.
    """
    texts = [Text(row["id"], row.get("title", ""), row["text"]) for row in rows(folder, "corpus")]
    queries = {row["id"]: row["text"] for row in rows(folder, "queries")}
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, article, grade = line.split()
        if int(grade) > 0:
            grades[query][article] = int(grade)
    return Collection(folder.name, texts, queries, grades)


def each_of(parser: argparse.ArgumentParser, folders: Sequence[Path]) -> Iterator[Path]:
    """The folders that hold a collection each."""
    for folder in folders:
        found = sorted(place.parent for place in folder.glob("**/corpus.jsonl"))
        if not found:
            parser.error(f"no corpus.jsonl in '{folder}'")
        yield from found


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a file of lines."""
    lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def indexed(texts: Sequence[Text], folder: Path) -> None:
    """An index of the articles in the folder."""
    writer = open_writer(folder)
    for text in texts:
        writer.add(Article(id=text.id, title=text.title, body=text.body, path=text.id))
    writer.commit(Ledger())


def ours(texts: Sequence[Text], folder: Path) -> Ranked:
    """This program with its default settings."""
    indexed(texts, folder)
    engine = open_engine(folder)

    def ask(text: str) -> list[str]:
        try:
            found = engine.search(Query(text, limit=DEPTH, facets=()))
        except BadQuery as error:
            print(f"not answered: {error}", file=sys.stderr)
            UNANSWERED.append(text)
            return []
        return [hit.article.id for hit in found.hits]

    return ask


def words_alone(asked: Ranked) -> Ranked:
    """The same program without the signals of how articles use the words."""

    def ask(text: str) -> list[str]:
        with patch.object(ordering, "DEPTH", 0):
            return asked(text)

    return ask


def ndcg(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """Gain over what the best order would give."""
    best = sorted(grades.values(), reverse=True)[:DEPTH]
    gained = [grades.get(id, 0) for id in ranked[:DEPTH]]
    gain, most = (sum(g / log2(i + 2) for i, g in enumerate(each)) for each in (gained, best))
    return gain / most


def chance(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """How likely so large a difference is if neither is better."""
    differences = [a - b for a, b in zip(ours, theirs, strict=True) if a != b]
    seen, rng = abs(sum(differences)), random.Random(1)
    flips = (sum(d if rng.random() < 0.5 else -d for d in differences) for _ in range(DRAWS))
    return sum(abs(each) >= seen - 1e-12 for each in flips) / DRAWS


def measured(found: Collection, scratch: Path) -> dict[str, dict[str, float]]:
    """NDCG of each query by each engine that is installed."""
    own = ours(found.texts, scratch / found.name)
    engines = {"ours": own, "words alone": words_alone(own)}
    for name, make in PEERS.items():
        try:
            engines[name] = make(found.texts)
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
    return {
        name: {id: ndcg(ask(found.queries[id]), grades) for id, grades in found.grades.items()}
        for name, ask in engines.items()
    }


def figures(found: Collection, scores: Mapping[str, Mapping[str, float]]) -> list[Row]:
    """The rows of one collection."""
    means = {name: sum(each.values()) / len(each) for name, each in scores.items()}
    peers = {name: round(mean, 4) for name, mean in means.items() if name != "ours"}
    own = list(scores["ours"].values())
    data = f"{found.name}, {len(own)} queries"
    result = [Row("nDCG@10", data, means["ours"], "", peers, TARGETS.get(found.name))]
    for name, each in scores.items():
        if name != "ours":
            gain = means["ours"] - means[name]
            p = chance(own, list(each.values()))
            least = None if p >= CHANCE else 0.0  # a significant loss is a miss
            result.append(
                Row(f"gain over {name}", data, gain, "nDCG@10", {"p": round(p, 4)}, least)
            )
    return result


def worst(found: Collection, scores: Mapping[str, float], most: int) -> None:
    """Print the queries that were answered worst."""
    for id in sorted(scores, key=lambda id: scores[id])[:most]:
        print(f"{scores[id]:.3f}  {found.name} {id}  {found.queries[id]}", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, action="append", required=True, metavar="FOLDER")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="print so many queries")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args()
    result: list[Row] = []
    with tempfile.TemporaryDirectory() as scratch:
        for folder in each_of(parser, asked.data):
            found = collection(folder)
            scores = measured(found, Path(scratch))
            result += figures(found, scores)
            worst(found, scores["ours"], asked.worst)
    unanswered = Row("not answered", "all queries", len(UNANSWERED), "queries", {}, 0, at_most=True)
    show([*result, unanswered], PACKAGES, asked.json)


if __name__ == "__main__":
    main()
