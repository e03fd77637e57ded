"""The words that a wildcard or a misspelt word stands for."""

import re


def compile_wildcard(glob: str) -> re.Pattern[str]:
    """Return the pattern of the words of the glob: `*` is any run of letters, `?` is one letter.

    Each `*` but the last runs to the first place where its piece fits and never further, so that no
    word takes long. Source: fnmatch.translate.
    """
    first, *pieces = ("".join(map(_letter_pattern, piece)) for piece in glob.split("*"))
    runs = [f"(?>.*?{piece})" for piece in pieces[:-1]] + [f".*{piece}" for piece in pieces[-1:]]
    return re.compile("".join((first, *runs)), re.DOTALL)


def _letter_pattern(letter: str) -> str:
    return "." if letter == "?" else re.escape(letter)


def wildcard_prefix(glob: str) -> str:
    """Return what every word of the glob starts with."""
    return re.split(r"[*?]", glob, maxsplit=1)[0]


def within_edits(first: str, second: str, edits: int) -> bool:
    """Return whether so many insertions, deletions, replacements or swaps are enough.

    A swap is of neighbours. It is the optimal string alignment distance: nothing is edited twice.
    What both words start or end with is never edited; the first letters that differ are edited in
    each of the four ways.
    """
    a, b = len(first), len(second)
    if abs(a - b) > edits:
        return False
    at, most = 0, min(a, b)
    while at < most and first[at] == second[at]:
        at += 1
    while a > at < b and first[a - 1] == second[b - 1]:
        a, b = a - 1, b - 1
    if max(a, b) - at <= edits:  # as many replacements, and what is left over
        return True
    if not edits:
        return False
    one, other = first[at:a], second[at:b]
    return (
        within_edits(one[1:], other[1:], edits - 1)
        or within_edits(one[1:], other, edits - 1)
        or within_edits(one, other[1:], edits - 1)
        or (one[:2] == other[1::-1] and within_edits(one[2:], other[2:], edits - 1))
    )
