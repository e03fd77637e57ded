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

    The optimal string alignment distance: no stretch is edited twice.
    """
    if abs(len(first) - len(second)) > edits:
        return False
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        next_row = [i]
        for j, b in enumerate(second, 1):
            cost = min(row[j] + 1, next_row[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            next_row.append(cost)
        if min(next_row) > edits and min(row) > edits:
            return False
        before, row = row, next_row
    return row[-1] <= edits
