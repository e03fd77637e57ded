"""Which lines capitalise every word of weight, so that capitals say nothing there."""

import re

LONGEST = 200  # characters; no headline is longer
SHORTEST = 5  # words of weight; below that a line in title case may be a list of names
SHARE = 0.8  # of them that are capitalised; a word or so may be small
_WORD = re.compile(r"[^\W\d_][\w'’-]{3,}")


def headlines(text: str) -> list[tuple[int, int]]:
    """Where the lines in title case start and end, in order."""
    found, start = [], 0
    for line in text.split("\n"):
        if line and len(line) < LONGEST and not line.endswith(".") and _is_title_case(line):
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found


def _is_title_case(line: str) -> bool:
    words = _WORD.findall(line)
    return len(words) >= SHORTEST and sum(word[0].isupper() for word in words) >= SHARE * len(words)
