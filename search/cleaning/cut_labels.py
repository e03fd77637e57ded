"""What a reader would call a line that the model cuts, told by its shape and its place."""

from collections.abc import Callable
from typing import Literal, NamedTuple

from search.article import Verdict
from search.cleaning.text_lines import Line, is_headline, is_paragraph, word_count

TINY = 4  # words below which a line is too short to be called anything else
LINKED = 0.5  # share of a line inside links that makes it one

Where = Literal["above", "inside", "below"]  # as seen from the paragraphs of the article


class Kind(NamedTuple):
    """A kind of line: what it is called, where it stands, and how it is known there."""

    name: str
    reason: str
    where: tuple[Where, ...]
    holds: Callable[[Line, int], bool]  # given the line and its words


def _is_link(line: Line, _: int) -> bool:
    return line.link_share > LINKED


def _is_short(_: Line, words: int) -> bool:
    return words < TINY


def _is_headline(line: Line, _: int) -> bool:
    return is_headline(line.text)


def _is_anything(_: Line, __: int) -> bool:
    return True


KINDS = (
    Kind("link", "leads to another page", ("above", "inside", "below"), _is_link),
    Kind("head line", "stands above the article", ("above",), _is_anything),
    Kind("short line", "too short to be the article's", ("inside", "below"), _is_short),
    Kind("headline", "looks like another story's headline", ("below",), _is_headline),
    Kind("apart", "stands apart from the article", ("below",), is_paragraph),
    Kind("note", "looks like a note below the article", ("below",), _is_anything),
    Kind("insert", "looks like another text in the midst of it", ("inside",), is_paragraph),
    Kind("caption", "looks like a caption or a note", ("inside",), _is_anything),
)


def cut(line: Line, chance: float, where: Where) -> Verdict:
    """The verdict on a line that the model cuts; `chance` is that of its being the article's."""
    words = word_count(line.text)
    kind = next(kind for kind in KINDS if where in kind.where and kind.holds(line, words))
    named = line.html_verdict or Verdict("cut", kind.name, kind.reason)
    return named._replace(confidence=round(1 - chance, 3))
