"""The lines of a text, where they stand, and what their shape says."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from search.article import Verdict

BLANK = (  # what str.strip takes, and two characters that show nothing
    " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\u200b\ufeff"
)
_BREAKS = re.compile(r"[^\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029]+")
_WORD = re.compile(r"[぀-ヿ㐀-䶿一-鿿]|[^\W_]+(?:['’-][^\W_]+)*")
_JOIN = re.compile(r"['’-](?=[^\W_])(?<=[^\W_].)")  # a mark that makes one word of two
_ODD = re.compile(r"[^\w\x00-\x7f]")
_PARTING = bytes(
    at if chr(at).isalnum() or chr(at) in "_" or at > 0x7F else 32 for at in range(256)
)
_ASCII_PARTING = {at: chr(_PARTING[at]) for at in range(0x80)}
_DENSE = re.compile(r"[぀-ヿ㐀-䶿一-鿿]")
STOPS = ".!?…。！？؟।۔"
_OPENERS = "\"'“‘„«‹「『《【[(¿¡#@$£€"
_CLOSERS = "\"'”’»)]」』）］"
PARAGRAPH = 12  # words a sentence needs to be taken for a paragraph: notes on cleaning, section 3
LONG = 30  # words that make a paragraph without a stop
HEADLINE = range(
    4, 26
)  # words of a headline: notes on cleaning, section 4, and one off the low end


class Line(NamedTuple):
    """One line of the text, without the white space around it."""

    text: str
    start: int  # in characters of the whole text
    end: int  # exclusive
    tag: str = ""  # the block element it stood in; empty for plain text
    links: float = 0.0  # share of its characters inside links
    element: int = -1  # the place of the element around its first letter, in the page's table
    dropped: Verdict | None = None  # what the names of its elements say against it


def split(text: str) -> list[Line]:
    """The lines that show something; a hard-wrapped text gives one a paragraph."""
    found = []
    for match in _BREAKS.finditer(text):
        shown = match[0].strip(BLANK)
        if shown:
            start = match.start() + match[0].index(shown)
            found.append(Line(shown, start, start + len(shown)))
    return _unwrapped(text, found) if _is_wrapped(text, found) else found


def _is_wrapped(text: str, found: Sequence[Line]) -> bool:
    """Whether sentences were broken at a fixed width: most lines are full and go on."""
    lengths = [len(line.text) for line in found]
    if len(lengths) < 6 or not 50 <= max(lengths) <= 100:
        return False
    inner = [
        length
        for length, line, after in zip(lengths, found, found[1:], strict=False)
        if not _parted(text, line, after)
    ]
    full = sum(length >= 0.75 * max(lengths) for length in inner)
    return len(inner) >= len(lengths) / 2 and full >= 0.9 * len(inner)


def _parted(text: str, line: Line, after: Line) -> bool:
    """Whether an empty line or an indent stands between two lines."""
    between = text[line.end : after.start].replace("\r\n", "\n")
    return between.count("\n") != 1 or between.endswith(("  ", "\t"))


def _unwrapped(text: str, found: Sequence[Line]) -> list[Line]:
    joined = [found[0]]
    for line in found[1:]:
        last = joined[-1]
        if _parted(text, last, line):
            joined.append(line)
        else:
            joined[-1] = Line(text[last.start : line.end], last.start, line.end)
    return joined


@lru_cache(maxsize=1 << 9)  # with eight times as many the lists no longer lie near the processor
def runs(text: str) -> list[str]:
    """The runs of letters, digits and underscores, in lower case; nobody changes the list.

    Remembered: every stage asks, and the lines around the articles of a site come again.
    """
    return _spaced(text).lower().split()


def written(text: str) -> list[str]:
    """The same as they are written."""
    return _spaced(text).split()


def _spaced(text: str) -> str:
    """The text with a space for all that is in no run; a pattern takes three times as long."""
    if text.isascii():
        return text.translate(_ASCII_PARTING)
    plain = _ODD.sub(" ", text).encode("utf-8", "surrogatepass").translate(_PARTING)
    return plain.decode("utf-8", "surrogatepass")


def weight(text: str) -> int:
    """How many words; two characters of a script without spaces count as one."""
    dense = 0 if text.isascii() else len(_DENSE.findall(text))
    if dense or "_" in text:
        return len(_WORD.findall(text)) - dense + (dense + 1) // 2
    joined = "'" in text or "-" in text or "’" in text
    return len(runs(text)) - (len(_JOIN.findall(text)) if joined else 0)


def is_closed(text: str) -> bool:
    """Whether it ends as a sentence does."""
    bare = text.rstrip(_CLOSERS)
    return bool(bare) and bare[-1] in STOPS


def is_paragraph(line: Line, words: int) -> bool:
    """Whether it is running text: a sentence of some length, or more words than a headline has."""
    return words >= LONG or (words >= PARAGRAPH and is_closed(line.text))


def is_headline(text: str) -> bool:
    """Whether it has the shape of a headline: a few words without a final stop."""
    bare = text.rstrip(_CLOSERS)
    shaped = text[:1].isalnum() or text[:1] in _OPENERS
    return shaped and weight(text) in HEADLINE and bare[-1:] not in ".…。:;,،؛" and len(text) <= 200
