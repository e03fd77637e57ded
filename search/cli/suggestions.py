"""Suggestions for a name that was mistyped."""

from collections.abc import Iterable

from search.closest_name import closest_name


def suggestion(name: str, names: Iterable[str]) -> str:
    """Return a remedy that shows the nearest name, or all of them."""
    near = closest_name(name, names)
    return f"did you mean {near!r}?" if near else f"there are {', '.join(names)}"
