"""An index as Python programs use it: `from search import open_index`."""

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from types import TracebackType

from search.article import Article
from search.engines import open_engine
from search.engines.base import Stats
from search.errors import BadQuery
from search.query import DEFAULT_FACETS, FacetCount, Filter, Interval, Query, Results, Sort
from search.query.date_ranges import BadDate, date_range
from search.values import replace

Names = str | Sequence[str]  # one value, or several of which any will do
Day = date | str  # a str is read as the command line reads it: "2025", "2025-01-13"


class Index(AbstractContextManager["Index"]):
    """A built index, open for reading: it answers as of the moment it was opened.

    What is asked is a `Query`, the one request that the command line makes too; `search`, `count`
    and `facets` take either one or its parts as arguments.

    Raises: BrokenIndex, from every method.
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
        """The articles that match, best first; an empty query asks for all of them.

        Several values of one filter widen, different filters narrow. A `Query` is asked as it
        stands, and none of the other arguments then counts. `recent` is a half-life in days.

        Raises: BadQuery.
        """
        if isinstance(query, Query):
            return self._engine.search(query)
        named = (("people", person), ("source", source), ("authors", author))
        kept = [Filter(facet, _values(names)) for facet, names in named if names]
        return self._engine.search(
            Query(
                query,
                (*kept, *filters),
                _ends(since)[0] if since else None,
                _ends(until)[1] if until else None,
                sort,
                limit,
                offset,
                recent=recent,
            )
        )

    def like(self, id: str, query: Query | str = "", *, limit: int = 10) -> Results:
        """The articles that are like the one of that id, of those that match the query.

        Raises: NoArticle, BadQuery.
        """
        asked = query if isinstance(query, Query) else Query(query, limit=limit)
        return self._engine.search(replace(asked, like=id))

    def facets(
        self,
        query: Query | str = "",
        by: Sequence[str] = DEFAULT_FACETS,
        interval: Interval = "month",
    ) -> dict[str, tuple[FacetCount, ...]]:
        """How many of all matches have each value: of date, source, people, quoted, authors; and
        by `words` those that the matches have more often than the other articles.

        Raises: BadQuery.
        """
        asked = query if isinstance(query, Query) else Query(query, interval=interval)
        return dict(self._engine.search(replace(asked, limit=0, facets=tuple(by))).facets)

    def get(self, id: str) -> Article:
        """The article of that id.

        Raises: NoArticle.
        """
        return self._engine.get(id)

    def find(self, name: str) -> Article:
        """The article whose id is, or alone contains, the name.

        Raises: NoArticle, which lists the candidates where there are several.
        """
        return self._engine.find(name)

    def stats(self) -> Stats:
        """What the index holds."""
        return self._engine.stats()

    def __iter__(self) -> Iterator[Article]:
        """Every article, by id."""
        return self._engine.articles()

    def __len__(self) -> int:
        """How many articles there are."""
        return self._engine.search(Query(limit=0, facets=())).total

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing is held that wants closing but memory, which goes with the index."""

    def __repr__(self) -> str:
        return f"open_index({str(self.folder)!r})"


def open_index(folder: str | os.PathLike[str] = "index") -> Index:
    """The index in the folder, as `search index` built it.

    Raises: NoIndex, OldIndex, BrokenIndex.
    """
    return Index(Path(folder))


def _values(names: Names) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _ends(day: Day) -> tuple[date | None, date | None]:
    """The first and the last day that are meant.

    Raises: BadQuery.
    """
    if isinstance(day, date):
        return day, day
    try:
        found = date_range(day.strip(), date.today())
    except BadDate as error:
        raise BadQuery(day, 1, error.expected, error.nearest) from error
    return found.first, found.last
