"""The table of hits: one set of columns for `query`, `like`, `batch` and `export`."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from search.facet_definitions import Facet, listed
from search.output.display import View
from search.output.facet_text import facet_panel
from search.output.hit_text import clause_text, hits_text
from search.output.json_records import facets_record, hit_record
from search.output.table import Cell, Record, Table
from search.query import ClauseScore, Hit, Results


def _facet_cell(facet: Facet, rank: int, hit: Hit) -> Cell:  # noqa: ARG001
    return facet.field_value(hit.article)


CELLS: Mapping[str, Callable[[int, Hit], Cell]] = {  # of the hit at that rank
    "id": lambda _, hit: hit.article.id,
    "rank": lambda rank, _: rank,
    "score": lambda _, hit: hit.score,
    "title": lambda _, hit: hit.article.title,
    **{facet.name: partial(_facet_cell, facet) for facet in listed()},
    "path": lambda _, hit: hit.article.path,
    "snippets": lambda _, hit: " ".join(snippet.text for snippet in hit.snippets),
    "heading": lambda _, hit: hit.article.heading,
    "url": lambda _, hit: hit.article.url,
    "updated": lambda _, hit: hit.article.updated,
    "via": lambda _, hit: hit.article.via,
    "text": lambda _, hit: hit.article.body,
    "why": lambda _, hit: tuple(map(_share_text, hit.why)),
}
_USUAL_COLUMNS = (
    *("id", "rank", "score", "title", "source", "date", "authors", "people", "path"),
    *("snippets", "heading", "url", "updated", "via"),
)
COLUMNS = tuple(dict.fromkeys((*_USUAL_COLUMNS, *(facet.name for facet in listed()))))
# For hits by the thousand: for its snippets the whole text of an article is analyzed again.
FACT_COLUMNS = tuple(name for name in COLUMNS if name != "snippets")
TSV_COLUMNS = ("id", "date", "source", "score", "heading", "people")  # `cut -f1` gives the ids


class HitRow(dict[str, Cell]):
    """The cells of a hit, each computed when it is shown."""

    def __init__(self, rank: int, hit: Hit, **more: Cell) -> None:
        super().__init__(more)
        self._rank, self._hit = rank, hit

    def __missing__(self, name: str) -> Cell:
        return CELLS[name](self._rank, self._hit)


def ranked(results: Results) -> Iterator[tuple[int, Hit]]:
    """Return the hits with their ranks, which go on from the offset of the query."""
    return enumerate(results.hits, results.query.offset + 1)


def hits_table(results: Results, explain: bool = False) -> Table:
    """Return the table of the hits, with the facets where they were counted."""
    why = ("why",) if explain else ()
    return Table(
        columns=(*COLUMNS, *why),
        rows=(HitRow(rank, hit) for rank, hit in ranked(results)),
        document=partial(_document, results, explain),
        records=(hit_record(rank, hit, explain) for rank, hit in ranked(results)),
        text=partial(_text, results, explain),
        tsv_columns=(*TSV_COLUMNS, *why),
    )


def _document(results: Results, explain: bool) -> Record:
    return {
        "query": results.query.text,
        "total": results.total,
        "complete": results.complete,
        "seconds": round(results.seconds, 4),
        "notices": results.notices,
        "suggestions": [each._asdict() for each in results.suggestions],
        "hits": [hit_record(rank, hit, explain) for rank, hit in ranked(results)],
        "facets": facets_record(results),
    }


def _text(results: Results, explain: bool, view: View) -> Iterator[str]:
    yield from hits_text(results, view, explain)
    if results.facets and results.hits:
        yield ""
    yield from facet_panel(results, view)


def _share_text(share: ClauseScore) -> str:
    zones = ", ".join(f"{zone} {count:g}" for zone, count in share.zones)
    return f"{clause_text(share)}={share.score:.4f}" + (f" ({zones})" if zones else "")
