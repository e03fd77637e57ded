"""Full-text search over a folder of scraped news articles.

from search import open_index

with open_index("index") as index:
    for hit in index.search("air defense", source="The Kyiv Independent", since="2025").hits:
        print(hit.article.date, hit.article.heading)
"""

from typing import TYPE_CHECKING, Any

from search.loading import loaded

if TYPE_CHECKING:
    from search.article import Article
    from search.errors import SearchError
    from search.library import Index, open_index
    from search.query import Filter, Query, Results

__version__ = "0.1.0"
__all__ = ["Article", "Filter", "Index", "Query", "Results", "SearchError", "open_index"]

# Loaded when first asked for, so that what imports only a part of the package loads no more.
_NAMES = {
    "Article": "search.article:Article",
    "Filter": "search.query:Filter",
    "Index": "search.library:Index",
    "Query": "search.query:Query",
    "Results": "search.query:Results",
    "SearchError": "search.errors:SearchError",
    "open_index": "search.library:open_index",
}


def __getattr__(name: str) -> Any:
    if name not in _NAMES:
        raise AttributeError(f"module 'search' has no attribute {name!r}")
    return loaded(_NAMES[name])
