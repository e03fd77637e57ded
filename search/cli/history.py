"""The last answer of a user, from which `search show 2` takes the second article."""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from search.errors import BadUserFile, NoArticle, system_reason
from search.ordinary_file import read_text
from search.query import Results
from search.user_files.atomic_write import replace_files
from search.user_files.user_places import state_folder, user_name

REMEDY = "ask first with 'search query'"


def remember(folder: Path, results: Results) -> None:
    """Store the ids of the hits for this user, or nothing where no place can be written."""
    answer = {
        "schema_version": 1,
        "query": results.query.text,
        "offset": results.query.offset,
        "ids": [hit.article.id for hit in results.hits],
    }
    for place in _places(folder):
        with suppress(OSError, BadUserFile):
            if place.is_symlink():  # in the index of a stranger it may lead anywhere
                continue
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_files({place: json.dumps(answer)}, private=[place], durable=False)
            return


def article_at(folder: Path, rank: int) -> str:
    """Return the id of the hit of that rank in the last answer."""
    try:
        places = filter(Path.is_file, _places(folder))  # an index may be read-only since
        newest = max(places, key=lambda place: place.stat().st_mtime_ns)
        answer = json.loads(read_text(newest))
        ids, offset = list(answer["ids"]), int(answer["offset"])
    except OSError as error:
        raise NoArticle(f"cannot read the last answer: {system_reason(error)}", REMEDY) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NoArticle("no answer to take a rank from", REMEDY) from error
    if not offset < rank <= offset + len(ids):
        hits = f"its hits are {offset + 1} to {offset + len(ids)}" if ids else "it had no hits"
        raise NoArticle(f"no hit {rank} in the last answer", hits)
    return str(ids[rank - offset - 1])


def _places(folder: Path) -> Iterator[Path]:
    """Yield the places of the answer: next to the index, or else in the user's own folder.

    Each user has a file, so that nobody sees what somebody else asked.
    """
    yield folder / f"last-{user_name()}.json"
    with suppress(RuntimeError):  # a user without a home
        from hashlib import sha256  # a query does not wait for OpenSSL

        yield state_folder() / f"{sha256(os.fsencode(folder.resolve())).hexdigest()[:16]}.json"
