"""Texts of repeated pieces, on which a regular expression may be slow.

The pieces are made of the pattern: an example of each of its parts, and of neighbouring parts. A
pattern that has two ways to read such a piece, or that begins again at each of them, takes time
that grows with the square of the length, or worse.
"""

import random
import re
from collections.abc import Iterator
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

LONG = 20  # times; a part that may be repeated more often counts as without limit
MOST = 20  # pieces of one pattern, besides those of its repeats
GENERIC = (
    *("a", "A", "1", " ", "\n", "\t", ".", ",", "-", "'", '"', "(", ")", "[", "<", ">", "&", "é"),
    *("a ", "Ab ", "a.", "1.", "A.", "- ", "<a ", "a-", "a@", "/a", "ab, ", "Ann Lee ", "\xa0"),
)
CATEGORIES = {
    op.CATEGORY_DIGIT: "1",
    op.CATEGORY_NOT_DIGIT: "a",
    op.CATEGORY_SPACE: " ",
    op.CATEGORY_NOT_SPACE: "a",
    op.CATEGORY_WORD: "a",
    op.CATEGORY_NOT_WORD: "-",
}
ENDINGS = ("", "\x01", "a\n\x01")


class Repeated(NamedTuple):
    """A piece that is repeated, with what stands before and after."""

    before: str
    piece: str
    after: str
    is_bytes: bool

    def text(self, size: int) -> str | bytes:
        """Return a text of about so many characters."""
        times = max(1, (size - len(self.before)) // len(self.piece))
        text = self.before + self.piece * times + self.after
        return text.encode("latin-1", "replace") if self.is_bytes else text


def repeated_texts(pattern: re.Pattern[Any]) -> list[Repeated]:
    """Return texts made of the pattern's own pieces and of general ones."""
    is_bytes = isinstance(pattern.pattern, bytes)
    return [
        Repeated(before, piece, after, is_bytes)
        for before, piece in openings_and_pieces(pattern)
        for after in ENDINGS
    ]


def openings_and_pieces(pattern: re.Pattern[Any]) -> list[tuple[str, str]]:
    """Return what is repeated, each with what stands before it."""
    rng = random.Random(repr(pattern.pattern))
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    found = dict.fromkeys(("", piece) for piece in GENERIC)
    found.update(dict.fromkeys(_repeats(tree, "", rng)))
    parts = [("", piece) for piece in dict.fromkeys(_parts(tree, rng)) if 0 < len(piece) <= 60]
    found.update(dict.fromkeys(rng.sample(parts, min(MOST, len(parts)))))
    return [(before, piece) for before, piece in found if piece]


def _repeats(tree: Any, before: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Yield each part that may be repeated without limit, after an example of what precedes it."""
    for code, value in tree:
        repeats = code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
        if repeats and (value[1] is op.MAXREPEAT or value[1] > LONG):
            for _ in range(2):
                yield before, _example(value[2], rng)
                yield "", before[-20:] + _example(value[2], rng)
        for inner in _inner(code, value):
            yield from _repeats(inner, before, rng)
        before += _item(code, value, rng)


def _parts(tree: Any, rng: random.Random) -> Iterator[str]:
    """Yield examples of all parts, and of each two and three neighbours."""
    items = list(tree)
    for start in range(len(items)):
        for end in range(start + 1, min(len(items), start + 4) + 1):
            yield "".join(_item(code, value, rng) for code, value in items[start:end])
    for code, value in items:
        for inner in _inner(code, value):
            yield from _parts(inner, rng)


def _inner(code: Any, value: Any) -> list[Any]:
    """Return the sequences within one part."""
    if code is op.SUBPATTERN:
        return [value[3]]
    if code is op.BRANCH:
        return list(value[1])
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return [value[2]]
    if code in (op.ASSERT, op.ASSERT_NOT):
        return [value[1]]
    if code is op.ATOMIC_GROUP:
        return [value]
    return []


def _example(tree: Any, rng: random.Random) -> str:
    return "".join(_item(code, value, rng) for code, value in tree)


def _item(code: Any, value: Any, rng: random.Random) -> str:
    """Return a text that the part matches, a short one."""
    if code is op.LITERAL:
        return chr(value)
    if code is op.NOT_LITERAL:
        return "a" if value != ord("a") else "b"
    if code is op.ANY:
        return rng.choice("a .")
    if code is op.IN:
        return _member(value, rng)
    if code is op.BRANCH:
        return _example(rng.choice(value[1]), rng)
    if code is op.SUBPATTERN:
        return _example(value[3], rng)
    if code is op.ATOMIC_GROUP:
        return _example(value, rng)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, most, inner = value
        return "".join(_example(inner, rng) for _ in range(max(least, min(1, int(most)))))
    return ""


def _member(members: Any, rng: random.Random) -> str:
    """Return a character of a set."""
    if members[0][0] is op.NEGATE:
        pattern = [(op.IN, members)]
        fits = [each for each in "a 1.-A\"'<(,é\n" if _fits(members, each)]
        return rng.choice(fits) if fits and pattern else "\x02"
    code, value = rng.choice(members)
    if code is op.RANGE:
        return chr(rng.choice((value[0], value[1])))
    if code is op.CATEGORY:
        return CATEGORIES.get(value, "a")
    return chr(value)


def _fits(members: Any, letter: str) -> bool:
    """Return True if the character is in the set, which begins with a negation."""
    tests = {
        op.LITERAL: lambda value: ord(letter) == value,
        op.RANGE: lambda value: value[0] <= ord(letter) <= value[1],
        op.CATEGORY: lambda value: bool(re.match(CATEGORY_PATTERNS[value], letter)),
    }
    return not any(tests[code](value) for code, value in members[1:])


CATEGORY_PATTERNS = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}
