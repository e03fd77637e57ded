"""Patterns of `.gitignore`, compiled so that no path takes long, whatever their number of stars.

The library makes a regular expression in which every star may run in many ways, and their number
grows with each star: `*a*a*a*a*b` took hours on a name of 200 letters. Here a star runs to the
first place where what follows it fits, and never further, unless it is the last of its name; the
same for `**`. The answer is the same: what fits after a later place fits after the first one too.
"""

import re
from typing import Any

from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

# `*` as the library writes it, several in a row, and one with what is between it and the next one
# of the name: letters, `?` and sets.
SET = r"\[(?:\\.|[^\]\\]){1,255}+\]"
NEGATED = re.compile(rf"\\.|(?!\[\^/\]){SET}")
STARS = re.compile(r"(?:\[\^/\]\*){2,}+")
PIECE = re.compile(rf"\[\^/\]\*((?:\\.|\[\^/\](?!\*)|\(\?!/\)|(?!\[\^/\]){SET}|[^/\\\[\](])++)")
FIRST = re.compile(r"\^\(\?:\.\+/\)\?")  # `**/`, at the start
FOLDERS = "(?:/.+)?/"  # `/**/`


class IgnorePattern(GitIgnoreSpecPattern):
    """A pattern with one way for each star to run."""

    @classmethod
    def pattern_to_regex(cls, pattern: Any) -> tuple[Any, bool | None]:
        """Return the regular expression, and whether it ignores; (None, None) for a comment."""
        shape, include = super().pattern_to_regex(pattern)
        return shape and _one_way(shape), include


def _one_way(shape: str) -> str:
    r"""Return the regular expression with one way for each star but the last of a name.

    >>> _one_way("^[^/]*a[^/]*b$")
    '^(?>[^/]*?a)[^/]*b$'
    """
    shape = NEGATED.sub(_set_within_name, STARS.sub("[^/]*", shape))
    *pieces, last = shape.split(FOLDERS)
    ways = [_names(piece) + "(?=/)" for piece in pieces]
    if ways:
        ways[0] = "^(?>" + FIRST.sub("(?:.+?/)??", ways[0], count=1).removeprefix("^") + ")"
        ways[1:] = [f"(?>(?:/.+?)??/{way})" for way in ways[1:]]
        ways.append(FOLDERS)
    return "".join((*ways, _names(last)))


def _set_within_name(found: re.Match[str]) -> str:
    """Return a set so that it never matches the end of a name, as in Git: `[!a]` is no slash."""
    return f"(?!/){found[0]}" if found[0].startswith("[^") else found[0]


def _names(shape: str) -> str:
    """Return the same for the stars of names, of which there are no `**` between."""
    return PIECE.sub(_first_fit, shape)


def _first_fit(star: re.Match[str]) -> str:
    following = star.string[star.end() :]
    return f"(?>[^/]*?{star[1]})" if following.startswith("[^/]*") else star[0]
