"""Answers for people: hits with their snippets, facets as tables with bars."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from search.article import Article
from search.output import Format
from search.output.display import View, columns, folded, line, wrapped
from search.output.facet_limit import largest
from search.query import RECENCY, ClauseScore, FacetCount, Hit, Results, Snippet
from search.schema import ZONES
from search.values import replace

BAR = 20  # columns of the longest bar
VALUE = 32  # columns a value takes at most
PANEL = 10  # values of a facet below the hits
SOURCES = 5  # publishers of copies that are named
GAP = 4  # columns between tables that stand side by side


def hits(results: Results, view: View) -> Iterator[str]:
    """The hits, parted by an empty line, then the facets where they were asked for."""
    ranks = range(results.query.offset + 1, results.query.offset + 1 + len(results.hits))
    indent = len(str(ranks.stop - 1)) + 2
    for rank, hit in zip(ranks, results.hits, strict=True):
        if rank != ranks.start:
            yield ""
        yield from _hit(rank, hit, indent, view)
    if results.facets and results.hits:
        yield ""
    panel = {facet: largest(counts, PANEL) for facet, counts in results.facets.items()}
    yield from facets(replace(results, facets=panel), view)
    if panel != results.facets:
        yield from ("", view.paint("faint", f"the {PANEL} largest counts: search facets has more"))


def facets(results: Results, view: View) -> Iterator[str]:
    """Each facet as a table: side by side where the terminal is wide enough for all."""
    told = [(facet, counts) for facet, counts in results.facets.items() if counts]
    alone = len(told) == 1 and told[0][0] == "date"
    bar = _room(told[0][1], view) if alone else BAR
    tables = [_table(facet, counts, view, bar) for facet, counts in told]
    together = sum(width for width, _ in tables) + GAP * (len(tables) - 1)
    if view.width is not None and together <= view.width:
        yield from _side_by_side(tables)
        return
    for i, (_, rows) in enumerate(tables):
        if i:
            yield ""
        yield from (text for _, text in rows)


FORMAT = Format(hits, facets)


def bars(title: str, counts: Sequence[FacetCount], view: View, most: int = 0) -> Iterator[str]:
    """The counts below a title, with bars as wide as the line has room for.

    The longest bar stands for the largest count, or for `most`.
    """
    yield from (text for _, text in _table(title, counts, view, _room(counts, view), most)[1])


def _room(counts: Sequence[FacetCount], view: View) -> int:
    """How many columns bars may take beside these counts."""
    label = max(columns(_name(count.value)) for count in counts)
    digits = len(str(max(count.count for count in counts)))
    return max(BAR, (view.measure or 80) - label - digits - 6)


def _hit(rank: int, hit: Hit, indent: int, view: View) -> Iterator[str]:
    margin = " " * indent
    narrower = view.measure and max(view.measure - indent, 1)
    for i, title in enumerate(folded(line(hit.article.heading), narrower)):
        number = f"{rank:>{indent - 2}}  " if i == 0 else margin
        yield number + view.paint("strong", title)
    for text in folded(byline(hit.article), narrower):
        yield margin + view.paint("faint", text)
    for snippet in hit.snippets:
        for text in _marked(snippet, narrower, view):
            yield margin + text
    for text in folded(_others(hit), narrower) if hit.copies else ():
        yield margin + view.paint("faint", text)
    if view.explain:
        for text in _reasons(hit.why):
            yield margin + view.paint("faint", text)


def _others(hit: Hit) -> str:
    """The copies of its story that are not shown."""
    sources = dict.fromkeys(copy.source or "no source" for copy in hit.copies)
    named = ", ".join([*list(sources)[:SOURCES], *(["..."] if len(sources) > SOURCES else [])])
    return line(f"{len(hit.copies)} more: {named}")


def byline(article: Article) -> str:
    """Where the article is from, of which day, and how to ask for it."""
    day = article.date.isoformat() if article.date else "no date"
    return line(" · ".join((article.source or "no source", day, article.id)))


def _marked(snippet: Snippet, width: int | None, view: View) -> Iterator[str]:
    """The lines of a snippet, its marks painted; a mark may go on in the next line."""
    text = line(snippet.text)
    for start, end in wrapped(text, width):
        painted, place = [], start
        for left, right in snippet.marks:
            left, right = max(left, place), min(right, end)
            if left < right:
                painted += [text[place:left], view.paint("mark", text[left:right])]
                place = right
        yield "".join([*painted, text[place:end]])


def _reasons(why: Sequence[ClauseScore]) -> Iterator[str]:
    """What each part of the query added to the score, the largest first."""
    clauses = {share: line(_clause(share)) for share in why}
    width = max(map(columns, clauses.values()), default=0)
    whole = sum(share.score for share in why)
    for share in sorted(why, key=lambda share: (-share.score, share.clause)):
        padding = " " * (width - columns(clauses[share]))
        part = f"{share.score / whole:4.0%}" if whole else "  0%"
        yield f"{share.score:+8.3f} {part}  {clauses[share]}{padding}  {_told(share)}"


def _clause(share: ClauseScore) -> str:
    """The part of the query, with what else it stood for."""
    return share.clause + (f", also {', '.join(share.also)}" if share.also else "")


def _told(share: ClauseScore) -> str:
    """Where the article has it, how often, and how rare it is."""
    if share.clause == RECENCY:
        return f"{share.count:g} days before the newest"
    zones = (f"{zone} {count:g}{_boost(zone)}" for zone, count in share.zones)
    here = ", ".join(zones) or f"weight {share.count:g} here"
    articles = f"in {share.articles} article{'' if share.articles == 1 else 's'}"
    return f"{here}; {articles}, rarity {share.rarity:.1f}"


def _boost(zone: str) -> str:
    """How much more an occurrence in the zone counts."""
    weight = ZONES[zone].weight
    return f" (x{weight})" if weight > 1 else ""


Row = tuple[int, str]  # the columns it takes, and the line


def _table(
    facet: str, counts: Sequence[FacetCount], view: View, bar: int = BAR, most: int = 0
) -> tuple[int, list[Row]]:
    """The width of a facet's table, and its rows: value, count and bar."""
    names = [_name(count.value) for count in counts]
    wide = max(map(columns, names))
    highest = max(count.count for count in counts)
    digits = len(str(highest))
    wider = max(len(str(count.everywhere or 0)) for count in counts)
    rows = [(len(facet), view.paint("strong", facet))]
    for name, count in zip(names, counts, strict=True):
        sign = "*" if count.selected else " "  # what the filters ask for
        drawn = "█" * round(bar * count.count / (most or highest or 1)) or "▏" * bool(count.count)
        among = "" if count.everywhere is None else f"of {count.everywhere:<{wider}}  "
        label = f"{sign} {name}{' ' * (wide - columns(name))}  {count.count:>{digits}}  {among}"
        label = label if drawn else label.rstrip()
        rows.append((columns(label) + len(drawn), label + view.paint("bar", drawn)))
    return max(width for width, _ in rows), rows


def _name(value: str) -> str:
    """The value, cut to VALUE columns."""
    name = line(value)
    if columns(name) <= VALUE:
        return name
    while columns(name) >= VALUE:
        name = name[:-1]
    return name + "…"


def _side_by_side(tables: Sequence[tuple[int, list[Row]]]) -> Iterator[str]:
    for rows in zip_longest(*(rows for _, rows in tables), fillvalue=(0, "")):
        cells = (
            text + " " * (width + GAP - taken)
            for (width, _), (taken, text) in zip(tables, rows, strict=True)
        )
        yield "".join(cells).rstrip()
