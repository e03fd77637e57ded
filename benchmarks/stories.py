"""Precision and recall of the copies of stories, and the cost of grouping them.

    python benchmarks/stories.py [--half even|odd] [--articles N] [--worst N] [--json]

Pairs are made by seeded rules (story_pairs.py): copies of the Wikinews articles of tests/data, as
wires and sites change a text, beside different articles, daily reports of one form
(story_templates.py), and what takes some of an article over. Thresholds were chosen on the pairs of
the even articles and of half of the forms; the odd ones were looked at among ten near the best.

"pairs" asks of two texts at a time. "stories" groups all copies, reports and articles of a half at
once: of the texts made of one article, how many pairs are in one story, and of the pairs in one
story, how many are made of one article. The peer, datasketch's MinHash with its LSH, is given the
same runs of words on the same pairs, at the threshold that is best on the even half.
"""

import argparse
import random
import resource
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from math import comb
from pkgutil import resolve_name

from report import Row, show
from story_pairs import Pair, Text, pairs

from search.stories.grouping import DatedSketch, copy_share, group_stories
from search.stories.sketches import MOST_FACTS, MOST_HASH, MOST_RUNS, StorySketch, story_sketch
from search.stories.story_index import Stories, encode_stories

HALVES = ("even", "odd")
PRECISION, RECALL = 0.98, 0.95
PERMUTATIONS = 128  # of the peer, its default: 1 kB an article
THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6)
COPIES = 0.2  # share of the articles grouped for time that are copies of others
STOCK = 0.15  # share of their runs that are met elsewhere; of the 294 Wikinews articles .13
PHRASES = 200_000  # of these, the first in very many articles
SECONDS = 15.0  # CPU, for 100,000 articles
MEMORY = 300  # MB

Verdicts = Sequence[bool]


def ours(asked: Sequence[Pair]) -> Verdicts:
    """The verdict on each pair, by sketches."""
    known = {text.body: story_sketch(text.body) for text in texts(asked)}
    return [copy_share(known[pair.one.body], known[pair.other.body]) > 0 for pair in asked]


def texts(asked: Iterable[Pair]) -> Iterator[Text]:
    """Every text of the pairs, some of them several times."""
    for pair in asked:
        yield pair.one
        yield pair.other


def theirs(asked: Sequence[Pair], threshold: float) -> Verdicts:
    """The verdict of the peer: whether its index finds one text by the other."""
    made = resolve_name("datasketch:MinHash")
    index = resolve_name("datasketch:MinHashLSH")(threshold=threshold, num_perm=PERMUTATIONS)
    known = {}
    for body in {text.body for text in texts(asked)}:
        words = body.casefold().split()
        known[body] = made(num_perm=PERMUTATIONS)
        runs = zip(words, words[1:], words[2:], strict=False)
        known[body].update_batch([" ".join(run).encode() for run in runs])
        index.insert(body, known[body])
    found = {body: set(index.query(mark)) for body, mark in known.items()}
    return [pair.other.body in found[pair.one.body] for pair in asked]


def best_of_peer(asked: Sequence[Pair]) -> float:
    """The threshold with the highest F1."""

    def f1(threshold: float) -> float:
        precision, recall = scores(asked, theirs(asked, threshold))
        return 2 * precision * recall / max(precision + recall, 1e-9)

    return max(THRESHOLDS, key=f1)


def scores(asked: Sequence[Pair], found: Verdicts) -> tuple[float, float]:
    """Precision and recall."""
    right = sum(pair.copy and verdict for pair, verdict in zip(asked, found, strict=True))
    return right / max(sum(found), 1), right / sum(pair.copy for pair in asked)


def in_stories(asked: Sequence[Pair]) -> tuple[float, float]:
    """Precision and recall of pairs, all texts but those that take some over grouped at once."""
    kinds = {pair.kind for pair in asked if pair.copy} | {"reports", "daily reports"}
    every = {text.body: text for pair in asked if pair.kind in kinds for text in texts([pair])}
    sketches = {f"{n:05}": DatedSketch(story_sketch(body)) for n, body in enumerate(every)}
    origin = dict(zip(sketches, (text.origin for text in every.values()), strict=True))
    right = held = 0
    for story in group_stories(sketches):
        of_one = Counter(origin[copy.id] for copy in story)
        right += sum(comb(n, 2) for name, n in of_one.items() if name.startswith("wikinews"))
        held += comb(len(story), 2)
    wanted = Counter(name for name in origin.values() if name.startswith("wikinews"))
    return right / held, right / sum(comb(n, 2) for n in wanted.values())


def worst(asked: Sequence[Pair], found: Verdicts, most: int) -> Iterator[str]:
    """The kinds of pairs with their mistakes, then some of them by title."""
    every = Counter(pair.kind for pair in asked)
    wrong = [pair for pair, verdict in zip(asked, found, strict=True) if pair.copy != verdict]
    missed = Counter(pair.kind for pair in wrong)
    for kind, count in every.items():
        yield f"{kind}: {missed[kind]} of {count} wrong"
    for pair in wrong[:most]:
        yield f"  {pair.kind}: {pair.one.title!r} and {pair.other.title!r}"


def quality(half: str, asked: Sequence[Pair], threshold: float | None) -> Iterator[Row]:
    """Precision and recall, beside the peer where it is installed."""
    found = scores(asked, ours(asked))
    grouped_so = in_stories(asked)
    peer = scores(asked, theirs(asked, threshold)) if threshold else None
    for place, (figure, target) in enumerate((("precision", PRECISION), ("recall", RECALL))):
        beside = {f"datasketch at {threshold}": peer[place]} if peer else {}
        data = f"{half} articles, pairs"
        yield Row(figure, data, round(found[place], 4), "share", beside, target)
        data = f"{half} articles, stories"
        yield Row(figure, data, round(grouped_so[place], 4), "share", {}, target)


def drawn(articles: int) -> dict[str, DatedSketch]:
    """Sketches of so many articles of a large archive, the same at every run."""
    chance = random.Random(articles)
    made: list[StorySketch] = []
    for _ in range(articles):
        fresh = chance.random() >= COPIES or not made
        made.append(_fresh(chance) if fresh else _copy(chance.choice(made), chance))
    return {f"{number:07}": DatedSketch(each) for number, each in enumerate(made)}


def _fresh(chance: random.Random) -> StorySketch:
    size = round(min(5000.0, max(60.0, chance.lognormvariate(6.1, 0.6))))
    facts = [array("H", sorted(chance.sample(range(1 << 15), MOST_FACTS))) for _ in range(2)]
    return StorySketch(size, _runs([], MOST_HASH * MOST_RUNS // size, chance), *facts)


def _copy(of: StorySketch, chance: random.Random) -> StorySketch:
    kept = [run for run in of.runs if chance.random() < 0.85]
    return StorySketch(of.size - chance.randrange(20), _runs(kept, of.runs[-1], chance), *of[2:])


def _runs(kept: Sequence[int], below: int, chance: random.Random) -> Sequence[int]:
    found = set(kept)
    while len(found) < MOST_RUNS:
        stock = chance.random() < STOCK
        number = round(PHRASES * chance.random() ** 3) if stock else chance.randrange(1 << 32)
        found.add(number * 0x9E3779B1 % below)
    return array("I", sorted(found))


def cost(articles: int) -> Iterator[Row]:
    """What a sketch, the grouping of many and reading them back take."""
    bodies = [text.body for text in {pair.one for pair in pairs(0) if pair.kind == "none"}]
    words = sum(len(body.split()) for body in bodies) / len(bodies)
    fastest = min(timed(lambda: [story_sketch(body) for body in bodies]) for _ in range(5))
    each = fastest / len(bodies)
    yield Row("sketch", f"{words:.0f} words", round(each * 1e6), "us CPU")
    sketches = drawn(articles)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    found = group_stories(sketches)
    seconds = time.process_time() - began
    held = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    data = f"{articles} articles"
    yield Row("grouping", data, round(seconds, 1), "s CPU", target=SECONDS, at_most=True)
    yield Row("memory of grouping", data, round(held), "MB", target=MEMORY, at_most=True)
    yield Row("articles in stories", data, sum(map(len, found)), "articles")
    kept = encode_stories(found)
    yield Row("file of stories", data, round(len(kept) / 1e6, 2), "MB")
    ids = [id.encode() for id in sketches]
    stories = Stories(kept)
    opening = min(timed(lambda: Stories(kept)) for _ in range(5))
    yield Row("opening it", data, round(opening * 1e3, 3), "ms CPU")
    asked = ids[:: len(ids) // 1000]
    looked = timed(lambda: [stories.story(id.decode()) for id in asked]) / len(asked)
    yield Row("the story of an article", data, round(looked * 1e6, 1), "us CPU")
    column = min(timed(lambda: Stories(kept).column(ids)) for _ in range(3))
    yield Row("the story of every article", data, round(column * 1e3), "ms CPU")


def timed(work: Callable[[], object]) -> float:
    """The CPU seconds that it takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--half", choices=HALVES, help="only this half of the pairs")
    parser.add_argument("--articles", type=int, default=100_000, help="grouped for time; 0: none")
    parser.add_argument("--worst", type=int, metavar="N", help="show N mistakes instead")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    halves = [asked.half] if asked.half else HALVES
    made = {half: pairs(HALVES.index(half)) for half in halves}
    if asked.worst is not None:
        for half, each in made.items():
            print(half, *worst(each, ours(each), asked.worst), sep="\n")
        return
    peer = find_spec("datasketch") is not None
    threshold = best_of_peer(made.get("even") or pairs(0)) if peer else None
    rows = [row for half, each in made.items() for row in quality(half, each, threshold)]
    if asked.articles:
        rows += cost(asked.articles)
    show(rows, ("datasketch",), asked.json)


if __name__ == "__main__":
    main()
