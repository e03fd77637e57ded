"""The article that a user names by a part of its id."""

from collections.abc import Callable, Iterable, Mapping

from search.errors import NoArticle


def single_id(name: str, ids: Iterable[str], skips: Callable[[], Mapping[str, str]] = dict) -> str:
    """Return the name if it is one of these ids or there are none, or else the only one of them.

    `skips` are the documents that were skipped, with the reasons.

    Raises: NoArticle, which lists candidates where there are several, and says of a document that
    was skipped why it was.
    """
    candidates = sorted(ids)
    if name in candidates:
        return name
    if not candidates:
        _check_skips(name, skips())
        return name
    if len(candidates) == 1:
        return candidates[0]
    several = ", ".join(candidates[:3]) + (", ..." if len(candidates) > 3 else "")
    raise NoArticle(f"{len(candidates)} articles go by {name!r}", f"name one of them: {several}")


def _check_skips(name: str, skips: Mapping[str, str]) -> None:
    """Raise NoArticle if the name is that of a document that was skipped."""
    path = name if name in skips else next((each for each in skips if name in each), "")
    if path:
        remedy = "'search index --skipped' names all that are left out"
        raise NoArticle(f"{path!r} was skipped: {skips[path]}", remedy)
