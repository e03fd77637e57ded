"""Blocks of plain text: wrapped lines joined to paragraphs, with their indents."""

import re
from collections.abc import Iterator, Sequence

from search.readers.exports.labelled_blocks import Block
from search.readers.exports.labels import Label, label_of

CENTRED = 8  # spaces before a line that is centred
WIDTH = 60  # characters of a line that may have been wrapped
HYPHENS = re.compile(r"[-_=*]{5,}")


def text_blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Yield a block for each run of lines without an empty line between them.

    In a run, each line with a label in capitals begins a block of its own, and each centred line is
    one.
    """
    run: list[str] = []
    for line in [*lines, ""]:
        if not line.strip():
            if run:
                yield _block(run)
            run = []
            continue
        if run and _begins_block(line, run):
            yield _block(run)
            run = []
        run.append(line)


def _begins_block(line: str, run: Sequence[str]) -> bool:
    """Return whether a line is a block of its own, not the rest of the paragraph above it."""
    label = label_of(line)
    if label and label.name.upper() == label.name and not line[:1].isspace():
        return True
    return _is_centred(run[0]) or _is_centred(line)


def _is_centred(line: str) -> bool:
    return len(line) - len(line.lstrip(" ")) >= CENTRED


def _block(run: Sequence[str]) -> Block:
    text = joined(run)
    centred = _is_centred(run[0])
    label = None if centred else label_of(text)
    if label and label.name.upper() != label.name:  # "Note: ..." in a text
        label = None
    return Block(text, label, place="label" if label else "centred" if centred else "")


def joined(run: Sequence[str]) -> str:
    """Return wrapped lines as one; a line far from the margin ends where it is."""
    text = ""
    longest = max(map(len, run))
    for number, line in enumerate(run):
        shown = " ".join(line.split())
        if not text:
            text = shown
            continue
        before = run[number - 1].rstrip()
        room = longest - len(before)
        is_full = longest < WIDTH or room <= len(line.split(maxsplit=1)[0]) + 1 or len(run) <= 2
        text += f"{' ' if is_full or _is_centred(line) else chr(10)}{shown}"
    return text


def known_label(text: str) -> Label | None:
    """Return the label of a line, if it is one that is known."""
    label = label_of(text)
    return label if label and label.is_known else None
