"""The name that a mistyped one was most likely meant to be, as a suggestion."""

from collections.abc import Iterable


def closest_name(name: str, names: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the name that is most similar; empty if none reaches the cutoff, from 0 to 1."""
    from difflib import get_close_matches  # needed after a mistake only

    return next(iter(get_close_matches(name, list(names), 1, cutoff)), "")


def suggestion(name: str, names: Iterable[str], shown: Iterable[str] = ()) -> str:
    """Return a remedy that shows the nearest name and all of them, or those to be shown.

    >>> suggestion("tite", ["title", "date"]), suggestion("x", ["title", "date"])
    ("did you mean 'title'? there are title, date", 'there are title, date')
    """
    near = closest_name(name, names)
    return f"did you mean {near!r}? " * bool(near) + f"there are {', '.join(shown or names)}"
