"""The last answer, so that `search show 2` knows what was second."""

import json
from contextlib import suppress
from pathlib import Path

from search.errors import NoArticle
from search.query import Results

NAME = "last.json"


def remember(folder: Path, results: Results) -> None:
    """Keep the ids of the hits beside the index; a folder that cannot be written to is no fault."""
    answer = {
        "schema_version": 1,
        "query": results.query.text,
        "offset": results.query.offset,
        "ids": [hit.article.id for hit in results.hits],
    }
    with suppress(OSError):
        beside = folder / f"{NAME}.new"
        beside.write_text(json.dumps(answer), encoding="utf-8")
        beside.replace(folder / NAME)


def recalled(folder: Path, rank: int) -> str:
    """The id of the hit of that rank in the last answer.

    Raises: NoArticle.
    """
    try:
        answer = json.loads((folder / NAME).read_text(encoding="utf-8"))
        ids, offset = list(answer["ids"]), int(answer["offset"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoArticle("no answer to take a rank from", "ask first with 'search query'") from error
    if not offset < rank <= offset + len(ids):
        held = f"its hits are {offset + 1} to {offset + len(ids)}" if ids else "it had no hits"
        raise NoArticle(f"no hit {rank} in the last answer", held)
    return str(ids[rank - offset - 1])
