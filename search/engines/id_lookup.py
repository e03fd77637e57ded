"""The article that a user names by a part of its id."""

from collections.abc import Iterable

from search.errors import NoArticle


def single_id(name: str, ids: Iterable[str]) -> str:
    """Return the name if it is one of these ids or there are none, or else the only one of them.

    Raises: NoArticle, which lists candidates where there are several.
    """
    candidates = sorted(ids)
    if name in candidates or not candidates:
        return name
    if len(candidates) == 1:
        return candidates[0]
    several = ", ".join(candidates[:3]) + (", ..." if len(candidates) > 3 else "")
    raise NoArticle(f"{len(candidates)} articles go by {name!r}", f"name one of them: {several}")
