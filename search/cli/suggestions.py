"""Suggestions for a name that was mistyped."""

from collections.abc import Iterable
from difflib import get_close_matches


def suggestion(name: str, names: Iterable[str]) -> str:
    """Return a remedy that shows the nearest name, or all of them."""
    near = get_close_matches(name, list(names), 1)
    return f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names)}"
