"""Unwrapping of hard-wrapped text: a paragraph becomes one line."""

import re
from collections.abc import Iterator, Sequence

END = re.compile(r"[.!?…:;]['\"”’»)\]]*$")  # of a sentence
NEW = re.compile(r"[>•*–—-]\s|\d{1,3}[.)]\s|[>|]")  # the start of a line of a list or a quotation
FULL = 0.75  # of the width: a line this long is wrapped
FULL_ENDED = 0.9  # the same for a line that ends a sentence, which may be short or long
NARROW = 30  # characters: a narrower text is a list or a poem
HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
LAST = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*$")
WORD = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*")


def unwrap(text: str) -> str:
    r"""Return the text with each paragraph on one line, and words split at a hyphen rejoined.

    >>> unwrap("The bridge over the river Inn that was\nclosed last year fell.\nIt rained.")
    'The bridge over the river Inn that was closed last year fell.\nIt rained.'
    """
    lines = [line.rstrip() for line in text.split("\n")]
    width = _width(lines)
    if width < NARROW:
        return text
    known = frozenset(WORD.findall(text))
    return "\n".join(_joined(run, known) for run in _runs(lines, width))


def unflow(text: str, delsp: bool = False) -> str:
    """Return text of `format=flowed` (RFC 3676) unwrapped: a line that ends with a space continues.

    `delsp` is DelSp=yes: that space is not part of the text.
    """
    parts: list[str] = []
    open = False
    for line in text.split("\n"):
        line = line.removeprefix(" ")
        fixed = line == "-- " or line.startswith(">")
        if parts and not (open and not fixed):
            parts.append("\n")
        open = line.endswith(" ") and not fixed
        parts.append(line[:-1] if open and delsp else line)
    return "".join(parts)


def _width(lines: Sequence[str]) -> int:
    """Return the width of a full line: the 90th percentile; 0 if lines have no common width."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if len(lengths) < 2:
        return 0
    width = lengths[len(lengths) * 9 // 10]
    return width if lengths[-1] <= 2 * width and width <= 200 else 0


def _runs(lines: Sequence[str], width: int) -> Iterator[list[str]]:
    """Yield the lines of each paragraph."""
    run: list[str] = []
    for line in lines:
        if run and not _continues(run[-1], line, width):
            yield run
            run = []
        run.append(line)
    yield run


def _continues(line: str, following: str, width: int) -> bool:
    """Return True if the next line continues the paragraph."""
    if not line.strip() or not following.strip() or NEW.match(following.lstrip()):
        return False
    if HYPHEN.search(line) or following.lstrip()[0].islower():
        return True
    # where the next word would have fitted, the line break is intended
    room = len(line) + 1 + len(following.split(None, 1)[0])
    full = FULL_ENDED if END.search(line) else FULL
    return len(line) >= full * width and room > full * width


def _joined(run: Sequence[str], known: frozenset[str]) -> str:
    parts = [run[0]]
    for line in run[1:]:
        line = line.lstrip()
        if HYPHEN.search(parts[-1]):
            parts[-1] = _without_hyphen(parts[-1], line, known)
        else:
            parts.append(" ")
        parts.append(line)
    return "".join(parts)


def _without_hyphen(line: str, following: str, known: frozenset[str]) -> str:
    """Return the line without its final hyphen, if that only splits the word.

    The rest of the text decides: "long-range" keeps its hyphen if it has one in mid-line.
    """
    head, tail = LAST.search(line[:-1]), WORD.match(following)
    if line.endswith("\u00ad") or head is None or tail is None:
        return line[:-1] if line.endswith("\u00ad") else line
    if head[0] + tail[0] in known:
        return line[:-1]
    whole = f"{head[0]}-{tail[0]}" in known or not following[0].islower()
    return line if whole else line[:-1]
