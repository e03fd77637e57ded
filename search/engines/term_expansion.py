"""Which words a pattern or a misspelt word stands for."""

import re


def shape(glob: str) -> re.Pattern[str]:
    """The words of the glob: `*` is any run of letters, also none; `?` is one letter.

    Each `*` but the last runs to the first place where its piece fits and never further, so that no
    word takes long. Source: fnmatch.translate.
    """
    first, *pieces = ("".join(map(_sign, piece)) for piece in glob.split("*"))
    runs = [f"(?>.*?{piece})" for piece in pieces[:-1]] + [f".*{piece}" for piece in pieces[-1:]]
    return re.compile("".join((first, *runs)), re.DOTALL)


def _sign(sign: str) -> str:
    return "." if sign == "?" else re.escape(sign)


def stump(glob: str) -> str:
    """What every word of the glob starts with."""
    return re.split(r"[*?]", glob, maxsplit=1)[0]


def within(first: str, second: str, edits: int) -> bool:
    """Whether so many insertions, deletions, replacements or swaps of neighbours are enough.

    The optimal string alignment distance: no stretch is edited twice. What both words start or end
    with is never edited; the first letters that differ are edited in each of the four ways.
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
        within(one[1:], other[1:], edits - 1)
        or within(one[1:], other, edits - 1)
        or within(one, other[1:], edits - 1)
        or (one[:2] == other[1::-1] and within(one[2:], other[2:], edits - 1))
    )
