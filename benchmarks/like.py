"""How many of the articles that are said to be like one answer a question that it answers.

    python benchmarks/like.py --data FOLDER [--data FOLDER]... [--json]

Folders are those of ranking.py. Each article that answers a question together with two others or
more is asked for its likes; right are those that answer one of its questions. Beside ours: bm25s
asked for all words of the article, and what chance would give.
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import fmean

from ranking import Collection, chance, collection, each_of, indexed
from ranking_peers import Text, bm25s
from report import Row, show

from search import Query, open_index

FIRST = 5  # likes that are looked at
LEAST = 2  # others that answer the same question

Likes = Callable[[Text], list[str]]  # the ids like an article, best first


def partners(found: Collection) -> dict[str, set[str]]:
    """By article the others that answer one of its questions, where they are enough."""
    held: dict[str, set[str]] = defaultdict(set)
    for grades in found.grades.values():
        for id in grades:
            held[id] |= grades.keys() - {id}
    known = {text.id for text in found.texts}
    return {id: others for id, others in held.items() if id in known and len(others) >= LEAST}


def ours(texts: Sequence[Text], folder: Path) -> Likes:
    """This program."""
    indexed(texts, folder)
    index = open_index(folder)
    asked = Query(limit=FIRST, facets=())
    return lambda text: [hit.id for hit in index.like(text.id, asked).hits]


def peers(texts: Sequence[Text]) -> dict[str, Likes]:
    """What is installed of them."""
    try:
        ask = bm25s(texts)
    except ImportError:
        return {}
    return {"bm25s": lambda text: [id for id in ask(f"{text.title} {text.body}") if id != text.id]}


def precision(
    likes: Likes, texts: Mapping[str, Text], right: Mapping[str, set[str]]
) -> list[float]:
    """Of each article, how much of its first likes is right."""
    return [
        sum(other in others for other in likes(texts[id])[:FIRST]) / FIRST
        for id, others in right.items()
    ]


def figures(found: Collection, scratch: Path) -> list[Row]:
    """The row of one collection, and one for each peer with the chance of the difference."""
    right, texts = partners(found), {text.id: text for text in found.texts}
    engines = {"ours": ours(found.texts, scratch / found.name), **peers(found.texts)}
    scores = {name: precision(likes, texts, right) for name, likes in engines.items()}
    means = {name: round(fmean(each), 4) for name, each in scores.items()}
    by_chance = fmean(len(others) / (len(texts) - 1) for others in right.values())
    data = f"{found.name}, {len(right)} articles"
    beside = {name: mean for name, mean in means.items() if name != "ours"}
    rows = [
        Row("precision at 5", data, means["ours"], "", beside | {"chance": round(by_chance, 4)})
    ]
    for name, each in scores.items():
        if name != "ours":
            p = round(chance(scores["ours"], each), 4)
            rows.append(Row(f"gain over {name}", data, means["ours"] - means[name], "", {"p": p}))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, action="append", required=True, metavar="FOLDER")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        rows = [
            row
            for each in each_of(parser, asked.data)
            for row in figures(collection(each), Path(scratch))
        ]
    show(rows, ("bm25s",), asked.json)


if __name__ == "__main__":
    main()
