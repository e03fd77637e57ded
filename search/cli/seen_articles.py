"""What a saved search has shown, so that the next `--new` shows what came since."""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from search.article import Article
from search.cli.history import kept_in, places, write_whole
from search.errors import SearchError
from search.query.saved_references import name_key


def _part(name: str) -> str:
    return f"seen-{name_key(name)}"


def recalled(folder: Path, name: str) -> dict[str, str]:
    """The articles that were shown, by id, with what `digest` told of each.

    Raises: SearchError, where it was kept and cannot be read: else all would be news.
    """
    place = kept_in(folder, _part(name))
    if place is None:
        return {}
    try:
        seen = json.loads(place.read_text(encoding="utf-8"))["seen"]
        return {str(id): str(digest) for id, digest in seen.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"cannot read {str(place)!r}, where it is kept what {name!r} has shown"
        raise SearchError(what, "remove it, and all is new once more") from error


def remember(folder: Path, name: str, seen: Mapping[str, str]) -> None:
    """Keep what was shown.

    Raises: SearchError.
    """
    text = json.dumps({"schema_version": 1, "name": name, "seen": seen}, ensure_ascii=False)
    for place in places(folder, _part(name)):
        try:
            write_whole(place, text)
        except OSError as error:
            fault = error
            continue
        return
    what = f"cannot keep what {name!r} has shown: {(fault.strerror or 'no access').lower()}"
    raise SearchError(what, f"make {str(folder)!r} writable; it will be new once more") from fault


def forget(folder: Path, name: str) -> None:
    """Let all be new once more."""
    for place in places(folder, _part(name)):
        place.unlink(missing_ok=True)


def digest(article: Article) -> str:
    """The same as long as a reader would see no change."""
    told = (article.title, article.body, str(article.date), article.source)
    return sha256("\0".join(told).encode("utf-8", "surrogatepass")).hexdigest()[:16]
