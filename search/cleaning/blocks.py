"""Blocks of a document made of spans with verdicts, and the body made of blocks."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from search.article import Block, Verdict
from search.cleaning.text_lines import BLANK

KEPT = Verdict("body")


Span = tuple[int, Verdict]  # the start of some text with one verdict, up to the next span


def make_blocks(text: str, spans: Sequence[Span]) -> tuple[Block, ...]:
    """Return the whole text as blocks, one for each span; white space joins the block before it.

    The spans are in order, and nothing but white space is before the first one.
    """
    if not text:
        return ()
    spans = spans or [(0, KEPT)]
    edges = [0, *(start for start, _ in spans[1:]), len(text)]
    return tuple(
        Block(text[start:end], start, end, verdict)
        for (start, end), (_, verdict) in zip(pairwise(edges), spans, strict=True)
    )


def make_body(blocks: Iterable[Block]) -> str:
    """Return the kept text: paragraphs with an empty line between them.

    Two kept spans of one line with a cut between them stay one paragraph.
    """
    paragraphs: list[str] = []
    new_line = True  # whether a line has ended since the last kept block
    for block in blocks:
        kept = block.text.strip(BLANK) if block.verdict.part == "body" else ""
        if kept and new_line:
            paragraphs.append(kept)
        elif kept:
            paragraphs[-1] += " " + kept
        after = block.text[len(block.text.rstrip(BLANK)) :] if kept else block.text
        ends_line = len((after + "|").splitlines()) > 1
        new_line = ends_line or (new_line and not kept)
    return "\n\n".join(paragraphs)
