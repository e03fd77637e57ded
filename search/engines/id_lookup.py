"""The article that a user names by a part of its id."""

from collections.abc import Iterable

from search.errors import NoArticle


def missing_article(name: str) -> NoArticle:
    """Return the error for a name that no article has."""
    return NoArticle(f"no article {name!r}", "find one with 'search query'")


def single_id(name: str, ids: Iterable[str]) -> str:
    """Return the id that is the name, or the only one of these ids, which contain it.

    Raises: NoArticle, which lists candidates where there are several.
    """
    candidates = sorted(ids)
    if name in candidates:
        return name
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        raise missing_article(name)
    several = ", ".join(candidates[:3]) + (", ..." if len(candidates) > 3 else "")
    raise NoArticle(f"{len(candidates)} articles go by {name!r}", f"name one of them: {several}")
