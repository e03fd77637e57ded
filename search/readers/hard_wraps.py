"""Undoes line ends that only fill a page: a paragraph is one line."""

import re
from collections.abc import Iterator, Sequence

END = re.compile(r"[.!?…:;]['\"”’»)\]]*$")  # of a sentence
NEW = re.compile(r"[>•*–—-]\s|\d{1,3}[.)]\s|[>|]")  # how lines of lists and quotations begin
FULL = 0.75  # of the width: a line this long is broken for want of room
FULL_ENDED = 0.9  # the same for one at the end of a sentence; a last line is as often short as long
NARROW = 30  # characters: below it a text is a list or a poem
HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
LAST = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*$")
WORD = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*")


def unwrapped(text: str) -> str:
    """The text with each of its paragraphs on one line, words broken at a hyphen made whole.

    >>> unwrapped("The bridge over the river Inn that was\\nclosed last year fell.\\nIt rained.")
    'The bridge over the river Inn that was closed last year fell.\\nIt rained.'
    """
    lines = [line.rstrip() for line in text.split("\n")]
    width = _width(lines)
    if width < NARROW:
        return text
    known = frozenset(WORD.findall(text))
    return "\n".join(_joined(run, known) for run in _runs(lines, width))


def flowing(text: str, joined: bool = False) -> str:
    """Text of the kind `format=flowed` (RFC 3676): a line that ends with a space goes on.

    `joined` is its DelSp=yes: that space is not part of the text.
    """
    parts: list[str] = []
    open = False
    for line in text.split("\n"):
        line = line.removeprefix(" ")
        fixed = line == "-- " or line.startswith(">")
        if parts and not (open and not fixed):
            parts.append("\n")
        open = line.endswith(" ") and not fixed
        parts.append(line[:-1] if open and joined else line)
    return "".join(parts)


def _width(lines: Sequence[str]) -> int:
    """How long a full line is: longer than nine in ten; 0 where lines are of no common width."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if len(lengths) < 2:
        return 0
    width = lengths[len(lengths) * 9 // 10]
    return width if lengths[-1] <= 2 * width and width <= 200 else 0


def _runs(lines: Sequence[str], width: int) -> Iterator[list[str]]:
    """The lines of each paragraph."""
    run: list[str] = []
    for line in lines:
        if run and not _goes_on(run[-1], line, width):
            yield run
            run = []
        run.append(line)
    yield run


def _goes_on(line: str, following: str, width: int) -> bool:
    """Whether the next line is of the same paragraph."""
    if not line.strip() or not following.strip() or NEW.match(following.lstrip()):
        return False
    if HYPHEN.search(line) or following.lstrip()[0].islower():
        return True
    # the next word would have fitted: so the line was ended on purpose
    room = len(line) + 1 + len(following.split(None, 1)[0])
    full = FULL_ENDED if END.search(line) else FULL
    return len(line) >= full * width and room > full * width


def _joined(run: Sequence[str], known: frozenset[str]) -> str:
    parts = [run[0]]
    for line in run[1:]:
        line = line.lstrip()
        if HYPHEN.search(parts[-1]):
            parts[-1] = _stem(parts[-1], line, known)
        else:
            parts.append(" ")
        parts.append(line)
    return "".join(parts)


def _stem(line: str, following: str, known: frozenset[str]) -> str:
    """The line without the hyphen at its end, if that only breaks the word.

    What the text has elsewhere decides: "long-range" stays where it is written so in mid-line.
    """
    head, tail = LAST.search(line[:-1]), WORD.match(following)
    if line.endswith("\u00ad") or head is None or tail is None:
        return line[:-1] if line.endswith("\u00ad") else line
    if head[0] + tail[0] in known:
        return line[:-1]
    whole = f"{head[0]}-{tail[0]}" in known or not following[0].islower()
    return line if whole else line[:-1]
