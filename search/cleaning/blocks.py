"""From verdicts on stretches to the blocks of a document, and from blocks to the body."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from search.article import Block, Verdict
from search.cleaning.text_lines import BLANK

KEPT = Verdict("body")


class Stretch(NamedTuple):
    """Characters of the text that share a verdict."""

    start: int
    end: int  # exclusive
    verdict: Verdict


def partition(text: str, stretches: Sequence[Stretch]) -> tuple[Block, ...]:
    """The whole text as blocks, one a stretch; white space joins the block before it.

    The stretches are in order, do not overlap, and leave out nothing but white space.
    """
    if not text:
        return ()
    if not stretches:
        return (Block(text, 0, len(text), KEPT),)
    starts = [0, *(stretch.start for stretch in stretches[1:])]
    ends = [*starts[1:], len(text)]
    return tuple(
        Block(text[start:end], start, end, stretch.verdict)
        for start, end, stretch in zip(starts, ends, stretches, strict=True)
    )


def body(blocks: Iterable[Block]) -> str:
    """The kept text: paragraphs parted by an empty line.

    Two stretches of one line with a cut between them stay one paragraph.
    """
    paragraphs: list[str] = []
    broken = True  # whether a line has ended since the last kept stretch
    for block in blocks:
        kept = block.text.strip(BLANK) if block.verdict.part == "body" else ""
        if kept and broken:
            paragraphs.append(kept)
        elif kept:
            paragraphs[-1] += " " + kept
        after = block.text[len(block.text.rstrip(BLANK)) :] if kept else block.text
        broken = _ends_line(after) or (broken and not kept)
    return "\n\n".join(paragraphs)


def _ends_line(text: str) -> bool:
    return len((text + "|").splitlines()) > 1
