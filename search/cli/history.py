"""The last answer, so that `search show 2` knows what was second."""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from getpass import getuser
from hashlib import sha256
from pathlib import Path

from search.errors import NoArticle
from search.query import Results

LAST = "last"  # what is kept here
HINT = "ask first with 'search query'"


def remember(folder: Path, results: Results) -> None:
    """Keep the ids of the hits for this user; where nothing can be written it is no fault."""
    answer = {
        "schema_version": 1,
        "query": results.query.text,
        "offset": results.query.offset,
        "ids": [hit.article.id for hit in results.hits],
    }
    for place in places(folder, LAST):
        with suppress(OSError):
            write_whole(place, json.dumps(answer))
            return


def recalled(folder: Path, rank: int) -> str:
    """The id of the hit of that rank in the last answer.

    Raises: NoArticle.
    """
    try:
        place = kept_in(folder, LAST)
        answer = json.loads(place.read_text(encoding="utf-8") if place else "")
        ids, offset = list(answer["ids"]), int(answer["offset"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoArticle("no answer to take a rank from", HINT) from error
    if not offset < rank <= offset + len(ids):
        held = f"its hits are {offset + 1} to {offset + len(ids)}" if ids else "it had no hits"
        raise NoArticle(f"no hit {rank} in the last answer", held)
    return str(ids[rank - offset - 1])


def kept_in(folder: Path, part: str) -> Path | None:
    """Where it was written last: an index that was written to yesterday may be read-only today.

    Raises: OSError.
    """
    kept = [place for place in places(folder, part) if place.is_file()]
    return max(kept, key=lambda place: place.stat().st_mtime_ns, default=None)


def places(folder: Path, part: str) -> Iterator[Path]:
    """Where that part is kept for this user: beside the index, or else in their own folder.

    Nobody is told the ranks of somebody else, whoever may write to the index.
    """
    yield folder / f"{part}-{_user()}.json"
    key = sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    with suppress(RuntimeError):  # somebody without a home
        name = key if part == LAST else f"{key}-{part}"
        yield _state() / "news-search" / f"{name}.json"


def _user() -> str:
    return str(os.getuid()) if os.name == "posix" else getuser()


def _state() -> Path:
    """Where programs keep what outlives them. Source: XDG Base Directory Specification."""
    named = Path(os.environ.get("XDG_STATE_HOME", ""))
    return named if named.is_absolute() else Path.home() / ".local" / "state"


def write_whole(place: Path, text: str) -> None:
    """Write the file in one step.

    Raises: OSError.
    """
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = place.with_name(f"{place.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(place)
