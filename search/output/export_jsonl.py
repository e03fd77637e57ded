"""All matches as JSON Lines: an article a line."""

import json
from collections.abc import Iterable, Iterator, Mapping

from search.output import SCHEMA_VERSION
from search.output.export_format import Form, Wanted
from search.output.json_output import facts
from search.query import Hit


def write(hits: Iterable[Hit], wanted: Wanted) -> Iterator[str]:
    """A line for each article; asked for, before them one of another type on what was exported."""
    if wanted.about:
        yield _line({"type": "about", **wanted.about.record()})
    for rank, hit in enumerate(hits, 1):
        yield _line(
            {"type": "article", "schema_version": SCHEMA_VERSION, **_record(rank, hit)}
            | ({"text": hit.article.body} if wanted.text else {})
        )


def _record(rank: int, hit: Hit) -> dict[str, object]:
    article = hit.article
    return {
        "id": article.id,
        "rank": rank,
        "score": round(hit.score, 4),
        **facts(article),
        "people": [person.name for person in article.people],
        "url": article.url or None,
        "path": article.path,
    }


def _line(record: Mapping[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


FORM = Form(write, comments=True)
