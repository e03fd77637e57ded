"""The query reader: from the text of a query to its tree, with synonyms and saved searches."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

from search.analysis import analyze, folded, stems
from search.engines.base import SavedSearches
from search.query import Node, Query
from search.query.parser import parse
from search.query.synonyms import FILE, SynonymTable

CACHED = 1024  # queries whose trees are cached: the same words are asked for page by page
REFERENCE = "query:"  # a text with it may name saved searches


class QueryReader:
    """A reader of the queries to one index.

    `saved` returns the searches that a query may name, `folders` are those the index was built
    from: a file of synonyms next to one of them adds to the synonyms of the program.
    """

    def __init__(self, saved: SavedSearches, folders: Iterable[str]) -> None:
        self._saved = saved
        files = sorted({Path(folder).parent / FILE for folder in folders})
        self._synonyms = SynonymTable(stems, folded, files)
        self._cached = lru_cache(CACHED)(partial(self._read, {}))

    def tree(self, query: Query) -> Node:
        """Return the tree of the query, its words expanded by their synonyms.

        The tree of a text that names saved searches is not cached, because they change.
        """
        has_reference = REFERENCE in query.text.lower()
        read = partial(self._read, self._saved()) if has_reference else self._cached
        return read(query.text, query.today or date.today(), query.synonyms)

    def _read(self, saved: Mapping[str, Query], text: str, today: date, synonyms: bool) -> Node:
        tree = parse(text, today, saved)
        return self._synonyms.expand(tree) if synonyms else tree


analyze_cached = lru_cache(maxsize=CACHED)(analyze)
