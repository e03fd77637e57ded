"""Hits, facet counts and articles as records for programs; docs/json.md says what each key is."""

from collections.abc import Iterator, Sequence

from search.article import Article, Block
from search.facet_definitions import listed
from search.output.table import Cell, Record
from search.query import ClauseScore, FacetCount, Hit, Results


def hit_facts(rank: int, hit: Hit) -> Record:
    """Return what `query`, `batch` and `export` all state of a hit; unknown facts are None."""
    article = hit.article
    return {
        "id": article.id,
        "rank": rank,
        "score": round(hit.score, 4),
        **article_facts(article),
        "url": article.url or None,
        "path": article.path,
    }


def hit_record(rank: int, hit: Hit, explain: bool = False) -> Record:
    """Return the facts of a hit with its snippets and copies, and on demand why it is there."""
    return {
        **hit_facts(rank, hit),
        "snippets": [{"text": each.text, "marks": each.marks} for each in hit.snippets],
        "copies": [each._asdict() for each in hit.copies],
        **({"why": _shares(hit.why)} if explain else {}),
    }


def article_facts(article: Article) -> Record:
    """Return what is known of the article itself; unknown facts are None."""
    facets = {facet.name: facet.field_value(article) for facet in listed()}
    return {
        "title": article.title or None,
        "heading": article.heading,
        "source": facets["source"],
        "via": article.via or None,
        "date": facets["date"],
        "updated": article.updated and article.updated.isoformat(),
        "authors": facets["authors"],
        **facets,  # the others follow in the order of their rows
        "catalogue": dict(article.catalogue),
    }


def article_record(article: Article) -> Record:
    """Return the whole article, with all that was cut from it."""
    return {
        "id": article.id,
        **article_facts(article),
        "people": [each._asdict() for each in article.people],
        "path": article.path,
        "url": article.url or None,
        "origin": dict(article.origin),
        "confidence": dict(article.confidence),
        "body": article.body,
        "cuts": list(map(_cut_record, article.cuts)),
        "related": article.related,
    }


def facets_record(results: Results) -> Record:
    """Return the counts of each facet by its name."""
    return {facet: list(map(_count_record, counts)) for facet, counts in results.facets.items()}


def count_records(results: Results) -> Iterator[dict[str, Cell]]:
    """Yield every count with the name of its facet."""
    for facet, counts in results.facets.items():
        for count in counts:
            yield {"facet": facet, **_count_record(count)}


def _count_record(count: FacetCount) -> dict[str, Cell]:
    record: dict[str, Cell] = {
        "value": count.value,
        "count": count.count,
        "selected": count.selected,
        "excluded": count.excluded,
    }
    return record if count.everywhere is None else {**record, "everywhere": count.everywhere}


def _shares(why: Sequence[ClauseScore]) -> list[Record]:
    total = sum(share.score for share in why)
    return [
        {
            "clause": share.clause,
            "also": share.also,
            "count": round(share.count, 4),
            "zones": dict(share.zones),
            "articles": share.articles,
            "rarity": round(share.rarity, 4),
            "score": round(share.score, 4),
            "percent": round(100 * share.score / total, 1) if total else 0.0,
        }
        for share in why
    ]


def _cut_record(block: Block) -> Record:
    return {
        "rule": block.verdict.rule,
        "reason": block.verdict.reason,
        "evidence": block.verdict.evidence or None,
        "confidence": round(block.verdict.confidence, 3),
        "start": block.start,
        "end": block.end,
        "text": block.text,
    }
