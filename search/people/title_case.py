"""Lines in title case, where a capital letter does not indicate a name."""

import re

LONGEST_HEADLINE = 200  # characters; no headline is longer
FEWEST_WORDS = 5  # of four letters or more; a shorter line in title case may be a list of names
CAPITALISED_SHARE = 0.8  # of these words; a word or so may be in lower case
_LONG_WORD = re.compile(r"[^\W\d_][\w'’-]{3,}")


def title_case_lines(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each line in title case, in order."""
    lines, start = [], 0
    for line in text.split("\n"):
        is_short = line and len(line) < LONGEST_HEADLINE
        if is_short and not line.endswith(".") and _is_title_case(line):
            lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def _is_title_case(line: str) -> bool:
    words = _LONG_WORD.findall(line)
    capitalised = sum(word[0].isupper() for word in words)
    return len(words) >= FEWEST_WORDS and capitalised >= CAPITALISED_SHARE * len(words)
