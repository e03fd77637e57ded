"""The features of the lines of a document: shape, place in the document, and neighbours.

The core of a document is its heaviest run of long sentences; its middle is the line where half of
the words of these sentences are reached.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, repeat
from typing import NamedTuple

from search.cleaning.model import shape_features
from search.cleaning.model.shape_features import LABEL, STOP, WORD, LineShape

RUN_WORDS = 11  # words from which a line adds to the heaviest run of lines
# The same for the core: a sentence gains its words less SENTENCE_COST, another line loses
# OTHER_COST, or a line of fewer than TINY words TINY.
SENTENCE_COST, OTHER_COST, TINY = 6, 6, 8
MOST_DISTANCE = 20  # lines; a longer distance says nothing more
HEAD_LINES = 8  # lines above the core that belong to its head
_NO_NEIGHBOUR = (-9.0,) * 5

GROUPS = {
    "line": shape_features.NAMES,
    "place": (
        "lines words lines_above lines_below part sentences_above sentences_below sentence_part "
        "sentence_rest in_run run_start run_end in_core core_start core_end core_words core_share "
        "core_density since_sentence until_sentence"
    ).split(),
    "density": (
        "near_sentence_words_2 near_sentences_2 near_words_2 "
        "near_sentence_words_5 near_sentences_5 near_words_5"
    ).split(),
    "path": (
        "path_weight path_run path_short short_run path_headlines path_labels path_headers marker"
    ).split(),
    "words": "title_words body_share body_words head_words copies same_opening".split(),
    "cuts": "cuts_above cuts_below same_source shared_runs path_cuts path_ends".split(),
    "neighbours": [
        f"{name}{step:+d}"
        for step in (-2, -1, 1, 2)
        for name in ("size", "end", "capitals", "mean_weight", "weight")
    ],
}
NAMES = [name for group in GROUPS.values() for name in group]

Features = tuple[float, ...]


class LineContext(NamedTuple):
    """The certain verdicts around a line, and its statistics in the collection."""

    cuts_above: int  # lines cut for certain just above it, 5 at the most
    cuts_below: int
    same_source: int  # other stories of the source that have the line
    shared_runs: int  # of SHARES, the share of its runs in other stories of the source
    cuts: int  # lines cut for certain anywhere above it
    ends: int  # of these, lines that end an article


class RunningSums(NamedTuple):
    """Running sums over the lines: item n is the sum of the first n lines."""

    words: list[float]
    sentences: list[int]
    sentence_words: list[float]


def feature_rows(
    lines: Sequence[LineShape],
    stop_words: frozenset[str],
    contexts: Sequence[LineContext],
    title: str,
) -> list[Features]:
    """Return the features of each line, in the order of NAMES."""
    if not lines:
        return []
    sums = _running_sums(lines)
    core = heaviest_run([_gain(line) for line in lines])
    middle = _middle(sums, core)
    near = [(line.size, line.end, line.capitals, line.mean_weight, line.weight) for line in lines]
    edged: list[Features] = [*[_NO_NEIGHBOUR] * 2, *near, *[_NO_NEIGHBOUR] * 2]
    groups = (
        [line.features for line in lines],
        _place_features(lines, sums, core),
        _density_features(sums),
        _path_features(lines, middle),
        _word_features(lines, core, stop_words, title),
        _cut_features(contexts, middle),
        *[edged[at : at + len(lines)] for at in (0, 1, 3, 4)],
    )
    return [tuple(chain.from_iterable(row)) for row in zip(*groups, strict=True)]


def heaviest_run(gains: Sequence[float]) -> tuple[int, int]:
    """Return the first and the last place of the run with the largest sum (Kadane)."""
    best = total = 0.0
    first = last = start = 0
    for place, gain in enumerate(gains):
        if total <= 0:
            total, start = 0.0, place
        total += gain
        if total > best:
            best, first, last = total, start, place
    return first, last


def _gain(line: LineShape) -> float:
    if line.sentence:
        return line.size - SENTENCE_COST
    return -TINY if line.size < TINY else -OTHER_COST


def _running_sums(lines: Sequence[LineShape]) -> RunningSums:
    return RunningSums(
        list(accumulate([line.size for line in lines], initial=0.0)),
        list(accumulate([line.sentence for line in lines], initial=0)),
        list(accumulate([line.sentence_words for line in lines], initial=0.0)),
    )


def _middle(sums: RunningSums, core: tuple[int, int]) -> int:
    """Return the line at which half of the sentence words of the core are reached."""
    first, last = core
    half = (sums.sentence_words[first] + sums.sentence_words[last + 1]) / 2
    return next((n for n in range(first, last) if sums.sentence_words[n + 1] >= half), last)


def _place_features(
    lines: Sequence[LineShape], sums: RunningSums, core: tuple[int, int]
) -> list[Features]:
    words, sentences, sentence_words = sums
    count = len(lines)
    total, sentence_total = words[count] or 1.0, sentence_words[count] or 1.0
    first, last = heaviest_run([line.size - RUN_WORDS for line in lines])
    start, end = core
    core_words = sentence_words[end + 1] - sentence_words[start] or 1.0
    density = core_words / (words[end + 1] - words[start] or 1.0)
    of_core = (core_words, core_words / total, density)
    since = _distances_since_sentence(lines)
    until = _distances_since_sentence(lines[::-1])[::-1]
    return [
        (
            count,
            total,
            min(n, 30),
            min(count - 1 - n, 60),
            words[n] / total,
            sentences[n],
            sentences[count] - sentences[n + 1],
            sentence_words[n] / sentence_total,
            (sentence_total - sentence_words[n + 1]) / sentence_total,
            first <= n <= last,
            n - first,
            last - n,
            start <= n <= end,
            n - start,
            end - n,
            *of_core,
            since[n],
            until[n],
        )
        for n in range(count)
    ]


def _distances_since_sentence(lines: Sequence[LineShape]) -> list[int]:
    """Return for each line how many lines ago the last sentence was."""
    distances, last = [], -MOST_DISTANCE
    for n, line in enumerate(lines):
        distances.append(min(MOST_DISTANCE, n - last))
        if line.sentence:
            last = n
    return distances


def _density_features(sums: RunningSums) -> list[Features]:
    """Return means over the two and the five lines on either side."""
    count = len(sums.words) - 1
    rows: list[Features] = []
    for n in range(count):
        row: list[float] = []
        for reach in (2, 5):
            start, end = max(0, n - reach), min(count, n + reach + 1)
            columns = (sums.sentence_words, sums.sentences, sums.words)
            row += [(column[end] - column[start]) / (end - start) for column in columns]
        rows.append(tuple(row))
    return rows


def _path_features(lines: Sequence[LineShape], middle: int) -> list[Features]:
    """Return features of the lines between each line and the middle of the core.

    These are the lowest weight of a line, the longest run of short lines, the number of short
    lines, the number of those just before the line, and the numbers of lines that look like a
    headline, a label and a header.
    """
    rows: list[Features] = [()] * len(lines)
    for path in (range(middle, len(lines)), range(middle, -1, -1)):
        lowest, longest, shorts, run, headlines, labels, headers = 0.0, 0, 0, 0, 0, 0, 0
        for n in path:
            line = lines[n]
            rows[n] = (lowest, longest, shorts, run, headlines, labels, headers, line.marker)
            if line.marker == LABEL:
                labels += 1
            elif line.marker:
                headers += 1
            lowest = min(lowest, line.weight)
            if line.end != STOP or line.size < 10:
                run += 1
                shorts += 1
                longest = max(longest, run)
                headlines += line.capitals > 0.6 and line.size >= 4 and line.end != STOP
            else:
                run = 0
    return rows


def _cut_features(contexts: Sequence[LineContext], middle: int) -> list[Features]:
    """Return the cuts next to each line, and between it and the middle of the core."""
    at_middle = contexts[middle]
    return [
        (*each[:4], abs(each.cuts - at_middle.cuts), abs(each.ends - at_middle.ends))
        for each in contexts
    ]


def _word_features(
    lines: Sequence[LineShape], core: tuple[int, int], stop_words: frozenset[str], title: str
) -> list[Features]:
    """Return how many words of a line the title, the core and its head have, and its copies."""
    title_words = _content_words(WORD.findall(title.lower()), stop_words)
    start, end = core
    all_words = _content_words(chain.from_iterable([line.words for line in lines]), stop_words)
    words_of = [all_words.intersection(line.words) for line in lines]
    core_sentences = (words_of[n] for n in range(start, end + 1) if lines[n].sentence)
    count_in_core = Counter(chain.from_iterable(core_sentences)).get
    top, bottom = max(0, start - HEAD_LINES), min(len(lines), start + 3)
    head = set().union(*words_of[top:bottom])
    keys = [" ".join(line.words) for line in lines]
    copies = Counter(keys)
    openings = [line.words[0] if line.words else "" for line in lines]
    rows: list[Features] = []
    for n, words in enumerate(words_of):
        similar = copies[keys[n]], _count_same_openings(openings, n)
        if not words:
            rows.append((0.0, 0.0, 0.0, 0.0, *similar))
            continue
        counts = list(map(count_in_core, words, repeat(0)))
        # The words that no other sentence of the core has are not shared with it.
        own = counts.count(1) if lines[n].sentence and start <= n <= end else 0
        in_core = len(words) - counts.count(0) - own
        in_head = -1 if top <= n < bottom else len(words & head)
        in_title = len(words & title_words)
        rows.append((in_title, in_core / len(words), in_core, in_head, *similar))
    return rows


def _content_words(words: Iterable[str], stop_words: frozenset[str]) -> set[str]:
    """Return the words that are no stop words, each once."""
    return {word for word in set(words) - stop_words if len(word) > 2}


def _count_same_openings(openings: Sequence[str], n: int) -> int:
    """Return how many of the nearest lines start with the same word."""
    return openings[max(0, n - 4) : n + 5].count(openings[n]) - 1 if openings[n] else 0
