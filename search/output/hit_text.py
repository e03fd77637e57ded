"""Hits as text for people: heading, byline, snippets, copies and reasons."""

from collections.abc import Iterator, Sequence

from search.article import Article
from search.output.display import View, line_spans, text_width, wrap
from search.output.safe_text import safe_line
from search.query import RECENCY, ClauseScore, Hit, Results, Snippet
from search.schema import ZONES

MAX_SOURCES = 5  # publishers of copies that are named


def hits_text(results: Results, view: View, explain: bool = False) -> Iterator[str]:
    """Yield the lines of all hits, separated by an empty line."""
    first = results.query.offset + 1
    indent = len(str(first + len(results.hits) - 1)) + 2
    for rank, hit in enumerate(results.hits, first):
        if rank != first:
            yield ""
        yield from hit_text(rank, hit, indent, view)
        if explain:
            for text in _reasons(hit.why):
                yield " " * indent + view.paint("faint", text)


def hit_text(rank: int, hit: Hit, indent: int, view: View) -> Iterator[str]:
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
    clauses = {share: safe_line(clause_text(share)) for share in why}
    width = max(map(text_width, clauses.values()), default=0)
    total = sum(share.score for share in why)
    for share in sorted(why, key=lambda share: (-share.score, share.clause)):
        padding = " " * (width - text_width(clauses[share]))
        part = f"{share.score / total:4.0%}" if total else "  0%"
        yield f"{share.score:+8.3f} {part}  {clauses[share]}{padding}  {_evidence(share)}"


def clause_text(share: ClauseScore) -> str:
    """Return the part of the query, with what else it stood for."""
    return share.clause + (f", also {', '.join(share.also)}" if share.also else "")


def _evidence(share: ClauseScore) -> str:
    """Return where the article has the clause, how often, its boost, and how rare it is."""
    if share.clause == RECENCY:
        return f"{share.count:g} days before the newest"
    zones = []
    for zone, count in share.zones:
        weight = ZONES[zone].weight
        zones.append(f"{zone} {count:g}" + (f" (x{weight})" if weight > 1 else ""))
    here = ", ".join(zones) or f"weight {share.count:g} here"
    articles = f"in {share.articles} article{'' if share.articles == 1 else 's'}"
    return f"{here}; {articles}, rarity {share.rarity:.1f}"
