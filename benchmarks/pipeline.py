"""`search index` over text files of articles: articles a second, and the share of each room.

    python benchmarks/pipeline.py --corpus FILE.jsonl [--articles 2000] [--json]

FILE is a corpus as peers.py makes it. Each article becomes a file with its title, an empty line
and its body. The whole command is measured from outside, on all cores; the shares are of the
processor's time in this process, one room after the other.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from peer_engines import articles
from report import Row, show

from search.article import Document
from search.cleaning import CorpusStatistics, make_article, make_draft, make_fingerprint
from search.engines import open_writer
from search.engines.base import Ledger
from search.people import article_people
from search.readers import read, walk

ROOT = Path(__file__).parent.parent
TARGET = 600.0  # articles a second on two cores
Made = TypeVar("Made")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "texts"
        folder.mkdir()
        for article in islice(articles(asked.corpus), asked.articles):
            text = f"{article.title}\n\n{article.body}\n"
            (folder / f"{article.id}.txt").write_text(text, encoding="utf-8")
        rows = [*whole(folder, asked.articles), *rooms(folder, asked.articles)]
    show(rows, [], asked.json)


def whole(folder: Path, count: int) -> list[Row]:
    """The command itself."""
    index = folder.parent / "index"
    command = [sys.executable, "-m", "search", "index", str(folder), "--index", str(index)]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    data = f"{count} texts"
    return [
        Row("whole `search index`", data, count / wall, "articles/s", {}, TARGET),
        Row("whole `search index`, CPU", data, count / cpu, "articles/CPU s"),
    ]


def rooms(folder: Path, count: int) -> list[Row]:
    """The share of each room of the processor's time."""
    spent: dict[str, float] = {}
    documents = timed(spent, "readers", lambda: list(read_all(folder)))
    drafts = timed(spent, "clean", lambda: [make_draft(each) for each in documents])
    prints = timed(spent, "clean", lambda: {each.path: make_fingerprint(each) for each in drafts})
    corpus = timed(spent, "clean", lambda: CorpusStatistics(prints))
    made = timed(spent, "clean", lambda: [make_article(d, corpus.lines(d.path)) for d in drafts])
    named = timed(spent, "people", lambda: [replace(a, people=article_people(a)) for a in made])
    timed(spent, "engines", lambda: write(named, folder.parent / "again"))
    return [
        Row(f"  share of {room}", f"{count} texts", 100 * part / sum(spent.values()), "%")
        for room, part in spent.items()
    ]


def read_all(folder: Path) -> list[Document]:
    """The documents of the folder."""
    found = (each for seed in walk(folder) for each in read(seed))
    return [each for each in found if isinstance(each, Document)]


def write(named: list, folder: Path) -> None:  # type: ignore[type-arg]
    """An index of the articles."""
    writer = open_writer(folder)
    for article in named:
        writer.add(article)
    writer.commit(Ledger())


def timed(spent: dict[str, float], room: str, work: Callable[[], Made]) -> Made:
    """What the work makes; its seconds, children's included, are added in `spent`."""
    began = _seconds()
    made = work()
    spent[room] = spent.get(room, 0.0) + _seconds() - began
    return made


def _seconds() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    main()
