"""The name that a mistyped one was most likely meant to be."""

from collections.abc import Iterable


def closest_name(name: str, names: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the name that is most similar; empty if none reaches the cutoff, from 0 to 1."""
    from difflib import get_close_matches  # needed after a mistake only

    return next(iter(get_close_matches(name, list(names), 1, cutoff)), "")
