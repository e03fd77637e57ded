"""The pieces of a text to show for a query, and the ranges of them to mark."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from search.query import Snippet

WIDTH = 200  # characters of a snippet at most: two lines and a half of a terminal of 80 columns
ELLIPSIS = "…"


class Mark(NamedTuple):
    """A range of the text that matches."""

    start: int
    end: int  # exclusive
    leaf: int  # the number of the leaf of the query that it matches


class _Window(NamedTuple):
    """A range of the text that may become a snippet."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def snippets(text: str, marks: Sequence[Mark], count: int = 2) -> tuple[Snippet, ...]:
    """Return the pieces of the text that show most of the query, in the order of the text.

    A piece stays within a paragraph. One that shows more different leaves is better, then one
    with more marks, then the earlier. Without marks it is the opening of the text.
    """
    if not marks:
        return _opening(text)
    chosen: list[_Window] = []
    shown: set[int] = set()
    windows = list(_windows(text, sorted(marks)))
    while windows and len(chosen) < count:
        best = max(
            windows, key=lambda w: (len({m.leaf for m in w.marks} - shown), len(w.marks), -w.start)
        )
        chosen.append(best)
        shown |= {mark.leaf for mark in best.marks}
        windows = [w for w in windows if w.end <= best.start or w.start >= best.end]
    return tuple(_snippet(text, window) for window in sorted(chosen))


def _opening(text: str) -> tuple[Snippet, ...]:
    first = text.strip().split("\n", 1)[0]
    if len(first) > WIDTH:
        first = first[:WIDTH].rsplit(" ", 1)[0] + " " + ELLIPSIS
    return (Snippet(first, ()),) if first else ()


def _windows(text: str, marks: Sequence[Mark]) -> Iterator[_Window]:
    """Yield the window around each mark: a quarter of the width before it, the rest after it."""
    for i, mark in enumerate(marks):
        first = text.rfind("\n", 0, mark.start) + 1
        last = text.find("\n", mark.end)
        last = len(text) if last < 0 else last
        start = max(first, min(mark.start - WIDTH // 4, last - WIDTH))
        end = min(last, max(start + WIDTH, mark.end))
        start, end = _word_start(text, start, first, mark), _word_end(text, end, last, mark)
        inside = [
            m for m in marks[max(0, i - WIDTH) : i + WIDTH] if start <= m.start and m.end <= end
        ]
        yield _Window(start, end, tuple(inside))


def _word_start(text: str, place: int, first: int, mark: Mark) -> int:
    """Return the next start of a word, or the place itself if that would be inside the mark."""
    if place == first or text[place - 1].isspace():
        return place
    space = text.find(" ", place, mark.start)
    return place if space < 0 else space + 1


def _word_end(text: str, place: int, last: int, mark: Mark) -> int:
    """Return the previous end of a word, or the place itself if that would be inside the mark."""
    if place == last or text[place].isspace():
        return place
    space = text.rfind(" ", mark.end, place)
    return place if space < 0 else space


def _snippet(text: str, window: _Window) -> Snippet:
    start, end = window.start, window.end
    before = "" if start == 0 or text[start - 1] == "\n" else ELLIPSIS + " "
    after = "" if end == len(text) or text[end] == "\n" else " " + ELLIPSIS
    shift = len(before) - start
    marks = _merged([(mark.start + shift, mark.end + shift) for mark in window.marks])
    return Snippet(before + text[start:end] + after, marks)


def _merged(marks: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the marks in order, overlapping ones as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
