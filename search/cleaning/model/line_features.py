"""The numbers that describe each line of a document: its shape, its place and its neighbours."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, repeat
from typing import NamedTuple

from search.cleaning.model import shape_features
from search.cleaning.model.shape_features import LABEL, STOP, WORD, Shape

MEAN = 11  # words that make a line count for the heaviest run of lines
SENTENCE, OTHER, TINY = 6, 6, 8  # the same for the run of sentences: gain, loss, and where it grows
FAR = 20  # lines past which a distance says nothing more
AROUND = 8  # lines above the body that belong to its head
_NOWHERE = (-9.0,) * 5

BY_PLACE = (
    "lines words above below part goodabove goodbelow goodpart goodleft inrun runstart runend "
    "incore corestart coreend corewords coreshare coredensity sincegood untilgood"
).split()
BY_DENSITY = "goodwords2 good2 words2 goodwords5 good5 words5".split()
BY_PATH = "pathweight pathrun pathshort run pathheadlines pathlabels pathheaders anchor".split()
BY_WORDS = "titled shared sharedcount sharedhead copies sameopening".split()
BY_CUTS = "cutabove cutbelow same retold pathcuts pathclosers".split()
BY_NEIGHBOURS = [
    f"{name}{step:+d}"
    for step in (-2, -1, 1, 2)
    for name in ("size", "end", "capitals", "meanweight", "weight")
]
GROUPS = {
    "line": shape_features.NAMES,
    "place": BY_PLACE,
    "density": BY_DENSITY,
    "path": BY_PATH,
    "words": BY_WORDS,
    "cuts": BY_CUTS,
    "neighbours": BY_NEIGHBOURS,
}
NAMES = [name for group in GROUPS.values() for name in group]

Numbers = tuple[float, ...]


class Context(NamedTuple):
    """What is known of a line besides its text."""

    above: int  # lines cut for certain just above it, 5 at the most
    below: int
    same: int  # other stories of the source that have the line
    shared: int  # of SHARES, the share of its runs that other stories of the source have
    cuts: int  # lines cut for certain anywhere above it
    closers: int  # and of these, such as stand behind an article


class Sums(NamedTuple):
    """Running sums over the lines: place n has the sum of the n lines before it."""

    words: list[float]
    good: list[int]  # sentences
    goodwords: list[float]


def rows(
    lines: Sequence[Shape], stops: frozenset[str], contexts: Sequence[Context], title: str
) -> list[Numbers]:
    """The numbers of each line, in the order of NAMES."""
    if not lines:
        return []
    sums = _sums(lines)
    core = best_run([_gain(line) for line in lines])
    middle = _middle(sums, core)
    near = [(line.size, line.end, line.capitals, line.mean, line.weight) for line in lines]
    edged: list[Numbers] = [_NOWHERE, _NOWHERE, *near, _NOWHERE, _NOWHERE]
    return [
        (*line.numbers, *place, *density, *path, *words, *cuts, *a, *b, *c, *d)
        for line, place, density, path, words, cuts, a, b, c, d in zip(
            lines,
            _places(lines, sums, core),
            _densities(sums),
            _paths(lines, middle),
            _shared(lines, core, stops, title),
            _cuts(contexts, middle),
            edged,
            edged[1:],
            edged[3:],
            edged[4:],
            strict=False,
        )
    ]


def best_run(gains: Sequence[float]) -> tuple[int, int]:
    """The first and the last place of the run with the largest sum (Kadane)."""
    best = total = 0.0
    first = last = start = 0
    for place, gain in enumerate(gains):
        if total <= 0:
            total, start = 0.0, place
        total += gain
        if total > best:
            best, first, last = total, start, place
    return first, last


def _gain(line: Shape) -> float:
    if line.good:
        return line.size - SENTENCE
    return -TINY if line.size < TINY else -OTHER


def _sums(lines: Sequence[Shape]) -> Sums:
    return Sums(
        list(accumulate((line.size for line in lines), initial=0.0)),
        list(accumulate((line.good for line in lines), initial=0)),
        list(accumulate((line.size if line.good else 0.0 for line in lines), initial=0.0)),
    )


def _middle(sums: Sums, core: tuple[int, int]) -> int:
    """The line at which half of the core's sentence words are reached."""
    first, last = core
    half = (sums.goodwords[first] + sums.goodwords[last + 1]) / 2
    return next((n for n in range(first, last) if sums.goodwords[n + 1] >= half), last)


def _places(lines: Sequence[Shape], sums: Sums, core: tuple[int, int]) -> list[Numbers]:
    words, good, goodwords = sums
    count = len(lines)
    total, goodtotal = words[count] or 1.0, goodwords[count] or 1.0
    first, last = best_run([line.size - MEAN for line in lines])
    start, end = core
    held = goodwords[end + 1] - goodwords[start] or 1.0
    body = (held, held / total, held / (words[end + 1] - words[start] or 1.0))
    since, until = _distances(lines), _distances(lines[::-1])[::-1]
    return [
        (
            count,
            total,
            min(n, 30),
            min(count - 1 - n, 60),
            words[n] / total,
            good[n],
            good[count] - good[n + 1],
            goodwords[n] / goodtotal,
            (goodtotal - goodwords[n + 1]) / goodtotal,
            first <= n <= last,
            n - first,
            last - n,
            start <= n <= end,
            n - start,
            end - n,
            *body,
            since[n],
            until[n],
        )
        for n in range(count)
    ]


def _distances(lines: Sequence[Shape]) -> list[int]:
    """How many lines ago the last sentence stood, for each line."""
    found, at = [], -FAR
    for n, line in enumerate(lines):
        found.append(min(FAR, n - at))
        if line.good:
            at = n
    return found


def _densities(sums: Sums) -> list[Numbers]:
    """Means over the two and the five lines on either side."""
    words, good, goodwords = sums
    count = len(words) - 1
    found: list[Numbers] = []
    for n in range(count):
        a, b = max(0, n - 2), min(count, n + 3)
        c, d = max(0, n - 5), min(count, n + 6)
        few, many = b - a, d - c
        found.append(
            (
                (goodwords[b] - goodwords[a]) / few,
                (good[b] - good[a]) / few,
                (words[b] - words[a]) / few,
                (goodwords[d] - goodwords[c]) / many,
                (good[d] - good[c]) / many,
                (words[d] - words[c]) / many,
            )
        )
    return found


def _paths(lines: Sequence[Shape], middle: int) -> list[Numbers]:
    """What lies between each line and the middle of the body.

    The lowest weight of a line, the longest run of short lines, how many are short, how many of
    these stand just before it, and how many have the shape of a headline, a label and a header.
    """
    found: list[Numbers] = [()] * len(lines)
    for path in (range(middle, len(lines)), range(middle, -1, -1)):
        lowest, longest, shorts, run, headlines, labels, headers = 0.0, 0, 0, 0, 0, 0, 0
        for n in path:
            line = lines[n]
            found[n] = (lowest, longest, shorts, run, headlines, labels, headers, line.anchor)
            if line.anchor == LABEL:
                labels += 1
            elif line.anchor:
                headers += 1
            lowest = min(lowest, line.weight)
            if line.end != STOP or line.size < 10:
                run += 1
                shorts += 1
                longest = max(longest, run)
                headlines += line.capitals > 0.6 and line.size >= 4 and line.end != STOP
            else:
                run = 0
    return found


def _cuts(contexts: Sequence[Context], middle: int) -> list[Numbers]:
    """What was cut beside each line, and between it and the middle of the body."""
    at = contexts[middle]
    return [
        (
            each.above,
            each.below,
            each.same,
            each.shared,
            abs(each.cuts - at.cuts),
            abs(each.closers - at.closers),
        )
        for each in contexts
    ]


def _shared(
    lines: Sequence[Shape], core: tuple[int, int], stops: frozenset[str], title: str
) -> list[Numbers]:
    """How many of a line's words the title, the body and its head have, and which are alike."""
    named = _telling(WORD.findall(title.lower()), stops)
    start, end = core
    telling = _telling(chain.from_iterable([line.words for line in lines]), stops)
    sets = [telling.intersection(line.words) for line in lines]
    body = Counter(chain.from_iterable(sets[n] for n in range(start, end + 1) if lines[n].good))
    top, bottom = max(0, start - AROUND), min(len(lines), start + 3)
    head = set().union(*sets[top:bottom])
    keys = [" ".join(line.words) for line in lines]
    copies = Counter(keys)
    openings = [line.words[0] if line.words else "" for line in lines]
    known = body.get
    found: list[Numbers] = []
    for n, words in enumerate(sets):
        same = copies[keys[n]], _same_opening(openings, n)
        if not words:
            found.append((0.0, 0.0, 0.0, 0.0, *same))
            continue
        counts = list(map(known, words, repeat(0)))
        own = counts.count(1) if lines[n].good and start <= n <= end else 0
        hits = len(words) - counts.count(0) - own
        heading = -1 if top <= n < bottom else len(words & head)
        titled = len(words & named)
        found.append((titled, hits / len(words), hits, heading, *same))
    return found


def _telling(words: Iterable[str], stops: frozenset[str]) -> set[str]:
    """The words that say something, each once."""
    return {word for word in set(words) - stops if len(word) > 2}


def _same_opening(openings: Sequence[str], n: int) -> int:
    """How many of the nearest lines begin with the same word."""
    return openings[max(0, n - 4) : n + 5].count(openings[n]) - 1 if openings[n] else 0
