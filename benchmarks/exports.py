"""Exports of databases and wires: what is read of files whose articles are known, and of damage.

python benchmarks/exports.py ../shared/bench/exports    the table of its scorer
python benchmarks/exports.py --damaged 2000             what 2,000 damaged exports lose
"""

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support.export_mutations import WORD, mutations  # noqa: E402
from support.export_samples import nexis_docx, nexis_html, stories  # noqa: E402

from search.article import Article, Document, Seed, Skip  # noqa: E402
from search.cleaning import clean  # noqa: E402
from search.readers import read  # noqa: E402

LABELS = re.compile(
    r"End of Document|Load-Date:|LOAD-DATE:|^\W*Document [A-Z]{4,8}0{2}\d+|Client/Matter|"
    r"PUBLICATION-TYPE:|\bLength: \d+ words|\d+ of \d+ DOCUMENTS",
    re.M,
)


class Score(NamedTuple):
    """What was read of one file."""

    articles: int
    stated: int
    titles: int  # of those that are known
    known: int
    undated: int
    unsourced: int
    labelled: int  # articles with a label of the provider in the text
    seconds: float  # of processor time, reading and cleaning


def plain(text: str) -> str:
    return "".join(filter(str.isalnum, re.sub(r"<[^>]+>", "", unescape(text)).casefold()))


def articles(path: Path) -> list[Article]:
    found = read(Seed(path.name, str(path)))
    return [clean(each) for each in found if isinstance(each, Document)]


def score(path: Path, expected: dict[str, Any]) -> Score:
    start = time.process_time()
    found = articles(path)
    seconds = time.process_time() - start
    ours = [plain(each.heading) for each in found]
    wanted = [plain(title)[:40] for title in expected["titles"]]
    return Score(
        len(found),
        expected["articles"],
        sum(any(one and one.startswith(title) for one in ours) for title in wanted),
        len(wanted),
        sum(each.date is None for each in found),
        sum(not each.source for each in found),
        sum(LABELS.search(each.body) is not None for each in found),
        seconds,
    )


def lost_words(count: int) -> Iterator[tuple[str, set[str]]]:
    """Yield the kind of each damage that loses words, and the words."""
    with tempfile.TemporaryDirectory() as folder:
        for damaged in mutations(count, random.randrange(10**9)):
            path = Path(folder, damaged.name)
            path.write_bytes(damaged.content)
            found = list(read(Seed(damaged.name, str(path))))
            path.unlink()
            if found and all(isinstance(each, Skip) and each.path == path.name for each in found):
                continue
            texts = [each.content if isinstance(each, Document) else each.text for each in found]
            lost = damaged.words - set(WORD.findall("\n".join(texts)))
            if lost or not found:
                yield damaged.kind, lost


def print_scores(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    scores = {name: score(folder / "files" / name, each) for name, each in expected.items()}
    print(f"{'file':26}articles     titles   undated unsourced labelled seconds")
    for name, each in scores.items():
        counts = f"{each.articles:4} of {each.stated:4}  {each.titles:4} of {each.known:4}"
        rest = f"{each.undated:6} {each.unsourced:9} {each.labelled:8} {each.seconds:7.2f}"
        print(f"{name:26}{counts} {rest}")
    exact = sum(each.articles == each.stated for each in scores.values())
    print(f"{exact} of {len(scores)} files have the exact count")


def print_speed() -> None:
    told = stories(100)
    long = [each._replace(body=each.body * 60) for each in stories(500)]
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("100.docx", nexis_docx(told)), ("500.html", nexis_html(long))):
            path = Path(folder, name)
            path.write_bytes(content)
            start = time.process_time()
            count = sum(isinstance(each, Document) for each in read(Seed(name, str(path))))
            seconds = time.process_time() - start
            print(f"{name}: {len(content) / 1e6:.1f} MB, {count} articles, {seconds:.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="with expected.json and files/")
    parser.add_argument("--damaged", type=int, default=0, metavar="N")
    parser.add_argument("--speed", action="store_true", help="of 100 and of 500 made-up articles")
    options = parser.parse_args()
    if options.folder:
        print_scores(options.folder)
    if options.speed:
        print_speed()
    if options.damaged:
        faults = list(lost_words(options.damaged))
        for kind, lost in faults:
            print(f"{kind}: {sorted(lost)[:5]}")
        print(f"{len(faults)} of {options.damaged} damaged exports lose text")


if __name__ == "__main__":
    main()
