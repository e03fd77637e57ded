"""The table of hits: one set of columns for `query`, `like`, `batch` and `export`.

As text for people it has heading, byline, snippets, copies and reasons.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from search.article import Article
from search.facet_definitions import Facet, listed
from search.output.display import View, line_spans, text_width, wrap
from search.output.facet_table import facet_panel
from search.output.json_records import facets_record, hit_record
from search.output.safe_text import safe_line
from search.output.table import Cell, Record, Table
from search.query import (
    HEADLINE,
    IN_ORDER,
    LEAD,
    RECENCY,
    TOGETHER,
    ClauseScore,
    Hit,
    Results,
    Snippet,
)
from search.schema import ZONES


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
MAX_SOURCES = 5  # publishers of copies that are named


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
    yield from _hits_text(results, view, explain)
    if results.facets and results.hits:
        yield ""
    yield from facet_panel(results, view)


def _share_text(share: ClauseScore) -> str:
    zones = ", ".join(f"{zone} {count:g}" for zone, count in share.zones)
    return f"{_clause(share)}={share.score:.4f}" + (f" ({zones})" if zones else "")


def _hits_text(results: Results, view: View, explain: bool = False) -> Iterator[str]:
    """Yield the lines of all hits, separated by an empty line."""
    first = results.query.offset + 1
    indent = len(str(first + len(results.hits) - 1)) + 2
    for rank, hit in enumerate(results.hits, first):
        if rank != first:
            yield ""
        yield from _hit_text(rank, hit, indent, view)
        if explain:
            for text in _reasons(hit.why):
                yield " " * indent + view.paint("faint", text)


def _hit_text(rank: int, hit: Hit, indent: int, view: View) -> Iterator[str]:
    """Yield the lines of a hit; those below its heading begin with so many spaces."""
    yield from heading_text(rank, hit.article, indent, view)
    width = _width(indent, view)
    margin = " " * indent
    for snippet in hit.snippets:
        for text in _with_marks(snippet, width, view):
            yield margin + text
    for text in wrap(_copies(hit), width) if hit.copies else ():
        yield margin + view.paint("faint", text)


def heading_text(rank: int, article: Article, indent: int, view: View) -> Iterator[str]:
    """Yield rank and heading of an article, and below them where and when it was published."""
    width = _width(indent, view)
    margin = " " * indent
    for i, title in enumerate(wrap(safe_line(article.heading), width)):
        number = f"{rank:>{indent - 2}}  " if i == 0 else margin
        yield number + view.paint("strong", title)
    day = article.date.isoformat() if article.date else "no date"
    byline = safe_line(" · ".join((article.source or "no source", day, article.id)))
    for text in wrap(byline, width):
        yield margin + view.paint("faint", text)


def _width(indent: int, view: View) -> int | None:
    return view.prose_width and max(view.prose_width - indent, 1)


def _copies(hit: Hit) -> str:
    """Return how many copies of its story are not shown, and who published them."""
    sources = dict.fromkeys(copy.source or "no source" for copy in hit.copies)
    more = ["..."] if len(sources) > MAX_SOURCES else []
    names = ", ".join([*list(sources)[:MAX_SOURCES], *more])
    return safe_line(f"{len(hit.copies)} more: {names}")


def _with_marks(snippet: Snippet, width: int | None, view: View) -> Iterator[str]:
    """Yield the lines of a snippet, its marks painted; a mark may go on in the next line."""
    text = safe_line(snippet.text)
    for start, end in line_spans(text, width):
        painted, place = [], start
        for left, right in snippet.marks:
            left, right = max(left, place), min(right, end)
            if left < right:
                painted += [text[place:left], view.paint("mark", text[left:right])]
                place = right
        yield "".join([*painted, text[place:end]])


def _reasons(why: Sequence[ClauseScore]) -> Iterator[str]:
    """Yield what each part of the query added to the score, the largest first."""
    clauses = {share: safe_line(_clause(share)) for share in why}
    width = max(map(text_width, clauses.values()), default=0)
    total = sum(share.score for share in why)
    for share in sorted(why, key=lambda share: (-share.score, share.clause)):
        padding = " " * (width - text_width(clauses[share]))
        part = f"{share.score / total:4.0%}" if total else "  0%"
        yield f"{share.score:+8.3f} {part}  {clauses[share]}{padding}  {_evidence(share)}"


def _clause(share: ClauseScore) -> str:
    """Return the part of the query, with what else it stood for."""
    return share.clause + (f", also {', '.join(share.also)}" if share.also else "")


_SIGNALS = {
    RECENCY: "{:g} days before the newest",
    HEADLINE: "{:.0%} of the query in the headline",
    LEAD: "{:.0%} of the query in the headline or the first 100 words",
    TOGETHER: "{:.0%} of the query within 20 words of the text",
    IN_ORDER: "{:.0%} of the query in its order",
}  # the sentence for the count of each


def _evidence(share: ClauseScore) -> str:
    """Return where the article has the clause, how often, its boost, and how rare it is."""
    if share.clause in _SIGNALS:
        return _SIGNALS[share.clause].format(share.count)
    zones = []
    for zone, count in share.zones:
        weight = ZONES[zone].weight
        zones.append(f"{zone} {count:g}" + (f" (x{weight})" if weight > 1 else ""))
    here = ", ".join(zones) or f"weight {share.count:g} here"
    articles = f"in {share.articles} article{'' if share.articles == 1 else 's'}"
    return f"{here}; {articles}, rarity {share.rarity:.1f}"
