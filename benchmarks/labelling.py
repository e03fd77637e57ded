"""Which lines of a page are the article's, given the text of the article as a person cleaned it."""

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence

WORD = re.compile(r"\w+")
RUN = 4  # words in a row that are no chance
NEAR = 2  # lines on either side of such a run that are looked at word by word
MOST, LEAST = 0.7, 0.3  # shares of a line's words found in the article: its own, or not
LONG = 8  # words from which a line may be known out of its place
ARTICLE, OTHER, OPEN = 1, 0, -1

Run = tuple[str, ...]


def labels(lines: Sequence[str], gold: str) -> list[int]:
    """ARTICLE, OTHER or OPEN for each line: those found in order, then those found elsewhere."""
    said = [_words(line) for line in lines]
    wanted = _words(gold)
    runs = set(_runs(wanted))
    found, used = _aligned(said, wanted, runs)
    marks = [
        OPEN if not words else _mark(count / len(words))
        for words, count in zip(said, found, strict=True)
    ]
    rest = Counter(
        run for place, run in enumerate(_runs(wanted)) if not any(used[place : place + RUN])
    )
    for place, words in enumerate(said):
        own = list(_runs(words))
        if marks[place] == ARTICLE or not own:
            continue
        if len(words) >= LONG and sum(run in rest for run in own) >= 0.8 * len(own):
            marks[place] = ARTICLE  # the article in another order
            for run in own:
                rest.pop(run, None)
        elif marks[place] == OTHER and len(words) > RUN and runs.issuperset(own):
            marks[place] = OPEN  # the same text a second time
    return marks


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]


def _runs(words: Sequence[str]) -> Iterator[Run]:
    return zip(*(words[start:] for start in range(RUN)), strict=False)


def _mark(share: float) -> int:
    return ARTICLE if share >= MOST else OTHER if share <= LEAST else OPEN


def _aligned(
    said: Sequence[Sequence[str]], wanted: Sequence[str], runs: set[Run]
) -> tuple[list[int], list[bool]]:
    """How many words of each line stand in the article, in order; which of those are met."""
    hits = [place for place, words in enumerate(said) if not runs.isdisjoint(_runs(words))]
    near = {place + step for place in hits for step in range(-NEAR, NEAR + 1)}
    line_of = [place for place in sorted(near) if 0 <= place < len(said) for _ in said[place]]
    flat = [word for place in sorted(near) if 0 <= place < len(said) for word in said[place]]
    matcher = difflib.SequenceMatcher(None, flat, wanted, autojunk=False)
    found, used = [0] * len(said), [False] * len(wanted)
    for here, there, size in matcher.get_matching_blocks():
        if size >= RUN:
            for step in range(size):
                found[line_of[here + step]] += 1
                used[there + step] = True
    return found, used
