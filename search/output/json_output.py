"""Answers for programs: JSON and JSON Lines, each stating the version of its schema."""

import json
from collections.abc import Iterator, Mapping, Sequence

from search.article import Article, Block
from search.output import SCHEMA_VERSION, Format
from search.output.display import View
from search.query import ClauseScore, FacetCount, Hit, Results

Record = dict[str, object]

# Lawful in JSON as they are, but a terminal may take them for the start of a control sequence.
_ESCAPED = {i: f"\\u{i:04x}" for i in range(0x7F, 0xA0)}


def hit_record(rank: int, hit: Hit, explain: bool = False) -> Record:
    """What a program learns of a hit; facts the article does not have are None."""
    article = hit.article
    record: Record = {
        "id": article.id,
        "rank": rank,
        "score": round(hit.score, 4),
        "title": article.title or None,
        "source": article.source or None,
        "date": article.date and article.date.isoformat(),
        "authors": article.authors,
        "people": [person.name for person in article.people],
        "path": article.path,
        "snippets": [{"text": each.text, "marks": each.marks} for each in hit.snippets],
        "heading": article.heading,
        "copies": [each._asdict() for each in hit.copies],
    }
    return record | ({"why": _shares(hit.why)} if explain else {})


def hit_records(results: Results, view: View) -> Iterator[Record]:
    """The hits in order, numbered from the offset of the query."""
    for rank, hit in enumerate(results.hits, results.query.offset + 1):
        yield hit_record(rank, hit, view.explain)


def facet_records(results: Results) -> Iterator[Record]:
    """Every count with the name of its facet."""
    for facet, counts in results.facets.items():
        for count in counts:
            yield {"facet": facet, **_count(count)}


def facts(article: Article) -> Record:
    """What is known of the article itself, but for its people; what it does not have is None."""
    return {
        "title": article.title or None,
        "heading": article.heading,
        "source": article.source or None,
        "via": article.via or None,
        "date": article.date and article.date.isoformat(),
        "updated": article.updated and article.updated.isoformat(),
        "authors": article.authors,
    }


def page(article: Article, _: View) -> Iterator[str]:
    """The article as one JSON object, with all that was cut from it."""
    yield _json(
        {
            "schema_version": SCHEMA_VERSION,
            "id": article.id,
            **facts(article),
            "people": [each._asdict() for each in article.people],
            "path": article.path,
            "url": article.url or None,
            "origin": dict(article.origin),
            "confidence": dict(article.confidence),
            "body": article.body,
            "cuts": list(map(_cut, article.cuts)),
            "related": article.related,
        },
        indent=2,
    )


def _hits(results: Results, view: View) -> Iterator[str]:
    yield _json(
        {
            "schema_version": SCHEMA_VERSION,
            "query": results.query.text,
            "total": results.total,
            "complete": results.complete,
            "seconds": round(results.seconds, 4),
            "notices": results.notices,
            "suggestions": [each._asdict() for each in results.suggestions],
            "hits": list(hit_records(results, view)),
            "facets": _tables(results),
        },
        indent=2,
    )


def _facets(results: Results, _: View) -> Iterator[str]:
    yield _json(
        {
            "schema_version": SCHEMA_VERSION,
            "query": results.query.text,
            "total": results.total,
            "facets": _tables(results),
            "notices": results.notices,
        },
        indent=2,
    )


def _hit_lines(results: Results, view: View) -> Iterator[str]:
    for record in hit_records(results, view):
        yield _json({"schema_version": SCHEMA_VERSION, **record})


def _facet_lines(results: Results, _: View) -> Iterator[str]:
    for record in facet_records(results):
        yield _json({"schema_version": SCHEMA_VERSION, **record})


JSON = Format(_hits, _facets)
JSONL = Format(_hit_lines, _facet_lines)


def _tables(results: Results) -> dict[str, list[Record]]:
    return {facet: list(map(_count, counts)) for facet, counts in results.facets.items()}


def _count(count: FacetCount) -> Record:
    record: Record = {"value": count.value, "count": count.count, "selected": count.selected}
    return record if count.everywhere is None else {**record, "everywhere": count.everywhere}


def _shares(why: Sequence[ClauseScore]) -> list[Record]:
    whole = sum(share.score for share in why)
    return [
        {
            "clause": share.clause,
            "also": share.also,
            "count": round(share.count, 4),
            "zones": dict(share.zones),
            "articles": share.articles,
            "rarity": round(share.rarity, 4),
            "score": round(share.score, 4),
            "percent": round(100 * share.score / whole, 1) if whole else 0.0,
        }
        for share in why
    ]


def _cut(block: Block) -> Record:
    return {
        "rule": block.verdict.rule,
        "reason": block.verdict.reason,
        "evidence": block.verdict.evidence or None,
        "confidence": round(block.verdict.confidence, 3),
        "start": block.start,
        "end": block.end,
        "text": block.text,
    }


def _json(record: Mapping[str, object], indent: int | None = None) -> str:
    return json.dumps(record, ensure_ascii=False, indent=indent).translate(_ESCAPED)
