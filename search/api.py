"""The index for Python programs: `from search import open_index`."""

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

from search.article import Article
from search.engines import open_engine
from search.engines.base import Stats
from search.errors import BadQuery
from search.query import DEFAULT_FACETS, FacetCount, Filter, Interval, Query, Results, Sort
from search.values import replace

Names = str | Sequence[str]  # one value, or several: an article needs one of them
Day = date | str  # a str is read as the command line reads it: "2025", "2025-01-13"


class Index(AbstractContextManager["Index"]):
    """A built index, open for reading: it answers as of the moment it was opened.

    A request is a `Query`, as it is for the command line; the methods take either a `Query` or the
    text of one and some of its parts as arguments.

    Close it, or open it with `with`: until then no build removes the files that it reads.

    Raises: BrokenIndex and ClosedIndex, from every method; BadQuery, from those with a query;
    NoArticle, from those with an id or a name: it lists the candidates where there are several.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._engine = open_engine(folder)

    def search(
        self,
        query: Query | str = "",
        *,
        person: Names = (),
        source: Names = (),
        author: Names = (),
        since: Day | None = None,
        until: Day | None = None,
        filters: Sequence[Filter] = (),
        sort: Sort = "relevance",
        limit: int = 10,
        offset: int = 0,
        recent: int = 0,
    ) -> Results:
        """Return the articles that match, best first; an empty query matches all articles.

        An article needs one value of each filter. If `query` is a `Query`, the other arguments are
        ignored. `recent` is a half-life in days.
        """
        if isinstance(query, Query):
            return self._engine.search(query)
        by_facet = (("people", person), ("source", source), ("authors", author))
        own = [Filter(facet, _values(names), loose=True) for facet, names in by_facet if names]
        first = _ends(since)[0] if since else None
        last = _ends(until)[1] if until else None
        request = Query(query, (*own, *filters), first, last, sort, limit, offset, recent=recent)
        return self._engine.search(request)

    def like(self, id: str, query: Query | str = "", *, limit: int = 10) -> Results:
        """Return the matches that are most like the article of that id."""
        request = query if isinstance(query, Query) else Query(query, limit=limit)
        return self._engine.search(replace(request, like=id))

    def facets(
        self,
        query: Query | str = "",
        by: Sequence[str] = DEFAULT_FACETS,
        interval: Interval = "month",
    ) -> dict[str, tuple[FacetCount, ...]]:
        """Return how many of all matches have each value of the facets.

        Facets are date, source, people, quoted, authors and others of the index; `words` are the
        words that the matches have more often than the other articles.
        """
        request = query if isinstance(query, Query) else Query(query, interval=interval)
        return dict(self._engine.search(replace(request, limit=0, facets=tuple(by))).facets)

    def get(self, id: str) -> Article:
        """Return the article of that id."""
        return self._engine.get(id)

    def find(self, name: str) -> Article:
        """Return the article whose id is the name, or the only one whose id contains it."""
        return self._engine.find(name)

    def stats(self) -> Stats:
        """Return the size and the span of the index."""
        return self._engine.stats()

    def __iter__(self) -> Iterator[Article]:
        """Return every article, by id."""
        return self._engine.articles()

    def __len__(self) -> int:
        """Return the number of articles."""
        return self._engine.search(Query(limit=0, facets=())).total

    def close(self) -> None:
        """Let go of the files; what is asked, or read of an answer, later raises ClosedIndex."""
        self._engine.close()

    def __exit__(self, *error: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"open_index({str(self.folder)!r})"


def open_index(folder: str | os.PathLike[str] = "index") -> Index:
    """Open the index that `search index` built in the folder.

    Raises: NoIndex, OldIndex, BrokenIndex.
    """
    return Index(Path(folder))


def _values(names: Names) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _ends(day: Day) -> tuple[date | None, date | None]:
    """Return the first and the last day of what the text says."""
    if isinstance(day, date):
        return day, day
    from search.query.date_ranges import BadDate, date_range  # few programs write a date as text

    try:
        found = date_range(day.strip(), date.today())
    except BadDate as error:
        raise BadQuery(day, 1, error.expected, error.nearest) from error
    return found.first, found.last
