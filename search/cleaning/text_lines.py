"""Lines of a text, with their positions, and tests of their shape."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from search.article import Verdict

BLANK = (  # what str.strip removes, and two invisible characters
    " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\u200b\ufeff"
)
_LINE = re.compile(r"[^\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029]+")
_WORD = re.compile(r"[぀-ヿ㐀-䶿一-鿿]|[^\W_]+(?:['’-][^\W_]+)*")
_JOIN = re.compile(r"['’-](?=[^\W_])(?<=[^\W_].)")  # a mark that joins two words into one
_SYMBOL = re.compile(r"[^\w\x00-\x7f]")
_MARKS_TO_SPACES = bytes(  # marks of ASCII; all other bytes stay
    byte if chr(byte).isalnum() or chr(byte) == "_" or byte > 0x7F else ord(" ")
    for byte in range(256)
)
_ASCII_MARKS_TO_SPACES = {byte: chr(_MARKS_TO_SPACES[byte]) for byte in range(0x80)}
_DENSE = re.compile(r"[぀-ヿ㐀-䶿一-鿿]")
SENTENCE_ENDS = ".!?…。！？؟।۔"
_OPENING_MARKS = "\"'“‘„«‹「『《【[(¿¡#@$£€"
_CLOSING_MARKS = "\"'”’»)]」』）］"
PARAGRAPH = 12  # words from which a sentence is a paragraph: notes on cleaning, section 3
LONG = 30  # words from which a line without a full stop is a paragraph
HEADLINE = range(4, 26)  # words of a headline: notes on cleaning, section 4, has 5 to 22


class Line(NamedTuple):
    """One line of the text, without the white space around it."""

    text: str
    start: int  # in characters of the whole text
    end: int  # exclusive
    tag: str = ""  # the block element it stood in; empty for plain text
    link_share: float = 0.0  # share of its characters inside links
    element: int = -1  # of the page's list of elements, the one around its first letter
    html_verdict: Verdict | None = None  # from the HTML rule for an element around it


def split_lines(text: str, may_be_wrapped: bool = True) -> list[Line]:
    """Return the lines that are not blank; of a hard-wrapped text, one line for each paragraph."""
    found = []
    for match in _LINE.finditer(text):
        shown = match[0].strip(BLANK)
        if shown:
            start = match.start() + match[0].index(shown)
            found.append(Line(shown, start, start + len(shown)))
    return _joined(text, found) if may_be_wrapped and _is_wrapped(text, found) else found


def _is_wrapped(text: str, found: Sequence[Line]) -> bool:
    """Return whether sentences were broken at a fixed width: most lines are full and go on."""
    lengths = [len(line.text) for line in found]
    longest = max(lengths, default=0)
    if len(lengths) < 6 or not 50 <= longest <= 100:
        return False
    inner = [
        length
        for length, line, after in zip(lengths, found, found[1:], strict=False)
        if not _is_break(text, line, after)
    ]
    full = sum(length >= 0.75 * longest for length in inner)
    return len(inner) >= len(lengths) / 2 and full >= 0.9 * len(inner)


def _is_break(text: str, line: Line, after: Line) -> bool:
    """Return whether an empty line or an indent is between two lines."""
    between = text[line.end : after.start].replace("\r\n", "\n")
    return between.count("\n") != 1 or between.endswith(("  ", "\t"))


def _joined(text: str, found: Sequence[Line]) -> list[Line]:
    """Return the lines of a hard-wrapped text joined to paragraphs."""
    ends = [n for n, (line, after) in enumerate(pairwise(found), 1) if _is_break(text, line, after)]
    paragraphs = (found[first:end] for first, end in pairwise([0, *ends, len(found)]))
    spans = ((lines[0].start, lines[-1].end) for lines in paragraphs)
    return [Line(text[start:end], start, end) for start, end in spans]


@lru_cache(maxsize=1 << 9)  # eight times as many no longer fit the processor's cache
def lower_words(text: str) -> list[str]:
    """Return the words in lower case: runs of letters, digits and underscores.

    Cached, because every stage needs them and a site repeats the lines around its articles; the
    caller must not change the list.
    """
    return _spaced(text).lower().split()


def words(text: str) -> list[str]:
    """Return the words as they are written."""
    return _spaced(text).split()


def _spaced(text: str) -> str:
    """Return the text with a space for all that is in no word; a pattern is three times slower."""
    if text.isascii():
        return text.translate(_ASCII_MARKS_TO_SPACES)
    plain = _SYMBOL.sub(" ", text).encode("utf-8", "surrogatepass").translate(_MARKS_TO_SPACES)
    return plain.decode("utf-8", "surrogatepass")


def word_count(text: str) -> int:
    """Return the number of words; two characters of a script without spaces count as one."""
    dense = 0 if text.isascii() else len(_DENSE.findall(text))
    if dense or "_" in text:
        return len(_WORD.findall(text)) - dense + (dense + 1) // 2
    joined = "'" in text or "-" in text or "’" in text
    return len(lower_words(text)) - (len(_JOIN.findall(text)) if joined else 0)


def ends_sentence(text: str) -> bool:
    """Return whether a line ends like a sentence."""
    bare = text.rstrip(_CLOSING_MARKS)
    return bool(bare) and bare[-1] in SENTENCE_ENDS


def is_paragraph(line: Line, count: int) -> bool:
    """Return whether a line of so many words is running text: a long sentence, or very long."""
    return count >= LONG or (count >= PARAGRAPH and ends_sentence(line.text))


def is_headline(text: str) -> bool:
    """Return whether a line has the shape of a headline: a few words without a full stop."""
    bare = text.rstrip(_CLOSING_MARKS)
    shaped = text[:1].isalnum() or text[:1] in _OPENING_MARKS
    return (
        shaped
        and word_count(text) in HEADLINE
        and bare[-1:] not in ".…。:;,،؛"
        and len(text) <= 200
    )
